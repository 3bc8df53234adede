// Links where there is no constellation: one lesion on each side, or lesions without a place.
#pragma once

#include <optional>
#include <vector>

#include "match/node.h"
#include "match/pair_match.h"

namespace oligard::match {

/// The only lesion of each side, when site and size allow it. Always ambiguous.
[[nodiscard]] std::optional<PairLink> lone_link(const Node& a, const Node& b);

/// Of the lesions not in `links`, those without a place on at least one side: linked when each is the only
/// possible partner of the other by organ, side and length. Always ambiguous.
[[nodiscard]] std::vector<PairLink> unplaced_links(const Nodes& a, const Nodes& b,
                                                   const std::vector<PairLink>& links);

}  // namespace oligard::match
