#include "match/point_grid.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace oligard::match {
namespace {

constexpr double kCellsAPoint = 4;

int steps(double length, double cell) {
  return static_cast<int>(std::floor(length / cell)) + 1;
}

}  // namespace

PointGrid::PointGrid(std::vector<Vec3> points, double cell_mm)
    : points_(std::move(points)), cell_mm_(cell_mm) {
  Vec3 high;
  if (!points_.empty()) low_ = high = points_.front();
  for (const Vec3& p : points_) {
    low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y), std::min(low_.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  const Vec3 size = high - low_;
  const double most = kCellsAPoint * static_cast<double>(points_.size()) + 64;
  while ((size.x / cell_mm_ + 1) * (size.y / cell_mm_ + 1) * (size.z / cell_mm_ + 1) > most)
    cell_mm_ *= 1.5;
  cells_ = {steps(size.x, cell_mm_), steps(size.y, cell_mm_), steps(size.z, cell_mm_)};
  const std::size_t count = static_cast<std::size_t>(cells_[0]) * static_cast<std::size_t>(cells_[1]) *
                            static_cast<std::size_t>(cells_[2]);
  starts_.assign(count + 1, 0);
  const auto cell = [this](const Vec3& p) {
    const auto [x, y, z] = cell_of(p);
    return index_of(x, y, z);
  };
  for (const Vec3& p : points_)
    ++starts_[cell(p) + 1];
  for (std::size_t i = 1; i <= count; ++i)
    starts_[i] += starts_[i - 1];
  order_.resize(points_.size());
  std::vector<int> next(starts_.begin(), starts_.end() - 1);
  for (std::size_t i = 0; i < points_.size(); ++i)
    order_[static_cast<std::size_t>(next[cell(points_[i])]++)] = static_cast<int>(i);
}

std::array<int, 3> PointGrid::cell_of(const Vec3& p) const {
  const auto clamped = [this](double offset, int cells) {
    return static_cast<int>(std::clamp(std::floor(offset / cell_mm_), 0.0, static_cast<double>(cells - 1)));
  };
  return {clamped(p.x - low_.x, cells_[0]), clamped(p.y - low_.y, cells_[1]),
          clamped(p.z - low_.z, cells_[2])};
}

std::size_t PointGrid::index_of(int x, int y, int z) const {
  return (static_cast<std::size_t>(x) * static_cast<std::size_t>(cells_[1]) + static_cast<std::size_t>(y)) *
             static_cast<std::size_t>(cells_[2]) +
         static_cast<std::size_t>(z);
}

std::vector<int> PointGrid::within(const Vec3& place, double radius_mm) const {
  std::vector<int> found;
  within(place, radius_mm, found);
  return found;
}

void PointGrid::within(const Vec3& place, double radius_mm, std::vector<int>& found) const {
  found.clear();
  const Vec3 reach{radius_mm, radius_mm, radius_mm};
  const auto low = cell_of(place - reach);
  const auto high = cell_of(place + reach);
  const double limit = radius_mm * radius_mm;
  for (int x = low[0]; x <= high[0]; ++x) {
    for (int y = low[1]; y <= high[1]; ++y) {
      // Cells along z follow each other.
      const int begin = starts_[index_of(x, y, low[2])];
      const int end = starts_[index_of(x, y, high[2]) + 1];
      for (int k = begin; k < end; ++k) {
        const int i = order_[static_cast<std::size_t>(k)];
        const Vec3 d = points_[static_cast<std::size_t>(i)] - place;
        if (dot(d, d) <= limit) found.push_back(i);
      }
    }
  }
  std::sort(found.begin(), found.end());
}

}  // namespace oligard::match
