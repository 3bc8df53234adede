#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using testing::digitise;
using testing::make_grid;

MeasureOptions with(Convention convention) {
  MeasureOptions options;
  options.convention = convention;
  return options;
}

Mask box(const Grid& grid, Run first, int rows, int slices) {
  Mask mask{grid, {}};
  for (int s = 0; s < slices; ++s) {
    for (int r = 0; r < rows; ++r)
      mask.runs.push_back({first.slice + s, first.row + r, first.column, first.length});
  }
  return mask;
}

TEST(MeasureMask, BoxIsExact) {
  const Mask mask = box(make_grid(20, 20, 10, 0.5, 2, 3), {2, 4, 5, 6}, 3, 4);
  const Lesion lesion = measure_mask(mask, with(Convention::kCentre)).value();
  EXPECT_EQ(lesion.voxel_count, 72);
  EXPECT_DOUBLE_EQ(*lesion.volume_mm3, 72 * 3.0);
  EXPECT_NEAR(lesion.centroid_mm.x, 7.5 * 0.5, 1e-12);
  EXPECT_NEAR(lesion.centroid_mm.y, 5 * 2, 1e-12);
  EXPECT_NEAR(lesion.centroid_mm.z, 3.5 * 3, 1e-12);
  EXPECT_EQ(lesion.bbox_mm, (Box{{2.25, 7, 4.5}, {5.25, 13, 16.5}}));
  EXPECT_NEAR(*lesion.long_axis_mm, std::hypot(2.5, 4), 1e-12);
  EXPECT_NEAR(*lesion.short_axis_mm, 2 * 2.5 * 4 / std::hypot(2.5, 4), 1e-12);
  EXPECT_NEAR(*lesion.max_3d_diameter_mm, std::hypot(2.5, 4, 9), 1e-12);
  EXPECT_NEAR(lesion.principal_moments_mm2.x, 35.0 / 12 * 0.25, 1e-9);
  EXPECT_NEAR(lesion.principal_moments_mm2.y, 8.0 / 12 * 4, 1e-9);
  EXPECT_NEAR(lesion.principal_moments_mm2.z, 15.0 / 12 * 9, 1e-9);
  EXPECT_FALSE(lesion.truncated);
  EXPECT_EQ(lesion.convention, "centre");
}

TEST(MeasureMask, EdgeRuleEndsOnVoxelEdges) {
  const Mask row = box(make_grid(20, 20, 3), {1, 5, 3, 7}, 1, 1);
  const Lesion lesion = measure_mask(row, with(Convention::kEdge)).value();
  EXPECT_DOUBLE_EQ(*lesion.long_axis_mm, 7);
  EXPECT_DOUBLE_EQ(*lesion.short_axis_mm, 1);
  EXPECT_DOUBLE_EQ(lesion.long_axis->column1 + lesion.long_axis->column2, 12);
  EXPECT_DOUBLE_EQ(*lesion.max_3d_diameter_mm, 7);
  EXPECT_DOUBLE_EQ(lesion.extent_mm, 7);
}

TEST(MeasureMask, SingleVoxelHasItsOwnSize) {
  const Mask voxel{make_grid(9, 9, 9, 0.7, 0.9, 5), {{4, 4, 4, 1}}};
  const Lesion lesion = measure_mask(voxel).value();
  EXPECT_NEAR(*lesion.long_axis_mm, 0.9, 1e-12);
  EXPECT_NEAR(*lesion.short_axis_mm, 0.7, 1e-12);
  EXPECT_NEAR(*lesion.max_3d_diameter_mm, 5, 1e-12);
  EXPECT_GT(lesion.uncertainty.long_axis_mm, 0.1);
  EXPECT_GT(lesion.uncertainty.volume_mm3, 0.1 * 0.7 * 0.9 * 5);
}

TEST(MeasureMask, LineOfVoxelsIsOneVoxelWide) {
  const Lesion lesion = measure_mask(box(make_grid(30, 9, 3), {1, 4, 3, 12}, 1, 1)).value();
  EXPECT_NEAR(*lesion.long_axis_mm, 12, 1e-9);
  EXPECT_NEAR(*lesion.short_axis_mm, 1, 1e-9);
}

TEST(MeasureMask, DrawnAxesHaveTheStatedLengthAndArePerpendicular) {
  testing::Random random(3);
  for (int i = 0; i < 50; ++i) {
    const testing::Ellipsoid shape{random.uniform(3, 20), random.uniform(2, 9), random.uniform(2, 9),
                                   random.uniform(0, 3.14)};
    const Mask mask = digitise(shape, 0.8, 1.1, 2, random.offset());
    for (const Convention convention : {Convention::kCalibrated, Convention::kCentre, Convention::kEdge}) {
      const Lesion lesion = measure_mask(mask, with(convention)).value();
      const Axis& a = *lesion.long_axis;
      const Axis& b = *lesion.short_axis;
      EXPECT_NEAR(distance(a.p1_mm, a.p2_mm), *lesion.long_axis_mm, 1e-9);
      EXPECT_NEAR(distance(b.p1_mm, b.p2_mm), *lesion.short_axis_mm, 1e-9);
      EXPECT_NEAR(dot(a.p2_mm - a.p1_mm, b.p2_mm - b.p1_mm), 0, 1e-6);
      EXPECT_LE(*lesion.short_axis_mm, *lesion.long_axis_mm * (1 + 1e-9));
      EXPECT_EQ(mask.grid.to_patient(a.column1, a.row1, lesion.slice_index), a.p1_mm);
      EXPECT_NEAR(lesion.slice_z_mm, mask.grid.to_index(a.p1_mm).z * 2, 1e-9);
    }
  }
}

