// Splits and merges of one track, read from its links.
#pragma once

#include <cstddef>
#include <vector>

#include "oligard/match/lesion_graph.h"

namespace oligard::match {

/// One lesion that became several, or several that became one.
struct LineageEvent {
  LinkKind kind = LinkKind::kSplit;  ///< kSplit or kMerge
  std::vector<LesionRef> from;       ///< at one time point; one of a split
  std::vector<LesionRef> to;         ///< at one later time point; one of a merge

  friend auto operator<=>(const LineageEvent&, const LineageEvent&) = default;
};

/// Events of a track up to and at a time point, oldest first. Told by the number of links at a lesion, not
/// by the kind that a link is given: a reader may link several lesions one by one.
[[nodiscard]] std::vector<LineageEvent> lineage_of(const LesionGraph& graph, const Track& track,
                                                   std::size_t timepoint);

}  // namespace oligard::match
