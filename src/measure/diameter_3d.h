// The largest distance between two points of a mask, in three dimensions.
#pragma once

#include "measure/slice_outlines.h"
#include "oligard/base/geometry.h"

namespace oligard::measure {

struct Diameter3d {
  double length_mm = 0;
  Vec3 p1_mm, p2_mm;  ///< along columns, rows and slices, from voxel (0,0,0)
};

enum class VoxelPoint { kCentre, kFaceCentre };

/// Between voxel centres, or between the centres of voxel faces (where a mesh of the mask has its vertices).
/// Pairs of slices are searched whose outlines' circles leave room for a longer line than the best known:
/// O(slices² + corners) unless the body is round, and then a small part of all pairs of corners.
[[nodiscard]] Diameter3d max_diameter_3d(const SliceOutlines& outlines, VoxelPoint rule);

}  // namespace oligard::measure
