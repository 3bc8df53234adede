// One mask measured, with what only its segmentation knows.
#pragma once

#include "oligard/base/mask.h"
#include "oligard/base/result.h"
#include "oligard/measure/lesion.h"
#include "oligard/measure/measure.h"

namespace oligard::measure {

/// As measure_mask; `slice_thickness_mm` 0 = not known.
[[nodiscard]] Result<Lesion> measure_mask(const Mask& mask, const MeasureOptions& options,
                                          double slice_thickness_mm);

/// Errors GRID_INVALID, MASK_EMPTY, MASK_OFF_GRID.
[[nodiscard]] Status check_mask(const Mask& mask);

/// True when a voxel lies in the first or last row or column of the grid.
[[nodiscard]] bool touches_frame_border(const Mask& mask);

/// Axis-aligned box of all voxel edges; on a regular grid between two corner voxels (column, row, slice) of
/// the mask.
[[nodiscard]] Box edge_box(const Mask& mask, const Vec3& low, const Vec3& high);

/// Stored planes within 10 degrees of axial.
[[nodiscard]] bool is_axial(const Grid& grid);

}  // namespace oligard::measure
