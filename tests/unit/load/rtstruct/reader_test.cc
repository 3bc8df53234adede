#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcvrobow.h>
#include <gtest/gtest.h>

#include "unit/load/rtstruct/builder.h"

namespace oligard::load {
namespace {

using namespace test;

TEST(StructureSet, SaysWhatItIs) {
  StructureSetToBuild content = one(box(10, 20, 22, 36, -50, 3, 4));
  content.images = {"2.25.31", "2.25.32"};
  content.rois[0].contours[1].image = "2.25.31";
  const Segmentation seg = read_structure_set(content);
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
  const Segmentation seg = read_structure_set(one(box(10.3, 20.5, 22.4, 36.7, -50, 3, 4)));
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
      sum += volume_of(read_structure_set(one(std::move(contours))).segments[0]) / 2;
    }
    const double area = std::numbers::pi * radius * radius;
    EXPECT_NEAR(sum / count, area, 0.005 * area) << "radius " << radius;
  }
}

TEST(StructureSet, AContourInsideAnotherIsAHole) {
  StructureSetToBuild content = one(box(0, 0, 20, 20, 0, 2, 3));
  for (ContourToBuild& hole : box(5, 5, 10, 10, 0, 2, 3))
    content.rois[0].contours.push_back(hole);
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), (400 - 25) * 6, 1);
  for (ContourToBuild& contour : content.rois[0].contours)
    contour.type = "CLOSEDPLANAR_XOR";
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), (400 - 25) * 6, 1);
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
  EXPECT_NEAR(volume_of(read_structure_set(one(std::move(contours))).segments[0]), (400 - 25) * 6, 1);
}

TEST(StructureSet, ContoursOnALineEncloseNothing) {
  ContourToBuild line;
  line.points = {{0, 0, 0}, {5, 5, 0}, {9, 9, 0}, {3, 3, 0}};
  StructureSetToBuild content = one({line, line});
  for (Vec3& point : content.rois[0].contours[1].points)
    point.z = 2;
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_CONTOUR");
  content.rois.push_back(roi("GTV-2", "GTV", box(0, 0, 10, 10, 0, 2, 3)));
  EXPECT_EQ(read_structure_set(content).segments[0].left_out, "RTSTRUCT_NO_AREA");
}

TEST(StructureSet, AContourThatCrossesItselfFillsBothLobes) {
  std::vector<ContourToBuild> contours;
  for (int i = 0; i < 3; ++i) {
    ContourToBuild eight;
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{0, 0}, {10, 10}, {10, 0}, {0, 10}})
      eight.points.push_back({x, y, 2.0 * i});
    contours.push_back(eight);
  }
  EXPECT_NEAR(volume_of(read_structure_set(one(std::move(contours))).segments[0]), 50 * 6, 3)
      << "the vector area is zero";
}

TEST(StructureSet, TwoIslandsOfOneRoiBothCount) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  for (ContourToBuild& island : box(30, 0, 35, 10, 0, 2, 3))
    content.rois[0].contours.push_back(island);
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 150 * 6, 1);
}

TEST(StructureSet, AContourStoredTwiceCountsOnce) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].contours.push_back(content.rois[0].contours[1]);
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 600, 1);
}

TEST(StructureSet, OverlappingRoisKeepAllOfTheirs) {
  StructureSetToBuild content;
  content.rois.push_back(roi("Liver", "ORGAN", box(0, 0, 50, 40, 0, 2, 5)));
  content.rois.push_back(roi("GTV liver", "GTV", box(10, 10, 20, 20, 2, 2, 3)));
  const Segmentation seg = read_structure_set(content);
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
  const Segmentation forward = read_structure_set(content);
  std::swap(content.rois[0], content.rois[1]);
  const Segmentation backward = read_structure_set(content);
  EXPECT_EQ(forward.grid, backward.grid);
  EXPECT_EQ(forward.segments[0].mask.runs, backward.segments[1].mask.runs);
  EXPECT_EQ(forward.segments[1].mask.runs, backward.segments[0].mask.runs);
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
  const Segmentation seg = read_structure_set(content);
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
  const Segmentation seg = read_structure_set(content);
  EXPECT_EQ(seg.segments[1].left_out, "RTSTRUCT_OTHER_FRAME_OF_REFERENCE");
  EXPECT_TRUE(seg.segments[1].mask.runs.empty());
  EXPECT_EQ(seg.grid.slices, 3);
  content.rois[1].interpreted_type = "GTV";
  EXPECT_EQ(refusal(content), "RTSTRUCT_FRAMES_OF_REFERENCE");
}

TEST(StructureSet, TheFrameOfReferenceMayStandInTheObjectAlone) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].frame_of_reference = "";
  EXPECT_EQ(read_structure_set(content).frame_of_reference_uid, "2.25.2004");
  content.references = false;
  EXPECT_EQ(refusal(content), "RTSTRUCT_NO_FRAME_OF_REFERENCE");
  content.change = [](DcmDataset& dataset) {
    test::structure::put(dataset, DCM_FrameOfReferenceUID, "2.25.5");
  };
  EXPECT_EQ(read_structure_set(content).frame_of_reference_uid, "2.25.5");
}

TEST(StructureSet, ContoursThatLieAcrossAreNotMixedIn) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  ContourToBuild bent = rectangle(50, 50, 60, 60, 4);
  bent.points[2].z = 9;
  content.rois.push_back(roi("Lung", "ORGAN", {bent}));
  EXPECT_EQ(read_structure_set(content).segments[1].left_out, "RTSTRUCT_NOT_PLANAR");
  content.rois[1].interpreted_type = "GTV";
  EXPECT_EQ(refusal(content), "RTSTRUCT_NOT_PLANAR");
}

TEST(StructureSet, RoundedCoordinatesOfOnePlaneAreOnePlane) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois[0].contours[1].points[2].z += 0.01;
  content.rois.push_back(roi("GTV-2", "GTV", box(30, 0, 40, 10, 0.02, 2, 3)));
  const Segmentation seg = read_structure_set(content);
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
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 600, 1);
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
  EXPECT_NEAR(volume_of(read_structure_set(content).segments[0]), 600, 1);
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
  EXPECT_NEAR(read_structure_set(content).grid.column_spacing, 0.1, 1e-12);
  for (int i = 0; i < 12; ++i)
    content.rois.push_back(roi("Body", "EXTERNAL", box(-200, -900, 200, 900, 0, 2, 50)));
  const Segmentation seg = read_structure_set(content);
  EXPECT_GT(seg.grid.column_spacing, 0.1);
  EXPECT_LE(seg.grid.column_spacing, 1);
  EXPECT_NEAR(volume_of(seg.segments[0]), 600, 1);
}

TEST(StructureSet, IgnoredLabelsAreNotRead) {
  StructureSetToBuild content = one(box(0, 0, 10, 10, 0, 2, 3));
  content.rois.push_back(roi("zHelp", "GTV", box(0, 0, 10, 10, 40, 2, 3)));
  SourceRule rule;
  rule.ignore_labels = {"z*"};
  const Segmentation seg = read_structure_set(content, {rule});
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_EQ(seg.grid.slices, 3);
}

}  // namespace
}  // namespace oligard::load
