// Sentences and phrases of notes.
#include <cmath>

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {
namespace {

using namespace classify;

struct ValueWords {
  std::string operator()(const std::string& name) const { return name; }
  std::string operator()(const Names& names) const { return joined(names); }
  std::string operator()(Millimetres length) const { return std::to_string(std::lround(length.value)); }
  std::string operator()(NoteWord word) const {
    const NoteTexts& say = texts().note;
    if (word == NoteWord::kUnnamedLesion) return std::string(say.unnamed_lesion);
    return std::string(word == NoteWord::kReports ? say.reports : say.headers);
  }
};

}  // namespace

std::string note_text(const Note& note) {
  std::vector<PlaceValue> values;
  for (std::size_t i = 0; i < note.values.size(); ++i)
    values.emplace_back(NoteText::kNotePlaces.at(i), std::visit(ValueWords{}, note.values[i]));
  return filled(texts().note.notes.at(static_cast<std::size_t>(note.code)).wording, values);
}

}  // namespace oligard::wording
