// How the body of a cohort patient has moved at one time point, and what of it a grid then shows.
#pragma once

#include <array>
#include <vector>

#include "oligard/base/mask.h"
#include "oligard/phantom/cohort.h"
#include "phantom/random.h"
#include "phantom/shape.h"

namespace oligard::phantom {

/// amplitude · sin(direction · x + phase); `direction` in radian a mm.
struct Wave {
  Vec3 direction, amplitude;
  double phase = 0;
};

/// From the body at rest to the body of a time point, still in the body frame: each organ is shifted and
/// follows the diaphragm, smooth waves go through all, girth and length change.
struct Movement {
  double breath_mm = 0;
  std::vector<Vec3> organ_shifts;  ///< one a structure
  std::array<Wave, 3> waves;
  double girth = 1, length = 1;
};

[[nodiscard]] Movement draw_movement(const CohortSettings& settings, Random& random);

/// Where a point of a structure lies; `shift` is added to that of the structure.
[[nodiscard]] Vec3 moved_point(const Movement& movement, std::size_t structure, const Vec3& rest,
                               const Vec3& shift = {});

/// The voxels that show a structure of the moved body, which lies in the patient space as `pose` says.
[[nodiscard]] Mask digitise_structure(const Movement& movement, std::size_t structure, const Rigid& pose,
                                      const Grid& grid);

}  // namespace oligard::phantom
