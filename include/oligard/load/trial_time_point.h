// What attributes of the Clinical Trial Study Module say of the time point (PS3.3 C.7.2.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "oligard/base/baseline_claim.h"
#include "oligard/base/code.h"

namespace oligard::load {

/// Empty where the object does not say.
struct TrialTimePoint {
  std::string id;                     ///< Clinical Trial Time Point ID (0012,0050)
  std::string description;            ///< Clinical Trial Time Point Description (0012,0051)
  Code type;                          ///< Clinical Trial Time Point Type (0012,0054), CID 6146
  std::optional<double> offset_days;  ///< Longitudinal Temporal Offset from Event (0012,0052)
  std::string event;                  ///< Longitudinal Temporal Event Type (0012,0053)
};

/// A whole phrase that calls something the baseline: "BASELINE", "Baseline visit", "CT baseline"; not "post
/// baseline" or "12 weeks after baseline".
[[nodiscard]] bool names_baseline(std::string_view phrase);

/// A code of CID 6146 for baseline, or one whose meaning names it.
[[nodiscard]] bool is_baseline_code(const Code& code);

/// A type code and an offset from the event BASELINE decide; else ID or description. kContradictory when type
/// and offset differ. A name other than baseline claims nothing.
[[nodiscard]] BaselineClaim claim_of(const TrialTimePoint& time_point);

/// Whether both can be of one time point: the same ID, or one has none.
[[nodiscard]] bool agree(const TrialTimePoint& a, const TrialTimePoint& b);

}  // namespace oligard::load
