#include "load/seg/reader.h"

#include <gtest/gtest.h>

#include "builder.h"

namespace oligard::load {
namespace {

using test::draw;
using test::load_seg;
using test::Packing;
using test::SegToBuild;
using test::voxels_of;

using Voxels = std::vector<std::vector<int>>;

/// Three frames of 5 × 7 pixels (35 bits: no frame but the first begins on a byte) in one segment.
SegToBuild odd_frames() {
  SegToBuild content;
  content.rows = 5;
  content.columns = 7;
  content.pixel_spacing = {0.5, 0.25};
  for (int slice = 0; slice < 3; ++slice)
    content.frames.push_back({1, {10, 20, 30 + 2.0 * slice}, draw(5, 7, [slice](int row, int column) {
                                return row == slice + 1 && column >= slice && column < 4;
                              })});
  return content;
}

const Voxels kOddVoxels{{0, 1, 0}, {0, 1, 1}, {0, 1, 2}, {0, 1, 3}, {1, 2, 1},
                        {1, 2, 2}, {1, 2, 3}, {2, 3, 2}, {2, 3, 3}};

Segmentation loaded(const SegToBuild& content, const std::vector<SourceRule>& rules = {}) {
  const Result<LoadedObject> object = load_seg(content, rules);
  if (!object) {
    ADD_FAILURE() << object.error().code << ": " << object.error().reason;
    return {};
  }
  return std::get<Segmentation>(*object);
}

std::string refusal(const SegToBuild& content, const LoadLimits& limits = {}) {
  const Result<LoadedObject> object = load_seg(content, {}, limits);
  return object ? "" : object.error().code;
}

TEST(SegReader, ReadsFramesThatDoNotBeginOnBytes) {
  const Segmentation seg = loaded(odd_frames());
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_EQ(voxels_of(seg.segments[0].mask), kOddVoxels);
  EXPECT_EQ(seg.grid.origin, (Vec3{10, 20, 30}));
  EXPECT_EQ(seg.grid.slice_spacing, 2.0);
  EXPECT_EQ(seg.grid.row_spacing, 0.5);
  EXPECT_EQ(seg.grid.column_spacing, 0.25);
  EXPECT_EQ(seg.segments[0].role, SegmentRole::kLesion);
}

class SegSyntaxTest : public testing::TestWithParam<E_TransferSyntax> {};

TEST_P(SegSyntaxTest, HoldsTheSameVoxels) {
  SegToBuild content = odd_frames();
  content.transfer_syntax = GetParam();
  EXPECT_EQ(voxels_of(loaded(content).segments.at(0).mask), kOddVoxels);
}

TEST_P(SegSyntaxTest, HoldsTheSameVoxelsBeyondOneWindow) {
  SegToBuild content;
  content.rows = 1021;
  content.columns = 1031;
  content.transfer_syntax = GetParam();
  std::int64_t expected = 0;
  for (int slice = 0; slice < 12; ++slice) {
    content.frames.push_back({1, {0, 0, 1.0 * slice}, draw(1021, 1031, [slice](int row, int column) {
                                return (row * 7 + column * 13 + slice) % 101 < 40;
                              })});
    for (const std::uint16_t value : content.frames.back().pixels)
      expected += value;
  }
  const Segmentation seg = loaded(content);
  EXPECT_EQ(voxel_count(seg.segments.at(0).mask), expected);
  const oligard::Run last = seg.segments[0].mask.runs.back();
  EXPECT_EQ(last.slice, 11);
  EXPECT_EQ(last.row, 1020);
}

INSTANTIATE_TEST_SUITE_P(Native, SegSyntaxTest,
                         testing::Values(EXS_LittleEndianImplicit, EXS_LittleEndianExplicit,
                                         EXS_BigEndianExplicit, EXS_DeflatedLittleEndianExplicit));

TEST(SegReader, ReadsRleOfPackedBitsAndOfBytes) {
  for (const Packing packing : {Packing::kRlePacked, Packing::kRleBytes}) {
    SegToBuild content = odd_frames();
    content.packing = packing;
    content.transfer_syntax = EXS_RLELossless;
    EXPECT_EQ(voxels_of(loaded(content).segments.at(0).mask), kOddVoxels);
  }
}

TEST(SegReader, OrderOfFramesDoesNotMatter) {
  SegToBuild content = odd_frames();
  std::swap(content.frames[0], content.frames[2]);
  EXPECT_EQ(voxels_of(loaded(content).segments.at(0).mask), kOddVoxels);
}

TEST(SegReader, GroupsMayBeSharedOrPerFrame) {
  SegToBuild content = odd_frames();
  content.shared_groups = false;
  content.shared_segment = true;
  const Segmentation seg = loaded(content);
  EXPECT_EQ(voxels_of(seg.segments.at(0).mask), kOddVoxels);
  EXPECT_EQ(seg.grid, loaded(odd_frames()).grid);
}

TEST(SegReader, EmptyFramesMakeNoDifference) {
  SegToBuild content = odd_frames();
  content.frames.push_back({1, {10, 20, 38}, draw(5, 7, [](int, int) { return false; })});
  content.frames.push_back({1, {10, 20, 24}, draw(5, 7, [](int, int) { return false; })});
  const Segmentation seg = loaded(content);
  EXPECT_EQ(voxels_of(seg.segments.at(0).mask), kOddVoxels);
  EXPECT_EQ(seg.grid, loaded(odd_frames()).grid);
  EXPECT_FALSE(seg.missing_slices);
}

TEST(SegReader, KeepsOverlappingSegmentsApart) {
  SegToBuild content = odd_frames();
  content.segment_numbers = {1, 4, 9};
  const auto all = draw(5, 7, [](int, int) { return true; });
  content.frames.push_back({4, {10, 20, 32}, all});
  const Segmentation seg = loaded(content);
  ASSERT_EQ(seg.segments.size(), 3U);
  EXPECT_EQ(voxels_of(seg.segments[0].mask), kOddVoxels);
  EXPECT_EQ(seg.segments[1].number, 4);
  EXPECT_EQ(voxel_count(seg.segments[1].mask), 35);
  EXPECT_EQ(seg.segments[2].number, 9);
  EXPECT_TRUE(seg.segments[2].mask.runs.empty());
}

TEST(SegReader, AnEmptySegmentationIsValid) {
  SegToBuild content = odd_frames();
  for (auto& frame : content.frames)
    frame.pixels.assign(35, 0);
  const Segmentation seg = loaded(content);
  EXPECT_TRUE(seg.segments.at(0).mask.runs.empty());
  EXPECT_EQ(seg.grid.slices, 3);
}

TEST(SegReader, ReadsLabelMapsWithoutTheirBackground) {
  for (const int bits : {8, 16}) {
    SegToBuild content = odd_frames();
    content.type = "LABELMAP";
    content.bits_allocated = bits;
    const std::uint16_t high = bits == 8 ? 250 : 300;
    content.segment_numbers = {0, 1, high};
    content.frames[1].pixels[34] = high;
    for (const bool rle : {false, true}) {
      content.packing = rle ? Packing::kRleBytes : Packing::kNative;
      content.transfer_syntax = rle ? EXS_RLELossless : EXS_LittleEndianExplicit;
      const Segmentation seg = loaded(content);
      ASSERT_EQ(seg.segments.size(), 2U);
      EXPECT_EQ(voxels_of(seg.segments[0].mask), kOddVoxels);
      EXPECT_EQ(seg.segments[1].number, high);
      EXPECT_EQ(voxels_of(seg.segments[1].mask), (Voxels{{1, 4, 6}}));
    }
  }
}

TEST(SegReader, PaddingOfALabelMapIsBackground) {
  SegToBuild content = odd_frames();
  content.type = "LABELMAP";
  content.bits_allocated = 8;
  content.frames[0].pixels[0] = 255;
  content.change = [](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_PixelPaddingValue, 255); };
  EXPECT_EQ(voxels_of(loaded(content).segments.at(0).mask), kOddVoxels);
}

TEST(SegReader, FractionalVoxelsCountFromHalfOn) {
  SegToBuild content = odd_frames();
  content.type = "FRACTIONAL";
  content.bits_allocated = 8;
  content.frames.resize(1);
  content.slice_thickness = 3;
  content.frames[0].pixels.assign(35, 99);
  content.frames[0].pixels[3] = 100;
  content.frames[0].pixels[4] = 200;
  EXPECT_EQ(voxels_of(loaded(content).segments.at(0).mask), (Voxels{{0, 0, 3}, {0, 0, 4}}));
}

TEST(SegReader, IgnoredLabelsAreLeftOut) {
  SegToBuild content = odd_frames();
  content.segment_numbers = {1, 2};
  content.frames[2].segment = 2;
  SourceRule rule;
  rule.name = "builder";
  rule.match_manufacturer = "BUILD*";
  rule.ignore_labels = {"s1"};
  rule.organ_labels = {"?2"};
  const Segmentation seg = loaded(content, {rule});
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_EQ(seg.segments[0].number, 2);
  EXPECT_EQ(seg.segments[0].role, SegmentRole::kOrgan);
  EXPECT_EQ(seg.rule.name, "builder");
}

TEST(SegReader, NamesTheSourceImageOfEachSlice) {
  SegToBuild content = odd_frames();
  content.change = [](DcmDataset& dataset) {
    for (long i : {0L, 2L}) {
      DcmItem* group = nullptr;
      dataset.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, i);
      DcmItem& image = test::detail::item(test::detail::item(*group, DCM_DerivationImageSequence),
                                          DCM_SourceImageSequence);
      test::detail::put(image, DCM_ReferencedSOPInstanceUID, "2.25.5" + std::to_string(i));
      test::detail::put(image, DCM_ReferencedFrameNumber, "4");
    }
    DcmItem& series = test::detail::item(dataset, DCM_ReferencedSeriesSequence);
    test::detail::put(series, DCM_SeriesInstanceUID, "2.25.77");
    test::detail::put(test::detail::item(series, DCM_ReferencedInstanceSequence),
                      DCM_ReferencedSOPInstanceUID, "2.25.50");
  };
  const Segmentation seg = loaded(content);
  ASSERT_EQ(seg.slice_images.size(), 3U);
  EXPECT_EQ(seg.slice_images[0].sop_instance_uid, "2.25.50");
  EXPECT_EQ(seg.slice_images[0].series_instance_uid, "2.25.77");
  EXPECT_EQ(seg.slice_images[0].frame, 4);
  EXPECT_TRUE(seg.slice_images[1].sop_instance_uid.empty());
  EXPECT_EQ(seg.slice_images[2].sop_instance_uid, "2.25.52");
  EXPECT_EQ(seg.source_images.size(), 2U);
  EXPECT_EQ(seg.source_series_uid, "2.25.77");
}

