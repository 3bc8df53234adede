// The border of a mask in one slice.
#pragma once

#include <vector>

#include "oligard/base/mask.h"

namespace oligard::pipeline {

/// In continuous grid indices; pixel (0,0) reaches from -0.5 to +0.5.
struct OutlinePoint {
  double column = 0, row = 0;
};

/// Closed polygons along the edges of the voxels of one slice, corners only; holes are polygons of their own.
/// O(pixels of the smallest rectangle around them).
[[nodiscard]] std::vector<std::vector<OutlinePoint>> mask_outline(const Mask& mask, int slice);

/// The slice with most voxels; -1 when there is none.
[[nodiscard]] int fullest_slice(const Mask& mask);

}  // namespace oligard::pipeline
