#include "measure/source_stacks.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "measure/regions.h"
#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

constexpr int kImages = 20;

load::InstanceReference image(int i) {
  load::InstanceReference reference;
  reference.series_instance_uid = "1.5";
  reference.sop_instance_uid = "8." + std::to_string(i);
  return reference;
}

/// Five slices, 2 mm apart, from z = 106: drawn on the images 3 to 7 of a series of 20 from z = 100, which
/// are named in their order. One lesion in slice 0, one in slice 4.
load::Segmentation drawn(int first_image = 3) {
  load::Segmentation seg;
  seg.header.sop_instance_uid = "2.1";
  seg.frame_of_reference_uid = "1.4";
  seg.source_series_uid = "1.5";
  seg.grid = testing::make_grid(100, 100, 5, 1, 1, 2);
  seg.grid.origin = {-50, -50, 106};
  for (int i = 0; i < kImages; ++i)
    seg.source_images.push_back(image(i));
  for (int i = 0; i < seg.grid.slices; ++i)
    seg.slice_images.push_back(image(first_image + i));
  for (const std::int32_t slice : {0, 4}) {
    load::Segment lesion;
    lesion.number = slice + 1;
    lesion.role = load::SegmentRole::kLesion;
    lesion.mask = {seg.grid, {{slice, 50, 50, 5}, {slice, 51, 50, 5}}};
    seg.segments.push_back(lesion);
  }
  return seg;
}

TEST(InferredStack, ReachesToTheOutermostImagesNamed) {
  const auto stack = inferred_stack(drawn());
  ASSERT_TRUE(stack.has_value());
  EXPECT_NEAR(stack->first_mm, 100, 1e-9);
  EXPECT_NEAR(stack->last_mm, 138, 1e-9);
  EXPECT_NEAR(stack->z_min_mm, 99, 1e-9);
  EXPECT_NEAR(stack->z_max_mm, 139, 1e-9);
  EXPECT_NEAR(stack->spacing_mm, 2, 1e-9);
}

TEST(InferredStack, TheOrderMayRunFromTheTop) {
  load::Segmentation seg = drawn();
  std::reverse(seg.source_images.begin(), seg.source_images.end());
  const auto stack = inferred_stack(seg);
  ASSERT_TRUE(stack.has_value());
  EXPECT_NEAR(stack->first_mm, 100, 1e-9);
  EXPECT_NEAR(stack->last_mm, 138, 1e-9);
}

TEST(InferredStack, ImagesMayBeFinerThanTheSegmentation) {
  load::Segmentation seg = drawn();
  for (int i = 0; i < seg.grid.slices; ++i)
    seg.slice_images[static_cast<std::size_t>(i)] = image(4 + 2 * i);
  const auto stack = inferred_stack(seg);
  ASSERT_TRUE(stack.has_value());
  EXPECT_NEAR(stack->spacing_mm, 1, 1e-9);
  EXPECT_NEAR(stack->first_mm, 102, 1e-9);
  EXPECT_NEAR(stack->last_mm, 121, 1e-9);
}

TEST(InferredStack, AnOrderThatIsNotOfSlicesSaysNothing) {
  load::Segmentation seg = drawn();
  std::swap(seg.source_images[4], seg.source_images[12]);
  EXPECT_FALSE(inferred_stack(seg).has_value()) << "an image of the frames out of order";
  seg = drawn(12);
  std::sort(seg.source_images.begin(), seg.source_images.end(),
            [](const auto& a, const auto& b) { return a.sop_instance_uid < b.sop_instance_uid; });
  EXPECT_FALSE(inferred_stack(seg).has_value()) << "8.1, 8.10, 8.11, … agree with the frames by chance";
}

TEST(InferredStack, TooLittleSaysNothing) {
  load::Segmentation seg = drawn();
  seg.source_images.assign(seg.slice_images.begin(), seg.slice_images.end());
  EXPECT_FALSE(inferred_stack(seg).has_value()) << "names the images of its frames alone";
  seg = drawn();
  for (int i = 0; i < 3; ++i)
    seg.slice_images[static_cast<std::size_t>(i)] = {};
  EXPECT_FALSE(inferred_stack(seg).has_value()) << "two images placed";
  seg = drawn();
  for (load::InstanceReference& reference : seg.slice_images)
    reference.frame = 7;
  EXPECT_FALSE(inferred_stack(seg).has_value()) << "frames of a multi-frame image";
  seg = drawn();
  seg.source_series_uid.clear();
  EXPECT_FALSE(inferred_stack(seg).has_value());
}

