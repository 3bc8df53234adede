#include "report/segment_label.h"

#include <optional>

#include "report/content.h"
#include "report/tree_builder.h"

namespace oligard::report {
namespace {

constexpr std::size_t kMaxCharacters = 64;
constexpr const char* kArrow = "\u2192";
/// Bytes of the arrow beyond its one character.
constexpr std::size_t kArrowExtra = 2;

/// To 0.1 mm; "14" for 14.0.
std::string size_text(double mm) {
  std::string text = decimal_string(mm, 1);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string sizes_text(const classify::LesionAssessment& said) {
  if (!said.size_mm) return "";
  const std::string before = said.nadir_mm ? size_text(*said.nadir_mm) + kArrow : "";
  return " " + before + size_text(*said.size_mm) + " mm";
}

}  // namespace

std::string segment_label(const std::string& identifier, const std::string& organ,
                          const classify::LesionAssessment& said) {
  std::string rest = " " + in_words(classify::to_string(said.status));
  if (said.confidence == classify::Confidence::kIndeterminate) rest += " (indeterminate)";
  rest += sizes_text(said);
  const std::size_t taken =
      identifier.size() + rest.size() - (said.nadir_mm && said.size_mm ? kArrowExtra : 0);
  const std::string place = in_words(organ);
  if (place.empty() || taken + 2 > kMaxCharacters) return identifier + rest;
  return identifier + " " + place.substr(0, kMaxCharacters - taken - 1) + rest;
}

}  // namespace oligard::report
