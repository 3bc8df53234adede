// Grids with a slice table: unequal distances and planes shifted sideways (tilted gantry).
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/load/components.h"
#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using testing::make_grid;
using testing::Random;

/// Voxels whose centre in patient space is inside.
template <class Inside>
Mask digitise_in_space(const Grid& grid, Inside inside) {
  Mask mask{grid, {}};
  for (int slice = 0; slice < grid.slices; ++slice)
    for (int row = 0; row < grid.rows; ++row)
      for (int column = 0; column < grid.columns; ++column)
        if (inside(grid.to_patient(column, row, slice))) mask.runs.push_back({slice, row, column, 1});
  normalise(mask);
  return mask;
}

/// `grid` with slices at these depths, shifted sideways by `slope` mm a mm along the rows' direction.
Grid with_table(Grid grid, const std::vector<double>& depths, double slope = 0) {
  SliceTable table;
  for (std::size_t i = 0; i < depths.size(); ++i) {
    table.origins.push_back(grid.origin + depths[i] * grid.slice_direction +
                            (slope * depths[i]) * grid.row_direction);
    const double below = i > 0 ? depths[i] - depths[i - 1] : depths[1] - depths[0];
    const double above = i + 1 < depths.size() ? depths[i + 1] - depths[i] : below;
    table.heights_mm.push_back(0.5 * (below + above));
  }
  grid.slices = static_cast<int>(depths.size());
  grid.origin = table.origins.front();
  grid.table = std::make_shared<const SliceTable>(std::move(table));
  return grid;
}

Grid oblique(Grid grid) {
  const double c = std::cos(0.4);
  const double s = std::sin(0.4);
  grid.origin = {-30, 12, 700};
  grid.column_direction = {c, 0, -s};
  grid.row_direction = {0, 1, 0};
  grid.slice_direction = cross(grid.column_direction, grid.row_direction);
  return grid;
}

bool in_ellipsoid(const Vec3& d, double a, double b, double c) {
  return d.x * d.x / (a * a) + d.y * d.y / (b * b) + d.z * d.z / (c * c) <= 1;
}

void expect_equal_figures(const Lesion& a, const Lesion& b) {
  EXPECT_EQ(a.voxel_count, b.voxel_count);
  EXPECT_NEAR(*a.volume_mm3, *b.volume_mm3, 1e-6);
  EXPECT_NEAR(distance(a.centroid_mm, b.centroid_mm), 0, 1e-8);
  EXPECT_NEAR(distance(a.bbox_mm.min, b.bbox_mm.min), 0, 1e-8);
  EXPECT_NEAR(distance(a.bbox_mm.max, b.bbox_mm.max), 0, 1e-8);
  EXPECT_NEAR(distance(a.principal_moments_mm2, b.principal_moments_mm2), 0, 1e-6);
  EXPECT_NEAR(*a.long_axis_mm, *b.long_axis_mm, 1e-8);
  EXPECT_NEAR(*a.short_axis_mm, *b.short_axis_mm, 1e-8);
  EXPECT_NEAR(*a.max_3d_diameter_mm, *b.max_3d_diameter_mm, 1e-8);
  EXPECT_NEAR(distance(a.long_axis->p1_mm, b.long_axis->p1_mm), 0, 1e-8);
  EXPECT_NEAR(a.uncertainty.volume_mm3, b.uncertainty.volume_mm3, 1e-6);
  EXPECT_NEAR(a.uncertainty.max_3d_diameter_mm, b.uncertainty.max_3d_diameter_mm, 1e-8);
  EXPECT_NEAR(a.slice_spacing_mm, b.slice_spacing_mm, 1e-9);
}

