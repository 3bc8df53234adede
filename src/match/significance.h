// How surely a consensus of lesions is no accident.
#pragma once

#include <vector>

#include "match/node.h"
#include "match/votes.h"

namespace oligard::match {

/// P(X >= k) for X binomial(n, q).
[[nodiscard]] double binomial_tail(int n, int k, double q);

/// How well one pair agrees.
struct PairFit {
  double residual_mm = 0;
  double log_volume_difference = 0;  ///< absolute
};

/// Chance that an unrelated constellation agrees as well as `pairs` do in place and size. The hit rate by
/// chance comes from the density of b's box, and from how often other translations of the same two
/// constellations hit (clusters hit often); the translations that could have been chosen are the trials.
[[nodiscard]] double chance_of(const Nodes& a, const Nodes& b, const std::vector<PairFit>& pairs,
                               const std::vector<Vote>& votes, const Vec3& chosen_shift);

/// The same for a map that the lesions did not propose, one of `given`: no pair is spent on finding it.
[[nodiscard]] double chance_of_given(const Nodes& a, const Nodes& b, const std::vector<PairFit>& pairs,
                                     const std::vector<Vote>& votes, const Vec3& chosen_shift,
                                     std::size_t given);

}  // namespace oligard::match
