// Readers' sizes: what they are joined to and whose count.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using load::SegmentRole;

/// One lesion of 20 x 10 x 6 mm at (20, 10) in the plane, then what the test adds.
load::Segmentation segmentation() {
  load::Segmentation seg;
  seg.header.sop_instance_uid = "2.1";
  seg.frame_of_reference_uid = "1.4";
  seg.grid = testing::make_grid(100, 100, 10, 1, 1, 2);
  return seg;
}

void add_block(load::Segmentation& seg, SegmentRole role, int row, int column, int columns = 20) {
  load::Segment s;
  s.number = static_cast<int>(seg.segments.size()) + 1;
  s.role = role;
  s.mask.grid = seg.grid;
  for (int slice = 4; slice < 7; ++slice)
    for (int r = 0; r < 10; ++r)
      s.mask.runs.push_back({slice, row + r, column, columns});
  seg.segments.push_back(std::move(s));
}

load::StatedNumber number(double value) {
  load::StatedNumber stated;
  stated.value = value;
  return stated;
}

load::StatedNumber line(double value, Vec3 p1, Vec3 p2) {
  load::StatedNumber stated = number(value);
  stated.line.emplace();
  stated.line->in_patient_space = true;
  stated.line->frame_of_reference_uid = "1.4";
  stated.line->p1_mm = p1;
  stated.line->p2_mm = p2;
  return stated;
}

load::PriorMeasurement of_segment(int segment) {
  load::PriorMeasurement said;
  said.segment_sop_instance_uid = "2.1";
  said.segment_number = segment;
  return said;
}

load::MeasurementReport report(const std::string& uid, std::vector<load::PriorMeasurement> groups,
                               bool outranks = false) {
  load::MeasurementReport r;
  r.header.sop_instance_uid = uid;
  r.measurements = std::move(groups);
  r.rule.reader_outranks = outranks;
  return r;
}

load::TimePointObjects objects() {
  load::TimePointObjects all;
  all.segmentations = {segmentation()};
  add_block(all.segmentations[0], SegmentRole::kLesion, 10, 20);
  return all;
}

TEST(ReaderSizes, DisagreeFromAFifthOfOursOn) {
  load::TimePointObjects all = objects();
  const double ours = *measure_time_point(all, "TP0")->lesions[0].long_axis_mm;
  load::PriorMeasurement near = of_segment(1);
  near.long_axis = number(ours * 1.199);
  load::PriorMeasurement far = of_segment(1);
  far.long_axis = number(ours * 0.799);
  load::PriorMeasurement volume = of_segment(1);
  volume.long_axis = number(ours);
  volume.volume = number(20 * 10 * 6 * 1.3);
  all.reports = {report("3.1", {near}), report("3.2", {far}), report("3.3", {volume})};
  const Lesion lesion = measure_time_point(all, "TP0")->lesions[0];
  ASSERT_EQ(lesion.stated.size(), 3U);
  EXPECT_FALSE(lesion.stated[0].disagrees);
  EXPECT_TRUE(lesion.stated[1].disagrees);
  EXPECT_TRUE(lesion.stated[2].disagrees);
  EXPECT_DOUBLE_EQ(*lesion.long_axis_mm, ours) << "no rule lets a reader outrank us";
  EXPECT_FALSE(lesion.own.has_value());
}

TEST(ReaderSizes, OutrankOursWhenTheRuleSaysSo) {
  load::TimePointObjects all = objects();
  const Lesion ours = measure_time_point(all, "TP0")->lesions[0];
  load::PriorMeasurement said = of_segment(1);
  said.long_axis = line(12, {22, 15, 10}, {34, 15, 10});
  said.short_axis = number(7);
  all.reports = {report("3.1", {said}, true)};
  const Lesion lesion = measure_time_point(all, "TP0")->lesions[0];
  EXPECT_EQ(lesion.long_axis_mm, 12);
  EXPECT_EQ(lesion.short_axis_mm, 7);
  EXPECT_EQ(lesion.volume_mm3, ours.volume_mm3) << "the reader states no volume";
  EXPECT_EQ(lesion.convention, "stated");
  EXPECT_NEAR(lesion.uncertainty.long_axis_mm, 0.086 * 12, 1e-9);
  EXPECT_EQ(lesion.uncertainty.volume_mm3, ours.uncertainty.volume_mm3);
  ASSERT_TRUE(lesion.long_axis);
  EXPECT_EQ(lesion.long_axis->p2_mm, (Vec3{34, 15, 10}));
  EXPECT_FALSE(lesion.short_axis) << "the reader drew none";
  EXPECT_EQ(lesion.slice_z_mm, 10);
  ASSERT_TRUE(lesion.own);
  EXPECT_EQ(lesion.own->long_axis_mm, ours.long_axis_mm);
  EXPECT_EQ(lesion.own->volume_mm3, ours.volume_mm3);
  EXPECT_EQ(lesion.own->sop_instance_uid, "2.1");
  EXPECT_TRUE(lesion.own->disagrees);
  ASSERT_EQ(lesion.stated.size(), 1U);
  EXPECT_TRUE(lesion.stated[0].disagrees);
  EXPECT_EQ(lesion.voxel_count, ours.voxel_count);
  EXPECT_EQ(lesion.centroid_mm, ours.centroid_mm);
}