struct Wrong {
  const char* code;
  std::function<void(DcmDataset&)> change;
};

TEST(SegReader, RefusesWhatIsWrongOrAbsent) {
  const auto remove = [](const DcmTagKey& tag) {
    return [tag](DcmDataset& dataset) { dataset.findAndDeleteElement(tag, true, true); };
  };
  const auto set = [](const DcmTagKey& tag, const char* value) {
    return [tag, value](DcmDataset& dataset) { dataset.putAndInsertString(tag, value); };
  };
  const std::vector<Wrong> table{
      {"SEG_NO_NUMBER_OF_FRAMES", remove(DCM_NumberOfFrames)},
      {"SEG_FRAME_COUNT", set(DCM_NumberOfFrames, "4")},
      {"SEG_FRAME_COUNT", set(DCM_NumberOfFrames, "2147483647")},
      {"SEG_FRAME_COUNT", set(DCM_NumberOfFrames, "-3")},
      {"SEG_FRAME_COUNT", remove(DCM_PerFrameFunctionalGroupsSequence)},
      {"SEG_NO_PIXEL_DATA", remove(DCM_PixelData)},
      {"SEG_PIXEL_DATA_SHORT", [](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_Rows, 1000); }},
      {"SEG_MATRIX", [](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_Columns, 0); }},
      {"SEG_PIXEL_FORMAT", [](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_BitsAllocated, 16); }},
      {"SEG_NO_FRAME_OF_REFERENCE", remove(DCM_FrameOfReferenceUID)},
      {"SEG_NO_PIXEL_SPACING", remove(DCM_PixelSpacing)},
      {"SEG_NO_GEOMETRY", remove(DCM_ImagePositionPatient)},
      {"SEG_NO_GEOMETRY", remove(DCM_ImageOrientationPatient)},
      {"SEG_NO_SEGMENTS", remove(DCM_SegmentSequence)},
      {"SEG_SEGMENT_NUMBER", remove(DCM_SegmentNumber)},
      {"SEG_TYPE", set(DCM_SegmentationType, "SURFACE")},
      {"SEG_CONCATENATION", set(DCM_ConcatenationUID, "2.25.9")},
      {"SEG_WHOLE_SLIDE", set(DCM_DimensionOrganizationType, "TILED_FULL")},
      {"SEG_SURFACE", set(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.66.5")},
  };
  for (const Wrong& wrong : table) {
    SegToBuild content = odd_frames();
    content.change = wrong.change;
    EXPECT_EQ(refusal(content), wrong.code);
  }
}

