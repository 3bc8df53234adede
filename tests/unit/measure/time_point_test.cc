#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using Voxels = oligard::Run;
using load::SegmentRole;

constexpr int kSlices = 20;

std::vector<Voxels> block(int slice, int row, int column, int side, int slices) {
  std::vector<Voxels> runs;
  for (int s = 0; s < slices; ++s) {
    for (int r = 0; r < side; ++r)
      runs.push_back({slice + s, row + r, column, side});
  }
  return runs;
}

load::Segmentation segmentation(const std::string& uid) {
  load::Segmentation seg;
  seg.header.sop_instance_uid = uid;
  seg.frame_of_reference_uid = "1.4";
  seg.source_series_uid = "1.5";
  seg.grid = testing::make_grid(100, 100, 14, 1, 1, 2);
  seg.grid.origin = {-50, -50, 106};  // image slice 3
  return seg;
}

void add(load::Segmentation& seg, SegmentRole role, const std::string& organ, std::vector<Voxels> runs) {
  load::Segment s;
  s.number = static_cast<int>(seg.segments.size()) + 1;
  s.role = role;
  s.organ = organ;
  s.mask = {seg.grid, std::move(runs)};
  seg.segments.push_back(std::move(s));
}

/// kSlices axial images, 2 mm apart, from z = 100; twice as fine in plane as the segmentation.
std::vector<load::ImageObject> images(int count = kSlices) {
  std::vector<load::ImageObject> all;
  for (int i = 0; i < count; ++i) {
    load::ImageObject image;
    image.header.sop_class_uid = "1.2.840.10008.5.1.4.1.1.2";
    image.header.sop_instance_uid = "8." + std::to_string(i);
    image.header.series_instance_uid = "1.5";
    image.frame_of_reference_uid = "1.4";
    Grid grid = testing::make_grid(200, 200, 1, 0.5, 0.5, 2);
    grid.origin = {-50.25, -50.25, 100.0 + 2 * i};
    image.planes = {{0, grid}};
    all.push_back(std::move(image));
  }
  return all;
}

load::StatedNumber number(double value) {
  load::StatedNumber stated;
  stated.concept_name = {"G-A22", "SRT", "Length"};
  stated.value = value;
  return stated;
}

load::StatedNumber line(double value, const std::string& image, double c1, double r1, double c2, double r2) {
  load::StatedLine drawn;
  drawn.image.sop_instance_uid = image;
  drawn.column1 = c1;
  drawn.row1 = r1;
  drawn.column2 = c2;
  drawn.row2 = r2;
  load::StatedNumber stated = number(value);
  stated.line = drawn;
  return stated;
}

load::MeasurementReport report(const std::string& uid, std::vector<load::PriorMeasurement> groups) {
  load::MeasurementReport r;
  r.header.sop_instance_uid = uid;
  r.header.study_instance_uid = "1.1";
  r.measurements = std::move(groups);
  return r;
}

TEST(TimePoint, CarriesWhatTheObjectsSay) {
  load::TimePointObjects objects;
  objects.modality = "CT";
  objects.slice_thickness_mm = 2.5;
  objects.study_instance_uids = {"1.1"};
  objects.frame_of_reference_uid = "1.4";
  objects.segmentations = {segmentation("2.1")};
  objects.segmentations[0].rule.exhaustive = true;
  const TimePoint point = measure_time_point(objects, "TP3").value();
  EXPECT_EQ(point.id, "TP3");
  EXPECT_EQ(point.modality, "CT");
  EXPECT_EQ(point.slice_thickness_mm, 2.5);
  EXPECT_TRUE(point.segmentation_exhaustive);
  EXPECT_TRUE(point.lesions.empty());
  EXPECT_FALSE(point.coverage.has_value()) << "no images: not known";
  EXPECT_TRUE(point.regions.empty());
}

TEST(TimePoint, OrdersLesionsBySourceWhateverTheInputOrder) {
  load::TimePointObjects objects;
  objects.segmentations = {segmentation("2.2"), segmentation("2.1")};
  add(objects.segmentations[0], SegmentRole::kLesion, "", block(4, 10, 10, 3, 2));
  add(objects.segmentations[1], SegmentRole::kLesion, "", block(4, 30, 10, 3, 2));
  add(objects.segmentations[1], SegmentRole::kLesion, "", block(4, 50, 10, 3, 2));
  const TimePoint point = measure_time_point(objects, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 3U);
  EXPECT_EQ(point.lesions[0].source.sop_instance_uid, "2.1");
  EXPECT_EQ(point.lesions[1].source.number, 2);
  EXPECT_EQ(point.lesions[2].source.sop_instance_uid, "2.2");
}

