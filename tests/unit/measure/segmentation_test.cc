#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

using Voxels = oligard::Run;

load::Segment segment(int number, load::SegmentRole role, const Grid& grid, std::vector<Voxels> runs) {
  load::Segment s;
  s.number = number;
  s.role = role;
  s.label = "segment " + std::to_string(number);
  s.type = {"4147007", "SCT", "Mass"};
  s.mask = {grid, std::move(runs)};
  return s;
}

load::Segmentation segmentation() {
  load::Segmentation seg;
  seg.header.study_instance_uid = "1.1";
  seg.header.series_instance_uid = "1.2";
  seg.header.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
  seg.header.sop_instance_uid = "1.3";
  seg.frame_of_reference_uid = "1.4";
  seg.source_series_uid = "1.5";
  seg.grid = testing::make_grid(40, 40, 12, 1, 1, 5);
  return seg;
}

TEST(MeasureSegmentation, TakesLesionsAndLeavesTheRest) {
  load::Segmentation seg = segmentation();
  seg.segments = {segment(4, load::SegmentRole::kLesion, seg.grid, {{1, 5, 5, 4}}),
                  segment(2, load::SegmentRole::kLesion, seg.grid, {{1, 9, 5, 4}}),
                  segment(3, load::SegmentRole::kOrgan, seg.grid, {{1, 12, 5, 4}}),
                  segment(1, load::SegmentRole::kOther, seg.grid, {{1, 15, 5, 4}}),
                  segment(5, load::SegmentRole::kLesion, seg.grid, {})};
  const std::vector<Lesion> lesions = measure_segmentation(seg).value();
  ASSERT_EQ(lesions.size(), 2U);
  EXPECT_EQ(lesions[0].source.number, 2);
  EXPECT_EQ(lesions[1].source.number, 4);
  EXPECT_EQ(lesions[1].source.sop_instance_uid, "1.3");
  EXPECT_EQ(lesions[1].source.source_series_uid, "1.5");
  EXPECT_EQ(lesions[1].source.label, "segment 4");
  EXPECT_EQ(lesions[1].source.component, 0);
  EXPECT_EQ(lesions[1].finding_value, "4147007");
  EXPECT_EQ(lesions[1].frame_of_reference_uid, "1.4");
  MeasureOptions all;
  all.all_segments_are_lesions = true;
  EXPECT_EQ(measure_segmentation(seg, all)->size(), 4U);
}

TEST(MeasureSegmentation, SplitsComponentsWhereTheRuleSaysSo) {
  load::Segmentation seg = segmentation();
  seg.segments = {
      segment(1, load::SegmentRole::kLesion, seg.grid, {{1, 5, 5, 4}, {1, 20, 5, 2}, {4, 20, 20, 9}})};
  std::vector<Lesion> lesions = measure_segmentation(seg).value();
  ASSERT_EQ(lesions.size(), 3U);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(lesions[static_cast<std::size_t>(i)].source.component, i + 1);
  EXPECT_EQ(lesions[2].voxel_count, 9);
  seg.rule.split_components = false;
  lesions = measure_segmentation(seg).value();
  ASSERT_EQ(lesions.size(), 1U);
  EXPECT_EQ(lesions[0].source.component, 0);
  EXPECT_EQ(lesions[0].voxel_count, 15);
}

/// Two bars of one slice, `gap` columns (1 mm each) of background between them, or `slices` apart (6 mm
/// each).
std::size_t lesions_of_fragments(int gap, int slices, bool join, bool split = true) {
  load::Segmentation seg = segmentation();
  seg.grid = testing::make_grid(60, 40, 12, 1, 1, 6);
  const std::int32_t first = 5;
  const std::int32_t second = slices == 0 ? first + 4 + gap : first;
  seg.segments = {
      segment(1, load::SegmentRole::kLesion, seg.grid, {{1, 5, first, 4}, {1 + slices, 5, second, 4}})};
  seg.rule.join_fragments = join;
  seg.rule.split_components = split;
  return measure_segmentation(seg)->size();
}

TEST(MeasureSegmentation, JoinsFragmentsWithinTenMillimetresOrTwoSlices) {
  EXPECT_EQ(lesions_of_fragments(9, 0, false), 2U) << "not by default";
  EXPECT_EQ(lesions_of_fragments(9, 0, true), 1U) << "10 mm between nearest voxel centres";
  EXPECT_EQ(lesions_of_fragments(11, 0, true), 1U) << "12 mm: within two slices of 6 mm";
  EXPECT_EQ(lesions_of_fragments(12, 0, true), 2U) << "13 mm";
  EXPECT_EQ(lesions_of_fragments(0, 2, true), 1U);
  EXPECT_EQ(lesions_of_fragments(0, 3, true), 2U);
  EXPECT_EQ(lesions_of_fragments(12, 0, true, false), 1U) << "not split at all";
}

