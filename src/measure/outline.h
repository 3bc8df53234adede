// Convex outlines of one slice's voxels, in exact integers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::measure {

/// A point of a slice in half voxels: twice the continuous column and row index.
struct HalfPoint {
  std::int32_t x = 0;
  std::int32_t y = 0;

  friend bool operator==(const HalfPoint&, const HalfPoint&) = default;
};

/// A convex polygon, corners in the order of rising angle (x towards y), no three on a line. One or two
/// points when the set has no area.
using Outline = std::vector<HalfPoint>;

/// Twice the signed area of the triangle a, b, c.
inline std::int64_t turn(const HalfPoint& a, const HalfPoint& b, const HalfPoint& c) {
  return std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
}

/// Builds outlines; keeps its buffers between slices. One thread at a time.
class OutlineBuilder {
 public:
  /// Of the voxel centres. `runs` are those of one slice, ordered, at least one. O(runs + rows).
  void centres(std::span<const Run> runs, Outline& out);
  /// Of the voxels' edge midpoints. O(runs + rows).
  void edges(std::span<const Run> runs, Outline& out);

 private:
  void prepare(std::span<const Run> runs);
  void widen(std::int32_t y, std::int32_t low, std::int32_t high);
  void close(Outline& out) const;

  std::int32_t y0_ = 0;
  std::vector<std::int32_t> low_;  ///< by half row from y0_; low > high where the half row is empty
  std::vector<std::int32_t> high_;
};

}  // namespace oligard::measure