TEST(MeasureMask, VolumeOfDigitisedEllipsoidsIsUnbiased) {
  testing::Random random(11);
  for (const double radius : {4.0, 8.0, 16.0}) {
    testing::Spread ratio;
    for (int i = 0; i < 40; ++i) {
      const testing::Ellipsoid shape{radius, 0.8 * radius, 0.9 * radius, random.uniform(0, 3.14)};
      const Lesion lesion = measure_mask(digitise(shape, 1, 1, 1.25, random.offset())).value();
      ratio.add(*lesion.volume_mm3 / shape.volume());
    }
    EXPECT_NEAR(ratio.mean(), 1, 0.01) << radius;
  }
}

TEST(MeasureMask, StoredPlanesMayPointAnyWay) {
  const testing::Ellipsoid shape{11, 6, 5, 0.4};
  const Mask plain = digitise(shape, 0.8, 0.9, 1.5, {0.2, -0.3, 0.1});
  Mask mirrored = plain;
  for (oligard::Run& run : mirrored.runs) {
    run.column = plain.grid.columns - run.column - run.length;
    run.row = plain.grid.rows - 1 - run.row;
  }
  normalise(mirrored);
  mirrored.grid.origin = plain.grid.to_patient(plain.grid.columns - 1, plain.grid.rows - 1, 0);
  mirrored.grid.column_direction = {-1, 0, 0};
  mirrored.grid.row_direction = {0, -1, 0};
  Mask coronal = plain;
  coronal.grid.row_direction = {0, 0, -1};
  coronal.grid.slice_direction = {0, 1, 0};
  const Lesion a = measure_mask(plain).value();
  const Lesion b = measure_mask(mirrored).value();
  const Lesion c = measure_mask(coronal).value();
  for (const Lesion* other : {&b, &c}) {
    EXPECT_NEAR(*a.long_axis_mm, *other->long_axis_mm, 1e-9);
    EXPECT_NEAR(*a.short_axis_mm, *other->short_axis_mm, 1e-9);
    EXPECT_NEAR(*a.max_3d_diameter_mm, *other->max_3d_diameter_mm, 1e-9);
    EXPECT_NEAR(*a.volume_mm3, *other->volume_mm3, 1e-9);
    EXPECT_NEAR(a.principal_moments_mm2.z, other->principal_moments_mm2.z, 1e-6);
  }
  EXPECT_NEAR(distance(a.centroid_mm, b.centroid_mm), 0, 1e-9);
  EXPECT_NEAR(a.bbox_mm.max.x, b.bbox_mm.max.x, 1e-9);
  EXPECT_TRUE(a.axial);
  EXPECT_FALSE(c.axial);
}

TEST(MeasureMask, FrameBorderTruncates) {
  const Grid grid = make_grid(10, 8, 4);
  using Voxels = oligard::Run;
  for (const Voxels run : {Voxels{1, 3, 0, 2}, Voxels{1, 3, 8, 2}, Voxels{1, 0, 4, 2}, Voxels{1, 7, 4, 2}}) {
    EXPECT_TRUE(measure_mask({grid, {run}})->truncated);
  }
  EXPECT_FALSE(measure_mask({grid, {{0, 3, 4, 2}}})->truncated)
      << "the grid's first slice is no border by itself";
}

TEST(MeasureMask, KeepsAtMost200BoundaryPoints) {
  const Mask mask = digitise(testing::Ellipsoid{15, 15, 15, 0}, 1, 1, 1, {});
  const Lesion lesion = measure_mask(mask).value();
  ASSERT_EQ(lesion.boundary_mm.size(), 200U);
  for (const Vec3& point : lesion.boundary_mm) {
    EXPECT_NEAR(distance(point, lesion.centroid_mm), 14.4, 0.7);
  }
  EXPECT_EQ(measure_mask({make_grid(9, 9, 9), {{4, 4, 4, 3}}})->boundary_mm.size(), 3U);
}

TEST(MeasureMask, RefusesWhatCannotBeMeasured) {
  EXPECT_EQ(measure_mask({make_grid(9, 9, 9), {}}).error().code, "MASK_EMPTY");
  EXPECT_EQ(measure_mask({make_grid(9, 9, 9, 0), {{0, 0, 0, 1}}}).error().code, "GRID_INVALID");
  Mask flat{make_grid(9, 9, 9), {{0, 0, 0, 1}}};
  flat.grid.row_direction = flat.grid.column_direction;
  EXPECT_EQ(measure_mask(flat).error().code, "GRID_INVALID");
  EXPECT_EQ(measure_mask({make_grid(9, 9, 9), {{0, 0, 8, 2}}}).error().code, "MASK_OFF_GRID");
}

}  // namespace
}  // namespace oligard::measure
