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
