// Which definitions a figure was made by.
#pragma once

#include <cmath>
#include <optional>
#include <string_view>

namespace oligard::measure {

/// Names the definitions of docs/measurement-definitions.md; changes whenever a figure can change.
inline constexpr std::string_view kMeasurementDefinitions = "measure-1.1";

/// "calibrated", "centre" or "edge"; a reader's number is "stated".
inline constexpr std::string_view kStatedConvention = "stated";

/// Readers' figures that differ by more than this share of ours are flagged.
inline constexpr double kDisagreement = 0.20;

/// False when one of the figures is not known.
[[nodiscard]] inline bool disagree(const std::optional<double>& stated, const std::optional<double>& ours) {
  return stated && ours && std::abs(*stated - *ours) > kDisagreement * *ours;
}

}  // namespace oligard::measure
