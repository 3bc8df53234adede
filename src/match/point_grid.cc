#include "match/point_grid.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace oligard::match {
namespace {

constexpr std::size_t kScanBelow = 40;

}  // namespace

PointGrid::PointGrid(std::vector<Vec3> points, double cell_mm)
    : points_(std::move(points)), cell_mm_(cell_mm) {
  entries_.reserve(points_.size());
  for (std::size_t i = 0; i < points_.size(); ++i)
    entries_.emplace_back(cell_of(points_[i]), static_cast<int>(i));
  std::sort(entries_.begin(), entries_.end());
}

PointGrid::Cell PointGrid::cell_of(const Vec3& p) const {
  return {static_cast<int>(std::floor(p.x / cell_mm_)), static_cast<int>(std::floor(p.y / cell_mm_)),
          static_cast<int>(std::floor(p.z / cell_mm_))};
}

std::vector<int> PointGrid::within(const Vec3& place, double radius_mm) const {
  std::vector<int> found;
  if (points_.size() < kScanBelow) {
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (distance(points_[i], place) <= radius_mm) found.push_back(static_cast<int>(i));
    }
    return found;
  }
  const Vec3 reach{radius_mm, radius_mm, radius_mm};
  const Cell low = cell_of(place - reach);
  const Cell high = cell_of(place + reach);
  for (int x = low[0]; x <= high[0]; ++x) {
    for (int y = low[1]; y <= high[1]; ++y) {
      auto it = std::lower_bound(entries_.begin(), entries_.end(), std::pair(Cell{x, y, low[2]}, -1));
      for (; it != entries_.end() && it->first <= Cell{x, y, high[2]}; ++it) {
        const int i = it->second;
        if (distance(points_[static_cast<std::size_t>(i)], place) <= radius_mm) found.push_back(i);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace oligard::match
