// What a graph would be if one doubtful decision of the matcher were wrong.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::match {

/// A link that was made or was not made, by index into LesionGraph::links or ::unlinked.
struct Decision {
  enum class Kind { kLink, kUnlinked };
  Kind kind = Kind::kLink;
  std::size_t index = 0;

  friend auto operator<=>(const Decision&, const Decision&) = default;
};

/// The ambiguous decisions that something else could stand in for, least sure first. Of those that turn into
/// the same links the first is listed.
[[nodiscard]] std::vector<Decision> ambiguous_decisions(const LesionGraph& graph);

/// What an ambiguous decision's place would be taken by; an ambiguous link without a stated alternative
/// leaves its lesions alone. Nothing for a decision that is not ambiguous or that nothing else could stand in
/// for.
[[nodiscard]] std::optional<Alternative> alternative_of(const LesionGraph& graph, const Decision& decision);

/// Links and tracks of a graph over the same time points.
struct Linkage {
  std::vector<Link> links;
  std::vector<Track> tracks;  ///< by id
};

/// The linkage where the alternative of one ambiguous decision holds. A track keeps id and UID while its
/// first lesion is the same; what becomes a track of its own is named behind the last. The absence of a new
/// track where the lesion that it was linked to is: its place was imaged, so "unlinked", or "not assessable"
/// when no registration connects the two time points. Pure. Error MATCH_NO_ALTERNATIVE when `decision` has
/// none or the alternative names lesions that the graph has not.
[[nodiscard]] Result<Linkage> with_decision_reversed(const LesionGraph& graph, const Decision& decision);

}  // namespace oligard::match
