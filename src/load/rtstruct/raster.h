// Contours on slices → masks on one grid.
#pragma once

#include <cstdint>
#include <vector>

#include "load/rtstruct/planes.h"
#include "load/rtstruct/polygon_raster.h"
#include "oligard/base/mask.h"
#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// One contour of one ROI on its slice, in mm along the plane's axes.
struct PlacedContour {
  std::size_t roi = 0;
  std::int32_t slice = 0;
  const RoiContour* contour = nullptr;
};

/// Masks of the ROIs, in their order, and the grid of all.
struct RoiMasks {
  Grid grid;
  std::vector<Mask> masks;
  std::int32_t first_slice = 0;  ///< grid slice 0 in the numbering of the ContourSlices
};

/// A structure set has no pixels; it gets square ones of 0.1 mm, or coarser (0.2, 0.25, 0.5, 1 mm) when that
/// would make more than two million runs or frames beyond the limits. Pixel edges lie at multiples of the
/// pixel size from the patient origin along the axes, so the order of ROIs makes no difference, and at least
/// one pixel around all contours is empty. Slices without a voxel are cut off both ends.
///
/// An ROI drawn on every second, third, … slice of those that other ROIs use fills the slices between, each
/// from the nearest contour, where neighbouring sections cover half of the smaller one in common.
/// Errors: FILE_TOO_LARGE.
[[nodiscard]] Result<RoiMasks> masks_of(const std::vector<PlacedContour>& contours, std::size_t rois,
                                        const PlaneAxes& axes, const ContourSlices& slices,
                                        const LoadLimits& limits);

}  // namespace oligard::load
