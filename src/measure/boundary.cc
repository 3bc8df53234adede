#include "measure/boundary.h"

#include <algorithm>
#include <array>
#include <span>

#include "measure/row_index.h"
#include "oligard/base/slice_shifts.h"

namespace oligard::measure {
namespace {

struct Interval {
  std::int32_t first, last;
};

/// Keeps of `inside` what the runs of a neighbouring row cover. Both are ordered.
void keep_covered(std::vector<Interval>& inside, std::span<const Run> neighbour,
                  std::vector<Interval>& scratch) {
  if (inside.size() == 1 && neighbour.size() == 1) {  // nearly always
    Interval& only = inside.front();
    only.first = std::max(only.first, neighbour[0].column);
    only.last = std::min(only.last, neighbour[0].column + neighbour[0].length - 1);
    if (only.first > only.last) inside.clear();
    return;
  }
  scratch.clear();
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < inside.size() && j < neighbour.size()) {
    const std::int32_t last = neighbour[j].column + neighbour[j].length - 1;
    const Interval common{std::max(inside[i].first, neighbour[j].column), std::min(inside[i].last, last)};
    if (common.first <= common.last) scratch.push_back(common);
    if (inside[i].last < last) {
      ++i;
    } else {
      ++j;
    }
  }
  inside.swap(scratch);
}

/// Appends what of the run is not inside.
void append_rest(const Run& run, const std::vector<Interval>& inside, std::vector<Run>& boundary) {
  std::int32_t at = run.column;
  for (const Interval& hidden : inside) {
    if (hidden.first > at) boundary.push_back({run.slice, run.row, at, hidden.first - at});
    at = hidden.last + 1;
  }
  const std::int32_t end = run.column + run.length;
  if (end > at) boundary.push_back({run.slice, run.row, at, end - at});
}

std::vector<Run> boundary_of(std::span<const Run> runs) {
  const std::vector<Row> rows = rows_of(runs);
  RowCursor below(runs, rows), before(runs, rows), after(runs, rows), above(runs, rows);
  std::vector<Run> boundary;
  boundary.reserve(2 * runs.size());
  std::vector<Interval> inside;
  std::vector<Interval> scratch;
  for (const Row& row : rows) {
    const std::array<std::span<const Run>, 4> neighbours = {
        before.row(row.slice, row.row - 1), after.row(row.slice, row.row + 1),
        below.row(row.slice - 1, row.row), above.row(row.slice + 1, row.row)};
    for (const Run& run : runs.subspan(row.begin, row.end - row.begin)) {
      inside.clear();
      if (run.length > 2) inside.push_back({run.column + 1, run.column + run.length - 2});
      for (std::size_t i = 0; i < neighbours.size() && !inside.empty(); ++i)
        keep_covered(inside, neighbours[i], scratch);
      append_rest(run, inside, boundary);
    }
  }
  return boundary;
}

}  // namespace

std::vector<Run> boundary_runs(const Mask& mask) {
  const SliceShifts shifts(mask.grid);
  if (shifts.empty()) return boundary_of(mask.runs);
  const std::vector<Run> aligned = shifts.aligned(mask.runs);
  std::vector<Run> boundary = boundary_of(aligned);
  for (Run& run : boundary) {
    run.row -= shifts.row(run.slice);
    run.column -= shifts.column(run.slice);
  }
  return boundary;
}

std::vector<Vec3> sample_voxels(const Grid& grid, const std::vector<Run>& runs, std::int64_t most) {
  std::int64_t total = 0;
  for (const Run& run : runs)
    total += run.length;
  const std::int64_t taken = std::min(total, most);
  std::vector<Vec3> points;
  points.reserve(static_cast<std::size_t>(taken));
  std::int64_t before = 0;
  std::int64_t next = 0;
  for (const Run& run : runs) {
    while (next < taken && next * total / taken < before + run.length) {
      const std::int64_t offset = next * total / taken - before;
      points.push_back(grid.to_patient(static_cast<double>(run.column + offset), run.row, run.slice));
      ++next;
    }
    before += run.length;
  }
  return points;
}

}  // namespace oligard::measure
