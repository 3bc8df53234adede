// Whether two segmentations mark the same tissue.
#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "load/group/lists.h"

namespace oligard::load {
namespace {

using Place = std::tuple<std::int32_t, std::int32_t, std::int32_t>;

/// Lowest and highest index of a mask, as (column, row, slice).
Box index_box(const Mask& mask) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box box{{kFar, kFar, kFar}, {-kFar, -kFar, -kFar}};
  for (const Run& run : mask.runs) {
    const double last = run.column + run.length - 1;
    box.min = {std::min(box.min.x, static_cast<double>(run.column)),
               std::min(box.min.y, static_cast<double>(run.row)),
               std::min(box.min.z, static_cast<double>(run.slice))};
    box.max = {std::max(box.max.x, last), std::max(box.max.y, static_cast<double>(run.row)),
               std::max(box.max.z, static_cast<double>(run.slice))};
  }
  return box;
}

/// The box of one grid's indices that holds a box of another's.
Box mapped(const Box& box, const Grid& from, const Grid& to) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box result{{kFar, kFar, kFar}, {-kFar, -kFar, -kFar}};
  for (const double column : {box.min.x, box.max.x}) {
    for (const double row : {box.min.y, box.max.y}) {
      for (const double slice : {box.min.z, box.max.z}) {
        const Vec3 index = to.to_index(from.to_patient(column, row, slice));
        result.min = {std::min(result.min.x, index.x), std::min(result.min.y, index.y),
                      std::min(result.min.z, index.z)};
        result.max = {std::max(result.max.x, index.x), std::max(result.max.y, index.y),
                      std::max(result.max.z, index.z)};
      }
    }
  }
  return result;
}

bool meet(const Box& a, const Box& b) {
  constexpr double kHalf = 0.5;
  return a.min.x <= b.max.x + kHalf && b.min.x <= a.max.x + kHalf && a.min.y <= b.max.y + kHalf &&
         b.min.y <= a.max.y + kHalf && a.min.z <= b.max.z + kHalf && b.min.z <= a.max.z + kHalf;
}

bool holds(const Mask& mask, const Vec3& index) {
  const auto nearest = [](double value) { return static_cast<std::int32_t>(std::lround(value)); };
  const Place wanted{nearest(index.z), nearest(index.y), nearest(index.x)};
  const auto after =
      std::upper_bound(mask.runs.begin(), mask.runs.end(), wanted, [](const Place& at, const Run& run) {
        return at < Place{run.slice, run.row, run.column};
      });
  if (after == mask.runs.begin()) return false;
  const Run& run = *(after - 1);
  return run.slice == std::get<0>(wanted) && run.row == std::get<1>(wanted) &&
         std::get<2>(wanted) < run.column + run.length;
}

bool share(const Mask& a, const Mask& b) {
  const Box of_b = index_box(b);
  if (!meet(mapped(index_box(a), a.grid, b.grid), of_b)) return false;
  for (const Run& run : a.runs) {
    for (std::int32_t i = 0; i < run.length; ++i) {
      const Vec3 index = b.grid.to_index(a.grid.to_patient(run.column + i, run.row, run.slice));
      if (meet({index, index}, of_b) && holds(b, index)) return true;
    }
  }
  return false;
}

}  // namespace

bool share_a_voxel(const Segmentation& a, const Segmentation& b) {
  if (a.frame_of_reference_uid != b.frame_of_reference_uid) return false;
  const auto is_lesion = [](const Segment& segment) {
    return segment.role == SegmentRole::kLesion && !segment.mask.runs.empty();
  };
  for (const Segment& of_a : a.segments) {
    if (!is_lesion(of_a)) continue;
    for (const Segment& of_b : b.segments) {
      if (is_lesion(of_b) && share(of_a.mask, of_b.mask)) return true;
    }
  }
  return false;
}

}  // namespace oligard::load
