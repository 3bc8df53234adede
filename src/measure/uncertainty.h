// One standard deviation of a lesion's figures from the grid it was digitised on
// (docs/measurement-definitions.md).
#pragma once

#include <cstdint>

#include "measure/calibration.h"
#include "oligard/base/geometry.h"
#include "oligard/measure/lesion.h"

namespace oligard::measure {

struct UncertaintyInput {
  Grid grid;
  double slice_height_mm = 0;        ///< slice spacing; the mean over the lesion on a grid with a table
  double slice_step_mm = 0;          ///< slice height, or slice thickness when that is larger
  std::int64_t boundary_voxels = 0;  ///< with a free face
  int slice_count = 0;               ///< slices with a voxel
  double largest_area_mm2 = 0;       ///< of one slice
  double long_mm = 0;
  double short_mm = 0;
  Shortfall missed;         ///< in the slice of the axes
  double elongation = 0;    ///< largest over middle moment's root, less one
  Vec3 diameter_direction;  ///< of the 3-D diameter in grid axes, unit length
};

[[nodiscard]] Uncertainty digitisation_uncertainty(const UncertaintyInput& input);

/// Of a reader's number: 8.6 % of a length, 14 % of a volume, one observer measuring twice (Yoon, Eur J
/// Cancer 2016; lung nodule volumes, two scans: PMC3043750).
[[nodiscard]] Uncertainty stated_uncertainty(const Lesion& lesion);

}  // namespace oligard::measure
