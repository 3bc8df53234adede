// The steps that led to a verdict, with their figures (docs/reasons.md lists the codes). Value types.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "oligard/classify/reason_code.h"
#include "oligard/terms/verdict.h"

namespace oligard::classify {

/// How the figures of a step are compared. Every limit has the tolerance `eps` (clinical-rules 2.3).
enum class Comparison : std::uint8_t {
  kNone,               ///< a condition without a limit
  kAtLeast,            ///< value >= threshold
  kAbove,              ///< value > threshold
  kAtMost,             ///< value <= threshold
  kBelow,              ///< value < threshold
  kDifferenceAtLeast,  ///< value - reference >= threshold
  kChangeAtLeast,      ///< value / reference - 1 >= threshold; from 0 any growth holds
  kChangeAtMost,       ///< value / reference - 1 <= threshold; from 0 it never holds
  kRatioAtLeast,       ///< value / reference >= threshold
  kRatioAbove,         ///< value / reference > threshold
  kRatioAtMost,        ///< value / reference <= threshold
  kRatioBelow,         ///< value / reference < threshold
};

enum class ReasonOutcome : std::uint8_t {
  kStates,       ///< a fact or figure that later steps use
  kHolds,        ///< the test or condition holds
  kDoesNotHold,  ///< it does not
  kUnknown,      ///< an input that nobody supplied
  kCaps,         ///< lowers the confidence to at most `confidence`; its test, if any, holds
  kDecides,      ///< the rule that gave the verdict: `result` and `confidence`
};

/// Units of the figures.
namespace unit {
inline constexpr std::string_view kMm = "mm";
inline constexpr std::string_view kMm3 = "mm3";
inline constexpr std::string_view kDays = "days";
inline constexpr std::string_view kMonths = "months";
inline constexpr std::string_view kLesions = "lesions";
inline constexpr std::string_view kOrgans = "organs";
}  // namespace unit

/// One step. Words are those of static tables; empty members do not apply.
struct Reason {
  static constexpr std::int32_t kSameTimepoint = -1;

  RuleNumber rule;  ///< e.g. "3.4/11"
  ReasonCode code;  ///< e.g. "size_from_nadir_mm"
  ReasonOutcome outcome = ReasonOutcome::kStates;
  Comparison test = Comparison::kNone;
  std::optional<terms::Confidence> confidence;         ///< after a cap, or of the decision
  std::optional<terms::Confidence> confidence_before;  ///< before a cap
  std::optional<double> value;
  std::optional<double> reference;
  std::optional<double> threshold;
  std::string_view constant;  ///< name of the threshold: a constant of 3.3 or a limit of the profile
  std::string_view unit;      ///< of value and reference: a word of `unit`
  std::int32_t value_timepoint = kSameTimepoint;      ///< index; the assessed time point unless given
  std::int32_t reference_timepoint = kSameTimepoint;  ///< index
  std::string_view result;                            ///< of a decision: status, response, category
  std::string subject;  ///< lesion, organ, source or statement that the step is about
};

/// 100 · (now / reference - 1); empty from 0.
[[nodiscard]] std::optional<double> percent_change(double now, double reference);

/// "holds", "does_not_hold", …; "at_least", "difference_at_least", …; empty for Comparison::kNone.
[[nodiscard]] std::string_view to_string(ReasonOutcome outcome);
[[nodiscard]] std::string_view to_string(Comparison test);

/// Whether the comparison holds. Figures that the test needs and that are missing make it fail.
[[nodiscard]] bool holds(const Reason& reason, double eps);

}  // namespace oligard::classify
