// The largest distance between two points of a mask, in three dimensions.
#pragma once

#include "oligard/base/geometry.h"
#include "oligard/base/mask.h"

namespace oligard::measure {

struct Diameter3d {
  double length_mm = 0;
  Vec3 p1, p2;  ///< continuous grid indices
};

enum class VoxelPoint { kCentre, kFaceCentre };

/// Between voxel centres, or between the centres of voxel faces (where a mesh of the mask has its vertices).
/// Candidates are the corners of each slice's convex outline; pairs are searched with a k-d tree by branch
/// and bound: O(runs + h log h) for round and long masks, h corners.
[[nodiscard]] Diameter3d max_diameter_3d(const Mask& mask, VoxelPoint rule);

}  // namespace oligard::measure