TEST(TimePoint, AxesAreDrawnOnTheImageOfTheirSlice) {
  load::TimePointObjects objects;
  objects.images = images();
  objects.segmentations = {segmentation("2.1")};
  add(objects.segmentations[0], SegmentRole::kLesion, "", block(4, 10, 20, 1, 1));
  objects.segmentations[0].segments[0].mask.runs[0].length = 9;
  const Lesion lesion = measure_time_point(objects, "TP0")->lesions.front();
  EXPECT_EQ(lesion.axis_image_uid, "8.7");
  EXPECT_EQ(lesion.axis_image_class_uid, "1.2.840.10008.5.1.4.1.1.2");
  EXPECT_NEAR(lesion.long_axis->p1_mm.x, -50 + 19.5, 1e-9);
  EXPECT_NEAR(lesion.long_axis->column1, (19.5 + 0.25) * 2, 1e-9);
  EXPECT_NEAR(lesion.long_axis->row1, (10 + 0.25) * 2, 1e-9);
  objects.images.clear();
  EXPECT_EQ(measure_time_point(objects, "TP0")->lesions.front().axis_image_uid, "");
}

/// A structure set's grid is ours: its pixels say nothing about the image.
TEST(TimePoint, AxesOfAStructureSetLieOnReceivedImagesAlone) {
  load::TimePointObjects objects;
  objects.images = images();
  objects.segmentations = {segmentation("2.1")};
  load::Segmentation& structures = objects.segmentations[0];
  structures.header.sop_class_uid = "1.2.840.10008.5.1.4.1.1.481.3";
  structures.slice_images.resize(14);
  for (load::InstanceReference& image : structures.slice_images)
    image = {"1.1", "1.5", "1.2.840.10008.5.1.4.1.1.2", "8.7", 0};
  add(structures, SegmentRole::kLesion, "", block(4, 10, 20, 1, 1));
  structures.segments[0].mask.runs[0].length = 9;
  const Lesion on_image = measure_time_point(objects, "TP0")->lesions.front();
  EXPECT_EQ(on_image.axis_image_uid, "8.7");
  EXPECT_NEAR(on_image.long_axis->column1, (19.5 + 0.25) * 2, 1e-9);
  EXPECT_NEAR(on_image.long_axis->row1, (10 + 0.25) * 2, 1e-9);
  structures.slice_images[4].sop_instance_uid = "8.99";
  EXPECT_EQ(measure_time_point(objects, "TP0")->lesions.front().axis_image_uid, "8.7")
      << "the plane tells, when the named image did not come";
  objects.images.clear();
  const Lesion alone = measure_time_point(objects, "TP0")->lesions.front();
  EXPECT_EQ(alone.axis_image_uid, "");
  EXPECT_EQ(alone.axis_image_class_uid, "");
  EXPECT_TRUE(alone.long_axis.has_value());
}

TEST(TimePoint, CoverageComesFromACompleteSeriesAlone) {
  load::TimePointObjects objects;
  objects.images = images();
  objects.segmentations = {segmentation("2.1")};
  const TimePoint point = measure_time_point(objects, "TP0").value();
  ASSERT_TRUE(point.coverage.has_value());
  EXPECT_NEAR(point.coverage->z_min_mm, 99, 1e-9);
  EXPECT_NEAR(point.coverage->z_max_mm, 139, 1e-9);
  objects.images.erase(objects.images.begin() + 8, objects.images.begin() + 10);
  EXPECT_FALSE(measure_time_point(objects, "TP0")->coverage.has_value()) << "a gap";
  objects.images = images(10);
  for (int i = 0; i < kSlices; ++i) {
    objects.segmentations[0].source_images.push_back({"", "1.5", "", "8." + std::to_string(i), 0});
  }
  EXPECT_FALSE(measure_time_point(objects, "TP0")->coverage.has_value())
      << "fewer images than the series names";
}

