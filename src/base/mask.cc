#include "oligard/base/mask.h"

#include <algorithm>
#include <tuple>

namespace oligard {

std::int64_t voxel_count(const Mask& mask) {
  std::int64_t count = 0;
  for (const Run& run : mask.runs)
    count += run.length;
  return count;
}

double volume_mm3(const Mask& mask) {
  const Grid& grid = mask.grid;
  if (grid.is_regular()) return static_cast<double>(voxel_count(mask)) * grid.voxel_volume();
  double columns_mm = 0;
  for (const Run& run : mask.runs)
    columns_mm += run.length * grid.slice_height(run.slice);
  return columns_mm * grid.column_spacing * grid.row_spacing;
}

void normalise(Mask& mask) {
  std::vector<Run>& runs = mask.runs;
  std::erase_if(runs, [](const Run& run) { return run.length <= 0; });
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return std::tie(a.slice, a.row, a.column) < std::tie(b.slice, b.row, b.column);
  });
  std::size_t kept = 0;
  for (const Run& run : runs) {
    if (kept > 0) {
      Run& last = runs[kept - 1];
      if (last.slice == run.slice && last.row == run.row && run.column <= last.column + last.length) {
        last.length = std::max(last.length, run.column + run.length - last.column);
        continue;
      }
    }
    runs[kept++] = run;
  }
  runs.resize(kept);
}

}  // namespace oligard
