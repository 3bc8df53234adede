#include "measure/uncertainty.h"

#include <algorithm>
#include <cmath>

namespace oligard::measure {
namespace {

constexpr double kBoundaryVariance = 0.06;  // of one boundary voxel's share, voxel^2
constexpr double kEndShare = 0.25;          // of a mean slice that an end slice is uncertain by
constexpr double kLengthShare = 0.40;       // of the shortfall
constexpr double kWidthShare = 0.25;
constexpr double kWidthFloor = 0.10;    // pixel
constexpr double kEquatorShare = 0.15;  // of a length, for one slice
constexpr double kVoxelFloor = 0.04;    // of a voxel's side
constexpr double kVoxelShare = 0.24;    // more, when few directions are nearly as long
constexpr double kRoundness = 2.5;
constexpr double kSliceShare = 0.25;  // of a slice, along the slices' normal

double square(double x) {
  return x * x;
}

}  // namespace

Uncertainty digitisation_uncertainty(const UncertaintyInput& in) {
  const Grid& grid = in.grid;
  const double step = in.slice_step_mm;
  const double voxel = grid.column_spacing * grid.row_spacing * step;
  const double slices = std::max(1.0, in.slice_count * in.slice_height_mm / step);
  const double pixel = std::sqrt(grid.column_spacing * grid.row_spacing);

  Uncertainty sd;
  sd.volume_mm3 = std::sqrt(kBoundaryVariance * static_cast<double>(in.boundary_voxels) * square(voxel) +
                            square(kEndShare * in.largest_area_mm2 * step / slices));
  const double off_equator = kEquatorShare / square(slices);
  sd.long_axis_mm = std::hypot(kLengthShare * in.missed.long_mm, off_equator * in.long_mm);
  sd.short_axis_mm =
      std::hypot(kWidthShare * in.missed.short_mm + kWidthFloor * pixel, off_equator * in.short_mm);
  const Vec3 d = in.diameter_direction;
  const double in_plane = std::hypot(d.x * grid.column_spacing, d.y * grid.row_spacing);
  sd.max_3d_diameter_mm =
      std::hypot(in_plane * (kVoxelFloor + kVoxelShare * (1 - std::exp(-kRoundness * in.elongation))),
                 kSliceShare * d.z * d.z * std::abs(d.z) * step);
  return sd;
}

Uncertainty stated_uncertainty(const Lesion& lesion) {
  constexpr double kLength = 0.086;
  constexpr double kVolume = 0.14;
  return {kVolume * lesion.volume_mm3.value_or(0), kLength * lesion.long_axis_mm.value_or(0),
          kLength * lesion.short_axis_mm.value_or(0), kLength * lesion.max_3d_diameter_mm.value_or(0)};
}

}  // namespace oligard::measure
