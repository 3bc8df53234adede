// The statuses that a lesion can have at a time point (clinical-rules 3.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oligard::classify {

enum class LesionStatus {
  kHistory,
  kBaseline,
  kProgressing,
  kNew,
  kReappeared,
  kStable,
  kRegressing,
  kResolved,
  kNonPathological,
  kTreated,
  kNotEvaluable,
};

/// The word of clinical-rules, e.g. "PROGRESSING", "NOT_EVALUABLE".
[[nodiscard]] std::string to_string(LesionStatus status);
/// Nothing for any other text.
[[nodiscard]] std::optional<LesionStatus> lesion_status_from(std::string_view word);

[[nodiscard]] inline bool is_progression(LesionStatus s) {
  return s == LesionStatus::kProgressing || s == LesionStatus::kNew || s == LesionStatus::kReappeared;
}
[[nodiscard]] inline bool is_controlled(LesionStatus s) {
  return s == LesionStatus::kStable || s == LesionStatus::kRegressing || s == LesionStatus::kResolved;
}

}  // namespace oligard::classify
