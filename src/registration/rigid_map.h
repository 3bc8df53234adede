// A rigid map as ITK optimises it.
#pragma once

#include "oligard/base/transform.h"

namespace oligard::registration {

/// Rotation about `centre` by Euler angles as itk::Euler3DTransform has them (radians), then a translation.
struct RigidMap {
  Vec3 centre;
  Vec3 angles;
  Vec3 translation;
  AffineMap turn;  ///< the rotation of `angles` about the origin

  [[nodiscard]] Vec3 apply(const Vec3& point) const {
    return turn.apply(point - centre) + centre + translation;
  }
};

}  // namespace oligard::registration
