#include "oligard/base/slice_shifts.h"

#include <algorithm>
#include <cmath>

namespace oligard {
namespace {

std::int32_t whole(double pixels) {
  constexpr double kMost = 1e8;
  return static_cast<std::int32_t>(std::lround(std::clamp(pixels, -kMost, kMost)));
}

}  // namespace

SliceShifts::SliceShifts(const Grid& grid) {
  if (grid.is_regular()) return;
  bool is_shifted = false;
  for (const Vec3& origin : grid.table->origins) {
    const Vec3 offset = origin - grid.table->origins.front();
    columns_.push_back(whole(dot(offset, grid.column_direction) / grid.column_spacing));
    rows_.push_back(whole(dot(offset, grid.row_direction) / grid.row_spacing));
    is_shifted = is_shifted || columns_.back() != 0 || rows_.back() != 0;
  }
  if (is_shifted) return;
  columns_.clear();
  rows_.clear();
}

std::vector<Run> SliceShifts::aligned(std::span<const Run> runs) const {
  std::vector<Run> result(runs.begin(), runs.end());
  for (Run& run : result) {
    run.row += row(run.slice);
    run.column += column(run.slice);
  }
  return result;
}

}  // namespace oligard
