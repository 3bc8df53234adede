#include "load/rtstruct/polygon_raster.h"

#include <algorithm>
#include <cmath>

namespace oligard::load {
namespace {

/// An edge that crosses the centre lines of rows [first_row, end_row). Always stored upwards, so that an edge
/// run through in both directions crosses a row at the same column bit for bit.
struct Edge {
  RasterPoint low;
  double columns_per_row = 0;
  std::int32_t first_row = 0;
  std::int32_t end_row = 0;

  [[nodiscard]] double column_at(std::int32_t row) const {
    return low.column + (row - low.row) * columns_per_row;
  }
};

std::int32_t first_at_or_after(double index) {
  return static_cast<std::int32_t>(std::ceil(index));
}

template <class Visit>
void for_each_edge(std::span<const RasterPolygon> polygons, Visit&& visit) {
  for (const RasterPolygon& polygon : polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      RasterPoint low = polygon[i];
      RasterPoint high = polygon[i + 1 == polygon.size() ? 0 : i + 1];
      if (low.row > high.row) std::swap(low, high);
      const std::int32_t first = first_at_or_after(low.row);
      const std::int32_t end = first_at_or_after(high.row);
      if (first < end) visit(Edge{low, (high.column - low.column) / (high.row - low.row), first, end});
    }
  }
}

/// Fills between the first and second, third and fourth, … crossing of a row.
void fill_row(std::int32_t row, const std::vector<double>& crossings, std::vector<RasterRun>& runs) {
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    const std::int32_t column = first_at_or_after(crossings[i]);
    const std::int32_t length = first_at_or_after(crossings[i + 1]) - column;
    if (length <= 0) continue;
    const bool touches =
        !runs.empty() && runs.back().row == row && runs.back().column + runs.back().length == column;
    if (touches)
      runs.back().length += length;
    else
      runs.push_back({row, column, length});
  }
}

}  // namespace

std::size_t row_crossings(std::span<const RasterPolygon> polygons) {
  std::size_t count = 0;
  for_each_edge(polygons, [&count](const Edge& edge) {
    count += static_cast<std::size_t>(edge.end_row - edge.first_row);
  });
  return count;
}

std::vector<RasterRun> rasterise(std::span<const RasterPolygon> polygons) {
  std::vector<Edge> edges;
  for_each_edge(polygons, [&edges](const Edge& edge) { edges.push_back(edge); });
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return a.first_row < b.first_row; });
  std::vector<RasterRun> runs;
  std::vector<const Edge*> active;
  std::vector<double> crossings;
  std::size_t next = 0;
  std::int32_t row = 0;
  while (next < edges.size() || !active.empty()) {
    if (active.empty()) row = edges[next].first_row;
    while (next < edges.size() && edges[next].first_row == row)
      active.push_back(&edges[next++]);
    crossings.clear();
    for (const Edge* edge : active)
      crossings.push_back(edge->column_at(row));
    std::sort(crossings.begin(), crossings.end());
    fill_row(row, crossings, runs);
    ++row;
    std::erase_if(active, [row](const Edge* edge) { return edge->end_row <= row; });
  }
  return runs;
}

}  // namespace oligard::load
