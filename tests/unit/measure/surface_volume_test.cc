#include "measure/surface_volume.h"

#include <cstdio>
#include <memory>
#include <numbers>

#include <gtest/gtest.h>

#include "measure/cell_volumes.h"
#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using testing::digitise;
using testing::make_grid;

Mask box(const Grid& grid, int columns, int rows, int slices) {
  return digitise(grid, [&](const Vec3& p) {
    const double c = p.x / grid.column_spacing, r = p.y / grid.row_spacing, s = p.z / grid.slice_spacing;
    return c > 0.5 && c < columns + 0.5 && r > 0.5 && r < rows + 0.5 && s > 0.5 && s < slices + 0.5;
  });
}

TEST(SurfaceVolume, SingleVoxelIsAnOctahedron) {
  EXPECT_DOUBLE_EQ(surface_volume_mm3({make_grid(3, 3, 3, 0.5, 2, 3), {{1, 1, 1, 1}}}), 3.0 / 6);
}

TEST(SurfaceVolume, BoxLosesItsEdgesAndCorners) {
  const double edges = 0.5 * (5 + 3 + 2);
  const double corners = 5.0 / 6;
  EXPECT_NEAR(surface_volume_mm3(box(make_grid(9, 9, 9, 0.5, 2, 3), 6, 4, 3)),
              3 * (6 * 4 * 3 - edges - corners), 1e-12);
}

TEST(SurfaceVolume, HollowIsLeftOut) {
  Mask mask = box(make_grid(9, 9, 9), 5, 5, 5);
  const double solid = surface_volume_mm3(mask);
  for (oligard::Run& run : mask.runs) {
    if (run.slice == 3 && run.row == 3) run.length = 2;
  }
  mask.runs.push_back({3, 3, 4, 2});
  normalise(mask);
  EXPECT_NEAR(surface_volume_mm3(mask), solid - 1.0 / 6, 1e-12);
}

TEST(SurfaceVolume, IsClosedAtTheBorderOfTheGrid) {
  const Mask inside = box(make_grid(9, 9, 9), 4, 4, 4);
  Mask outer = inside;
  outer.grid = make_grid(4, 4, 4);
  for (oligard::Run& run : outer.runs) {
    --run.slice;
    --run.row;
    --run.column;
  }
  EXPECT_DOUBLE_EQ(surface_volume_mm3(outer), surface_volume_mm3(inside));
}

TEST(SurfaceVolume, VoxelsThatMeetAtAnEdgeAreJoined) {
  const Mask across{make_grid(4, 4, 4), {{1, 1, 1, 1}, {1, 2, 2, 1}}};
  EXPECT_GT(surface_volume_mm3(across), 2.0 / 6 + 0.01);
  const Mask corner{make_grid(4, 4, 4), {{1, 1, 1, 1}, {2, 2, 2, 1}}};
  EXPECT_NEAR(surface_volume_mm3(corner), 2.0 / 6, 1e-12);
}

TEST(SurfaceVolume, UnequalSlicesHaveTheirOwnHeight) {
  Mask mask = box(make_grid(9, 9, 6, 0.5, 2, 3), 4, 4, 3);
  const double regular = surface_volume_mm3(mask);
  auto table = std::make_shared<SliceTable>();
  for (int i = 0; i < 6; ++i) {
    table->origins.push_back({0.02 * i, 0, i < 3 ? 3.0 * i : 6 + 1.5 * (i - 2)});
    table->heights_mm.push_back(i < 2 ? 3 : i == 2 ? 2.25 : 1.5);
  }
  Mask irregular = mask;
  irregular.grid.table = table;
  mask.grid.slice_spacing = 1.5;
  const double thin = surface_volume_mm3(mask);
  EXPECT_NEAR(surface_volume_mm3(irregular), 0.5 * (regular + thin), 1e-9)
      << "the same body in layers of cells: one end and one inner layer of 3 mm, as many of 1.5 mm";
}

TEST(SurfaceVolume, TiltedGantryStacksVoxelsWhereTheyLie) {
  const Mask upright = box(make_grid(30, 9, 6, 0.5, 2, 3), 4, 4, 4);
  Mask tilted = upright;
  auto table = std::make_shared<SliceTable>();
  for (int slice = 0; slice < 6; ++slice) {
    table->origins.push_back({-3 * 0.5 * slice, 0, 3.0 * slice});
    table->heights_mm.push_back(3);
  }
  tilted.grid.table = table;
  for (oligard::Run& run : tilted.runs)
    run.column += 3 * run.slice;
  EXPECT_NEAR(surface_volume_mm3(tilted), surface_volume_mm3(upright), 1e-9);
}

/// Mean and scatter of voxel and surface volume over the true one, less one.
struct VolumeBias {
  testing::Spread voxels, surface;
};

VolumeBias sphere_bias(double diameter, int samples) {
  testing::Random random(static_cast<std::uint64_t>(diameter));
  VolumeBias bias;
  const testing::Ellipsoid sphere{0.5 * diameter, 0.5 * diameter, 0.5 * diameter, 0};
  for (int i = 0; i < samples; ++i) {
    const Mask mask = digitise(sphere, 1, 1, 1, random.offset());
    bias.voxels.add(static_cast<double>(voxel_count(mask)) / sphere.volume() - 1);
    bias.surface.add(surface_volume_mm3(mask) / sphere.volume() - 1);
  }
  return bias;
}

TEST(SurfaceVolume, OfSpheresIsAsPublished) {
  EXPECT_NEAR(sphere_bias(5, 300).surface.mean(), -2.1 / (5 * 5), 0.01);
  EXPECT_NEAR(sphere_bias(10, 100).surface.mean(), -2.1 / (10 * 10), 0.004);
  EXPECT_NEAR(sphere_bias(20, 50).surface.mean(), -2.1 / (20 * 20), 0.002);
}

TEST(SurfaceVolume, DISABLED_PrintsTheTable) {
  for (const double diameter : {2, 3, 4, 5, 6, 8, 10, 15, 20, 40, 80}) {
    const VolumeBias bias = sphere_bias(diameter, 400);
    std::printf("| %.0f | %+.1f %% ± %.1f | %+.1f %% ± %.1f |\n", diameter, 100 * bias.voxels.mean(),
                100 * bias.voxels.sd(), 100 * bias.surface.mean(), 100 * bias.surface.sd());
  }
}

}  // namespace
}  // namespace oligard::measure
