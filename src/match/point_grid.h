// Points of one set found by place.
#pragma once

#include <array>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::match {

/// A grid of cubic cells over the points' box. Answers are ordered by point index, so they do not depend on
/// the cells. Memory O(points), a query O(points in the cells it touches).
class PointGrid {
 public:
  /// Cells are at least `cell_mm` wide.
  PointGrid(std::vector<Vec3> points, double cell_mm);

  /// Indices of the points within `radius_mm` of `place`, ascending.
  [[nodiscard]] std::vector<int> within(const Vec3& place, double radius_mm) const;

  /// The same into a vector that is used again.
  void within(const Vec3& place, double radius_mm, std::vector<int>& found) const;

 private:
  [[nodiscard]] std::array<int, 3> cell_of(const Vec3& p) const;  // clamped to the box
  [[nodiscard]] std::size_t index_of(int x, int y, int z) const;

  std::vector<Vec3> points_;
  double cell_mm_;
  Vec3 low_;
  std::array<int, 3> cells_{1, 1, 1};
  std::vector<int> starts_;  // of each cell in order_, and the end
  std::vector<int> order_;
};

}  // namespace oligard::match
