// Readers' links inside one pair of time points (docs/matching.md, "Reader's word").
#pragma once

#include <optional>
#include <vector>

#include "match/pair_match.h"
#include "match/reader_word.h"

namespace oligard::match {

/// Marks the lesions that `links` bind in the pair `from`, `to`, there or elsewhere: no other link may be
/// made for them. Returns the links of this pair.
[[nodiscard]] std::vector<ReaderLink> set_apart(const std::vector<ReaderLink>& links, int from, int to,
                                                Nodes& a, Nodes& b);

/// The map that the links' placed lesions fit best; nothing when none is placed on both sides.
[[nodiscard]] std::optional<Candidate> reader_candidate(const std::vector<ReaderLink>& links, const Nodes& a,
                                                        const Nodes& b);

/// Adds the links to what was matched without their lesions.
void add_reader_links(const std::vector<ReaderLink>& links, const Nodes& a, const Nodes& b, PairMatch& match);

}  // namespace oligard::match
