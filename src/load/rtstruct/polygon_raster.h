// Closed polygons of one plane → runs of pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace oligard::load {

/// A point of a plane: continuous column and row indices of a pixel raster, pixel centres at integers.
struct RasterPoint {
  double column = 0;
  double row = 0;
};

/// A closed polygon; the last point is joined to the first.
using RasterPolygon = std::vector<RasterPoint>;

/// Pixels [column, column + length) of one row.
struct RasterRun {
  std::int32_t row = 0;
  std::int32_t column = 0;
  std::int32_t length = 0;

  friend bool operator==(const RasterRun&, const RasterRun&) = default;
};

/// Pixels whose centre lies inside by the even-odd rule over the edges of all polygons: holes may be polygons
/// of their own or keyholes of one. A centre on an edge belongs to the side of greater column and row, so
/// polygons that share an edge share no pixel. Ordered by row and column, no two runs touch. Precondition:
/// all indices are finite and fit 31 bits. Time goes with row crossings (see `row_crossings`), memory with
/// edges and runs.
[[nodiscard]] std::vector<RasterRun> rasterise(std::span<const RasterPolygon> polygons);

/// How often edges cross the centre line of a row: at least twice the number of runs.
[[nodiscard]] std::size_t row_crossings(std::span<const RasterPolygon> polygons);

}  // namespace oligard::load
