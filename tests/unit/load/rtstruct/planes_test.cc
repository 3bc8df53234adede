#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/load/rtstruct/builder.h"

namespace oligard::load {
namespace {

using namespace test;

TEST(StructureSetPlanes, ObliqueSagittalAndCoronalPlanesKeepTheirVolume) {
  const double c = std::cos(0.4);
  const double s = std::sin(0.4);
  struct Axes {
    Vec3 column, row;
  };
  for (const Axes& axes : {Axes{{c, 0, s}, {0, 1, 0}}, Axes{{0, 1, 0}, {0, 0, -1}},
                           Axes{{1, 0, 0}, {0, 0, -1}}, Axes{{c, s, 0}, {-s * c, c * c, s}}}) {
    const Vec3 normal = cross(axes.column, axes.row);
    std::vector<ContourToBuild> contours;
    for (int i = 0; i < 5; ++i) {
      ContourToBuild contour;
      for (const auto& [u, v] : std::vector<std::pair<double, double>>{{0, 0}, {12, 0}, {12, 16}, {0, 16}})
        contour.points.push_back(Vec3{5, -7, 11} + u * axes.column + v * axes.row + (i * 3.0) * normal);
      contours.push_back(contour);
    }
    const Segmentation seg = read_structure_set(one(std::move(contours)));
    ASSERT_EQ(seg.segments.size(), 1U);
    EXPECT_NEAR(volume_of(seg.segments[0]), 12 * 16 * 15, 0.015 * 12 * 16 * 15);
    EXPECT_NEAR(std::abs(dot(seg.grid.slice_direction, normal)), norm(normal), 1e-6);
    EXPECT_NEAR(dot(cross(seg.grid.column_direction, seg.grid.row_direction), seg.grid.slice_direction), 1,
                1e-9);
    EXPECT_NEAR(seg.grid.slice_spacing, 3 * norm(normal), 1e-6);
  }
}

TEST(StructureSetPlanes, AnEmptyPlaneInBetweenIsAGap) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 6));
  content.rois[0].contours.erase(content.rois[0].contours.begin() + 2);
  const Segmentation seg = read_structure_set(content);
  EXPECT_EQ(seg.grid.slices, 6);
  EXPECT_TRUE(seg.missing_slices);
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * 10, 1);
  content.rois.push_back(roi("Body", "EXTERNAL", box(-90, -90, 90, 90, -20, 2, 30)));
  const Segmentation with_body = read_structure_set(content);
  EXPECT_FALSE(with_body.missing_slices) << "another ROI was drawn there";
  EXPECT_NEAR(volume_of(with_body.segments[0]), 100 * 10, 1);
}

TEST(StructureSetPlanes, ARoiOnEverySecondSliceStandsForTheSlicesBetween) {
  StructureSetToBuild content;
  content.rois.push_back(roi("GTV", "GTV", box(0, 0, 10, 10, 0, 5, 4)));
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 40, 40, -10, 2.5, 20)));
  const Segmentation seg = read_structure_set(content);
  EXPECT_NEAR(seg.grid.slice_spacing, 2.5, 1e-9);
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * 20, 1);
  EXPECT_NEAR(volume_of(seg.segments[1]), 3600 * 50, 10);
}

TEST(StructureSetPlanes, SingleSliceIslandsAtOneDistanceStayApart) {
  StructureSetToBuild content;
  content.rois.push_back(
      roi("GTV", "GTV", {rectangle(0, 0, 5, 5, 0), rectangle(30, 0, 35, 5, 5), rectangle(60, 0, 65, 5, 10)}));
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 90, 40, -10, 2.5, 20)));
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 3 * 25 * 2.5, 1);
}

TEST(StructureSetPlanes, IrregularPlanesReachHalfWayToTheirNeighbours) {
  std::vector<ContourToBuild> contours;
  for (const double z : {0.0, 2.0, 4.9, 7.0, 9.3, 11.2})
    contours.push_back(rectangle(0, 0, 10, 10, z));
  const Segmentation seg = read_structure_set(one(std::move(contours)));
  ASSERT_FALSE(seg.grid.is_regular());
  EXPECT_EQ(seg.grid.slices, 6);
  double height = 0;
  for (int slice = 0; slice < seg.grid.slices; ++slice)
    height += seg.grid.slice_height(slice);
  EXPECT_NEAR(height, 11.2 + 2.1, 1e-9) << "half the median step beyond both ends";
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * height, 1);
}

TEST(StructureSetPlanes, TwoRoisOnShiftedPlanesBothKeepTheirVolume) {
  StructureSetToBuild content;
  content.rois.push_back(roi("GTV ct", "GTV", box(0, 0, 10, 10, 0, 3, 8)));
  content.rois.push_back(roi("GTV pet", "GTV", box(30, 0, 40, 10, 0.7, 5, 5)));
  const Segmentation seg = read_structure_set(content);
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * 24, 0.1 * 100 * 24);
  EXPECT_NEAR(volume_of(seg.segments[1]), 100 * 25, 0.1 * 100 * 25);
}

TEST(StructureSetPlanes, OnePlaneNeedsAThickness) {
  StructureSetToBuild content = one({rectangle(0, 0, 10, 10, 0)});
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_SLICE_SPACING");
  content.rois[0].contours[0].slab_thickness = 2.5;
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 250, 1);
  EXPECT_EQ(refusal(one({rectangle(0, 0, 10, 10, 0), rectangle(0, 0, 10, 10, 40)})),
            "RTSTRUCT_NO_SLICE_SPACING")
      << "two lesions of one slice each";
  content = one({rectangle(0, 0, 10, 10, 4)});
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 40, 40, 0, 2, 9)));
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 200, 1) << "the others' distance";
}

}  // namespace
}  // namespace oligard::load