TEST(TimePoint, LesionInTheLastImageIsTruncated) {
  load::TimePointObjects objects;
  objects.segmentations = {segmentation("2.1")};
  objects.segmentations[0].grid.slices = 17;
  add(objects.segmentations[0], SegmentRole::kLesion, "", block(5, 10, 20, 3, 12));
  add(objects.segmentations[0], SegmentRole::kLesion, "", block(0, 40, 20, 3, 3));
  EXPECT_FALSE(measure_time_point(objects, "TP0")->lesions[0].truncated) << "coverage not known";
  objects.images = images();
  const TimePoint point = measure_time_point(objects, "TP0").value();
  EXPECT_TRUE(point.lesions[0].truncated);
  EXPECT_FALSE(point.lesions[1].truncated) << "the grid's first slice is inside the scan";
}

load::Segmentation full_matrix(const std::string& uid, double left) {
  load::Segmentation seg = segmentation(uid);
  seg.segmentation_type = "BINARY";
  seg.grid = testing::make_grid(512, 512, 14, 0.8, 0.8, 2);
  seg.grid.origin = {left, -180, 106};
  return seg;
}

TEST(TimePoint, FieldOfViewComesFromFullGridsOrImages) {
  load::TimePointObjects objects;
  objects.frame_of_reference_uid = "1.4";
  objects.segmentations = {segmentation("2.1")};
  objects.segmentations[0].segmentation_type = "BINARY";
  add(objects.segmentations[0], SegmentRole::kLesion, "", block(5, 20, 20, 4, 2));
  EXPECT_FALSE(measure_time_point(objects, "TP0")->field_of_view_centre_mm) << "a grid of 100 mm is cropped";
  objects.segmentations.push_back(full_matrix("2.2", -190));
  add(objects.segmentations[1], SegmentRole::kOrgan, "liver", block(5, 20, 20, 4, 2));
  const auto of_organs = measure_time_point(objects, "TP0")->field_of_view_centre_mm;
  ASSERT_TRUE(of_organs);
  EXPECT_NEAR(of_organs->x, -190 + 0.8 * 255.5, 1e-9);
  EXPECT_NEAR(of_organs->y, -180 + 0.8 * 255.5, 1e-9);
  objects.segmentations.push_back(full_matrix("2.3", -170));
  add(objects.segmentations[2], SegmentRole::kLesion, "", block(5, 50, 50, 4, 2));
  EXPECT_NEAR(measure_time_point(objects, "TP0")->field_of_view_centre_mm->x, -170 + 0.8 * 255.5, 1e-9)
      << "the lesion list's own grid";
  objects.segmentations[2].segmentation_type = "";
  EXPECT_NEAR(measure_time_point(objects, "TP0")->field_of_view_centre_mm->x, -190 + 0.8 * 255.5, 1e-9)
      << "a structure set's grid is ours";
  objects.images = images();
  for (load::ImageObject& image : objects.images) {
    image.planes[0].grid = testing::make_grid(512, 512, 1, 0.7, 0.7, 2);
    image.planes[0].grid.origin = {-150, -160, image.planes[0].grid.origin.z};
  }
  EXPECT_NEAR(measure_time_point(objects, "TP0")->field_of_view_centre_mm->x, -150 + 0.7 * 255.5, 1e-9);
  objects.images[3].planes[0].grid.origin.x = -100;
  EXPECT_FALSE(measure_time_point(objects, "TP0")->field_of_view_centre_mm) << "two fields of view";
}

