// What a rigid map leaves: a smooth displacement that lesion pairs nearby agree on.
#pragma once

#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::match {

/// Displacement by normalised Gaussian kernels that fades to none away from any pair.
class ResidualField {
 public:
  struct Sample {
    int row = 0;  ///< index of the lesion in a
    Vec3 place;   ///< after the rigid map
    Vec3 shift;   ///< to its partner
    double weight = 0;
  };

  ResidualField() = default;
  explicit ResidualField(std::vector<Sample> samples) : samples_(std::move(samples)) {}

  /// Displacement at `place`, leaving out the sample of row `without`.
  [[nodiscard]] Vec3 at(const Vec3& place, int without = -1) const;

 private:
  std::vector<Sample> samples_;
};

}  // namespace oligard::match
