#include "phantom/shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace oligard::phantom {
namespace {

constexpr Interval kNothing{1, 0};

/// Where |u + c·du|² ≤ 1.
Interval inside_quadric(const Vec3& u, const Vec3& du) {
  const double a = dot(du, du);
  const double b = dot(u, du);
  const double c = dot(u, u) - 1;
  if (a == 0) return c <= 0 ? Interval{-1e9, 1e9} : kNothing;
  const double discriminant = b * b - a * c;
  if (discriminant < 0) return kNothing;
  const double root = std::sqrt(discriminant);
  return {(-b - root) / a, (-b + root) / a};
}

/// Where |h + c·dh| ≤ limit.
Interval inside_slab(double h, double dh, double limit) {
  if (dh == 0) return std::abs(h) <= limit ? Interval{-1e9, 1e9} : kNothing;
  const double a = (-limit - h) / dh;
  const double b = (limit - h) / dh;
  return {std::min(a, b), std::max(a, b)};
}

/// Coordinates along the axes, in radii.
Vec3 scaled(const Shape& shape, const Vec3& v) {
  return {dot(shape.axes[0], v) / shape.radii[0], dot(shape.axes[1], v) / shape.radii[1],
          dot(shape.axes[2], v) / shape.radii[2]};
}

/// Whole numbers of [centre − extent, centre + extent] within 0 … count − 1.
std::pair<int, int> index_range(double centre, double extent, int count) {
  const double first = std::clamp(std::floor(centre - extent), 0.0, static_cast<double>(count));
  const double last = std::clamp(std::ceil(centre + extent), -1.0, static_cast<double>(count) - 1);
  return {static_cast<int>(first), static_cast<int>(last)};
}

}  // namespace

Rigid rotation_about(const Vec3& pivot, const Vec3& angles, const Vec3& shift) {
  const double length = std::sqrt(1 + 0.25 * dot(angles, angles));
  const double w = 1 / length;
  const double x = 0.5 * angles.x / length;
  const double y = 0.5 * angles.y / length;
  const double z = 0.5 * angles.z / length;
  Rigid motion;
  motion.rows = {Vec3{1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
                 Vec3{2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
                 Vec3{2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}};
  motion.translation = pivot - motion.turn(pivot) + shift;
  return motion;
}

bool Shape::contains(const Vec3& point) const {
  const Vec3 u = scaled(*this, point - centre);
  return dot(u, u) <= 1 && std::abs(dot(axes[2], point - centre)) <= half_height;
}

double Shape::half_extent(const Vec3& direction) const {
  double squares = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (std::isfinite(radii[i])) {
      const double part = radii[i] * dot(axes[i], direction);
      squares += part * part;
    }
  }
  double extent = std::sqrt(squares);
  if (std::isfinite(half_height)) extent += half_height * std::abs(dot(axes[2], direction));
  return extent;
}

Shape moved(const Shape& shape, const Rigid& motion) {
  Shape result = shape;
  result.centre = motion.apply(shape.centre);
  for (std::size_t i = 0; i < 3; ++i)
    result.axes[i] = motion.turn(shape.axes[i]);
  return result;
}

Interval columns_inside(const Shape& shape, const Vec3& start, const Vec3& step) {
  const Vec3 from_centre = start - shape.centre;
  Interval interval = inside_quadric(scaled(shape, from_centre), scaled(shape, step));
  if (std::isfinite(shape.half_height)) {
    const Interval slab =
        inside_slab(dot(shape.axes[2], from_centre), dot(shape.axes[2], step), shape.half_height);
    interval = {std::max(interval.first, slab.first), std::min(interval.last, slab.last)};
  }
  return interval;
}

Mask digitise_rows(const Shape& bounds, const Grid& grid,
                   const std::function<Interval(const Vec3&)>& columns_of) {
  Mask mask{grid, {}};
  const Vec3 centre = grid.to_index(bounds.centre);
  const auto [first_slice, last_slice] =
      index_range(centre.z, bounds.half_extent(grid.slice_direction) / grid.slice_spacing, grid.slices);
  const auto [first_row, last_row] =
      index_range(centre.y, bounds.half_extent(grid.row_direction) / grid.row_spacing, grid.rows);
  for (int slice = first_slice; slice <= last_slice; ++slice) {
    for (int row = first_row; row <= last_row; ++row) {
      const Interval interval = columns_of(grid.to_patient(0, row, slice));
      if (interval.first > interval.last) continue;
      const double first = std::max(std::ceil(interval.first), 0.0);
      const double last = std::min(std::floor(interval.last), static_cast<double>(grid.columns) - 1);
      if (first > last) continue;
      const int column = static_cast<int>(first);
      mask.runs.push_back({slice, row, column, static_cast<int>(last) - column + 1});
    }
  }
  return mask;
}

Mask digitise(const Shape& shape, const Grid& grid) {
  const Vec3 step = grid.column_spacing * grid.column_direction;
  return digitise_rows(shape, grid, [&](const Vec3& start) { return columns_inside(shape, start, step); });
}

EllipsoidSize size_of(const Shape& ellipsoid) {
  double xx = 0;
  double xy = 0;
  double yy = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double weight = 1 / (ellipsoid.radii[i] * ellipsoid.radii[i]);
    xx += weight * ellipsoid.axes[i].x * ellipsoid.axes[i].x;
    xy += weight * ellipsoid.axes[i].x * ellipsoid.axes[i].y;
    yy += weight * ellipsoid.axes[i].y * ellipsoid.axes[i].y;
  }
  const double mean = 0.5 * (xx + yy);
  const double spread = std::sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy);
  const auto& r = ellipsoid.radii;
  return {4.0 / 3.0 * std::numbers::pi * r[0] * r[1] * r[2], 2 / std::sqrt(mean - spread),
          2 / std::sqrt(mean + spread), 2 * std::max({r[0], r[1], r[2]})};
}

}  // namespace oligard::phantom
