#include <algorithm>

#include "oligard/terms/lesion_status.h"
#include "oligard/terms/verdict.h"

namespace oligard::terms {
namespace {

template <class Holds>
std::optional<LesionStatus> first_status(const Holds& holds) {
  const auto* const row = std::find_if(kLesionStatuses.begin(), kLesionStatuses.end(), holds);
  return row == kLesionStatuses.end() ? std::nullopt : std::optional(row->status);
}

}  // namespace

std::optional<LesionStatus> lesion_status_from(std::string_view word) {
  return first_status([word](const LesionStatusRow& row) { return row.word == word; });
}

std::optional<LesionStatus> lesion_status_of_code(std::string_view value) {
  return first_status(
      [value](const LesionStatusRow& row) { return row.code.value == value || row.word == value; });
}

std::optional<LesionStatus> lesion_status_of_phrase(std::string_view phrase) {
  if (phrase.empty()) return std::nullopt;
  return first_status([phrase](const LesionStatusRow& row) {
    return std::find(row.phrases.begin(), row.phrases.end(), phrase) != row.phrases.end();
  });
}

std::string to_string(LesionStatus status) {
  return std::string(word_of(status));
}

std::string to_string(Confidence confidence) {
  return std::string(word_of(confidence));
}

std::string to_string(Category category) {
  return std::string(word_of(category));
}

}  // namespace oligard::terms
