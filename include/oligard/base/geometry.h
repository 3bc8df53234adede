// 3-D geometry in DICOM patient coordinates: LPS axes, millimetres (PS3.3 C.7.6.2.1.1).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

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

/// Where the slices of a stack lie that is not regular: unequal distances, or planes shifted sideways (tilted
/// gantry). One entry a slice, ascending along the slice direction.
struct SliceTable {
  std::vector<Vec3> origins;       ///< centre of voxel (0,0) of each slice, mm
  std::vector<double> heights_mm;  ///< what a voxel of the slice stands for along the slice direction

  friend bool operator==(const SliceTable&, const SliceTable&) = default;
};

/// A voxel grid in patient space. Continuous indices are (column, row, slice); voxel centres have integer
/// indices. Directions are unit vectors and form a right-handed system. Regular unless it has a slice table.
struct Grid {
  Vec3 origin;                     ///< centre of voxel (0,0,0), mm
  Vec3 column_direction{1, 0, 0};  ///< the way the column index grows (first half of Image Orientation)
  Vec3 row_direction{0, 1, 0};     ///< the way the row index grows (second half)
  Vec3 slice_direction{0, 0, 1};   ///< column_direction × row_direction
  double column_spacing = 1;       ///< mm between columns: Pixel Spacing, second value
  double row_spacing = 1;          ///< mm between rows: Pixel Spacing, first value
  double slice_spacing = 1;        ///< mm between slice centres along slice_direction; median with a table
  int columns = 0;
  int rows = 0;
  int slices = 0;
  /// Null for a regular grid, else of `slices` entries; shared because every mask holds a grid.
  std::shared_ptr<const SliceTable> table;

  [[nodiscard]] bool is_regular() const { return table == nullptr; }

  /// Centre of voxel (0,0) of a slice; between slices of a table interpolated, beyond them the outermost
  /// distance is continued (slice_spacing when there is one slice).
  [[nodiscard]] Vec3 slice_origin(double slice) const {
    if (is_regular()) return origin + (slice * slice_spacing) * slice_direction;
    const std::vector<Vec3>& origins = table->origins;
    if (origins.size() == 1) return origins.front() + (slice * slice_spacing) * slice_direction;
    const double first_of_last_pair = static_cast<double>(origins.size()) - 2;
    const double below = std::clamp(std::floor(slice), 0.0, first_of_last_pair);
    const auto at = static_cast<std::size_t>(below);
    return origins[at] + (slice - below) * (origins[at + 1] - origins[at]);
  }
  /// Height of a voxel of the slice, mm: half the distance to each neighbour.
  [[nodiscard]] double slice_height(int slice) const {
    return is_regular() ? slice_spacing : table->heights_mm[static_cast<std::size_t>(slice)];
  }
  [[nodiscard]] Vec3 to_patient(double column, double row, double slice) const {
    return slice_origin(slice) + (column * column_spacing) * column_direction +
           (row * row_spacing) * row_direction;
  }
  /// Continuous index of a point: x = column, y = row, z = slice.
  [[nodiscard]] Vec3 to_index(const Vec3& point) const {
    const double slice = slice_of(dot(point - origin, slice_direction));
    const Vec3 d = point - slice_origin(slice);
    return {dot(d, column_direction) / column_spacing, dot(d, row_direction) / row_spacing, slice};
  }
  /// Volume of a voxel of a regular grid, mm3; see slice_height for others.
  [[nodiscard]] double voxel_volume() const { return column_spacing * row_spacing * slice_spacing; }

  friend bool operator==(const Grid& a, const Grid& b) {
    const bool same_table = a.table == b.table || (a.table && b.table && *a.table == *b.table);
    return same_table && a.origin == b.origin && a.column_direction == b.column_direction &&
           a.row_direction == b.row_direction && a.slice_direction == b.slice_direction &&
           a.column_spacing == b.column_spacing && a.row_spacing == b.row_spacing &&
           a.slice_spacing == b.slice_spacing && a.columns == b.columns && a.rows == b.rows &&
           a.slices == b.slices;
  }

 private:
  /// Continuous slice index at a depth, mm along slice_direction from the origin.
  [[nodiscard]] double slice_of(double depth) const {
    if (is_regular()) return depth / slice_spacing;
    const std::vector<Vec3>& origins = table->origins;
    const auto depth_of = [this](const Vec3& at) { return dot(at - origin, slice_direction); };
    if (origins.size() == 1) return (depth - depth_of(origins.front())) / slice_spacing;
    const auto above = std::upper_bound(origins.begin() + 1, origins.end() - 1, depth,
                                        [&](double d, const Vec3& at) { return d < depth_of(at); });
    const double from = depth_of(*(above - 1));
    return static_cast<double>(above - origins.begin() - 1) + (depth - from) / (depth_of(*above) - from);
  }
};

}  // namespace oligard
