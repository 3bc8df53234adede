#include "load/seg/stack.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace oligard::load {
namespace {

PlaneGeometry axial() {
  PlaneGeometry plane;
  plane.column_direction = {1, 0, 0};
  plane.row_direction = {0, 1, 0};
  plane.column_spacing = plane.row_spacing = 0.8;
  plane.columns = plane.rows = 10;
  return plane;
}

Result<Stack> stack_at(const std::vector<double>& depths, double spacing_between_slices = 0,
                       double slice_thickness = 0) {
  PlaneGeometry plane = axial();
  plane.spacing_between_slices = spacing_between_slices;
  plane.slice_thickness = slice_thickness;
  std::vector<Vec3> positions;
  for (const double depth : depths)
    positions.push_back({5, 6, depth});
  return stack_planes(plane, positions);
}

std::string code_of(const Result<Stack>& stack) {
  return stack ? "" : stack.error().code;
}

using Slices = std::vector<std::int32_t>;

TEST(SegStack, SpacingComesFromPositionsNotFromThickness) {
  const Result<Stack> stack = stack_at({4, 2, 0, 6}, 0, 5);
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->grid.slice_spacing, 2);
  EXPECT_EQ(stack->grid.slices, 4);
  EXPECT_EQ(stack->slice_of_frame, (Slices{2, 1, 0, 3}));
  EXPECT_EQ(stack->grid.origin, (Vec3{5, 6, 0}));
}

TEST(SegStack, SeveralFramesMayLieOnOnePlane) {
  const Result<Stack> stack = stack_at({0, 1.000001, 0, 1});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->slice_of_frame, (Slices{0, 1, 0, 1}));
}

TEST(SegStack, GapsAreMultiplesOfTheSpacing) {
  const Result<Stack> stack = stack_at({0, 1.25, 5, 202.5});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->slice_of_frame, (Slices{0, 1, 4, 162}));
  EXPECT_NEAR(stack->grid.slice_spacing, 1.25, 1e-12);
}

TEST(SegStack, RoundedPositionsDoNotAddUp) {
  std::vector<double> depths;
  for (int i = 0; i < 500; ++i)
    if (i < 200 || i > 400) depths.push_back(std::round(i * 0.625 * 100) / 100);
  const Result<Stack> stack = stack_at(depths);
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->grid.slices, 500);
  EXPECT_NEAR(stack->grid.slice_spacing, 0.625, 1e-4);
}

TEST(SegStack, SpacingBetweenSlicesDecidesBetweenMultiples) {
  const Result<Stack> sparse = stack_at({0, 40}, 2.5, 5);
  ASSERT_TRUE(sparse);
  EXPECT_NEAR(sparse->grid.slice_spacing, 2.5, 1e-12);
  EXPECT_EQ(sparse->slice_of_frame, (Slices{0, 16}));
  const Result<Stack> contradicted = stack_at({0, 3, 6}, 2, 2);
  ASSERT_TRUE(contradicted);
  EXPECT_EQ(contradicted->grid.slice_spacing, 3);
  const Result<Stack> coarser = stack_at({0, 4, 8, 12, 16, 20}, 2, 2);
  ASSERT_TRUE(coarser);
  EXPECT_EQ(coarser->grid.slice_spacing, 4);
}

TEST(SegStack, IsolatedPlanesWithoutSpacingTakeTheThicknessWhenItFits) {
  const Result<Stack> stack = stack_at({0, 40, 100}, 0, 5);
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->grid.slice_spacing, 5);
  const Result<Stack> nearer = stack_at({0, 10, 25}, 0, 5);
  ASSERT_TRUE(nearer);
  EXPECT_EQ(nearer->grid.slice_spacing, 5);
}

TEST(SegStack, ASinglePlaneTakesWhatIsStated) {
  EXPECT_EQ(stack_at({7}, 3, 5)->grid.slice_spacing, 3);
  EXPECT_EQ(stack_at({7}, 0, 5)->grid.slice_spacing, 5);
  EXPECT_EQ(code_of(stack_at({7})), "SEG_NO_SLICE_SPACING");
}

TEST(SegStack, UnequalDistancesMakeATable) {
  const Result<Stack> stack = stack_at({3.9, 0, 1, 2.3});
  ASSERT_TRUE(stack);
  ASSERT_NE(stack->grid.table, nullptr);
  EXPECT_EQ(stack->slice_of_frame, (Slices{3, 0, 1, 2}));
  const std::vector<double> expected{1, 1.15, 1.45, 1.6};
  ASSERT_EQ(stack->grid.table->heights_mm.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(stack->grid.table->heights_mm[i], expected[i], 1e-12);
  EXPECT_NEAR(stack->grid.slice_spacing, 1.3, 1e-12);
  EXPECT_NEAR(distance(stack->grid.to_patient(2, 3, 2), {6.6, 8.4, 2.3}), 0, 1e-12);
  EXPECT_EQ(stack_at({0, 2, 5})->grid.table->heights_mm, (std::vector<double>{2, 2.5, 3}));
}

TEST(SegStack, HolesBetweenUnequalPlanesBelongToNobody) {
  const Result<Stack> stack = stack_at({0, 1, 2.3, 3.9, 60, 61.2, 62.5});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->slice_of_frame, (Slices{0, 1, 2, 3, 6, 7, 8}));
  EXPECT_NEAR(stack->grid.table->heights_mm[3], 0.5 * (1.6 + 1.3), 1e-9);
  EXPECT_NEAR(stack->grid.table->heights_mm[6], 0.5 * (1.3 + 1.2), 1e-9);
  // One plane left out: as in a regular stack one slice is missing.
  EXPECT_EQ(stack_at({0, 1, 2.3, 3.9, 6.7, 8})->slice_of_frame, (Slices{0, 1, 2, 3, 5, 6}));
}

