// Translations that many lesion pairs agree on.
#pragma once

#include <optional>
#include <vector>

#include "match/node.h"

namespace oligard::match {

/// Indices of the kVoters largest lesions, ascending.
[[nodiscard]] std::vector<int> voters(const Nodes& nodes);

struct Vote {
  Vec3 shift;
  double log_volume_difference = 0;  ///< absolute
  double plausibility = 1;           ///< of the shift, 0…1
  double weight = 0;
  double density = 0;  ///< weight of the votes around it
};

/// One vote for each pair of voters. `expected_shift`: x and y by the centres of the fields of view, in which
/// patients lie about centred (design rule e4).
[[nodiscard]] std::vector<Vote> translation_votes(const Nodes& a, const Nodes& b,
                                                  const std::optional<Vec3>& expected_shift = {});

/// The kSeeds densest votes that are kSeedDistanceMm apart, densest first.
[[nodiscard]] std::vector<Vec3> translation_seeds(const std::vector<Vote>& votes);

}  // namespace oligard::match
