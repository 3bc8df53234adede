// The rigid map that points agree on.
#pragma once

#include <vector>

#include "oligard/base/transform.h"

namespace oligard::match {

struct PointPair {
  Vec3 from, to;
  double weight = 1;
};

/// Weighted least-squares rigid map (Kabsch). `ridge_mm2` times the identity is added to the covariance,
/// which pulls the rotation to none when the points say little. Never a reflection. With fewer than three
/// pairs: the translation that fits `pairs` best with the rotation of `present`.
[[nodiscard]] AffineMap fit_rigid(const std::vector<PointPair>& pairs, double ridge_mm2,
                                  const AffineMap& present);

}  // namespace oligard::match
