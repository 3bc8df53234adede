// Which definitions a figure was made by.
#pragma once

#include <string_view>

namespace oligard::measure {

/// Names the definitions of docs/measurement-definitions.md; changes whenever a figure can change.
inline constexpr std::string_view kMeasurementDefinitions = "measure-1.1";

/// "calibrated", "centre" or "edge"; a reader's number is "stated".
inline constexpr std::string_view kStatedConvention = "stated";

/// A reader's figure disagrees with ours from this share of ours on.
inline constexpr double kDisagreement = 0.20;

}  // namespace oligard::measure
