// Rigid maps of patient coordinates.
#pragma once

#include <vector>

#include "oligard/match/lesion_graph.h"

namespace oligard::match {

[[nodiscard]] RigidTransform translation_of(const Vec3& t);
/// second ∘ first.
[[nodiscard]] RigidTransform compose(const RigidTransform& second, const RigidTransform& first);
[[nodiscard]] RigidTransform inverse(const RigidTransform& t);
[[nodiscard]] double rotation_degrees(const RigidTransform& t);

struct PointPair {
  Vec3 from, to;
  double weight = 1;
};

/// Weighted least-squares rigid map (Kabsch). `ridge_mm2` times the identity is added to the covariance,
/// which pulls the rotation to none when the points say little. Never a reflection. With fewer than three
/// pairs: the translation that fits `pairs` best with the rotation of `present`.
[[nodiscard]] RigidTransform fit_rigid(const std::vector<PointPair>& pairs, double ridge_mm2,
                                       const RigidTransform& present);

}  // namespace oligard::match
