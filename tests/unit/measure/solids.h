// Ellipsoids turned any way, with what is true of them.
#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include "unit/measure/shapes.h"

namespace oligard::measure::testing {

/// All points p with (p - middle)ᵀ form (p - middle) <= 1; mm along columns, rows and slices.
class Solid {
 public:
  /// Half axes along three directions at right angles.
  Solid(const Vec3& half_axes, const std::array<Vec3, 3>& directions) : half_axes_(half_axes) {
    const std::array<double, 3> half = {half_axes.x, half_axes.y, half_axes.z};
    for (std::size_t i = 0; i < 3; ++i) {
      const Vec3 d = (1 / half[i]) * directions[i];
      xx += d.x * d.x;
      yy += d.y * d.y;
      zz += d.z * d.z;
      xy += d.x * d.y;
      xz += d.x * d.z;
      yz += d.y * d.z;
    }
  }

  [[nodiscard]] double volume() const {
    return 4.0 / 3.0 * std::numbers::pi * half_axes_.x * half_axes_.y * half_axes_.z;
  }
  /// Axes of the section through the middle, the largest of all sections along slices.
  [[nodiscard]] double long_axis() const { return 2 / std::sqrt(0.5 * (xx + yy) - spread()); }
  [[nodiscard]] double short_axis() const { return 2 / std::sqrt(0.5 * (xx + yy) + spread()); }
  /// Half the extent along rows (columns, slices).
  [[nodiscard]] Vec3 reach() const {
    const double det = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
    return {std::sqrt((yy * zz - yz * yz) / det), std::sqrt((xx * zz - xz * xz) / det),
            std::sqrt((xx * yy - xy * xy) / det)};
  }

  double xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;  ///< the form

 private:
  [[nodiscard]] double spread() const { return std::hypot(0.5 * (xx - yy), xy); }
  Vec3 half_axes_;
};

/// Voxels whose centre is inside, on a grid just large enough; the middle is off the grid's by `offset`
/// voxels.
inline Mask digitise(const Solid& solid, const Vec3& spacing, const Vec3& offset) {
  const Vec3 reach = solid.reach();
  const auto half = [](double mm, double step) { return static_cast<int>(std::ceil(mm / step)) + 2; };
  const int nx = half(reach.x, spacing.x);
  const int ny = half(reach.y, spacing.y);
  const int nz = half(reach.z, spacing.z);
  Mask mask{make_grid(2 * nx + 1, 2 * ny + 1, 2 * nz + 1, spacing.x, spacing.y, spacing.z), {}};
  for (std::int32_t slice = 0; slice < mask.grid.slices; ++slice) {
    const double z = (slice - nz - offset.z) * spacing.z;
    for (std::int32_t row = 0; row < mask.grid.rows; ++row) {
      const double y = (row - ny - offset.y) * spacing.y;
      const double b = solid.xy * y + solid.xz * z;
      const double c = solid.yy * y * y + 2 * solid.yz * y * z + solid.zz * z * z - 1;
      const double root2 = b * b - solid.xx * c;
      if (root2 < 0) continue;
      const double root = std::sqrt(root2);
      const double first = std::ceil((-b - root) / solid.xx / spacing.x + nx + offset.x);
      const double last = std::floor((-b + root) / solid.xx / spacing.x + nx + offset.x);
      if (first > last) continue;
      mask.runs.push_back(
          {slice, row, static_cast<std::int32_t>(first), static_cast<std::int32_t>(last - first) + 1});
    }
  }
  return mask;
}

/// Three directions at right angles, any rotation as likely as another.
inline std::array<Vec3, 3> random_directions(Random& random) {
  const double z = random.uniform(-1, 1);
  const double t = random.uniform(0, 2 * std::numbers::pi);
  const double r = std::sqrt(1 - z * z);
  const Vec3 a{r * std::cos(t), r * std::sin(t), z};
  const Vec3 other = std::abs(z) < 0.9 ? Vec3{0, 0, 1} : Vec3{1, 0, 0};
  Vec3 b = cross(a, other);
  b = (1 / norm(b)) * b;
  const double turn = random.uniform(0, 2 * std::numbers::pi);
  const Vec3 c = cross(a, b);
  const Vec3 d = std::cos(turn) * b + std::sin(turn) * c;
  return {a, d, cross(a, d)};
}

/// An ellipse in one slice: its first axis turned by `angle` from the columns; across the slice a rod.
inline Solid ellipse(double a, double b, double angle) {
  const Vec3 along{std::cos(angle), std::sin(angle), 0};
  return {{a, b, 1e-3}, {along, {-along.y, along.x, 0}, {0, 0, 1}}};
}

}  // namespace oligard::measure::testing
