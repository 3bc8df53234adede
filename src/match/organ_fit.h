// The rigid map that organ pairs agree on (docs/matching.md, "Organ masks").
#pragma once

#include <optional>
#include <vector>

#include "match/organ_pairs.h"

namespace oligard::match {

struct OrganFit {
  AffineMap rigid;
  std::vector<OrganPair> agreeing;  ///< within kOrganAgreesMm, of `pairs`
  double score = 0;                 ///< sum of weights, each less the farther its organ is off
  double agreeing_weight = 0;       ///< of agreeing pairs
  double total_weight = 0;          ///< of all
};

/// Rigid for three pairs and more, else a shift. Each pair proposes its shift, which is refined on what
/// agrees with it; the best counts. Nothing for no pairs.
[[nodiscard]] std::optional<OrganFit> fit_centres(const std::vector<OrganPair>& pairs);

/// `fit` refined by the surfaces of its agreeing organs: iterated closest points (Besl and McKay 1992)
/// without the farthest fifth (Chetverikov 2005). Turns only with three organs and more.
[[nodiscard]] AffineMap fit_surfaces(const OrganFit& fit);

/// How an organ that the field of view cuts moves besides the rigid map.
struct CutOrgan {
  OrganPair pair;
  Vec3 shift;
};

/// Of each pair the shift that brings the surfaces together where both show the organ; `whole` organs nearby
/// tell where to start. Pairs whose surfaces do not fit are left out.
[[nodiscard]] std::vector<CutOrgan> shifts_of_cut(const std::vector<OrganPair>& pairs,
                                                  const std::vector<OrganPair>& whole,
                                                  const AffineMap& rigid);

}  // namespace oligard::match
