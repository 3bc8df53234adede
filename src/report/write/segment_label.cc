#include "report/write/segment_label.h"

#include <optional>

#include "oligard/base/text.h"
#include "report/write/content.h"
#include "report/write/tree_builder.h"

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

/// What the status compares with: response looks at the baseline, growth at the nadir.
std::optional<double> reference_mm(const classify::LesionAssessment& said) {
  using Status = terms::LesionStatus;
  const bool is_response = said.status == Status::kRegressing || said.status == Status::kResolved;
  return is_response ? said.baseline_mm : said.nadir_mm;
}

std::string sizes_text(const classify::LesionAssessment& said) {
  if (!said.size_mm) return "";
  const std::optional<double> before = reference_mm(said);
  return " " + (before ? size_text(*before) + kArrow : "") + size_text(*said.size_mm) + " mm";
}

std::size_t characters(const std::string& text) {
  return text.size() - (text.find(kArrow) == std::string::npos ? 0 : kArrowExtra);
}

}  // namespace

std::string segment_label(const std::string& identifier, const std::string& organ,
                          const classify::LesionAssessment& said) {
  std::string rest = " " + in_words(to_string(said.status));
  if (said.confidence == terms::Confidence::kIndeterminate) rest += " (indeterminate)";
  rest += sizes_text(said);
  const std::size_t taken = identifier.size() + characters(rest);
  const std::string place = in_words(organ);
  if (place.empty() || taken + 2 > kMaxCharacters) return identifier + rest;
  return identifier + " " + place.substr(0, kMaxCharacters - taken - 1) + rest;
}

}  // namespace oligard::report
