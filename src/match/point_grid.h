// Points of one set found by place.
#pragma once

#include <array>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::match {

/// A hash grid of cubic cells. Answers are ordered by point index, so they do not depend on the cells.
class PointGrid {
 public:
  PointGrid(std::vector<Vec3> points, double cell_mm);

  /// Indices of the points within `radius_mm` of `place`, ascending.
  [[nodiscard]] std::vector<int> within(const Vec3& place, double radius_mm) const;

 private:
  using Cell = std::array<int, 3>;
  [[nodiscard]] Cell cell_of(const Vec3& p) const;

  std::vector<Vec3> points_;
  double cell_mm_;
  std::vector<std::pair<Cell, int>> entries_;  // ordered
};

}  // namespace oligard::match
