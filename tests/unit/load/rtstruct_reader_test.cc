#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/load/rtstruct_builder.h"
#include "unit/load/seg_builder.h"

namespace oligard::load {
namespace {

using test::box;
using test::circle;
using test::ContourToBuild;
using test::rectangle;
using test::RoiToBuild;
using test::StructureSetToBuild;
using test::volume_of;

Segmentation read(const StructureSetToBuild& content, const std::vector<SourceRule>& rules = {}) {
  const Result<LoadedObject> object = test::load_structure_set(content, rules);
  if (!object) {
    ADD_FAILURE() << object.error().code << ": " << object.error().reason;
    return {};
  }
  return std::get<Segmentation>(*object);
}

std::string refusal(const StructureSetToBuild& content, const LoadLimits& limits = {}) {
  const Result<LoadedObject> object = test::load_structure_set(content, {}, limits);
  return object ? "read" : object.error().code;
}

/// One ROI of the given contours.
StructureSetToBuild one(std::vector<ContourToBuild> contours) {
  StructureSetToBuild content;
  content.rois.push_back({});
  content.rois.back().contours = std::move(contours);
  return content;
}

RoiToBuild roi(const std::string& name, const std::string& type, std::vector<ContourToBuild> contours) {
  RoiToBuild built;
  built.name = name;
  built.interpreted_type = type;
  built.contours = std::move(contours);
  return built;
}

TEST(StructureSet, SaysWhatItIs) {
  StructureSetToBuild content = one(box(10, 20, 22, 36, -50, 3, 4));
  content.images = {"2.25.31", "2.25.32"};
  content.rois[0].contours[1].image = "2.25.31";
  const Segmentation seg = read(content);
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_EQ(seg.segments[0].number, 1);
  EXPECT_EQ(seg.segments[0].label, "GTV-1");
  EXPECT_EQ(seg.segments[0].role, SegmentRole::kLesion);
  EXPECT_EQ(seg.frame_of_reference_uid, "2.25.2004");
  EXPECT_EQ(seg.source_series_uid, "2.25.2005");
  EXPECT_EQ(seg.source_images.size(), 2U);
  ASSERT_EQ(seg.slice_images.size(), 4U);
  EXPECT_EQ(seg.slice_images[1],
            (InstanceReference{"2.25.2003", "2.25.2005", UID_CTImageStorage, "2.25.31", 0}));
  EXPECT_EQ(seg.slice_images[0].sop_instance_uid, "");
  EXPECT_EQ(seg.header.content_date, parse_dicom_date("20260202").value()) << "Structure Set Date";
  EXPECT_FALSE(seg.missing_slices);
}

TEST(StructureSet, ABoxHasItsVolumeAndPlace) {
  const Segmentation seg = read(one(box(10.3, 20.5, 22.4, 36.7, -50, 3, 4)));
  EXPECT_NEAR(volume_of(seg.segments[0]), 12.1 * 16.2 * 12, 1e-3 * 12.1 * 16.2 * 12);
  const Mask& mask = seg.segments[0].mask;
  const Vec3 low = seg.grid.to_patient(mask.runs.front().column - 0.5, mask.runs.front().row - 0.5, 0);
  EXPECT_NEAR(low.x, 10.3, 1e-6);
  EXPECT_NEAR(low.y, 20.5, 1e-6);
  EXPECT_NEAR(low.z, -50, 1e-9);
  EXPECT_GT(mask.runs.front().column, 0) << "a margin: the raster's border is not the image's";
  EXPECT_GT(mask.runs.front().row, 0);
  EXPECT_LT(mask.runs.back().row, seg.grid.rows - 1);
}

TEST(StructureSet, SmallCirclesKeepTheirArea) {
  for (const double radius : {2.5, 4.0, 10.0}) {
    double sum = 0;
    int count = 0;
    for (double x = 0; x < 1; x += 0.237, ++count) {
      std::vector<ContourToBuild> contours;
      for (int i = 0; i < 2; ++i)
        contours.push_back(circle(x, 2 * x, i, radius));
      sum += volume_of(read(one(std::move(contours))).segments[0]) / 2;
    }
    const double area = std::numbers::pi * radius * radius;
    EXPECT_NEAR(sum / count, area, 0.005 * area) << "radius " << radius;
  }
}

TEST(StructureSet, AContourInsideAnotherIsAHole) {
  StructureSetToBuild content = one(box(0, 0, 20, 20, 0, 2, 3));
  for (ContourToBuild& hole : box(5, 5, 10, 10, 0, 2, 3))
    content.rois[0].contours.push_back(hole);
  EXPECT_NEAR(volume_of(read(content).segments[0]), (400 - 25) * 6, 1);
  for (ContourToBuild& contour : content.rois[0].contours)
    contour.type = "CLOSEDPLANAR_XOR";
  EXPECT_NEAR(volume_of(read(content).segments[0]), (400 - 25) * 6, 1);
}

TEST(StructureSet, AKeyholeIsAHole) {
  std::vector<ContourToBuild> contours;
  for (int i = 0; i < 3; ++i) {
    ContourToBuild keyhole;
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{0, 0},
                                                                     {20, 0},
                                                                     {20, 20},
                                                                     {0, 20},
                                                                     {0, 7.3},
                                                                     {5, 7.1},
                                                                     {5, 10},
                                                                     {10, 10},
                                                                     {10, 5},
                                                                     {5, 5},
                                                                     {5, 7.1},
                                                                     {0, 7.3}})
      keyhole.points.push_back({x, y, 2.0 * i});
    contours.push_back(keyhole);
  }
  EXPECT_NEAR(volume_of(read(one(std::move(contours))).segments[0]), (400 - 25) * 6, 1);
}