TEST(OccupiedSlab, LiesBetweenTheOutermostVoxels) {
  load::Segmentation seg = drawn();
  EXPECT_NEAR(occupied_slab(seg)->z_min_mm, 105, 1e-9);
  EXPECT_NEAR(occupied_slab(seg)->z_max_mm, 115, 1e-9);
  seg.grid.slice_direction = {0, 1, 0};
  EXPECT_FALSE(occupied_slab(seg).has_value()) << "coronal planes";
}

TimePoint measured(const load::Segmentation& seg, std::vector<load::ImageObject> images = {}) {
  load::TimePointObjects objects;
  objects.frame_of_reference_uid = "1.4";
  objects.segmentations = {seg};
  objects.images = std::move(images);
  return measure_time_point(objects, "TP0").value();
}

std::vector<load::ImageObject> received(int count) {
  std::vector<load::ImageObject> images;
  for (int i = 0; i < count; ++i) {
    load::ImageObject object;
    object.header.sop_instance_uid = "8." + std::to_string(i);
    object.header.series_instance_uid = "1.5";
    object.frame_of_reference_uid = "1.4";
    Grid grid = testing::make_grid(100, 100, 1, 1, 1, 2);
    grid.origin = {-50, -50, 100.0 + 2 * i};
    object.planes = {{0, grid}};
    images.push_back(object);
  }
  return images;
}

TEST(CoverageOfATimePoint, SaysWhatItRestsOn) {
  const TimePoint inferred = measured(drawn());
  EXPECT_EQ(inferred.coverage_evidence, CoverageEvidence::kReferencedSeries);
  EXPECT_NEAR(inferred.coverage->z_max_mm, 139, 1e-9);
  ASSERT_EQ(inferred.imaged.size(), 1U) << "certain are the slices with voxels alone";
  EXPECT_NEAR(inferred.imaged[0].z_max_mm, 115, 1e-9);

  load::Segmentation bare = drawn();
  bare.source_images.clear();
  bare.slice_images.clear();
  const TimePoint occupied = measured(bare);
  EXPECT_EQ(occupied.coverage_evidence, CoverageEvidence::kSegments);
  EXPECT_NEAR(occupied.coverage->z_max_mm, 115, 1e-9);

  const TimePoint seen = measured(drawn(), received(kImages));
  EXPECT_EQ(seen.coverage_evidence, CoverageEvidence::kImages);
  EXPECT_NEAR(seen.imaged[0].z_max_mm, 139, 1e-9);

  const TimePoint some_missing = measured(drawn(), received(10));
  EXPECT_EQ(some_missing.coverage_evidence, CoverageEvidence::kReferencedSeries);
  EXPECT_EQ(measured(load::Segmentation{}).coverage_evidence, CoverageEvidence::kNone);
}

TEST(CoverageOfATimePoint, ALesionInTheLastImageNamedIsTruncated) {
  const TimePoint inside = measured(drawn());
  EXPECT_FALSE(inside.lesions.at(0).truncated);
  EXPECT_FALSE(inside.lesions.at(1).truncated);
  const TimePoint low = measured(drawn(0));
  EXPECT_TRUE(low.lesions.at(0).truncated);
  EXPECT_FALSE(low.lesions.at(1).truncated);
  const TimePoint high = measured(drawn(15));
  EXPECT_FALSE(high.lesions.at(0).truncated);
  EXPECT_TRUE(high.lesions.at(1).truncated);
}

TEST(Regions, ComeFromBodyPartExamined) {
  EXPECT_EQ(regions_of_body_part("CHESTABDPELVIS"), (std::set<std::string>{"chest", "abdomen", "pelvis"}));
  EXPECT_EQ(regions_of_body_part("Chest"), std::set<std::string>{"chest"});
  EXPECT_EQ(regions_of_body_part("HEADNECK"), (std::set<std::string>{"brain", "neck"}));
  EXPECT_TRUE(regions_of_body_part("WHOLEBODY").empty());
  EXPECT_TRUE(regions_of_body_part("").empty());
  load::Segmentation seg = drawn();
  seg.header.body_part = "LIVER";
  EXPECT_EQ(measured(seg).regions, std::vector<std::string>{"abdomen"});
}

}  // namespace
}  // namespace oligard::measure
