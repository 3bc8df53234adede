#include "pipeline/mask_outline.h"

#include <cmath>

#include <gtest/gtest.h>

namespace oligard::pipeline {
namespace {

Mask mask_of(std::vector<Run> runs) {
  Mask mask;
  mask.grid.columns = mask.grid.rows = mask.grid.slices = 20;
  mask.runs = std::move(runs);
  return mask;
}

/// Twice the area on the left of the way round; holes count negative.
double area(const std::vector<OutlinePoint>& outline) {
  double twice = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const OutlinePoint& a = outline[i];
    const OutlinePoint& b = outline[(i + 1) % outline.size()];
    twice += a.column * b.row - b.column * a.row;
  }
  return twice / 2;
}

double total_area(const std::vector<std::vector<OutlinePoint>>& outlines) {
  double sum = 0;
  for (const auto& outline : outlines)
    sum += area(outline);
  return sum;
}

TEST(MaskOutline, OneVoxelIsASquareAroundItsCentre) {
  const auto outlines = mask_outline(mask_of({{3, 5, 7, 1}}), 3);
  ASSERT_EQ(outlines.size(), 1U);
  ASSERT_EQ(outlines[0].size(), 4U);
  for (const OutlinePoint& corner : outlines[0]) {
    EXPECT_EQ(std::abs(corner.column - 7), 0.5);
    EXPECT_EQ(std::abs(corner.row - 5), 0.5);
  }
}

TEST(MaskOutline, CornersOfARectangleAlone) {
  const auto outlines = mask_outline(mask_of({{0, 0, 0, 6}, {0, 1, 0, 6}, {0, 2, 0, 6}}), 0);
  ASSERT_EQ(outlines.size(), 1U);
  EXPECT_EQ(outlines[0].size(), 4U);
  EXPECT_EQ(total_area(outlines), 18);
}

TEST(MaskOutline, OtherSlicesTakeNoPart) {
  const Mask mask = mask_of({{1, 2, 2, 3}, {2, 4, 4, 5}, {2, 5, 4, 5}});
  EXPECT_EQ(total_area(mask_outline(mask, 1)), 3);
  EXPECT_EQ(total_area(mask_outline(mask, 2)), 10);
  EXPECT_TRUE(mask_outline(mask, 0).empty());
  EXPECT_TRUE(mask_outline(mask, 7).empty());
  EXPECT_EQ(fullest_slice(mask), 2);
  EXPECT_EQ(fullest_slice(mask_of({})), -1);
}

TEST(MaskOutline, HolesAreOutlinesOfTheirOwn) {
  const auto outlines = mask_outline(mask_of({{0, 1, 1, 5}, {0, 2, 1, 2}, {0, 2, 4, 2}, {0, 3, 1, 5}}), 0);
  EXPECT_EQ(outlines.size(), 2U);
  EXPECT_EQ(total_area(outlines), 14);
}

TEST(MaskOutline, VoxelsThatTouchAtACornerAreClosedAll) {
  const auto outlines = mask_outline(mask_of({{0, 1, 1, 2}, {0, 2, 3, 2}, {0, 3, 1, 2}}), 0);
  EXPECT_EQ(total_area(outlines), 6);
}

}  // namespace
}  // namespace oligard::pipeline