TEST(StructureSet, ContoursOnALineEncloseNothing) {
  ContourToBuild line;
  line.points = {{0, 0, 0}, {5, 5, 0}, {9, 9, 0}, {3, 3, 0}};
  StructureSetToBuild content = one({line, line});
  for (Vec3& point : content.rois[0].contours[1].points)
    point.z = 2;
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_CONTOUR");
  content.rois.push_back(roi("GTV-2", "GTV", box(0, 0, 10, 10, 0, 2, 3)));
  EXPECT_EQ(read(content).segments[0].left_out, "RTSTRUCT_NO_AREA");
}

TEST(StructureSet, AContourThatCrossesItselfFillsBothLobes) {
  std::vector<ContourToBuild> contours;
  for (int i = 0; i < 3; ++i) {
    ContourToBuild eight;
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{0, 0}, {10, 10}, {10, 0}, {0, 10}})
      eight.points.push_back({x, y, 2.0 * i});
    contours.push_back(eight);
  }
  EXPECT_NEAR(volume_of(read(one(std::move(contours))).segments[0]), 50 * 6, 3) << "the vector area is zero";
}

TEST(StructureSet, TwoIslandsOfOneRoiBothCount) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  for (ContourToBuild& island : box(30, 0, 35, 10, 0, 2, 3))
    content.rois[0].contours.push_back(island);
  EXPECT_NEAR(volume_of(read(content).segments[0]), 150 * 6, 1);
}

TEST(StructureSet, AContourStoredTwiceCountsOnce) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].contours.push_back(content.rois[0].contours[1]);
  EXPECT_NEAR(volume_of(read(content).segments[0]), 600, 1);
}

TEST(StructureSet, OverlappingRoisKeepAllOfTheirs) {
  StructureSetToBuild content;
  content.rois.push_back(roi("Liver", "ORGAN", box(0, 0, 50, 40, 0, 2, 5)));
  content.rois.push_back(roi("GTV liver", "GTV", box(10, 10, 20, 20, 2, 2, 3)));
  const Segmentation seg = read(content);
  EXPECT_NEAR(volume_of(seg.segments[0]), 50 * 40 * 10, 1);
  EXPECT_NEAR(volume_of(seg.segments[1]), 100 * 6, 1);
  EXPECT_EQ(seg.segments[0].role, SegmentRole::kOrgan);
  EXPECT_EQ(seg.segments[0].organ, "liver");
  EXPECT_EQ(seg.segments[1].role, SegmentRole::kLesion);
  EXPECT_EQ(seg.segments[1].organ, "liver");
}

