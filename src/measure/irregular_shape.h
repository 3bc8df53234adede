// Shape attributes of a mask on a grid with a slice table, where ITK's regular grid does not fit.
#pragma once

#include "measure/itk_shape.h"
#include "oligard/base/mask.h"

namespace oligard::measure {

/// As shape_figures; every voxel weighs by its volume. The mask has at least one run. O(runs).
[[nodiscard]] ShapeFigures irregular_shape_figures(const Mask& mask);

/// Axis-aligned box of all voxel edges: each slice where it lies, half-way to its neighbours. O(runs).
[[nodiscard]] Box irregular_edge_box(const Mask& mask);

}  // namespace oligard::measure
