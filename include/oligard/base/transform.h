// Affine maps of patient coordinates: LPS, mm. Plain values; pure functions, for any thread.
#pragma once

#include <array>

#include "oligard/base/geometry.h"

namespace oligard {

/// p ↦ linear · p + translation. Rigid where `linear` is a rotation.
struct AffineMap {
  std::array<double, 9> linear{1, 0, 0, 0, 1, 0, 0, 0, 1};  ///< row-major
  Vec3 translation;

  [[nodiscard]] Vec3 apply(const Vec3& p) const {
    return {linear[0] * p.x + linear[1] * p.y + linear[2] * p.z + translation.x,
            linear[3] * p.x + linear[4] * p.y + linear[5] * p.z + translation.y,
            linear[6] * p.x + linear[7] * p.y + linear[8] * p.z + translation.z};
  }
  [[nodiscard]] Vec3 row(std::size_t r) const {
    return {linear[3 * r], linear[3 * r + 1], linear[3 * r + 2]};
  }
  [[nodiscard]] Vec3 column(std::size_t c) const { return {linear[c], linear[3 + c], linear[6 + c]}; }
};

[[nodiscard]] AffineMap translation_of(const Vec3& shift);
/// First `first`, then `second`.
[[nodiscard]] AffineMap compose(const AffineMap& second, const AffineMap& first);
/// The determinant of `linear` must not be 0.
[[nodiscard]] AffineMap inverse(const AffineMap& map);
/// Volume that the unit cube becomes; negative for a reflection.
[[nodiscard]] double determinant(const AffineMap& map);
/// Angle of the rotation, 0 to 180; scales, shears and a reflection at the origin are divided out (polar
/// decomposition, Higham 1986).
[[nodiscard]] double rotation_degrees(const AffineMap& map);

}  // namespace oligard
