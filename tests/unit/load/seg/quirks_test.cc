// What producers of segmentations write besides the plain case, each read or refused by name.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/load/seg/builder.h"

namespace oligard::load {
namespace {

using test::SegToBuild;

std::vector<std::uint16_t> cross(int rows, int columns) {
  return test::draw(rows, columns, [=](int r, int c) { return r == rows / 2 || c == columns / 2; });
}

/// Two segments on three slices, 5 × 7 pixels: frames do not end on bytes.
SegToBuild plain() {
  SegToBuild seg;
  seg.rows = 5;
  seg.columns = 7;
  seg.segment_numbers = {1, 2};
  seg.spacing_between_slices = 3;
  for (const int segment : {1, 2})
    for (const double z : {0.0, 3.0, 6.0})
      seg.frames.push_back({segment, {0, 0, z}, cross(5, 7)});
  return seg;
}

Segmentation read(const SegToBuild& content) {
  Result<LoadedObject> object = test::load_seg(content);
  EXPECT_TRUE(object) << (object ? "" : object.error().code);
  return object ? std::get<Segmentation>(*object) : Segmentation{};
}

std::string refusal(const SegToBuild& content) {
  const Result<LoadedObject> object = test::load_seg(content);
  return object ? "" : object.error().code;
}

void set_pixels(DcmDataset& dataset, std::size_t bytes) {
  std::vector<Uint8> data(bytes, 0x55);
  dataset.putAndInsertUint8Array(DCM_PixelData, data.data(), data.size());
}

TEST(SegQuirks, PaddingBetweenFramesIsRefusedNotGuessed) {
  SegToBuild seg = plain();
  seg.change = [](DcmDataset& dataset) { set_pixels(dataset, 6 * 5); };  // 35 bits are 5 bytes a frame
  EXPECT_EQ(refusal(seg), "SEG_PIXEL_FORMAT");
  seg.change = [](DcmDataset& dataset) { set_pixels(dataset, 28); };  // 210 bits and a padding byte
  EXPECT_EQ(refusal(seg), "");
}

TEST(SegQuirks, MoreFramesOfPixelsThanDescribedAreRefused) {
  SegToBuild seg = plain();
  seg.rows = 4;
  seg.columns = 8;
  for (test::FrameToBuild& frame : seg.frames)
    frame.pixels = cross(4, 8);
  seg.change = [](DcmDataset& dataset) { set_pixels(dataset, 7 * 4); };
  EXPECT_EQ(refusal(seg), "SEG_FRAME_COUNT");
  seg.change = [](DcmDataset& dataset) { set_pixels(dataset, 6 * 4 + 2); };
  EXPECT_EQ(refusal(seg), "");
}

TEST(SegQuirks, MeasuresMayBeSplitBetweenFrameAndSharedGroups) {
  SegToBuild seg = plain();
  seg.pixel_spacing = {0.5, 0.75};
  seg.change = [](DcmDataset& dataset) {
    for (long i = 0; i < 6; ++i) {
      DcmItem& group = test::detail::item(dataset, DCM_PerFrameFunctionalGroupsSequence, i);
      test::detail::put(test::detail::item(group, DCM_PixelMeasuresSequence), DCM_SliceThickness, "4");
    }
  };
  const Segmentation read_seg = read(seg);
  EXPECT_EQ(read_seg.grid.row_spacing, 0.5);
  EXPECT_EQ(read_seg.grid.column_spacing, 0.75);
  EXPECT_EQ(read_seg.grid.slice_spacing, 3);
  EXPECT_EQ(read_seg.slice_thickness_mm, 4);
}

TEST(SegQuirks, NegativeOrWrongSpacingBetweenSlicesIsNoDistance) {
  for (const char* stated : {"-3", "0", "", "1.3"}) {
    SegToBuild seg = plain();
    seg.change = [stated](DcmDataset& dataset) {
      DcmItem& shared = test::detail::item(dataset, DCM_SharedFunctionalGroupsSequence);
      test::detail::put(test::detail::item(shared, DCM_PixelMeasuresSequence), DCM_SpacingBetweenSlices,
                        stated);
    };
    EXPECT_EQ(read(seg).grid.slice_spacing, 3) << stated;
  }
}

TEST(SegQuirks, NoiseOfFloatsInPositionsIsNoNewPlane) {
  SegToBuild seg = plain();
  seg.frames[3].position = {1e-6, -1e-6, 2e-7};
  seg.frames[4].position = {0, 0, 3.00000019};
  seg.frames[5].position = {0.0004, 0, 5.9999};
  const Segmentation noisy = read(seg);
  EXPECT_EQ(noisy.grid.slices, 3);
  EXPECT_TRUE(noisy.grid.is_regular());
  EXPECT_EQ(test::voxels_of(noisy.segments[0].mask), test::voxels_of(noisy.segments[1].mask));
}

TEST(SegQuirks, SegmentNumbersMayBeginAnywhereAndHaveGaps) {
  SegToBuild seg = plain();
  seg.segment_numbers = {4002, 378};
  for (test::FrameToBuild& frame : seg.frames)
    frame.segment = frame.segment == 1 ? 378 : 4002;
  const Segmentation gaps = read(seg);
  ASSERT_EQ(gaps.segments.size(), 2U);
  EXPECT_EQ(gaps.segments[0].number, 4002);
  EXPECT_EQ(gaps.segments[1].number, 378);
  EXPECT_EQ(voxel_count(gaps.segments[0].mask), 33);
}

TEST(SegQuirks, ABinarySegmentationMayHoldAByteAPixelOfAnyValue) {
  SegToBuild seg = plain();
  const Segmentation packed = read(seg);
  seg.bits_allocated = 8;
  for (test::FrameToBuild& frame : seg.frames)
    for (std::uint16_t& pixel : frame.pixels)
      pixel = static_cast<std::uint16_t>(pixel * 255);
  EXPECT_EQ(test::voxels_of(read(seg).segments[1].mask), test::voxels_of(packed.segments[1].mask));
}

TEST(SegQuirks, SeveralSourceImagesOfAFrameNameNone) {
  SegToBuild seg = plain();
  seg.change = [](DcmDataset& dataset) {
    DcmItem& group = test::detail::item(dataset, DCM_PerFrameFunctionalGroupsSequence);
    DcmItem& derivation = test::detail::item(group, DCM_DerivationImageSequence);
    for (long i = 0; i < 2; ++i) {
      DcmItem& source = test::detail::item(derivation, DCM_SourceImageSequence, i);
      test::detail::put(source, DCM_ReferencedSOPClassUID, UID_CTImageStorage);
      test::detail::put(source, DCM_ReferencedSOPInstanceUID, "2.25." + std::to_string(70 + i));
    }
  };
  const Segmentation two = read(seg);
  EXPECT_TRUE(two.slice_images[0].sop_instance_uid.empty());
  EXPECT_EQ(two.source_images.size(), 2U);
}

TEST(SegQuirks, WithoutDimensionsOrFrameOfReference) {
  SegToBuild seg = plain();
  EXPECT_EQ(read(seg).segments.size(), 2U) << "the builder writes no Dimension Index";
  seg.change = [](DcmDataset& dataset) { dataset.findAndDeleteElement(DCM_FrameOfReferenceUID); };
  EXPECT_EQ(refusal(seg), "SEG_NO_FRAME_OF_REFERENCE");
}

TEST(SegQuirks, PartsOfConcatenationsAreNamed) {
  SegToBuild seg = plain();
  seg.change = [](DcmDataset& dataset) {
    dataset.putAndInsertUint16(DCM_InConcatenationNumber, 1);
    dataset.putAndInsertUint16(DCM_InConcatenationTotalNumber, 1);
  };
  EXPECT_EQ(refusal(seg), "") << "a concatenation of one is whole";
  seg.change = [](DcmDataset& dataset) {
    dataset.putAndInsertUint32(DCM_ConcatenationFrameOffsetNumber, 40);
  };
  EXPECT_EQ(refusal(seg), "SEG_CONCATENATION");
  seg.change = [](DcmDataset& dataset) {
    dataset.putAndInsertUint16(DCM_InConcatenationNumber, 2);
    dataset.putAndInsertUint16(DCM_InConcatenationTotalNumber, 3);
  };
  const Result<LoadedObject> part = test::load_seg(seg);
  ASSERT_FALSE(part);
  EXPECT_NE(part.error().reason.find("part 2 of 3"), std::string::npos) << part.error().reason;
}

TEST(SegQuirks, UnequalPlanesAreTrimmedWithTheirHeights) {
  SegToBuild seg = plain();
  seg.frames.clear();
  const std::vector<std::uint16_t> nothing(35, 0);
  for (const double z : {0.0, 1.0, 3.3, 5.0, 8.0})
    seg.frames.push_back({1, {0, 0, z}, z == 0 || z == 8 ? nothing : cross(5, 7)});
  seg.segment_numbers = {1};
  seg.spacing_between_slices = 0;
  const Segmentation cut = read(seg);
  ASSERT_NE(cut.grid.table, nullptr);
  EXPECT_EQ(cut.grid.slices, 3);
  EXPECT_NEAR(volume_mm3(cut.segments[0].mask), 11 * (8 + 5 - 1 - 0) / 2.0, 1e-9);
  EXPECT_EQ(cut.segments[0].mask.grid, cut.grid);
}

}  // namespace
}  // namespace oligard::load