TEST(ReaderSizes, ALineThatContradictsItsNumberIsNotDrawn) {
  load::TimePointObjects all = objects();
  load::PriorMeasurement said = of_segment(1);
  said.long_axis = line(12, {22, 15, 10}, {46, 15, 10});
  all.reports = {report("3.1", {said}, true)};
  const Lesion lesion = measure_time_point(all, "TP0")->lesions[0];
  EXPECT_EQ(lesion.long_axis_mm, 12);
  EXPECT_FALSE(lesion.long_axis);
  EXPECT_EQ(lesion.axis_image_uid, "");
}

TEST(ReaderSizes, OfANodeCountOnlyWithItsShortAxis) {
  load::TimePointObjects all = objects();
  all.segmentations[0].segments[0].organ = "lymph_node";
  load::PriorMeasurement said = of_segment(1);
  said.long_axis = number(30);
  all.reports = {report("3.1", {said}, true)};
  const Lesion ours = measure_time_point(objects(), "TP0")->lesions[0];
  const Lesion lesion = measure_time_point(all, "TP0")->lesions[0];
  EXPECT_EQ(lesion.long_axis_mm, ours.long_axis_mm);
  EXPECT_FALSE(lesion.own);
  all.reports[0].measurements[0].short_axis = number(9);
  const Lesion outranked = measure_time_point(all, "TP0")->lesions[0];
  EXPECT_EQ(outranked.long_axis_mm, 30);
  EXPECT_EQ(outranked.short_axis_mm, 9);
}

TEST(ReaderSizes, OfSeveralReadersTheRankDecides) {
  const auto said = [](double value) {
    load::PriorMeasurement group = of_segment(1);
    group.long_axis = number(value);
    return group;
  };
  load::TimePointObjects all = objects();
  all.reports = {report("3.1", {said(11)}), report("3.2", {said(12)}, true), report("3.3", {said(13)}, true)};
  EXPECT_EQ(measure_time_point(all, "TP0")->lesions[0].long_axis_mm, 12) << "equal: the lowest UID";
  all.reports[2].header.content_date = Date{std::chrono::year{2024} / 5 / 1};
  EXPECT_EQ(measure_time_point(all, "TP0")->lesions[0].long_axis_mm, 13) << "the newest";
  all.reports[1].rule.priority = 1;
  EXPECT_EQ(measure_time_point(all, "TP0")->lesions[0].long_axis_mm, 12) << "the highest priority";
  std::swap(all.reports[0], all.reports[2]);
  const Lesion lesion = measure_time_point(all, "TP0")->lesions[0];
  EXPECT_EQ(lesion.long_axis_mm, 12) << "whatever the order of input";
  ASSERT_EQ(lesion.stated.size(), 3U);
  EXPECT_EQ(lesion.stated[0].sop_instance_uid, "3.2");
}

TEST(ReaderSizes, OfOrgansAndOfSeveralFociMakeNoLesion) {
  load::TimePointObjects all = objects();
  add_block(all.segmentations[0], SegmentRole::kOrgan, 60, 10);
  load::Segment& split = all.segmentations[0].segments[0];
  for (int r = 0; r < 10; ++r)
    split.mask.runs.push_back({9, 60 + r, 60, 10});
  load::PriorMeasurement organ = of_segment(2);
  organ.volume = number(1.5e6);
  load::PriorMeasurement foci = of_segment(1);
  foci.volume = number(5000);
  all.reports = {report("3.1", {organ, foci})};
  const TimePoint point = measure_time_point(all, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 2U);
  for (const Lesion& lesion : point.lesions)
    EXPECT_TRUE(lesion.stated.empty());
}

TEST(ReaderSizes, FocusOfASplitSegmentIsFoundByPosition) {
  load::TimePointObjects all = objects();
  load::Segment& split = all.segmentations[0].segments[0];
  for (int r = 0; r < 10; ++r)
    split.mask.runs.push_back({9, 60 + r, 60, 10});
  load::PriorMeasurement second = of_segment(1);
  second.long_axis = line(11, {60, 65, 18}, {71, 65, 18});
  all.reports = {report("3.1", {second})};
  const TimePoint point = measure_time_point(all, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 2U);
  EXPECT_TRUE(point.lesions[0].stated.empty());
  EXPECT_EQ(point.lesions[1].stated.size(), 1U);
}