TEST(StructureSet, TheOrderOfRoisMakesNoDifference) {
  StructureSetToBuild content;
  content.rois.push_back(roi("GTV a", "GTV", {circle(3.3, 4.4, 0, 7), circle(3.3, 4.4, 2.5, 6)}));
  content.rois.push_back(roi("GTV b", "GTV", {circle(-31.7, 24.4, 2.5, 5), circle(-31.7, 24.4, 5, 4)}));
  const Segmentation forward = read(content);
  std::swap(content.rois[0], content.rois[1]);
  const Segmentation backward = read(content);
  EXPECT_EQ(forward.grid, backward.grid);
  EXPECT_EQ(forward.segments[0].mask.runs, backward.segments[1].mask.runs);
  EXPECT_EQ(forward.segments[1].mask.runs, backward.segments[0].mask.runs);
}

TEST(StructureSet, ObliqueSagittalAndCoronalPlanesKeepTheirVolume) {
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
    const Segmentation seg = read(one(std::move(contours)));
    ASSERT_EQ(seg.segments.size(), 1U);
    EXPECT_NEAR(volume_of(seg.segments[0]), 12 * 16 * 15, 0.015 * 12 * 16 * 15);
    EXPECT_NEAR(std::abs(dot(seg.grid.slice_direction, normal)), norm(normal), 1e-6);
    EXPECT_NEAR(dot(cross(seg.grid.column_direction, seg.grid.row_direction), seg.grid.slice_direction), 1,
                1e-9);
    EXPECT_NEAR(seg.grid.slice_spacing, 3 * norm(normal), 1e-6);
  }
}

TEST(StructureSet, AnEmptyPlaneInBetweenIsAGap) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 6));
  content.rois[0].contours.erase(content.rois[0].contours.begin() + 2);
  const Segmentation seg = read(content);
  EXPECT_EQ(seg.grid.slices, 6);
  EXPECT_TRUE(seg.missing_slices);
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * 10, 1);
  content.rois.push_back(roi("Body", "EXTERNAL", box(-90, -90, 90, 90, -20, 2, 30)));
  const Segmentation with_body = read(content);
  EXPECT_FALSE(with_body.missing_slices) << "another ROI was drawn there";
  EXPECT_NEAR(volume_of(with_body.segments[0]), 100 * 10, 1);
}

TEST(StructureSet, ARoiOnEverySecondSliceStandsForTheSlicesBetween) {
  StructureSetToBuild content;
  content.rois.push_back(roi("GTV", "GTV", box(0, 0, 10, 10, 0, 5, 4)));
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 40, 40, -10, 2.5, 20)));
  const Segmentation seg = read(content);
  EXPECT_NEAR(seg.grid.slice_spacing, 2.5, 1e-9);
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * 20, 1);
  EXPECT_NEAR(volume_of(seg.segments[1]), 3600 * 50, 10);
}

TEST(StructureSet, SingleSliceIslandsAtOneDistanceStayApart) {
  StructureSetToBuild content;
  content.rois.push_back(
      roi("GTV", "GTV", {rectangle(0, 0, 5, 5, 0), rectangle(30, 0, 35, 5, 5), rectangle(60, 0, 65, 5, 10)}));
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 90, 40, -10, 2.5, 20)));
  EXPECT_NEAR(volume_of(read(content).segments[0]), 3 * 25 * 2.5, 1);
}

TEST(StructureSet, IrregularPlanesReachHalfWayToTheirNeighbours) {
  std::vector<ContourToBuild> contours;
  for (const double z : {0.0, 2.0, 4.9, 7.0, 9.3, 11.2})
    contours.push_back(rectangle(0, 0, 10, 10, z));
  const Segmentation seg = read(one(std::move(contours)));
  ASSERT_FALSE(seg.grid.is_regular());
  EXPECT_EQ(seg.grid.slices, 6);
  double height = 0;
  for (int slice = 0; slice < seg.grid.slices; ++slice)
    height += seg.grid.slice_height(slice);
  EXPECT_NEAR(height, 11.2 + 2.1, 1e-9) << "half the median step beyond both ends";
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * height, 1);
}

TEST(StructureSet, TwoRoisOnShiftedPlanesBothKeepTheirVolume) {
  StructureSetToBuild content;
  content.rois.push_back(roi("GTV ct", "GTV", box(0, 0, 10, 10, 0, 3, 8)));
  content.rois.push_back(roi("GTV pet", "GTV", box(30, 0, 40, 10, 0.7, 5, 5)));
  const Segmentation seg = read(content);
  EXPECT_NEAR(volume_of(seg.segments[0]), 100 * 24, 0.1 * 100 * 24);
  EXPECT_NEAR(volume_of(seg.segments[1]), 100 * 25, 0.1 * 100 * 25);
}

