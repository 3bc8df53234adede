// A rigid map as ITK optimises it.
#pragma once

#include "oligard/base/geometry.h"

namespace oligard::registration {

/// Rotation about `centre` by Euler angles as itk::Euler3DTransform has them (radians), then a translation.
struct RigidMap {
  Vec3 centre;
  Vec3 angles;
  Vec3 translation;
  double matrix[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};  ///< row-major, of `angles`

  [[nodiscard]] Vec3 apply(const Vec3& point) const {
    const Vec3 d = point - centre;
    return Vec3{matrix[0] * d.x + matrix[1] * d.y + matrix[2] * d.z,
                matrix[3] * d.x + matrix[4] * d.y + matrix[5] * d.z,
                matrix[6] * d.x + matrix[7] * d.y + matrix[8] * d.z} +
           centre + translation;
  }
};

}  // namespace oligard::registration