TEST(ReaderSizes, OutlinePlacesAVolumeAndNamesGoWithoutSize) {
  load::TimePointObjects all = objects();
  load::PriorMeasurement outlined;
  outlined.volume = number(1300);
  outlined.regions = {
      {"POLYGON", {}, true, "1.4", {{22, 12, 10}, {36, 12, 10}, {36, 18, 10}, {22, 18, 10}, {22, 12, 10}}}};
  load::PriorMeasurement named = of_segment(1);
  named.organ = "liver";
  named.tracking_id = "Lesion A";
  all.reports = {report("3.1", {outlined, named})};
  const TimePoint point = measure_time_point(all, "TP0").value();
  ASSERT_EQ(point.lesions.size(), 1U);
  ASSERT_EQ(point.lesions[0].stated.size(), 1U);
  EXPECT_EQ(point.lesions[0].stated[0].volume_mm3, 1300);
  EXPECT_EQ(point.lesions[0].organ, "liver");
  EXPECT_EQ(point.lesions[0].tracking_id, "Lesion A");
}

TEST(ReaderStatements, AreKeptWithWhatTheySpeakOf) {
  load::TimePointObjects all = objects();
  load::PriorMeasurement grows = of_segment(1);
  grows.statement = Statement::kUnequivocalProgression;
  load::PriorMeasurement gone;
  gone.tracking_uid = "9.9";
  gone.statement = Statement::kAbsent;
  load::PriorMeasurement lost;
  lost.statement = Statement::kAbsent;
  load::MeasurementReport own = report("3.2", {gone});
  own.is_own_result = true;
  all.reports = {report("3.1", {grows, gone, lost}), own};
  const TimePoint point = measure_time_point(all, "TP0").value();
  ASSERT_EQ(point.says.size(), 2U) << "one is of no known lesion, one is our own";
  EXPECT_EQ(point.says[0].statement, Statement::kUnequivocalProgression);
  ASSERT_TRUE(point.says[0].lesion);
  EXPECT_EQ(point.says[0].lesion->number, 1);
  EXPECT_EQ(point.says[1].statement, Statement::kAbsent);
  EXPECT_EQ(point.says[1].tracking_uid, "9.9");
}

TEST(ReaderRoles, AreKeptWithWhatTheySpeakOf) {
  load::TimePointObjects all = objects();
  load::PriorMeasurement target = of_segment(1);
  target.recist_role = "target";
  target.not_used = "it has neither a diameter nor a volume";
  load::PriorMeasurement elsewhere;
  elsewhere.tracking_uid = "9.9";
  elsewhere.recist_role = "non_target";
  load::PriorMeasurement nameless;
  nameless.recist_role = "target";
  load::PriorMeasurement earlier = target;
  earlier.other_time_point = "it is about another time point than the report";
  load::MeasurementReport own = report("3.2", {target});
  own.is_own_result = true;
  all.reports = {report("3.1", {target, elsewhere, nameless, earlier}), own};
  all.header_baseline = BaselineClaim::kBaseline;
  all.report_baseline = BaselineClaim::kOther;
  const TimePoint point = measure_time_point(all, "TP0").value();
  ASSERT_EQ(point.says.size(), 2U);
  EXPECT_EQ(point.says[0].is_target, true);
  ASSERT_TRUE(point.says[0].lesion);
  EXPECT_EQ(point.says[0].lesion->number, 1);
  EXPECT_EQ(point.says[0].sop_instance_uid, "3.1");
  EXPECT_EQ(point.says[1].is_target, false);
  EXPECT_EQ(point.says[1].tracking_uid, "9.9");
  EXPECT_EQ(point.header_baseline, BaselineClaim::kBaseline);
  EXPECT_EQ(point.report_baseline, BaselineClaim::kOther);
}

TEST(ReaderCopies, AChangeGoesToTheLesionOfItsGroup) {
  load::TimePointObjects all = objects();
  load::PriorMeasurement piece = of_segment(1);
  piece.number = 1;
  piece.tracking_uid = "9.1";
  piece.whole_lesion_uid = "9";
  load::PriorMeasurement unchanged = piece;
  unchanged.number = 2;
  load::PriorMeasurement elsewhere;
  elsewhere.number = 3;
  elsewhere.is_lesion = false;
  load::PriorMeasurement earlier = piece;
  earlier.number = 4;
  earlier.other_time_point = "it is about another time point than the report";
  all.reports = {report("3.1", {piece, unchanged, elsewhere, earlier})};
  load::ComparedCopy copy;
  copy.copy.sop_instance_uid = "3.1";
  copy.copy.corrects = {"2.1"};
  const GroupChange stable{StatusClaim::kChanged, "STABLE"};
  copy.changes = {{1, stable}, {3, {StatusClaim::kNone, "", {"a note"}}}, {4, stable}};
  all.copies = {copy};
  const TimePoint point = measure_time_point(all, "TP0").value();
  ASSERT_EQ(point.copies.size(), 1U);
  EXPECT_EQ(point.copies[0].corrects, copy.copy.corrects);
  ASSERT_EQ(point.says.size(), 2U);
  EXPECT_EQ(point.says[0].sop_instance_uid, "3.1");
  EXPECT_EQ(point.says[0].whole_lesion_uid, "9");
  ASSERT_TRUE(point.says[0].lesion);
  EXPECT_EQ(point.says[0].change.status, "STABLE");
  EXPECT_FALSE(point.says[1].lesion);
  EXPECT_EQ(point.says[1].change.notes, std::vector<std::string>{"a note"});
}

}  // namespace
}  // namespace oligard::measure