TEST(StructureSet, OnePlaneNeedsAThickness) {
  StructureSetToBuild content = one({rectangle(0, 0, 10, 10, 0)});
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_SLICE_SPACING");
  content.rois[0].contours[0].slab_thickness = 2.5;
  EXPECT_NEAR(volume_of(read(content).segments[0]), 250, 1);
  EXPECT_EQ(refusal(one({rectangle(0, 0, 10, 10, 0), rectangle(0, 0, 10, 10, 40)})),
            "RTSTRUCT_NO_SLICE_SPACING")
      << "two lesions of one slice each";
  content = one({rectangle(0, 0, 10, 10, 4)});
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 40, 40, 0, 2, 9)));
  EXPECT_NEAR(volume_of(read(content).segments[0]), 200, 1) << "the others' distance";
}

TEST(StructureSet, PointsAndLinesAreNoAreas) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  ContourToBuild point;
  point.points = {{1, 2, 77.7}};
  point.type = "POINT";
  ContourToBuild line = rectangle(50, 50, 60, 60, 33);
  line.type = "OPEN_PLANAR";
  ContourToBuild strand = rectangle(50, 50, 60, 60, 33);
  strand.points[0].z = 12;
  strand.type = "OPEN_NONPLANAR";
  ContourToBuild two;
  two.points = {{0, 0, 8}, {1, 1, 8}};
  content.rois.push_back(roi("Iso", "ISOCENTER", {point}));
  content.rois.push_back(roi("Needle", "", {line, strand}));
  content.rois.push_back(roi("Tiny", "GTV", {two}));
  content.rois.push_back(roi("Empty", "GTV", {}));
  const Segmentation seg = read(content);
  ASSERT_EQ(seg.segments.size(), 5U);
  EXPECT_EQ(seg.grid.slices, 3);
  for (const std::size_t i : {1U, 2U, 3U}) {
    EXPECT_EQ(seg.segments[i].left_out, "RTSTRUCT_NO_AREA") << i;
    EXPECT_TRUE(seg.segments[i].mask.runs.empty()) << i;
  }
  EXPECT_EQ(seg.segments[4].left_out, "");
  content.rois.erase(content.rois.begin());
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_CONTOUR");
}

TEST(StructureSet, RoisOfAnotherFrameOfReferenceAreNotMixedIn) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois.push_back(roi("Liver", "ORGAN", box(-20, -20, 40, 40, 1, 2, 9)));
  content.rois[1].frame_of_reference = "2.25.777";
  const Segmentation seg = read(content);
  EXPECT_EQ(seg.segments[1].left_out, "RTSTRUCT_OTHER_FRAME_OF_REFERENCE");
  EXPECT_TRUE(seg.segments[1].mask.runs.empty());
  EXPECT_EQ(seg.grid.slices, 3);
  content.rois[1].interpreted_type = "GTV";
  EXPECT_EQ(refusal(content), "RTSTRUCT_FRAMES_OF_REFERENCE");
}

TEST(StructureSet, TheFrameOfReferenceMayStandInTheObjectAlone) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].frame_of_reference = "";
  EXPECT_EQ(read(content).frame_of_reference_uid, "2.25.2004");
  content.references = false;
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_FRAME_OF_REFERENCE");
  content.change = [](DcmDataset& dataset) {
    test::structure::put(dataset, DCM_FrameOfReferenceUID, "2.25.5");
  };
  EXPECT_EQ(read(content).frame_of_reference_uid, "2.25.5");
}

TEST(StructureSet, ContoursThatLieAcrossAreNotMixedIn) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  ContourToBuild bent = rectangle(50, 50, 60, 60, 4);
  bent.points[2].z = 9;
  content.rois.push_back(roi("Lung", "ORGAN", {bent}));
  EXPECT_EQ(read(content).segments[1].left_out, "RTSTRUCT_NOT_PLANAR");
  content.rois[1].interpreted_type = "GTV";
  EXPECT_EQ(refusal(content), "RTSTRUCT_NOT_PLANAR");
}

