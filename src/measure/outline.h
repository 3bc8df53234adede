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

/// A convex polygon, corners in the order of rising angle (x towards y) from the lowest row's lowest column,
/// no three on a line. One or two points when the set has no area.
using Outline = std::vector<HalfPoint>;

/// Twice the signed area of the triangle a, b, c.
inline std::int64_t turn(const HalfPoint& a, const HalfPoint& b, const HalfPoint& c) {
  return std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
}

/// Appends the outline of the voxel centres. `runs` are those of one slice, ordered, at least one. O(runs).
void append_centres(std::span<const Run> runs, Outline& out);

/// Appends the outline of the voxels' edge midpoints, given that of their centres. O(corners).
void append_edges(std::span<const HalfPoint> centres, Outline& out);

}  // namespace oligard::measure
