// Links lesions across time points (method: docs/matching.md).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::match {

/// A map between the patient spaces of two time points that something else than the lesions gives: a
/// registration object, an image registration. It competes with what the lesions say and is tested by them.
struct KnownMap {
  int from = 0;  ///< time points, from < to
  int to = 0;
  Evidence method = Evidence::kRegistrationObject;
  double trust = 0;  ///< reliability of its own, 0…1: what it counts for when lesions prove nothing
  /// A place of `from` (LPS mm) at `to`; nothing where the map is undefined. Pure, callable from any thread.
  std::function<std::optional<Vec3>(const Vec3&)> map;
};

struct MatchOptions {
  /// Mixed into derived Tracking UIDs, so that two patients never share one.
  std::string patient_key;
  std::vector<KnownMap> maps = {};
  std::vector<Note> notes = {};  ///< become warnings of the graph, e.g. why a map is not there
};

/// Builds the graph of one patient. Time points come oldest first. Pure: the same lesions in any order give
/// the same graph. Error MATCH_UNORDERED when dates do not ascend.
[[nodiscard]] Result<LesionGraph> match_lesions(std::vector<measure::TimePoint> timepoints,
                                                const MatchOptions& options);

}  // namespace oligard::match
