// Hulls and calipers against all pairs of all voxels.
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "measure/boundary.h"
#include "measure/diameter_3d.h"
#include "measure/slice_axes.h"
#include "oligard/measure/measure.h"

namespace oligard::measure {
namespace {

/// Any runs; or what degenerates: one voxel, a line along each axis or a diagonal, two voxels far apart, a
/// slanted stack.
std::vector<Run> random_runs() {
  const auto within = [](int low, int high) { return *rc::gen::inRange(low, high); };
  const Run start{within(0, 2), within(0, 6), within(0, 20), 1};
  switch (within(0, 8)) {
    case 0:
      return {start};
    case 1:
      return {{start.slice, start.row, start.column, within(2, 12)}};
    case 2:
      return {start, {start.slice, 11, start.column, 1}};
    case 3:
      return {start, {3, 11, 39, 1}};
    case 4: {
      std::vector<Run> line;
      const int length = within(2, 7);
      for (int i = 0; i < length; ++i)
        line.push_back({start.slice, start.row + i * within(0, 2), start.column + i, 1});
      return line;
    }
    case 5: {
      std::vector<Run> stack;
      for (int slice = 0; slice < 4; ++slice)
        stack.push_back({slice, 3 * slice, 9 * slice, within(1, 4)});
      return stack;
    }
    default:
      return *rc::gen::nonEmpty(rc::gen::container<std::vector<Run>>(rc::gen::build<Run>(
          rc::gen::set(&Run::slice, rc::gen::inRange(0, 4)), rc::gen::set(&Run::row, rc::gen::inRange(0, 12)),
          rc::gen::set(&Run::column, rc::gen::inRange(0, 30)),
          rc::gen::set(&Run::length, rc::gen::inRange(1, 10)))));
  }
}

Mask random_mask() {
  Mask mask;
  mask.grid.column_spacing = *rc::gen::elementOf(std::vector<double>{0.5, 0.8, 1.0, 2.5});
  mask.grid.row_spacing = *rc::gen::elementOf(std::vector<double>{0.5, 0.8, 1.0, 2.5});
  mask.grid.slice_spacing = *rc::gen::elementOf(std::vector<double>{0.7, 1.0, 5.0});
  mask.grid.columns = 40;
  mask.grid.rows = 12;
  mask.grid.slices = 4;
  mask.runs = random_runs();
  normalise(mask);
  return mask;
}

/// All voxel points of a mask in mm of grid axes, moved by the given offsets (in voxels).
std::vector<Vec3> points(const Mask& mask, const std::vector<Vec3>& offsets) {
  std::vector<Vec3> all;
  for (const Run& run : mask.runs) {
    for (int i = 0; i < run.length; ++i) {
      for (const Vec3& o : offsets) {
        all.push_back({(run.column + i + o.x) * mask.grid.column_spacing,
                       (run.row + o.y) * mask.grid.row_spacing, (run.slice + o.z) * mask.grid.slice_spacing});
      }
    }
  }
  return all;
}

double longest(const std::vector<Vec3>& all) {
  double best = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j)
      best = std::max(best, distance(all[i], all[j]));
  }
  return best;
}

const std::vector<Vec3> kCentre = {{0, 0, 0}};
const std::vector<Vec3> kFaces = {{0.5, 0, 0},  {-0.5, 0, 0}, {0, 0.5, 0},
                                  {0, -0.5, 0}, {0, 0, 0.5},  {0, 0, -0.5}};
const std::vector<Vec3> kEdges = {{0.5, 0, 0}, {-0.5, 0, 0}, {0, 0.5, 0}, {0, -0.5, 0}};

RC_GTEST_PROP(Calipers, LongAxisIsTheLongestPairOfAnySlice, ()) {
  const Mask mask = random_mask();
  for (const Convention convention : {Convention::kCentre, Convention::kEdge}) {
    double expected = 0;
    for (int slice = 0; slice < mask.grid.slices; ++slice) {
      Mask one = mask;
      std::erase_if(one.runs, [slice](const Run& run) { return run.slice != slice; });
      expected =
          std::max(expected, longest(points(one, convention == Convention::kCentre ? kCentre : kEdges)));
    }
    RC_ASSERT(std::abs(measure_axes(SliceOutlines(mask), convention, 0).axes.length_mm - expected) < 1e-9);
  }
}

