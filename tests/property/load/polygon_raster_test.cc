#include "load/rtstruct/polygon_raster.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace oligard::load {
namespace {

/// Full size from the first case on: RapidCheck's ranges start small.
int draw(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high));
}

/// Corners on a grid of 1/4 pixel, so that corners and edges often hit pixel centres.
std::vector<RasterPolygon> draw_polygons() {
  std::vector<RasterPolygon> polygons(static_cast<std::size_t>(draw(1, 5)));
  for (RasterPolygon& polygon : polygons) {
    const int corners = draw(0, 12);
    for (int i = 0; i < corners; ++i)
      polygon.push_back({0.25 * draw(-60, 61), 0.25 * draw(-60, 61)});
  }
  return polygons;
}

/// (row - a.row) × (b.column - a.column) - (column - a.column) × (b.row - a.row) for an edge that goes up
/// from a to b: at most 0 when the edge is left of the point. Exact, all numbers being small multiples of
/// 1/4.
template <class Visit>
void for_each_edge_at(const std::vector<RasterPolygon>& polygons, double column, double row, Visit&& visit) {
  for (const RasterPolygon& polygon : polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      RasterPoint a = polygon[i];
      RasterPoint b = polygon[(i + 1) % polygon.size()];
      if (a.row > b.row) std::swap(a, b);
      if (a.row <= row && row < b.row)
        visit((row - a.row) * (b.column - a.column) - (column - a.column) * (b.row - a.row));
    }
  }
}

/// Counts the edges to the left of a point, one by one: the point is inside when the count is odd.
bool is_inside(const std::vector<RasterPolygon>& polygons, double column, double row) {
  int left = 0;
  for_each_edge_at(polygons, column, row, [&left](double side) { left += side <= 0 ? 1 : 0; });
  return left % 2 == 1;
}

/// A centre on an edge may be put to either side: the raster divides.
bool is_on_edge(const std::vector<RasterPolygon>& polygons, double column, double row) {
  bool on_edge = false;
  for_each_edge_at(polygons, column, row, [&on_edge](double side) { on_edge = on_edge || side == 0; });
  return on_edge;
}

std::set<std::pair<int, int>> pixels_of(const std::vector<RasterRun>& runs) {
  std::set<std::pair<int, int>> pixels;
  for (const RasterRun& run : runs)
    for (int column = run.column; column < run.column + run.length; ++column)
      RC_ASSERT(pixels.emplace(run.row, column).second);
  return pixels;
}

RC_GTEST_PROP(PolygonRaster, EqualsPointInPolygon, ()) {
  const std::vector<RasterPolygon> polygons = draw_polygons();
  const std::set<std::pair<int, int>> pixels = pixels_of(rasterise(polygons));
  for (int row = -17; row <= 17; ++row)
    for (int column = -17; column <= 17; ++column)
      if (!is_on_edge(polygons, column, row))
        RC_ASSERT(pixels.contains({row, column}) == is_inside(polygons, column, row));
}

RC_GTEST_PROP(PolygonRaster, RunsAreOrderedAndApart, ()) {
  const std::vector<RasterRun> runs = rasterise(draw_polygons());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    RC_ASSERT(runs[i].length > 0);
    if (i == 0) continue;
    const RasterRun& last = runs[i - 1];
    RC_ASSERT(runs[i].row > last.row ||
              (runs[i].row == last.row && runs[i].column > last.column + last.length));
  }
}

RC_GTEST_PROP(PolygonRaster, DirectionStartAndOrderMakeNoDifference, ()) {
  std::vector<RasterPolygon> polygons = draw_polygons();
  const std::vector<RasterRun> runs = rasterise(polygons);
  for (RasterPolygon& polygon : polygons) {
    std::reverse(polygon.begin(), polygon.end());
    if (!polygon.empty()) std::rotate(polygon.begin(), polygon.begin() + 1, polygon.end());
  }
  std::reverse(polygons.begin(), polygons.end());
  RC_ASSERT(rasterise(polygons) == runs);
}

RC_GTEST_PROP(PolygonRaster, CrossingsBoundTheRuns, ()) {
  const std::vector<RasterPolygon> polygons = draw_polygons();
  RC_ASSERT(2 * rasterise(polygons).size() <= row_crossings(polygons));
}

TEST(PolygonRaster, PolygonsThatShareAnEdgeShareNoPixel) {
  const RasterPolygon left{{0.3, 0.2}, {7.1, 0.9}, {4.6, 9.7}, {0.8, 8.4}};
  const RasterPolygon right{{7.1, 0.9}, {12.2, 1.3}, {11.4, 8.8}, {4.6, 9.7}};
  const auto a = pixels_of(rasterise(std::vector<RasterPolygon>{left}));
  const auto b = pixels_of(rasterise(std::vector<RasterPolygon>{right}));
  const auto both = pixels_of(rasterise(std::vector<RasterPolygon>{left, right}));
  for (const auto& pixel : a)
    EXPECT_FALSE(b.contains(pixel));
  EXPECT_EQ(both.size(), a.size() + b.size());
}

}  // namespace
}  // namespace oligard::load
