// Shape attributes of a mask by ITK.
#pragma once

#include <cstdint>

#include "oligard/base/geometry.h"
#include "oligard/base/mask.h"

namespace oligard::measure {

/// What itk::ShapeLabelObject says, LPS mm.
struct ShapeFigures {
  std::int64_t voxel_count = 0;
  double volume_mm3 = 0;
  Vec3 centroid_mm;
  Vec3 principal_moments_mm2;  ///< of voxel centres, ascending
  Vec3 index_low, index_high;  ///< first and last column, row, slice
};

/// The mask has at least one run. O(runs).
[[nodiscard]] ShapeFigures shape_figures(const Mask& mask);

}  // namespace oligard::measure
