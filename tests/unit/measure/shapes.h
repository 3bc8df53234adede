// Digitised shapes with known sizes.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>

#include "oligard/base/mask.h"

namespace oligard::measure::testing {

inline Grid make_grid(int columns, int rows, int slices, double sx = 1, double sy = 1, double sz = 1) {
  Grid grid;
  grid.column_spacing = sx;
  grid.row_spacing = sy;
  grid.slice_spacing = sz;
  grid.columns = columns;
  grid.rows = rows;
  grid.slices = slices;
  return grid;
}

/// Voxels whose centre is inside; `inside` takes mm in grid axes from the centre of voxel (0,0,0).
inline Mask digitise(const Grid& grid, const std::function<bool(const Vec3&)>& inside) {
  Mask mask{grid, {}};
  for (std::int32_t slice = 0; slice < grid.slices; ++slice) {
    for (std::int32_t row = 0; row < grid.rows; ++row) {
      std::int32_t start = -1;
      for (std::int32_t column = 0; column <= grid.columns; ++column) {
        const bool in = column < grid.columns && inside({column * grid.column_spacing, row * grid.row_spacing,
                                                         slice * grid.slice_spacing});
        if (in && start < 0) start = column;
        if (!in && start >= 0) {
          mask.runs.push_back({slice, row, start, column - start});
          start = -1;
        }
      }
    }
  }
  return mask;
}

/// An ellipsoid with half axes a, b in the slices' plane (a turned by `angle` from the columns) and c across.
struct Ellipsoid {
  double a = 1, b = 1, c = 1;
  double angle = 0;

  [[nodiscard]] double volume() const { return 4.0 / 3.0 * std::numbers::pi * a * b * c; }
  [[nodiscard]] bool holds(const Vec3& d) const {
    const double u = (d.x * std::cos(angle) + d.y * std::sin(angle)) / a;
    const double v = (d.y * std::cos(angle) - d.x * std::sin(angle)) / b;
    return u * u + v * v + d.z * d.z / (c * c) <= 1;
  }
};

/// On a grid just large enough, its centre off the grid's by a sub-voxel `offset` (in voxels). c = 0: one
/// slice.
inline Mask digitise(const Ellipsoid& shape, double sx, double sy, double sz, const Vec3& offset) {
  const double reach = std::max(shape.a, shape.b);
  const int nx = static_cast<int>(std::ceil(reach / sx)) + 3;
  const int ny = static_cast<int>(std::ceil(reach / sy)) + 3;
  const int nz = shape.c > 0 ? static_cast<int>(std::ceil(shape.c / sz)) + 3 : 0;
  const Grid grid = make_grid(2 * nx + 1, 2 * ny + 1, 2 * nz + 1, sx, sy, sz);
  const Vec3 centre{(nx + offset.x) * sx, (ny + offset.y) * sy, (nz + offset.z) * sz};
  Ellipsoid solid = shape;
  if (shape.c == 0) solid.c = 1e9;
  return digitise(grid, [&](const Vec3& p) {
    return solid.holds(p - (shape.c == 0 ? Vec3{centre.x, centre.y, 0} : centre));
  });
}

/// Uniform numbers from one seed, the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  double uniform(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11U) * 0x1.0p-53;
  }
  Vec3 offset() {
    const double x = uniform(-0.5, 0.5);
    const double y = uniform(-0.5, 0.5);
    return {x, y, uniform(-0.5, 0.5)};
  }

 private:
  std::mt19937_64 engine_;
};

/// Mean and standard deviation of what was added.
class Spread {
 public:
  void add(double x) {
    ++n_;
    sum_ += x;
    sum2_ += x * x;
  }
  [[nodiscard]] double mean() const { return sum_ / n_; }
  [[nodiscard]] double sd() const { return std::sqrt(std::max(0.0, sum2_ / n_ - mean() * mean())); }

 private:
  double n_ = 0, sum_ = 0, sum2_ = 0;
};

}  // namespace oligard::measure::testing
