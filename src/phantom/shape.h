// Analytic shapes, rigid motion, and their digitisation by voxel centres. LPS, mm.
#pragma once

#include <array>
#include <functional>
#include <limits>

#include "oligard/base/geometry.h"
#include "oligard/base/mask.h"

namespace oligard::phantom {

/// x → rotation · x + translation. `rows` are the rows of the rotation matrix.
struct Rigid {
  std::array<Vec3, 3> rows = {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};
  Vec3 translation;

  [[nodiscard]] Vec3 turn(const Vec3& v) const { return {dot(rows[0], v), dot(rows[1], v), dot(rows[2], v)}; }
  [[nodiscard]] Vec3 apply(const Vec3& x) const { return turn(x) + translation; }
};

/// Rotation by the small angles (radian) of a rotation vector, about `pivot`; then `shift`. The angle is
/// exact to third order.
[[nodiscard]] Rigid rotation_about(const Vec3& pivot, const Vec3& angles, const Vec3& shift);

/// An ellipsoid; with an infinite third radius, a cylinder along the third axis that ends at ± half_height.
struct Shape {
  Vec3 centre;
  std::array<Vec3, 3> axes = {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};  ///< unit, orthogonal
  std::array<double, 3> radii = {1, 1, 1};
  double half_height = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool contains(const Vec3& point) const;
  /// Half of its extent along a unit vector; an upper bound for a cylinder.
  [[nodiscard]] double half_extent(const Vec3& direction) const;
};

/// Columns of a row as a continuous interval; empty when first > last.
struct Interval {
  double first;
  double last;
};

/// The columns c of a row for which start + c · step lies inside.
[[nodiscard]] Interval columns_inside(const Shape& shape, const Vec3& start, const Vec3& step);

[[nodiscard]] Shape moved(const Shape& shape, const Rigid& motion);

/// The voxels whose centres lie inside.
[[nodiscard]] Mask digitise(const Shape& shape, const Grid& grid);

/// The voxels of the rows that `bounds` may reach, where `columns_of` says which columns of a row belong to
/// it; it gets the place of the row's first voxel.
[[nodiscard]] Mask digitise_rows(const Shape& bounds, const Grid& grid,
                                 const std::function<Interval(const Vec3&)>& columns_of);

/// Exact sizes of an ellipsoid, mm and mm³.
struct EllipsoidSize {
  double volume = 0;
  double long_axis = 0;   ///< of the largest section with planes z = constant
  double short_axis = 0;  ///< of the same section, across the long axis
  double max_3d_diameter = 0;
};
[[nodiscard]] EllipsoidSize size_of(const Shape& ellipsoid);

}  // namespace oligard::phantom
