// 3-D geometry in DICOM patient coordinates: LPS axes, millimetres (PS3.3 C.7.6.2.1.1).
#pragma once

#include <cmath>

namespace oligard {

/// A point or vector, LPS, mm.
struct Vec3 {
  double x = 0;
  double y = 0;
  double z = 0;

  friend bool operator==(const Vec3&, const Vec3&) = default;
};

inline Vec3 operator+(const Vec3& a, const Vec3& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(const Vec3& a, const Vec3& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator*(double s, const Vec3& v) {
  return {s * v.x, s * v.y, s * v.z};
}
inline Vec3 operator*(const Vec3& v, double s) {
  return s * v;
}
inline double dot(const Vec3& a, const Vec3& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double norm(const Vec3& v) {
  return std::sqrt(dot(v, v));
}
inline double distance(const Vec3& a, const Vec3& b) {
  return norm(a - b);
}

/// An axis-aligned box, mm; empty when a minimum exceeds its maximum.
struct Box {
  Vec3 min;
  Vec3 max;

  friend bool operator==(const Box&, const Box&) = default;
};

/// A regular voxel grid in patient space. Continuous indices are (column, row, slice); voxel centres have
/// integer indices. Directions are unit vectors and form a right-handed system.
struct Grid {
  Vec3 origin;                     ///< centre of voxel (0,0,0), mm
  Vec3 column_direction{1, 0, 0};  ///< the way the column index grows (first half of Image Orientation)
  Vec3 row_direction{0, 1, 0};     ///< the way the row index grows (second half)
  Vec3 slice_direction{0, 0, 1};   ///< column_direction × row_direction
  double column_spacing = 1;       ///< mm between columns: Pixel Spacing, second value
  double row_spacing = 1;          ///< mm between rows: Pixel Spacing, first value
  double slice_spacing = 1;        ///< mm between slice centres along slice_direction
  int columns = 0;
  int rows = 0;
  int slices = 0;

  [[nodiscard]] Vec3 to_patient(double column, double row, double slice) const {
    return origin + (column * column_spacing) * column_direction + (row * row_spacing) * row_direction +
           (slice * slice_spacing) * slice_direction;
  }
  /// Continuous index of a point: x = column, y = row, z = slice.
  [[nodiscard]] Vec3 to_index(const Vec3& point) const {
    const Vec3 d = point - origin;
    return {dot(d, column_direction) / column_spacing, dot(d, row_direction) / row_spacing,
            dot(d, slice_direction) / slice_spacing};
  }
  [[nodiscard]] double voxel_volume() const { return column_spacing * row_spacing * slice_spacing; }

  friend bool operator==(const Grid&, const Grid&) = default;
};

}  // namespace oligard
