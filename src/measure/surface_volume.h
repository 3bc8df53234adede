// Volume enclosed by the surface of a mask.
#pragma once

#include "oligard/base/mask.h"

namespace oligard::measure {

/// Of the closed surface at half level between inside and outside voxel centres (marching cubes), mm3: every
/// cell between eight centres adds what docs/measurement-definitions.md says. Voxels that meet at an edge are
/// joined, hollows are left out, and the surface is closed at the border of the grid, too. No mesh is built:
/// O(runs + rows between the first and the last of each slice).
[[nodiscard]] double surface_volume_mm3(const Mask& mask);

}  // namespace oligard::measure