TEST(MeasureSegmentation, LymphNodeIsNodal) {
  load::Segmentation seg = segmentation();
  seg.segments = {segment(1, load::SegmentRole::kLesion, seg.grid, {{1, 5, 5, 4}})};
  seg.segments[0].organ = "lymph_node";
  seg.segments[0].laterality = "left";
  seg.segments[0].tracking_uid = "9.9";
  const Lesion lesion = measure_segmentation(seg)->front();
  EXPECT_TRUE(lesion.nodal);
  EXPECT_EQ(lesion.laterality, "left");
  EXPECT_EQ(lesion.tracking_uid, "9.9");
}

TEST(MeasureSegmentation, MissingSliceDoesNotSplitAndIsFilledAndFlagged) {
  load::Segmentation seg = segmentation();
  seg.missing_slices = true;
  seg.segments = {
      segment(1, load::SegmentRole::kLesion, seg.grid, {{3, 5, 5, 4}, {5, 5, 5, 6}, {9, 5, 5, 2}})};
  seg.slice_images.resize(12);
  for (const std::size_t slice : {3U, 5U, 6U, 7U, 8U, 9U})
    seg.slice_images[slice].sop_instance_uid = "7." + std::to_string(slice);
  const std::vector<Lesion> lesions = measure_segmentation(seg).value();
  ASSERT_EQ(lesions.size(), 2U);
  EXPECT_TRUE(lesions[0].missing_slices);
  EXPECT_FALSE(lesions[0].surface_volume_mm3.has_value());
  EXPECT_EQ(lesions[0].voxel_count, 10);
  EXPECT_DOUBLE_EQ(*lesions[0].volume_mm3, (4 + 5 + 6) * 5);
  EXPECT_FALSE(lesions[1].missing_slices);
  EXPECT_DOUBLE_EQ(*lesions[1].volume_mm3, 2 * 5);
  EXPECT_EQ(lesions[0].axis_image_uid, "7.5");
}

TEST(MeasureSegmentation, EmptySliceLeftOutBetweenTwoFociJoinsNothing) {
  load::Segmentation seg = segmentation();
  seg.missing_slices = true;
  seg.segments = {segment(1, load::SegmentRole::kLesion, seg.grid,
                          {{2, 5, 5, 9}, {4, 5, 13, 9}, {6, 5, 13, 2}, {9, 5, 13, 2}})};
  const std::vector<Lesion> lesions = measure_segmentation(seg).value();
  ASSERT_EQ(lesions.size(), 4U) << "little in common at 3 and 5, two slices at 7 and 8";
  for (const Lesion& lesion : lesions)
    EXPECT_FALSE(lesion.missing_slices);
}

TEST(MeasureSegmentation, PassesARefusalOn) {
  load::Segmentation seg = segmentation();
  seg.segments = {segment(1, load::SegmentRole::kLesion, seg.grid, {{30, 5, 5, 4}})};
  EXPECT_EQ(measure_segmentation(seg).error().code, "MASK_OFF_GRID");
}

TEST(MeasureSegmentation, AThousandLesionsTakeWellUnderASecond) {
  load::Segmentation seg = segmentation();
  seg.grid = testing::make_grid(512, 512, 800, 0.8, 0.8, 1);
  testing::Random random(2);
  for (int i = 0; i < 1000; ++i) {
    const double radius = random.uniform(1.5, 6);
    Mask mask = digitise(testing::Ellipsoid{radius, radius, radius, 0}, 0.8, 0.8, 1, random.offset());
    for (Voxels& run : mask.runs) {
      run.slice += i % 700;
      run.row += (7 * i) % 450;
      run.column += (13 * i) % 450;
    }
    seg.segments.push_back(segment(i + 1, load::SegmentRole::kLesion, seg.grid, mask.runs));
  }
  const std::clock_t before = std::clock();
  ASSERT_EQ(measure_segmentation(seg)->size(), 1000U);
  const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  RecordProperty("cpu_ms", static_cast<int>(1000 * seconds));
  EXPECT_LT(seconds, 1);
}

}  // namespace
}  // namespace oligard::measure
