// The statuses that a lesion can have at a time point (clinical-rules 3.4), each with all that is known of
// it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "oligard/terms/code_entry.h"
#include "oligard/terms/enum_table.h"
#include "oligard/terms/status_look.h"

namespace oligard::terms {

/// In the order of reports.
enum class LesionStatus {
  kProgressing,
  kNew,
  kReappeared,
  kStable,
  kRegressing,
  kResolved,
  kNotEvaluable,
  kBaseline,
  kHistory,
  kTreated,
  kNonPathological,
};

/// What a status counts as.
enum class Course { kProgression, kControlled, kNeither };

struct LesionStatusRow {
  LesionStatus status;
  std::string_view word;  ///< of clinical-rules, JSON and sentences; stable
  Course course;
  codes::Entry code;   ///< the status of a lesion
  codes::Entry count;  ///< how many lesions have it
  bool counted_when_zero;
  const StatusLook* look;
  const StatusMark* mark;
  /// What readers write for it, lower case with single blanks (docs/conformance.md).
  std::array<std::string_view, 3> phrases;
};

inline constexpr std::array<LesionStatusRow, 11> kLesionStatuses = {{
    {LesionStatus::kProgressing,
     "PROGRESSING",
     Course::kProgression,
     codes::own("PROGRESSING", "Progressing"),
     codes::own("N_PROGRESSING", "Number of Progressing Lesions"),
     true,
     &look::kProgressing,
     &mark::kGrows,
     {"progressing", "progression", "progressive disease"}},
    {LesionStatus::kNew,
     "NEW",
     Course::kProgression,
     codes::own("NEW", "New"),
     codes::own("N_NEW", "Number of New Lesions"),
     true,
     &look::kNew,
     &mark::kIsNew,
     {"new", "new lesion"}},
    {LesionStatus::kReappeared,
     "REAPPEARED",
     Course::kProgression,
     codes::own("REAPPEARED", "Reappeared"),
     codes::own("N_REAPPEARED", "Number of Reappeared Lesions"),
     false,
     &look::kNew,
     &mark::kIsNew,
     {"reappeared"}},
    {LesionStatus::kStable,
     "STABLE",
     Course::kControlled,
     codes::own("STABLE", "Stable"),
     codes::own("N_STABLE", "Number of Stable Lesions"),
     true,
     &look::kStable,
     &mark::kStays,
     {"stable", "stable disease"}},
    {LesionStatus::kRegressing,
     "REGRESSING",
     Course::kControlled,
     codes::own("REGRESSING", "Responding"),
     codes::own("N_REGRESSING", "Number of Responding Lesions"),
     true,
     &look::kRegressing,
     &mark::kShrinks,
     {"regressing", "responding", "regression"}},
    {LesionStatus::kResolved,
     "RESOLVED",
     Course::kControlled,
     codes::own("RESOLVED", "Resolved"),
     codes::own("N_RESOLVED", "Number of Resolved Lesions"),
     true,
     &look::kResolved,
     &mark::kGone,
     {"resolved"}},
    {LesionStatus::kNotEvaluable,
     "NOT_EVALUABLE",
     Course::kNeither,
     codes::own("NOT_EVAL", "Not Evaluable"),
     codes::own("N_NOT_EVAL", "Number of Not Evaluable Lesions"),
     true,
     &look::kNotEvaluable,
     &mark::kUnseen,
     {"not evaluable"}},
    {LesionStatus::kBaseline,
     "BASELINE",
     Course::kNeither,
     codes::own("BASELINE", "Baseline"),
     codes::own("N_BASELINE", "Number of Lesions at Baseline"),
     false,
     &look::kBaseline,
     &mark::kStart,
     {"baseline"}},
    {LesionStatus::kHistory,
     "HISTORY",
     Course::kNeither,
     codes::own("HISTORY", "Before Baseline"),
     codes::own("N_HISTORY", "Number of Lesions before Baseline"),
     false,
     &look::kOther,
     &mark::kStart,
     {"before baseline"}},
    {LesionStatus::kTreated,
     "TREATED",
     Course::kNeither,
     codes::own("TREATED", "Locally Treated"),
     codes::own("N_TREATED", "Number of Locally Treated Lesions"),
     false,
     &look::kOther,
     &mark::kTreated,
     {"locally treated"}},
    {LesionStatus::kNonPathological,
     "NON_PATHOLOGICAL",
     Course::kNeither,
     codes::own("NON_PATHOLOGICAL", "Not Pathological by Size"),
     codes::own("N_NONPATH", "Number of Nodes Not Pathological by Size"),
     false,
     &look::kOther,
     &mark::kSmall,
     {"non pathological"}},
}};
static_assert(has_one_row_each<kLesionStatuses, &LesionStatusRow::status>());

[[nodiscard]] constexpr const LesionStatusRow& row_of(LesionStatus status) {
  return kLesionStatuses[static_cast<std::size_t>(status)];
}
/// "PROGRESSING", "NOT_EVALUABLE".
[[nodiscard]] constexpr std::string_view word_of(LesionStatus status) {
  return row_of(status).word;
}
[[nodiscard]] std::string to_string(LesionStatus status);
[[nodiscard]] constexpr bool is_progression(LesionStatus status) {
  return row_of(status).course == Course::kProgression;
}
[[nodiscard]] constexpr bool is_controlled(LesionStatus status) {
  return row_of(status).course == Course::kControlled;
}
[[nodiscard]] constexpr const StatusLook& look_of(LesionStatus status) {
  return *row_of(status).look;
}

/// By its word; nothing for any other text.
[[nodiscard]] std::optional<LesionStatus> lesion_status_from(std::string_view word);
/// By the value of a code of the private scheme.
[[nodiscard]] std::optional<LesionStatus> lesion_status_of_code(std::string_view value);
/// By a whole phrase of its row.
[[nodiscard]] std::optional<LesionStatus> lesion_status_of_phrase(std::string_view phrase);

}  // namespace oligard::terms