TEST(SegStack, IsolatedPlanesTakeTheStatedDistance) {
  const Result<Stack> stack = stack_at({0, 31, 70.4}, 3);
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->slice_of_frame, (Slices{0, 3, 6}));
  EXPECT_NEAR(stack->grid.table->heights_mm[3], 3, 1e-9);
  const Result<Stack> far = stack_at({0, 1, 1e6}, 1);
  ASSERT_TRUE(far);
  EXPECT_EQ(far->slice_of_frame, (Slices{0, 1, 4}));
  EXPECT_NEAR(far->grid.table->heights_mm[4], 1, 1e-6);
}

TEST(SegStack, OneCloseOrLoosePlaneDoesNotMakeTheOthersMissing) {
  const Result<Stack> stack = stack_at({0, 5, 10, 15, 16, 20, 25, 30, 35});
  ASSERT_TRUE(stack);
  ASSERT_NE(stack->grid.table, nullptr);
  EXPECT_EQ(stack->grid.slices, 9);
  EXPECT_NEAR(stack->grid.slice_height(3), 3, 1e-12);
}

TEST(SegStack, PositionsRoundedDifferentlyAreOnePlane) {
  const Result<Stack> stack = stack_at({0, 3, 6, 9, 0.04, 3.03, 5.97, 9.04});
  ASSERT_TRUE(stack);
  EXPECT_TRUE(stack->grid.is_regular());
  EXPECT_EQ(stack->slice_of_frame, (Slices{0, 1, 2, 3, 0, 1, 2, 3}));
  EXPECT_NEAR(stack->grid.slice_spacing, 3, 0.02);
}

TEST(SegStack, ATiltedGantryMakesATable) {
  const std::vector<Vec3> positions{{0, 0, 0}, {0, 0.6, 2}, {0, 1.2, 4}, {0, 2.4, 8}};
  const Result<Stack> stack = stack_planes(axial(), positions);
  ASSERT_TRUE(stack);
  ASSERT_NE(stack->grid.table, nullptr);
  EXPECT_EQ(stack->slice_of_frame, (Slices{0, 1, 2, 4}));
  EXPECT_EQ(stack->grid.table->heights_mm, (std::vector<double>{2, 2, 2, 2, 2}));
  EXPECT_NEAR(distance(stack->grid.to_patient(0, 0, 3), {0, 1.8, 6}), 0, 1e-12);
  const Vec3 index = stack->grid.to_index({1.6, 1.2 + 0.8, 4});
  EXPECT_NEAR(distance(index, {2, 1, 2}), 0, 1e-12);
}

TEST(SegStack, RefusesTilesBesideEachOther) {
  const std::vector<Vec3> one_plane{{0, 0, 0}, {8, 0, 0}, {0, 0, 2}, {8, 0, 2}};
  EXPECT_EQ(code_of(stack_planes(axial(), one_plane)), "SEG_NOT_A_STACK");
  const std::vector<Vec3> nothing_in_common{{0, 0, 0}, {0, 8, 0.5}, {0, 16, 1}};
  EXPECT_EQ(code_of(stack_planes(axial(), nothing_in_common)), "SEG_NOT_A_STACK");
}

TEST(SegStack, ObliquePlanesLieAlongTheirNormal) {
  PlaneGeometry plane = axial();
  const double c = std::cos(0.6);
  const double s = std::sin(0.6);
  plane.column_direction = {c, s, 0};
  plane.row_direction = {0, 0, -1};
  const Vec3 normal = cross(plane.column_direction, plane.row_direction);
  const Vec3 start{-100, 50, 20};
  std::vector<Vec3> positions;
  for (const int i : {3, 0, 2, 1})
    positions.push_back(start + (1.5 * i) * normal);
  const Result<Stack> stack = stack_planes(plane, positions);
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->slice_of_frame, (Slices{3, 0, 2, 1}));
  EXPECT_NEAR(stack->grid.slice_spacing, 1.5, 1e-12);
  EXPECT_NEAR(distance(stack->grid.to_patient(0, 0, 3), positions[0]), 0, 1e-9);
  EXPECT_NEAR(
      dot(stack->grid.slice_direction, cross(stack->grid.column_direction, stack->grid.row_direction)), 1,
      1e-12);
}

TEST(SegStack, StraightensRoundedDirectionsAndRefusesOthers) {
  PlaneGeometry plane = axial();
  plane.column_direction = {0.999, 0.001, 0};
  plane.row_direction = {0.001, 1.002, 0};
  ASSERT_TRUE(straighten(plane));
  EXPECT_NEAR(norm(plane.column_direction), 1, 1e-12);
  EXPECT_NEAR(dot(plane.column_direction, plane.row_direction), 0, 1e-12);
  plane.row_direction = plane.column_direction;
  EXPECT_EQ(straighten(plane).error().code, "SEG_NO_GEOMETRY");
  plane.row_direction = {0, 0, 0};
  EXPECT_FALSE(straighten(plane));
}

}  // namespace
}  // namespace oligard::load