TEST(IrregularGrid, ATableOfEqualDistancesChangesNothing) {
  const Grid regular = oblique(make_grid(40, 36, 15, 0.8, 0.9, 2.5));
  std::vector<double> depths;
  for (int i = 0; i < regular.slices; ++i)
    depths.push_back(2.5 * i);
  const Vec3 middle = regular.to_patient(19.3, 17.8, 7.2);
  // Of a box both ways of finding the bounding box agree: by corners, and run by run.
  Mask mask{regular, {}};
  for (int slice = 2; slice < 12; ++slice)
    for (int row = 5; row < 30; ++row)
      mask.runs.push_back({slice, row, 6, 20});
  expect_equal_figures(*measure_mask(mask), *measure_mask({with_table(regular, depths), mask.runs}));
  const Mask body =
      digitise_in_space(regular, [&](const Vec3& p) { return in_ellipsoid(p - middle, 9, 12, 14); });
  const Lesion a = *measure_mask(body);
  Lesion b = *measure_mask({with_table(regular, depths), body.runs});
  EXPECT_GE(b.bbox_mm.min.x, a.bbox_mm.min.x - 1e-9);
  EXPECT_LE(b.bbox_mm.max.z, a.bbox_mm.max.z + 1e-9);
  b.bbox_mm = a.bbox_mm;
  expect_equal_figures(a, b);
}

TEST(IrregularGrid, ABoxIsExact) {
  const Grid grid = with_table(make_grid(30, 30, 0, 0.5, 2, 3), {0, 2, 5, 6.5, 10, 12});
  Mask mask{grid, {}};
  for (int slice = 1; slice < 5; ++slice)
    for (int row = 4; row < 8; ++row)
      mask.runs.push_back({slice, row, 3, 10});
  const Lesion lesion = *measure_mask(mask);
  EXPECT_NEAR(*lesion.volume_mm3, 5.0 * 8 * (11 - 1), 1e-9);
  EXPECT_NEAR(lesion.bbox_mm.min.z, 1, 1e-12);
  EXPECT_NEAR(lesion.bbox_mm.max.z, 11, 1e-12);
  EXPECT_NEAR(lesion.bbox_mm.min.y, 7, 1e-12);
  EXPECT_NEAR(volume_mm3(mask), 400, 1e-9);
  MeasureOptions centre;
  centre.convention = Convention::kCentre;
  EXPECT_NEAR(*measure_mask(mask, centre)->max_3d_diameter_mm, std::hypot(4.5, 6, 8), 1e-12);
}

TEST(IrregularGrid, AnEllipsoidOnUnequalSlicesHasItsSize) {
  Random random(7);
  const double a = 14, b = 11, c = 16;
  double volume_ratio = 0;
  for (int round = 0; round < 10; ++round) {
    std::vector<double> depths{0};
    while (depths.back() < 50)
      depths.push_back(depths.back() + random.uniform(1, 3));
    const Grid grid = with_table(make_grid(50, 50, 0, 0.75, 0.75, 2), depths);
    const Vec3 middle{18 + random.uniform(-1, 1), 18 + random.uniform(-1, 1), 24 + random.uniform(-2, 2)};
    const auto inside = [&](const Vec3& p) { return in_ellipsoid(p - middle, a, b, c); };
    const Lesion lesion = *measure_mask(digitise_in_space(grid, inside));
    const Lesion same = *measure_mask(digitise_in_space(make_grid(50, 50, 26, 0.75, 0.75, 2), inside));
    const double volume = 4.0 / 3 * std::numbers::pi * a * b * c;
    EXPECT_NEAR(*lesion.volume_mm3 / volume, 1, 0.02);
    volume_ratio += *lesion.volume_mm3 / volume / 10;
    EXPECT_NEAR(*lesion.long_axis_mm, *same.long_axis_mm, 0.6);
    EXPECT_NEAR(*lesion.short_axis_mm, *same.short_axis_mm, 0.6);
    EXPECT_NEAR(*lesion.max_3d_diameter_mm, *same.max_3d_diameter_mm, 1.5);
    EXPECT_NEAR(distance(lesion.centroid_mm, middle), 0, 0.4);
  }
  EXPECT_NEAR(volume_ratio, 1, 0.005);
}

