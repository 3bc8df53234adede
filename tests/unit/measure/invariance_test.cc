// The same body, stored in another way, has the same figures.
#include <algorithm>
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/measure/measure.h"
#include "unit/measure/solids.h"

namespace oligard::measure {
namespace {

using Index = std::array<std::int32_t, 3>;  // column, row, slice

/// A turned ellipsoid with holes and a torn edge.
Mask ragged_body(testing::Random& random) {
  const testing::Solid solid({random.uniform(3, 14), random.uniform(3, 10), random.uniform(3, 8)},
                             testing::random_directions(random));
  Mask mask = digitise(solid, {0.8, 1.1, 1.7}, random.offset());
  for (oligard::Run& run : mask.runs) {
    if (run.length > 3 && random.uniform(0, 1) < 0.4) run.length -= 2;
  }
  mask.grid.origin = {-31, 17, 204};
  return mask;
}

std::vector<Index> voxels_of(const Mask& mask) {
  std::vector<Index> voxels;
  for (const oligard::Run& run : mask.runs) {
    for (std::int32_t i = 0; i < run.length; ++i)
      voxels.push_back({run.column + i, run.row, run.slice});
  }
  return voxels;
}

Mask mask_of(const Grid& grid, const std::vector<Index>& voxels) {
  Mask mask{grid, {}};
  for (const Index& at : voxels)
    mask.runs.push_back({at[2], at[1], at[0], 1});
  normalise(mask);
  return mask;
}

/// Figures that do not depend on which planes are the stored ones.
void expect_same_body(const Lesion& a, const Lesion& b) {
  EXPECT_EQ(a.voxel_count, b.voxel_count);
  EXPECT_NEAR(*a.volume_mm3, *b.volume_mm3, 1e-9);
  EXPECT_NEAR(*a.surface_volume_mm3, *b.surface_volume_mm3, 1e-9);
  EXPECT_NEAR(*a.max_3d_diameter_mm, *b.max_3d_diameter_mm, 1e-9);
  EXPECT_NEAR(distance(a.centroid_mm, b.centroid_mm), 0, 1e-9);
  EXPECT_NEAR(distance(a.bbox_mm.min, b.bbox_mm.min), 0, 1e-9);
  EXPECT_NEAR(distance(a.bbox_mm.max, b.bbox_mm.max), 0, 1e-9);
  EXPECT_NEAR(distance(a.principal_moments_mm2, b.principal_moments_mm2), 0, 1e-9);
  EXPECT_NEAR(a.extent_mm, b.extent_mm, 1e-9);
}

void expect_same_figures(const Lesion& a, const Lesion& b) {
  expect_same_body(a, b);
  EXPECT_NEAR(*a.long_axis_mm, *b.long_axis_mm, 1e-9);
  EXPECT_NEAR(*a.short_axis_mm, *b.short_axis_mm, 1e-9);
  EXPECT_NEAR(a.uncertainty.volume_mm3, b.uncertainty.volume_mm3, 1e-9);
  EXPECT_NEAR(a.uncertainty.long_axis_mm, b.uncertainty.long_axis_mm, 1e-9);
  EXPECT_NEAR(a.uncertainty.short_axis_mm, b.uncertainty.short_axis_mm, 1e-9);
}

TEST(Invariance, ShiftByWholeVoxels) {
  testing::Random random(1);
  for (int i = 0; i < 30; ++i) {
    const Mask mask = ragged_body(random);
    Mask moved = mask;
    moved.grid.columns += 200;
    moved.grid.rows += 100;
    moved.grid.slices += 50;
    moved.grid.origin = mask.grid.to_patient(-150, -80, -40);
    for (oligard::Run& run : moved.runs)
      run = {run.slice + 40, run.row + 80, run.column + 150, run.length};
    expect_same_figures(measure_mask(mask).value(), measure_mask(moved).value());
  }
}

TEST(Invariance, MirroredStorage) {
  testing::Random random(2);
  for (int i = 0; i < 30; ++i) {
    const Mask mask = ragged_body(random);
    const Index last = {mask.grid.columns - 1, mask.grid.rows - 1, mask.grid.slices - 1};
    // Two axes at a time: three directions stay right-handed.
    for (const std::size_t kept : {0U, 1U, 2U}) {
      std::vector<Index> voxels = voxels_of(mask);
      for (Index& at : voxels) {
        for (std::size_t k = 0; k < 3; ++k) {
          if (k != kept) at[k] = last[k] - at[k];
        }
      }
      Grid grid = mask.grid;
      const auto far = [&](std::size_t k) { return k == kept ? 0 : last[k]; };
      grid.origin = mask.grid.to_patient(far(0), far(1), far(2));
      if (kept != 0) grid.column_direction = -1 * grid.column_direction;
      if (kept != 1) grid.row_direction = -1 * grid.row_direction;
      if (kept != 2) grid.slice_direction = -1 * grid.slice_direction;
      expect_same_figures(measure_mask(mask).value(), measure_mask(mask_of(grid, voxels)).value());
    }
  }
}

TEST(Invariance, MirroredBody) {
  testing::Random random(3);
  for (int i = 0; i < 30; ++i) {
    const Mask mask = ragged_body(random);
    const Lesion lesion = measure_mask(mask).value();
    for (const std::size_t axis : {0U, 1U, 2U}) {
      const std::int32_t last = std::array{mask.grid.columns, mask.grid.rows, mask.grid.slices}[axis] - 1;
      std::vector<Index> voxels = voxels_of(mask);
      for (Index& at : voxels)
        at[axis] = last - at[axis];
      const Lesion mirrored = measure_mask(mask_of(mask.grid, voxels)).value();
      EXPECT_NEAR(*lesion.volume_mm3, *mirrored.volume_mm3, 1e-9);
      EXPECT_NEAR(*lesion.surface_volume_mm3, *mirrored.surface_volume_mm3, 1e-9);
      EXPECT_NEAR(*lesion.max_3d_diameter_mm, *mirrored.max_3d_diameter_mm, 1e-9);
      EXPECT_NEAR(*lesion.long_axis_mm, *mirrored.long_axis_mm, 1e-9);
      EXPECT_NEAR(*lesion.short_axis_mm, *mirrored.short_axis_mm, 1e-9);
    }
  }
}

TEST(Invariance, PlanesOfStorage) {
  testing::Random random(4);
  for (int i = 0; i < 30; ++i) {
    const Mask axial = ragged_body(random);
    const Grid& from = axial.grid;
    Grid sagittal = from;  // columns along y, rows along z, slices along x
    sagittal.column_direction = from.row_direction;
    sagittal.row_direction = from.slice_direction;
    sagittal.slice_direction = from.column_direction;
    sagittal.column_spacing = from.row_spacing;
    sagittal.row_spacing = from.slice_spacing;
    sagittal.slice_spacing = from.column_spacing;
    sagittal.columns = from.rows;
    sagittal.rows = from.slices;
    sagittal.slices = from.columns;
    std::vector<Index> voxels = voxels_of(axial);
    for (Index& at : voxels)
      at = {at[1], at[2], at[0]};
    const Lesion a = measure_mask(axial).value();
    const Lesion b = measure_mask(mask_of(sagittal, voxels)).value();
    expect_same_body(a, b);
    EXPECT_TRUE(a.axial);
    EXPECT_FALSE(b.axial);
  }
}

TEST(Invariance, OrderOfSegments) {
  testing::Random random(5);
  load::Segmentation segmentation;
  for (int number = 1; number <= 4; ++number) {
    load::Segment segment;
    segment.number = number;
    segment.mask = ragged_body(random);
    segmentation.grid = segment.mask.grid;
    segmentation.segments.push_back(segment);
  }
  MeasureOptions options;
  options.all_segments_are_lesions = true;
  const std::vector<Lesion> before = measure_segmentation(segmentation, options).value();
  std::reverse(segmentation.segments.begin(), segmentation.segments.end());
  const std::vector<Lesion> after = measure_segmentation(segmentation, options).value();
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].source.number, after[i].source.number);
    expect_same_figures(before[i], after[i]);
  }
}

}  // namespace
}  // namespace oligard::measure
