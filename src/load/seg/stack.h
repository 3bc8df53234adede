// Planes of frames → one grid.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "oligard/base/geometry.h"
#include "oligard/base/result.h"

namespace oligard::load {

/// What all planes have in common.
struct PlaneGeometry {
  Vec3 column_direction;
  Vec3 row_direction;
  double column_spacing = 0;
  double row_spacing = 0;
  int columns = 0;
  int rows = 0;
  double spacing_between_slices = 0;  ///< (0018,0088), 0 = not stated
  double slice_thickness = 0;         ///< (0018,0050), 0 = not stated
};

/// Frames on a grid; slice 0 is the lowest frame along slice_direction.
struct Stack {
  Grid grid;
  std::vector<std::int32_t> slice_of_frame;
};

/// Unit vectors at right angles from stated ones. Error SEG_NO_GEOMETRY when they are off by more than 1 %.
[[nodiscard]] Status straighten(PlaneGeometry& plane);

/// Orders the planes along their normal. Where their distances are multiples of one base spacing, within 10 %
/// of it, the grid is regular; of several possible bases Spacing Between Slices decides, then the smallest
/// distance. Other distances, and planes shifted sideways by more than a quarter of a pixel, make a grid with
/// a slice table. A single plane takes Spacing Between Slices, else Slice Thickness. `plane` is straightened.
/// Errors: SEG_IRREGULAR_SPACING (more such planes than are read), SEG_NOT_A_STACK (frames lie beside each
/// other), SEG_NO_SLICE_SPACING.
[[nodiscard]] Result<Stack> stack_planes(const PlaneGeometry& plane, std::span<const Vec3> positions);

}  // namespace oligard::load
