// How surely a consensus of lesions is no accident.
#pragma once

#include <vector>

#include "match/node.h"
#include "match/votes.h"

namespace oligard::match {

/// P(X >= k) for X binomial(n, q).
[[nodiscard]] double binomial_tail(int n, int k, double q);

/// Chance that an unrelated constellation agrees as well: `residuals_mm` are those of the agreeing pairs,
/// `seeds` the number of maps tried. The hit rate by chance comes from the density of b's box, and from how
/// often other translations of the same two constellations hit (clusters hit often).
[[nodiscard]] double chance_of(const Nodes& a, const Nodes& b, std::vector<double> residuals_mm, int trials,
                               const std::vector<Vote>& votes, const Vec3& chosen_shift);

}  // namespace oligard::match
