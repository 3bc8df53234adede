#include "measure/weighted_volume.h"

#include <vector>

#include <gtest/gtest.h>

#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using testing::make_grid;
using Voxels = oligard::Run;

TEST(WeightedVolume, SumsSharesOfAllVoxels) {
  const Grid grid = make_grid(10, 10, 3, 0.5, 2, 3);
  const load::Fractions fractions{{{1, 2, 2, 3}, {2, 5, 5, 1}}, {50, 200, 100, 50}, 200};
  const Mask lesion{grid, {{1, 2, 3, 2}}};
  const std::vector<double> volumes = weighted_volumes_mm3(fractions, {&lesion, 1});
  EXPECT_NEAR(volumes.at(0), 400.0 / 200 * 3, 1e-12);
}

TEST(WeightedVolume, VoxelsBelowTheThresholdGoToTheNearestOverVoxels) {
  // One row: two lesions of 100, between them and outside values of 10; far away an island of its own.
  const Grid grid = make_grid(40, 40, 9);
  const load::Fractions fractions{
      {{0, 0, 0, 12}, {4, 30, 30, 2}}, {10, 100, 100, 10, 10, 10, 10, 10, 10, 100, 10, 10, 7, 7}, 100};
  const std::vector<Mask> lesions{{grid, {{0, 0, 1, 2}}}, {grid, {{0, 0, 9, 1}}}};
  const std::vector<double> volumes = weighted_volumes_mm3(fractions, lesions);
  EXPECT_NEAR(volumes.at(0), (10 + 200 + 30) / 100.0, 1e-12);
  EXPECT_NEAR(volumes.at(1), (30 + 100 + 20 + 14) / 100.0, 1e-12) << "the island is nearer to the second";
  const std::vector<Mask> swapped{lesions[1], lesions[0]};
  EXPECT_NEAR(weighted_volumes_mm3(fractions, swapped).at(1), volumes[0], 1e-12);
}

TEST(WeightedVolume, EqualStepsGoToTheFirst) {
  const Grid grid = make_grid(9, 9, 2);
  const load::Fractions fractions{{{0, 3, 0, 3}}, {200, 100, 200}, 200};
  const std::vector<Mask> lesions{{grid, {{0, 3, 0, 1}}}, {grid, {{0, 3, 2, 1}}}};
  const std::vector<double> volumes = weighted_volumes_mm3(fractions, lesions);
  EXPECT_NEAR(volumes.at(0), 1.5, 1e-12);
  EXPECT_NEAR(volumes.at(1), 1, 1e-12);
}

TEST(WeightedVolume, IsALesionsFigureForFractionalSegmentsAlone) {
  load::Segmentation seg;
  seg.grid = make_grid(20, 20, 4);
  load::Segment segment;
  segment.number = 1;
  segment.role = load::SegmentRole::kLesion;
  segment.mask = {seg.grid, {{1, 5, 5, 2}, {2, 12, 5, 1}}};
  seg.segments = {segment};
  EXPECT_FALSE(measure_segmentation(seg)->front().weighted_volume_mm3.has_value());
  seg.segments[0].fractions = {{{1, 5, 4, 3}, {2, 12, 5, 1}}, {30, 90, 60, 100}, 100};
  const std::vector<Lesion> lesions = measure_segmentation(seg).value();
  ASSERT_EQ(lesions.size(), 2U);
  EXPECT_NEAR(*lesions[0].weighted_volume_mm3, 1.8, 1e-12);
  EXPECT_NEAR(*lesions[1].weighted_volume_mm3, 1, 1e-12);
  EXPECT_NEAR(*lesions[0].volume_mm3, 2, 1e-12);
}

}  // namespace
}  // namespace oligard::measure
