// What is said of a patient (clinical-rules 3.6), and how sure a verdict is.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "oligard/terms/code_entry.h"
#include "oligard/terms/enum_table.h"

namespace oligard::terms {

/// Surer values are greater.
enum class Confidence : std::uint8_t { kIndeterminate, kProbable, kDefinite };

struct ConfidenceRow {
  Confidence confidence;
  std::string_view word;
  codes::Entry code;
};

inline constexpr std::array<ConfidenceRow, 3> kConfidences = {{
    {Confidence::kIndeterminate, "indeterminate", codes::own("INDETERMINATE", "Indeterminate")},
    {Confidence::kProbable, "probable", codes::own("PROBABLE", "Probable")},
    {Confidence::kDefinite, "definite", codes::own("DEFINITE", "Definite")},
}};
static_assert(has_one_row_each<kConfidences, &ConfidenceRow::confidence>());

enum class Category {
  kSingleTimepoint,
  kIndeterminate,
  kResponse,
  kStable,
  kOligoprogression,
  kLimitedProgression,
  kMixedResponse,
  kPolyprogression,
};

struct CategoryRow {
  Category category;
  std::string_view word;
  bool is_progression;  ///< something progresses, whatever the profile calls it
  codes::Entry code;
  codes::Entry pattern;           ///< the coarser pattern it belongs to
  codes::Entry oligoprogression;  ///< present, absent or undetermined
};

namespace codes {
inline constexpr Entry kPresent = {"52101004", "SCT", "Present"};
inline constexpr Entry kAbsent = {"272519000", "SCT", "Absent"};
inline constexpr Entry kUndetermined = {"373068000", "SCT", "Undetermined"};
}  // namespace codes

inline constexpr std::array<CategoryRow, 8> kCategories = {{
    {Category::kSingleTimepoint, "SINGLE_TIMEPOINT", false,
     codes::own("SINGLE_TIMEPOINT", "Single Time Point"), codes::kUndetermined, codes::kUndetermined},
    {Category::kIndeterminate, "INDETERMINATE", false, codes::own("INDETERMINATE", "Indeterminate"),
     codes::kUndetermined, codes::kUndetermined},
    {Category::kResponse, "RESPONSE", false, codes::own("RESPONSE", "Response"),
     codes::own("NONE", "No Progression"), codes::kAbsent},
    {Category::kStable, "STABLE", false, codes::own("STABLE", "Stable"), codes::own("NONE", "No Progression"),
     codes::kAbsent},
    {Category::kOligoprogression, "OLIGOPROGRESSION", true,
     codes::own("OLIGOPROGRESSION", "Oligoprogression"), codes::own("OLIGO", "Oligoprogressive"),
     codes::kPresent},
    {Category::kLimitedProgression, "LIMITED_PROGRESSION", true,
     codes::own("LIMITED_PROG", "Limited Progression"), codes::own("LIMITED", "Limited Progression"),
     codes::kAbsent},
    {Category::kMixedResponse, "MIXED_RESPONSE", true, codes::own("MIXED_RESPONSE", "Mixed Response"),
     codes::own("MIXED", "Mixed Response"), codes::kAbsent},
    {Category::kPolyprogression, "POLYPROGRESSION", true, codes::own("POLYPROGRESSION", "Polyprogression"),
     codes::own("POLY", "Diffuse Progression"), codes::kAbsent},
}};
static_assert(has_one_row_each<kCategories, &CategoryRow::category>());

[[nodiscard]] constexpr const ConfidenceRow& row_of(Confidence confidence) {
  return kConfidences[static_cast<std::size_t>(confidence)];
}
[[nodiscard]] constexpr const CategoryRow& row_of(Category category) {
  return kCategories[static_cast<std::size_t>(category)];
}
/// "definite".
[[nodiscard]] constexpr std::string_view word_of(Confidence confidence) {
  return row_of(confidence).word;
}
/// "OLIGOPROGRESSION".
[[nodiscard]] constexpr std::string_view word_of(Category category) {
  return row_of(category).word;
}
[[nodiscard]] std::string to_string(Confidence confidence);
[[nodiscard]] std::string to_string(Category category);
[[nodiscard]] constexpr bool is_progression(Category category) {
  return row_of(category).is_progression;
}

}  // namespace oligard::terms