TEST(StructureSet, RoundedCoordinatesOfOnePlaneAreOnePlane) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].contours[1].points[2].z += 0.01;
  content.rois.push_back(roi("GTV-2", "GTV", box(30, 0, 40, 10, 0.02, 2, 3)));
  const Segmentation seg = read(content);
  EXPECT_EQ(seg.grid.slices, 3);
  EXPECT_TRUE(seg.grid.is_regular());
}

TEST(StructureSet, ContourDataThatAreNoPointsAreRefused) {
  for (const char* data :
       {"1\\2", "1\\2\\3\\4", "1\\2\\x\\4\\5\\6\\7\\8\\9", "0\\0\\0\\nan\\0\\0\\1\\1\\0",
        "0\\0\\0\\inf\\0\\0\\1\\1\\0", "0\\0\\0\\1e300\\0\\0\\1\\1\\0", "0\\0\\0\\\\0\\0\\1\\1\\0"}) {
    StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
    content.rois[0].contours[1].data = data;
    EXPECT_EQ(refusal(content), "RTSTRUCT_CONTOUR_DATA") << data;
  }
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].contours[1].number_of_points = 5;
  EXPECT_EQ(refusal(content), "RTSTRUCT_CONTOUR_DATA") << "fewer points than stated";
}

TEST(StructureSet, NumbersMayBeWrittenLoosely) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].contours[1].data =
      " +0.0 \\0\\2.000000000000001 \\ 1.0E1\\0\\2\\10.\\10.0000000000000000\\2 \\0\\1e+01\\ 2";
  EXPECT_NEAR(volume_of(read(content).segments[0]), 600, 1);
}

TEST(StructureSet, RoiNumbersMustFit) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.change = [](DcmDataset& dataset) {
    test::structure::put(test::structure::item(dataset, DCM_ROIContourSequence), DCM_ReferencedROINumber,
                         "7");
  };
  EXPECT_EQ(refusal(content), "RTSTRUCT_ROI_NUMBER");
  content.change = [](DcmDataset& dataset) {
    test::structure::put(test::structure::item(dataset, DCM_StructureSetROISequence, 1), DCM_ROINumber, "1");
  };
  EXPECT_EQ(refusal(content), "RTSTRUCT_ROI_NUMBER");
  content.change = [](DcmDataset& dataset) { dataset.findAndDeleteElement(DCM_StructureSetROISequence); };
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_ROI");
}

TEST(StructureSet, LongContourDataOfUnknownVrAreRead) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.change = [](DcmDataset& dataset) {
    DcmItem& contour =
        test::structure::item(test::structure::item(dataset, DCM_ROIContourSequence), DCM_ContourSequence);
    const std::string text = "0\\0\\0\\10\\0\\0\\10\\10\\0\\0\\10\\0 ";
    auto* element = new DcmOtherByteOtherWord(DcmTag(DCM_ContourData, EVR_UN));
    element->putUint8Array(reinterpret_cast<const Uint8*>(text.data()), text.size());
    contour.insert(element, true);
  };
  EXPECT_NEAR(volume_of(read(content).segments[0]), 600, 1);
}

TEST(StructureSet, LimitsHold) {
  LoadLimits limits;
  limits.max_contour_points = 11;
  EXPECT_EQ(refusal(one(box(0, 0, 10, 10, 0, 2, 3)), limits), "FILE_TOO_LARGE");
  limits = {};
  limits.max_runs = 20;
  EXPECT_EQ(refusal(one(box(0, 0, 10, 10, 0, 2, 3)), limits), "FILE_TOO_LARGE");
  EXPECT_EQ(refusal(one({rectangle(0, 0, 1e5, 1e5, 0), rectangle(0, 0, 10, 10, 2)})), "FILE_TOO_LARGE");
  EXPECT_EQ(refusal(one({rectangle(0, 0, 10, 10, -1e5), rectangle(0, 0, 10, 10, 1e5)})), "RTSTRUCT_EXTENT");
  EXPECT_EQ(refusal(one(
                {rectangle(0, 0, 10, 10, 0), rectangle(0, 0, 10, 10, 0.2), rectangle(0, 0, 10, 10, 60000)})),
            "RTSTRUCT_EXTENT");
}

