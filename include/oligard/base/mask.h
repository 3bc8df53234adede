// A voxel mask as runs along rows: its size goes with the surface of what it holds, not with the scan.
#pragma once

#include <cstdint>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard {

/// Voxels [column, column + length) of one row of one slice.
struct Run {
  std::int32_t slice = 0;
  std::int32_t row = 0;
  std::int32_t column = 0;
  std::int32_t length = 0;

  friend bool operator==(const Run&, const Run&) = default;
};

/// A set of voxels of a grid. Runs are ordered by slice, row, column; they do not overlap or touch end to
/// end.
struct Mask {
  Grid grid;
  std::vector<Run> runs;
};

/// Number of voxels. O(runs).
[[nodiscard]] std::int64_t voxel_count(const Mask& mask);

/// Voxels times their volume, each of its slice's height. O(runs).
[[nodiscard]] double volume_mm3(const Mask& mask);

/// Orders the runs and joins those that overlap or touch, so that the invariant of Mask holds. O(n log n).
void normalise(Mask& mask);

}  // namespace oligard
