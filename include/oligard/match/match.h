// Links lesions across time points (method: docs/matching.md).
#pragma once

#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::match {

struct MatchOptions {
  /// Mixed into derived Tracking UIDs, so that two patients never share one.
  std::string patient_key;
};

/// Builds the graph of one patient. Time points come oldest first. Pure: the same lesions in any order give
/// the same graph. Error MATCH_UNORDERED when dates do not ascend.
[[nodiscard]] Result<LesionGraph> match_lesions(std::vector<measure::TimePoint> timepoints,
                                                const MatchOptions& options);

}  // namespace oligard::match
