// Readers' links inside one pair of time points (docs/matching.md, "Reader's word").
#pragma once

#include <vector>

#include "match/pair_match.h"
#include "match/reader_word.h"

namespace oligard::match {

/// Of all links those between two time points.
[[nodiscard]] std::vector<ReaderLink> links_of_pair(const std::vector<ReaderLink>& links, int from, int to);

/// Marks the lesions that `links` bind in the pair `from`, `to`, there or elsewhere: no other link may be
/// made for them. Returns the links of this pair that may help to register it: of one lesion to one, and near
/// where `by_place` has them if it stands. The lesions of all others take no part in the registration.
[[nodiscard]] Anchors set_apart(const std::vector<ReaderLink>& links, int from, int to,
                                const PairMatch& by_place, Nodes& a, Nodes& b);

/// Adds the links, or says of those already there that readers state them.
void add_reader_links(const std::vector<ReaderLink>& links, const Nodes& a, const Nodes& b, PairMatch& match);

}  // namespace oligard::match
