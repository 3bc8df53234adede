// Boundary voxels: those with a face that no voxel of the mask shares.
#pragma once

#include <cstdint>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::measure {

/// Boundary voxels as runs, ordered as in a mask. O(runs).
[[nodiscard]] std::vector<Run> boundary_runs(const Mask& mask);

/// At most `most` of the voxels of the runs, evenly taken in their order, as centres in mm.
[[nodiscard]] std::vector<Vec3> sample_voxels(const Grid& grid, const std::vector<Run>& runs,
                                              std::int64_t most);

}  // namespace oligard::measure