TEST(StructureSet, LargeSetsGetCoarserPixels) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  EXPECT_NEAR(read(content).grid.column_spacing, 0.1, 1e-12);
  for (int i = 0; i < 12; ++i)
    content.rois.push_back(roi("Body", "EXTERNAL", box(-200, -900, 200, 900, 0, 2, 50)));
  const Segmentation seg = read(content);
  EXPECT_GT(seg.grid.column_spacing, 0.1);
  EXPECT_LE(seg.grid.column_spacing, 1);
  EXPECT_NEAR(volume_of(seg.segments[0]), 600, 1);
}

TEST(StructureSet, IgnoredLabelsAreNotRead) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois.push_back(roi("zHelp", "GTV", box(0, 0, 10, 10, 40, 2, 3)));
  SourceRule rule;
  rule.ignore_labels = {"z*"};
  const Segmentation seg = read(content, {rule});
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_EQ(seg.grid.slices, 3);
}

struct RoleCase {
  const char* name;
  const char* type;
  std::vector<std::string> code;
  SegmentRole role;
  const char* organ;
};

class RoleOfRoi : public testing::TestWithParam<RoleCase> {};

TEST_P(RoleOfRoi, FollowsTypeCodesAndName) {
  StructureSetToBuild content;
  content.rois.push_back(roi(GetParam().name, GetParam().type, box(0, 0, 10, 10, 0, 2, 3)));
  content.rois[0].identification = GetParam().code;
  const Segmentation seg = read(content);
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_STREQ(name_of(seg.segments[0].role), name_of(GetParam().role));
  EXPECT_EQ(seg.segments[0].organ, GetParam().organ);
}

INSTANTIATE_TEST_SUITE_P(
    Each, RoleOfRoi,
    testing::Values(RoleCase{"ROI 4", "GTV", {}, SegmentRole::kLesion, ""},
                    RoleCase{"GTV-1", "ORGAN", {}, SegmentRole::kLesion, ""},
                    RoleCase{"gtvp_lung", "", {}, SegmentRole::kLesion, "lung"},
                    RoleCase{"Liver met 2, metastasis", "ORGAN", {}, SegmentRole::kLesion, "liver"},
                    RoleCase{"Lung GTV 2", "ORGAN", {}, SegmentRole::kLesion, "lung"},
                    RoleCase{"ROI 4", "TARGET", {"228791009", "GTV"}, SegmentRole::kLesion, ""},
                    RoleCase{"GTV-2", "UNDEFINED", {}, SegmentRole::kLesion, ""},
                    RoleCase{"Lung minus GTV", "ORGAN", {}, SegmentRole::kOrgan, "lung"},
                    RoleCase{"Lung_L", "ORGAN", {}, SegmentRole::kOrgan, "lung"},
                    RoleCase{"Lungs-GTV", "AVOIDANCE", {}, SegmentRole::kOrgan, "lung"},
                    RoleCase{"Liver", "", {}, SegmentRole::kOrgan, "liver"},
                    RoleCase{"ROI 4", "ORGAN", {"10200004", "Liver"}, SegmentRole::kOrgan, "liver"},
                    RoleCase{"ROI 4", "", {"228791009", "Gross tumour volume"}, SegmentRole::kLesion, ""},
                    RoleCase{"ROI 4", "", {"228793007", "Planning target volume"}, SegmentRole::kOther, ""},
                    RoleCase{"PTV tumor", "", {}, SegmentRole::kOther, ""},
                    RoleCase{"CTV liver lesion", "CTV", {}, SegmentRole::kOther, "liver"},
                    RoleCase{"Body", "EXTERNAL", {}, SegmentRole::kOther, ""},
                    RoleCase{"Skin", "", {}, SegmentRole::kOther, "skin"},
                    RoleCase{"Skin lesion", "", {}, SegmentRole::kLesion, "skin"},
                    RoleCase{"ROI 4", "ORGAN", {}, SegmentRole::kOther, ""}));

TEST(StructureSet, RulesDecideRolesFirst) {
  StructureSetToBuild content;
  content.rois.push_back(roi("PTV 60", "PTV", box(0, 0, 10, 10, 0, 2, 3)));
  SourceRule rule;
  rule.lesion_labels = {"ptv*"};
  EXPECT_EQ(read(content, {rule}).segments[0].role, SegmentRole::kLesion);
}