TEST(SegReader, RefusesUnknownSegmentsAndMixedPlanes) {
  SegToBuild unknown = odd_frames();
  unknown.frames[1].segment = 2;
  EXPECT_EQ(refusal(unknown), "SEG_SEGMENT_UNKNOWN");
  SegToBuild twice = odd_frames();
  twice.segment_numbers = {1, 1};
  EXPECT_EQ(refusal(twice), "SEG_SEGMENT_NUMBER");
  SegToBuild mixed = odd_frames();
  mixed.shared_groups = false;
  mixed.change = [](DcmDataset& dataset) {
    DcmItem* group = nullptr;
    dataset.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, 1);
    test::detail::put(test::detail::item(*group, DCM_PixelMeasuresSequence), DCM_PixelSpacing, "0.5\\0.3");
  };
  EXPECT_EQ(refusal(mixed), "SEG_MIXED_PLANES");
  SegToBuild first_differs = odd_frames();
  first_differs.change = [](DcmDataset& dataset) {
    DcmItem* group = nullptr;
    dataset.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, 0);
    test::detail::put(test::detail::item(*group, DCM_PixelMeasuresSequence), DCM_PixelSpacing, "0.5\\0.3");
  };
  EXPECT_EQ(refusal(first_differs), "SEG_MIXED_PLANES");
  SegToBuild label_map = odd_frames();
  label_map.type = "LABELMAP";
  label_map.bits_allocated = 8;
  label_map.frames[0].pixels[0] = 7;
  EXPECT_EQ(refusal(label_map), "SEG_SEGMENT_UNKNOWN");
}

TEST(SegReader, KeepsItsLimits) {
  LoadLimits limits;
  limits.max_file_bytes = 100;
  EXPECT_EQ(refusal(odd_frames(), limits), "FILE_TOO_LARGE");
  limits = {};
  limits.max_voxels_per_frame = 34;
  EXPECT_EQ(refusal(odd_frames(), limits), "FILE_TOO_LARGE");
  limits = {};
  limits.max_runs = 2;
  EXPECT_EQ(refusal(odd_frames(), limits), "SEG_TOO_COMPLEX");
  limits = {};
  limits.max_inflated_bytes = 500;
  SegToBuild deflated = odd_frames();
  deflated.transfer_syntax = EXS_DeflatedLittleEndianExplicit;
  EXPECT_EQ(refusal(deflated, limits), "FILE_TOO_LARGE");
}

}  // namespace
}  // namespace oligard::load
