// One rigid map from the lesions of one time point to those of another (docs/matching.md, "Registration").
#pragma once

#include <utility>
#include <vector>

#include "match/node.h"
#include "match/transform.h"

namespace oligard::match {

/// A map proposed by other knowledge than the constellation.
struct Candidate {
  RigidTransform transform;
  Evidence method = Evidence::kMaskRegistration;
  double bonus = 0;  ///< added to the score when candidates are compared
  double trust = 0;  ///< reliability that it has of its own
};

/// Two lesions known to be the same: index into a, index into b.
using Anchors = std::vector<std::pair<int, int>>;

struct Alignment {
  RigidTransform transform;
  Evidence method = Evidence::kMaskRegistration;
  double score = 0;            ///< without the bonus
  double runner_up = 0;        ///< best score of a map that shifts elsewhere
  int consensus = 0;           ///< pairs that agree
  double max_residual_mm = 0;  ///< of those pairs
  double reliability = 0;      ///< 0…1
};

/// The best map of `a` onto `b`: translation votes and `candidates` as seeds, each refined, scored, tested
/// for significance. A trusted candidate is taken when the lesions prove nothing better. Both not empty.
[[nodiscard]] Alignment align(const Nodes& a, const Nodes& b, const std::vector<Candidate>& candidates,
                              const Anchors& anchors);

/// `align` on lesions whose b side is mirrored left to right.
[[nodiscard]] Alignment align_mirrored(const Nodes& a, const Nodes& b);

}  // namespace oligard::match