TEST(TimePoint, LesionTakesTheOrganItLiesIn) {
  load::TimePointObjects objects;
  objects.segmentations = {segmentation("2.1")};
  load::Segmentation& seg = objects.segmentations[0];
  add(seg, SegmentRole::kOrgan, "liver", block(2, 10, 10, 30, 10));
  add(seg, SegmentRole::kOrgan, "lung", block(2, 50, 10, 30, 10));
  seg.segments[1].laterality = "right";
  add(seg, SegmentRole::kLesion, "", block(5, 20, 20, 4, 2));
  add(seg, SegmentRole::kLesion, "", block(5, 83, 20, 4, 2));
  add(seg, SegmentRole::kLesion, "", block(5, 92, 20, 4, 2));
  add(seg, SegmentRole::kLesion, "bone", block(5, 55, 20, 4, 2));
  const TimePoint point = measure_time_point(objects, "TP0").value();
  ASSERT_EQ(point.organs.size(), 2U);
  EXPECT_EQ(point.organs[0].name, "liver");
  EXPECT_DOUBLE_EQ(point.organs[0].volume_mm3, 30 * 30 * 10 * 2);
  EXPECT_EQ(point.organs[0].surface_mm.size(), 300U);
  EXPECT_EQ(point.organs[0].frame_of_reference_uid, "1.4");
  ASSERT_EQ(point.lesions.size(), 4U);
  EXPECT_EQ(point.lesions[0].organ, "liver");
  EXPECT_EQ(point.lesions[1].organ, "lung") << "4 mm beside it";
  EXPECT_EQ(point.lesions[1].laterality, "right");
  EXPECT_EQ(point.lesions[2].organ, "") << "13 mm beside it";
  EXPECT_EQ(point.lesions[3].organ, "bone") << "stated organs stay";
}

TEST(TimePoint, ReportJoinsBySegmentTrackingUidAndPosition) {
  load::TimePointObjects objects;
  objects.images = images();
  objects.segmentations = {segmentation("2.1")};
  load::Segmentation& seg = objects.segmentations[0];
  for (int i = 0; i < 3; ++i)
    add(seg, SegmentRole::kLesion, "", block(4, 10 + 25 * i, 20, 8, 3));
  seg.segments[1].tracking_uid = "9.2";
  load::PriorMeasurement by_segment;
  by_segment.segment_sop_instance_uid = "2.1";
  by_segment.segment_number = 1;
  by_segment.organ = "liver";
  by_segment.long_axis = number(11);
  load::PriorMeasurement by_tracking;
  by_tracking.tracking_uid = "9.2";
  by_tracking.short_axis = number(7);
  load::PriorMeasurement by_position;
  by_position.tracking_id = "T3";
  by_position.long_axis = line(9, "8.8", 41, 128, 59, 128);
  objects.reports = {report("3.1", {by_segment, by_tracking, by_position})};
  const TimePoint point = measure_time_point(objects, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 3U);
  ASSERT_EQ(point.lesions[0].stated.size(), 1U);
  EXPECT_EQ(point.lesions[0].stated[0].long_axis_mm, 11);
  EXPECT_EQ(point.lesions[0].organ, "liver");
  EXPECT_EQ(point.lesions[0].convention, "calibrated") << "our number stays ours";
  ASSERT_EQ(point.lesions[1].stated.size(), 1U);
  EXPECT_EQ(point.lesions[1].stated[0].short_axis_mm, 7);
  ASSERT_EQ(point.lesions[2].stated.size(), 1U);
  EXPECT_EQ(point.lesions[2].tracking_id, "T3");
}

TEST(TimePoint, ReportsUidsAreKeptBesideTheSegmentsOwn) {
  load::TimePointObjects objects;
  objects.segmentations = {segmentation("2.1")};
  load::Segmentation& seg = objects.segmentations[0];
  for (int i = 0; i < 2; ++i)
    add(seg, SegmentRole::kLesion, "", block(4, 10 + 25 * i, 20, 8, 3));
  seg.segments[1].tracking_uid = "9.2";
  load::PriorMeasurement first, second;
  for (load::PriorMeasurement* group : {&first, &second})
    group->segment_sop_instance_uid = "2.1";
  first.segment_number = 1;
  first.tracking_uid = "9.7";
  second.segment_number = 2;
  second.tracking_uid = "9.8";
  objects.reports = {report("3.1", {first, second})};
  objects.reports[0].by_person = true;
  const TimePoint point = measure_time_point(objects, "TP0").value();
  EXPECT_EQ(point.lesions[0].tracking_uid, "9.7");
  EXPECT_TRUE(point.lesions[0].uid_by_reader);
  EXPECT_EQ(point.lesions[1].tracking_uid, "9.2");
  EXPECT_FALSE(point.lesions[1].uid_by_reader);
  EXPECT_EQ(point.lesions[1].stated_uids, (std::vector<StatedUid>{{"9.8", "3.1", true}}));
}