RC_GTEST_PROP(Calipers, ShortAxisIsTheExtentAcross, ()) {
  const Mask mask = random_mask();
  for (const Convention convention : {Convention::kCentre, Convention::kEdge}) {
    const SliceAxes found = measure_axes(SliceOutlines(mask), convention, 0);
    Mask one = mask;
    std::erase_if(one.runs, [&found](const Run& run) { return run.slice != found.slice; });
    const Vec2 across{-found.axes.direction.y, found.axes.direction.x};
    double low = INFINITY;
    double high = -INFINITY;
    for (const Vec3& p : points(one, convention == Convention::kCentre ? kCentre : kEdges)) {
      low = std::min(low, dot(Vec2{p.x, p.y}, across));
      high = std::max(high, dot(Vec2{p.x, p.y}, across));
    }
    RC_ASSERT(std::abs(found.axes.width_mm - (high - low)) < 1e-9);
  }
}

RC_GTEST_PROP(Calipers, CalibratedLiesBetweenCentreAndOneVoxelMore, ()) {
  const Mask mask = random_mask();
  const double most = std::max(mask.grid.column_spacing, mask.grid.row_spacing);
  const double centre = measure_axes(SliceOutlines(mask), Convention::kCentre, 0).axes.length_mm;
  const double calibrated = measure_axes(SliceOutlines(mask), Convention::kCalibrated, 0).axes.length_mm;
  RC_ASSERT(calibrated > centre);
  RC_ASSERT(calibrated <= centre + most + 1e-9);
}

RC_GTEST_PROP(Calipers, ShortAxisIsNeverTheLonger, ()) {
  const Mask mask = random_mask();
  for (const Convention convention : {Convention::kCalibrated, Convention::kCentre, Convention::kEdge}) {
    const CaliperResult axes = measure_axes(SliceOutlines(mask), convention, 0).axes;
    RC_ASSERT(axes.width_mm <= axes.length_mm + 1e-9);
    RC_ASSERT(axes.width_mm > 0 || convention == Convention::kCentre);
  }
}

RC_GTEST_PROP(Diameter3d, IsTheLongestPair, ()) {
  const Mask mask = random_mask();
  RC_ASSERT(std::abs(max_diameter_3d(SliceOutlines(mask), VoxelPoint::kCentre).length_mm -
                     longest(points(mask, kCentre))) < 1e-9);
  const Diameter3d faces = max_diameter_3d(SliceOutlines(mask), VoxelPoint::kFaceCentre);
  RC_ASSERT(std::abs(faces.length_mm - longest(points(mask, kFaces))) < 1e-9);
}

RC_GTEST_PROP(Boundary, HoldsTheVoxelsWithAFreeFace, ()) {
  const Mask mask = random_mask();
  std::set<std::array<int, 3>> voxels;
  for (const Run& run : mask.runs) {
    for (int i = 0; i < run.length; ++i)
      voxels.insert({run.slice, run.row, run.column + i});
  }
  std::set<std::array<int, 3>> expected;
  for (const auto& [s, r, c] : voxels) {
    const std::array<std::array<int, 3>, 6> around = {
        {{s - 1, r, c}, {s + 1, r, c}, {s, r - 1, c}, {s, r + 1, c}, {s, r, c - 1}, {s, r, c + 1}}};
    for (const auto& neighbour : around) {
      if (!voxels.contains(neighbour)) expected.insert({s, r, c});
    }
  }
  std::set<std::array<int, 3>> found;
  for (const Run& run : boundary_runs(mask)) {
    for (int i = 0; i < run.length; ++i)
      found.insert({run.slice, run.row, run.column + i});
  }
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace oligard::measure