TEST(IrregularGrid, AnEllipsoidUnderATiltedGantryHasItsSize) {
  const double slope = std::tan(20 * std::numbers::pi / 180);
  std::vector<double> depths;
  for (int i = 0; i < 26; ++i)
    depths.push_back(2.0 * i);
  const Grid grid = with_table(make_grid(50, 70, 0, 0.75, 0.75, 2), depths, slope);
  const Vec3 middle{18.2, 26.4, 24.7};
  const auto inside = [&](const Vec3& p) { return in_ellipsoid(p - middle, 14, 11, 16); };
  const Mask mask = digitise_in_space(grid, inside);
  const Lesion lesion = *measure_mask(mask);
  const Lesion same = *measure_mask(digitise_in_space(make_grid(50, 70, 26, 0.75, 0.75, 2), inside));
  EXPECT_NEAR(*lesion.volume_mm3 / (4.0 / 3 * std::numbers::pi * 14 * 11 * 16), 1, 0.01);
  EXPECT_NEAR(distance(lesion.centroid_mm, middle), 0, 0.1);
  EXPECT_NEAR(*lesion.long_axis_mm, *same.long_axis_mm, 0.3);
  EXPECT_NEAR(*lesion.short_axis_mm, *same.short_axis_mm, 0.3);
  EXPECT_NEAR(*lesion.max_3d_diameter_mm, *same.max_3d_diameter_mm, 0.6);
  EXPECT_NEAR(distance(lesion.bbox_mm.min, same.bbox_mm.min), 0, 1.5);
  EXPECT_NEAR(distance(lesion.bbox_mm.max, same.bbox_mm.max), 0, 1.5);
  EXPECT_NEAR(distance(lesion.principal_moments_mm2, same.principal_moments_mm2), 0, 1);
  for (const Vec3& point : lesion.boundary_mm)
    EXPECT_FALSE(in_ellipsoid(point - middle, 11, 8, 13)) << "the boundary is not inside";
}

TEST(IrregularGrid, PartsHangTogetherWhereTheyLieInSpace) {
  // Slanted by three pixels a slice, a thin rod along the normal is one part, and one along the slant is not.
  const Grid grid = with_table(make_grid(20, 40, 0, 1, 1, 2), {0, 2, 4, 6, 8}, 1.5);
  Mask upright{grid, {}};
  Mask slanted{grid, {}};
  for (int slice = 0; slice < 5; ++slice) {
    upright.runs.push_back({slice, 20 - 3 * slice, 8, 1});
    slanted.runs.push_back({slice, 20, 8, 1});
  }
  EXPECT_EQ(load::connected_components(upright).size(), 1U);
  EXPECT_EQ(load::connected_components(slanted).size(), 5U);
  EXPECT_EQ(load::connected_components(slanted, 3).size(), 1U) << "3.6 mm apart, two slices are 4 mm";
  EXPECT_EQ(load::connected_components(slanted, 3).front().runs, slanted.runs);
}

TEST(IrregularGrid, JoinsFragmentsByTheirDistanceInSpace) {
  const Grid grid = with_table(make_grid(20, 20, 0, 1, 1, 2), {0, 2, 9, 21});
  const Mask mask{grid, {{0, 5, 5, 1}, {1, 9, 9, 1}, {2, 9, 9, 1}, {3, 9, 9, 1}}};
  EXPECT_EQ(load::connected_components(mask).size(), 2U);
  EXPECT_EQ(load::connected_components({grid, {{0, 5, 5, 1}, {3, 5, 5, 1}}}, 10).size(), 2U);
  EXPECT_EQ(load::connected_components({grid, {{0, 5, 5, 1}, {2, 5, 5, 1}}}, 10).size(), 1U);
  EXPECT_EQ(load::connected_components({grid, {{0, 5, 5, 1}, {2, 5, 11, 1}}}, 10).size(), 2U);
}

TEST(IrregularGrid, RefusesATableThatDoesNotFit) {
  Grid grid = with_table(make_grid(20, 20, 0), {0, 2, 4});
  grid.slices = 4;
  EXPECT_EQ(measure_mask({grid, {{0, 5, 5, 1}}}).error().code, "GRID_INVALID");
}

}  // namespace
}  // namespace oligard::measure
