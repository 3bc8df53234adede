#include "pipeline/key_slices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/page_objects.h"

namespace oligard::pipeline {
namespace {

using terms::LesionStatus;

/// One lesion of 3 × 3 voxels at TP0 and of 5 × 5 at TP1, both on a grid of 2 mm; no image is there.
class KeySlicesTest : public testing::Test {
 protected:
  KeySlicesTest() {
    match::Track track;
    track.id = "L01";
    for (int t = 0; t < 2; ++t) {
      const int width = t == 0 ? 3 : 5;
      MeasuredTimePoint time_point;
      report::SegmentedLesions segmented;
      segmented.sop_instance_uid = "2.25.1" + std::to_string(t);
      report::LesionVoxels voxels;
      voxels.number = 4;
      voxels.mask.grid.columns = voxels.mask.grid.rows = 40;
      voxels.mask.grid.slices = 3;
      voxels.mask.grid.column_spacing = voxels.mask.grid.row_spacing = 2;
      for (int row = 0; row < width; ++row)
        voxels.mask.runs.push_back({1, 10 + row, 20, width});
      segmented.lesions.push_back(voxels);
      time_point.segmented.push_back(segmented);
      patient_.time_points.push_back(time_point);

      measure::TimePoint measured;
      measured.id = "TP" + std::to_string(t);
      measure::Lesion lesion;
      lesion.source.sop_instance_uid = segmented.sop_instance_uid;
      lesion.source.number = 4;
      lesion.slice_index = 1;
      measured.lesions.push_back(lesion);
      assessment_.graph.timepoints.push_back(measured);
      assessment_.clinical_case.timepoints.emplace_back();
      assessment_.clinical_case.timepoints.back().id = measured.id;
      track.lesions.push_back({t, 0});
    }
    assessment_.graph.tracks.push_back(track);
    assessment_.timepoints.resize(2);
    said().status = LesionStatus::kProgressing;
    said().nadir_timepoint = "TP0";
  }

  classify::LesionAssessment& said() { return assessment_.timepoints[1].lesions["L01"]; }

  PatientAnalysis patient_;
  classify::Assessment assessment_;
};

TEST_F(KeySlicesTest, NadirAndNowInTheSameScale) {
  const auto slices = key_slices(patient_, assessment_, 1);
  ASSERT_EQ(slices.size(), 2U);
  EXPECT_EQ(slices[0].timepoint, 0U);
  EXPECT_EQ(slices[1].timepoint, 1U);
  EXPECT_EQ(slices[0].width_mm, slices[1].width_mm);
  EXPECT_TRUE(slices[1].grey.empty()) << "no image is there";
  ASSERT_EQ(slices[1].outlines.size(), 1U);
  double left = 1e9, right = -1e9;
  for (const draw::SlicePoint& point : slices[1].outlines[0]) {
    left = std::min(left, point.x);
    right = std::max(right, point.x);
  }
  EXPECT_DOUBLE_EQ(right - left, 10) << "five voxels of 2 mm";
  EXPECT_DOUBLE_EQ((right + left) / 2, slices[1].width_mm / 2) << "in the middle";
}

TEST_F(KeySlicesTest, OnlyWhatProgresses) {
  said().status = LesionStatus::kStable;
  EXPECT_TRUE(key_slices(patient_, assessment_, 1).empty());
}

TEST_F(KeySlicesTest, NewLesionHasOneSlice) {
  assessment_.graph.tracks[0].lesions.erase(assessment_.graph.tracks[0].lesions.begin());
  said().status = LesionStatus::kNew;
  said().nadir_timepoint.clear();
  const auto slices = key_slices(patient_, assessment_, 1);
  ASSERT_EQ(slices.size(), 1U);
  EXPECT_EQ(slices[0].timepoint, 1U);
}

TEST_F(KeySlicesTest, NoVoxelsNoSlice) {
  for (MeasuredTimePoint& time_point : patient_.time_points)
    time_point.segmented.clear();
  EXPECT_TRUE(key_slices(patient_, assessment_, 1).empty());
}

TEST_F(KeySlicesTest, AnImageThatCannotBeReadLeavesTheOutline) {
  load::ImageObject image;
  image.header.path = "/nowhere/image.dcm";
  image.header.modality = "CT";
  image.frame_of_reference_uid = "2.25.8";
  image.planes.push_back({0, patient_.time_points[1].segmented[0].lesions[0].mask.grid});
  image.planes[0].grid.origin.z = 1;
  patient_.time_points[1].images.push_back(image);
  patient_.time_points[1].segmented[0].frame_of_reference_uid = "2.25.8";
  const auto slices = key_slices(patient_, assessment_, 1);
  ASSERT_EQ(slices.size(), 2U);
  EXPECT_TRUE(slices[1].grey.empty());
  EXPECT_EQ(slices[1].outlines.size(), 1U);
}

TEST_F(KeySlicesTest, FilmsFewLesions) {
  for (int i = 2; i <= 20; ++i) {
    match::Track track = assessment_.graph.tracks[0];
    track.id = "M" + std::to_string(i);
    assessment_.graph.tracks.push_back(track);
    assessment_.timepoints[1].lesions[track.id] = said();
  }
  EXPECT_EQ(key_slices(patient_, assessment_, 1).size(), 2 * kMostFilmed);
}

/// Reports go out without the page: what fails is told of, leaves no object and throws nothing.
TEST_F(KeySlicesTest, PageThatCannotBeDrawnIsLeftOut) {
  report::ReportRequest request;
  request.assessment = &assessment_;
  request.timepoint = 1;
  request.profiles = {"default_5"};
  request.header_source = "/nowhere/header.dcm";
  request.result_key = "00112233445566";
  std::vector<std::string> told;
  Writing writing;
  writing.on_left_out = [&told](report::Document::Kind, const Error& error) { told.push_back(error.code); };
  config::Settings settings;
  EXPECT_TRUE(page_objects(request, patient_, settings, writing).empty());
  EXPECT_THAT(told, ::testing::ElementsAre("REPORT_HEADER_UNREADABLE", "REPORT_HEADER_UNREADABLE"));
  told.clear();
  settings.report.page = "none";
  EXPECT_TRUE(page_objects(request, patient_, settings, writing).empty());
  EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace oligard::pipeline