/// A sphere as a SEG of 0.8 mm voxels, a voxel inside when its centre is, and as circles on the same slices.
TEST(StructureSet, AgreesWithTheSegOfTheSameSphere) {
  constexpr int kSide = 40;
  constexpr double kPixel = 0.8;
  constexpr double kSpacing = 2;
  constexpr double kRadius = 11.3;
  const Vec3 centre{15.3, 15.9, 14.2};
  test::SegToBuild seg;
  seg.rows = seg.columns = kSide;
  seg.pixel_spacing = {kPixel, kPixel};
  StructureSetToBuild contours = one({});
  for (int slice = 0; slice < 15; ++slice) {
    const double z = slice * kSpacing;
    const double across = kRadius * kRadius - (z - centre.z) * (z - centre.z);
    if (across <= 0) continue;
    test::FrameToBuild frame;
    frame.position = {0, 0, z};
    frame.pixels = test::draw(kSide, kSide, [&](int row, int column) {
      return std::hypot(column * kPixel - centre.x, row * kPixel - centre.y) <= std::sqrt(across);
    });
    seg.frames.push_back(frame);
    contours.rois[0].contours.push_back(circle(centre.x, centre.y, z, std::sqrt(across), 180));
  }
  const Result<LoadedObject> loaded = test::load_seg(seg);
  ASSERT_TRUE(loaded) << loaded.error().reason;
  const auto& from_seg = std::get<Segmentation>(*loaded);
  const Segmentation from_contours = read(contours);
  ASSERT_EQ(from_contours.grid.slices, from_seg.grid.slices);
  std::vector<std::vector<std::vector<bool>>> in_seg(
      static_cast<std::size_t>(from_seg.grid.slices),
      std::vector<std::vector<bool>>(kSide, std::vector<bool>(kSide, false)));
  for (const std::vector<int>& v : test::voxels_of(from_seg.segments[0].mask))
    in_seg[static_cast<std::size_t>(v[0])][static_cast<std::size_t>(v[1])][static_cast<std::size_t>(v[2])] =
        true;
  const auto has = [&](int slice, int row, int column) {
    return row >= 0 && column >= 0 && row < kSide && column < kSide &&
           in_seg[static_cast<std::size_t>(slice)][static_cast<std::size_t>(row)]
                 [static_cast<std::size_t>(column)];
  };
  int far = 0;
  for (const std::vector<int>& v : test::voxels_of(from_contours.segments[0].mask)) {
    const Vec3 index = from_seg.grid.to_index(from_contours.grid.to_patient(v[2], v[1], v[0]));
    const int column = static_cast<int>(std::lround(index.x));
    const int row = static_cast<int>(std::lround(index.y));
    bool near = false;
    for (int r = row - 1; r <= row + 1; ++r)
      for (int c = column - 1; c <= column + 1; ++c)
        near = near || has(v[0], r, c);
    far += near ? 0 : 1;
  }
  EXPECT_EQ(far, 0) << "within one voxel of the SEG";
  const double a = volume_of(from_seg.segments[0]);
  const double b = volume_of(from_contours.segments[0]);
  EXPECT_NEAR(b, a, 0.01 * a);
}

TEST(RealStructureSet, IsRead) {
  ASSERT_TRUE(dicom::set_up());
  const std::filesystem::path path =
      std::filesystem::path(OLIGARD_SOURCE_DIR) / "../shared/data/real/other/rtstruct.dcm";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the published test files are not here";
  const Result<LoadedObject> object = load_object(path);
  ASSERT_TRUE(object) << object.error().code;
  const auto& seg = std::get<Segmentation>(*object);
  ASSERT_EQ(seg.segments.size(), 3U);
  EXPECT_EQ(seg.segments[0].role, SegmentRole::kOther) << "EXTERNAL";
  EXPECT_NEAR(volume_of(seg.segments[0]), 400.0 * 300 * 30, 1) << "three planes 10 mm apart";
  EXPECT_EQ(seg.segments[1].left_out, "RTSTRUCT_NO_AREA") << "an isocenter";
}

}  // namespace
}  // namespace oligard::load
