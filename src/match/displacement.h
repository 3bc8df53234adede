// What a rigid map leaves (breathing, soft organs, a bent spine), estimated from the links nearby, with how
// far off the estimate may be.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "match/nearest_points.h"
#include "match/node.h"
#include "oligard/base/geometry.h"

namespace oligard::match {

/// Mean of a displacement and its variance along the axes: mm and mm².
struct Displacement {
  Vec3 mean;
  Vec3 variance;
};

/// Gaussian process regression of displacements with three length scales: an organ, a region, the body. There
/// is more freedom along the body than across, and bone says little about soft organs. A prediction uses the
/// nearest kFieldNeighbours samples: O(neighbours³) and O(log n) to find them. Without samples: no
/// displacement, the variance of the prior.
class DisplacementField {
 public:
  struct Sample {
    int row = 0;  ///< index of the lesion in a
    Vec3 place;   ///< after the rigid map
    Vec3 shift;   ///< to its partner
    double noise_mm2 = 0;
    Tissue tissue = Tissue::kUnknown;
  };

  DisplacementField() = default;
  explicit DisplacementField(std::vector<Sample> samples);

  /// At `place`, leaving out the samples of some rows (at most kMaxFragments of them).
  [[nodiscard]] Displacement at(const Vec3& place, Tissue tissue = Tissue::kUnknown,
                                std::span<const int> without = {}) const;

 private:
  std::vector<Sample> samples_;
  std::shared_ptr<const NearestPoints> places_;  // of the samples
};

}  // namespace oligard::match