/// A reader who draws in one lesion and gives it the Tracking UID of another speaks of the one drawn in.
TEST(TimePoint, DrawnPlaceDecidesAgainstATrackingUid) {
  load::TimePointObjects objects;
  objects.images = images();
  objects.segmentations = {segmentation("2.1")};
  load::Segmentation& seg = objects.segmentations[0];
  for (int i = 0; i < 2; ++i)
    add(seg, SegmentRole::kLesion, "", block(4, 10 + 50 * i, 20, 8, 3));
  seg.segments[0].tracking_uid = "9.1";
  load::PriorMeasurement drawn;
  drawn.tracking_uid = "9.1";
  drawn.long_axis = line(9, "8.8", 41, 128, 59, 128);
  objects.reports = {report("3.1", {drawn})};
  const TimePoint point = measure_time_point(objects, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 2U);
  EXPECT_TRUE(point.lesions[0].stated_uids.empty());
  ASSERT_EQ(point.lesions[1].stated_uids.size(), 1U);
  EXPECT_EQ(point.lesions[1].stated_uids[0].uid, "9.1");
}

TEST(TimePoint, ReportWithoutSegmentIsALesionOfItsOwn) {
  load::TimePointObjects objects;
  objects.images = images();
  load::PriorMeasurement drawn;
  drawn.organ = "lymph_node";
  drawn.long_axis = line(10, "8.5", 100.5, 50.5, 120.5, 50.5);
  load::PriorMeasurement told;
  told.short_axis = number(6);
  load::PriorMeasurement gone;
  gone.statement = Statement::kAbsent;
  gone.long_axis = number(0);
  load::PriorMeasurement silent;
  load::PriorMeasurement again = drawn;
  again.long_axis = line(10.5, "8.5", 100.5, 52.5, 121.5, 52.5);
  objects.reports = {report("3.1", {drawn, told, gone, silent}), report("3.2", {again})};
  objects.reports.push_back(report("3.3", {drawn}));
  objects.reports.back().is_own_result = true;
  const TimePoint point = measure_time_point(objects, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 2U);
  const Lesion& lesion = point.lesions[0];
  EXPECT_EQ(lesion.source.kind, LesionSource::Kind::kReport);
  EXPECT_EQ(lesion.source.number, 1);
  EXPECT_EQ(lesion.convention, "stated");
  EXPECT_TRUE(lesion.nodal);
  EXPECT_TRUE(lesion.has_position);
  EXPECT_NEAR(lesion.centroid_mm.x, -50.25 + 0.5 * 110, 1e-9);
  EXPECT_NEAR(lesion.centroid_mm.z, 110, 1e-9);
  EXPECT_EQ(lesion.axis_image_uid, "8.5");
  EXPECT_NEAR(distance(lesion.long_axis->p1_mm, lesion.long_axis->p2_mm), 10, 1e-9);
  EXPECT_DOUBLE_EQ(lesion.long_axis->column1, 100);
  EXPECT_GT(lesion.uncertainty.long_axis_mm, 0);
  ASSERT_EQ(lesion.stated.size(), 2U) << "a second reader of the same lesion";
  EXPECT_EQ(lesion.stated[1].sop_instance_uid, "3.2");
  const Lesion& unplaced = point.lesions[1];
  EXPECT_FALSE(unplaced.has_position);
  EXPECT_FALSE(unplaced.long_axis.has_value());
  EXPECT_EQ(unplaced.short_axis_mm, 6);
}

TEST(TimePoint, LineInPatientSpaceHasAPlace) {
  load::TimePointObjects objects;
  load::PriorMeasurement said;
  load::StatedLine drawn;
  drawn.in_patient_space = true;
  drawn.p1_mm = {0, 0, 110};
  drawn.p2_mm = {12, 0, 110};
  drawn.frame_of_reference_uid = "1.4";
  said.long_axis = number(12);
  said.long_axis->line = drawn;
  objects.reports = {report("3.1", {said})};
  Lesion lesion = measure_time_point(objects, "TP0")->lesions.front();
  EXPECT_TRUE(lesion.has_position);
  EXPECT_EQ(lesion.centroid_mm, (Vec3{6, 0, 110}));
  EXPECT_EQ(lesion.axis_image_uid, "");
  objects.images = images();
  lesion = measure_time_point(objects, "TP0")->lesions.front();
  EXPECT_EQ(lesion.axis_image_uid, "8.5");
  EXPECT_NEAR(lesion.long_axis->column1, 100.5, 1e-9);
}

}  // namespace
}  // namespace oligard::measure
