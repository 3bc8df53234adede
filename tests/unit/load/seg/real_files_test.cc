// Voxel counts of the published files against counts made with other software: pydicom 2.3.1 and numpy, i.e.
// np.unpackbits(frame, bitorder='little') of each frame (BINARY; RLE and deflated frames decoded with
// pydicom's _rle_decode_segment and zlib.decompressobj(-15)), 2 * pixel_array >= MaximumFractionalValue
// (FRACTIONAL) and pixel_array == number (LABELMAP), summed per ReferencedSegmentNumber.
#include <filesystem>
#include <map>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "support/shared_data.h"

namespace oligard::load {
namespace {

using Counts = std::map<int, std::int64_t>;

struct RealSeg {
  const char* path;
  Counts voxels;
  int slices;
  double slice_spacing;
  bool missing_slices;
};

std::ostream& operator<<(std::ostream& out, const RealSeg& file) {
  return out << file.path;
}

class RealSegTest : public testing::TestWithParam<RealSeg> {
 protected:
  void SetUp() override { ASSERT_TRUE(dicom::set_up()); }
};

TEST_P(RealSegTest, HoldsTheVoxelsThatNumpyCounts) {
  OLIGARD_NEED_SHARED_DATA();
  const Result<LoadedObject> object = load_object(shared_data("real") / GetParam().path);
  ASSERT_TRUE(object) << object.error().code << ": " << object.error().reason;
  const auto* seg = std::get_if<Segmentation>(&*object);
  ASSERT_NE(seg, nullptr);
  Counts counts;
  for (const Segment& segment : seg->segments) {
    counts[segment.number] = voxel_count(segment.mask);
    EXPECT_EQ(segment.mask.grid, seg->grid);
    for (const oligard::Run& run : segment.mask.runs) {
      EXPECT_GE(run.slice, 0);
      EXPECT_LT(run.slice, seg->grid.slices);
      EXPECT_LT(run.row, seg->grid.rows);
      EXPECT_LE(run.column + run.length, seg->grid.columns);
    }
  }
  EXPECT_EQ(counts, GetParam().voxels);
  EXPECT_EQ(seg->grid.slices, GetParam().slices);
  EXPECT_NEAR(seg->grid.slice_spacing, GetParam().slice_spacing, 1e-5);
  EXPECT_EQ(seg->missing_slices, GetParam().missing_slices);
  EXPECT_EQ(seg->slice_images.size(), static_cast<std::size_t>(seg->grid.slices));
  EXPECT_FALSE(seg->frame_of_reference_uid.empty());
  EXPECT_FALSE(seg->source_images.empty());
  EXPECT_FALSE(seg->header.patient.id.reveal().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Published, RealSegTest,
    testing::Values(RealSeg{"dcmqi-24x38x3/seg/label.dcm", {{1, 315}}, 1, 2.5, false},
                    RealSeg{"dcmqi-24x38x3/seg/sparse-labelmap-noppv.dcm", {{1, 630}}, 3, 2.5, true},
                    RealSeg{"dcmqi-liver/seg/liver.dcm", {{1, 107098}}, 3, 1.0, false},
                    RealSeg{"dcmqi-liver/seg/partial_overlaps.dcm",
                            {{1, 9602}, {2, 11888}, {3, 10743}, {4, 6693}, {5, 4713}},
                            3,
                            1.0,
                            false},
                    RealSeg{"dcmqi-headneck/seg.dcm", {{1, 795}}, 13, 3.375, false},
                    RealSeg{"highdicom/seg_image_ct_binary.dcm", {{1, 638}}, 3, 1.25, false},
                    RealSeg{"highdicom/seg_image_ct_binary_overlap.dcm", {{1, 64}, {2, 16}}, 165, 1.25, true},
                    RealSeg{"highdicom/seg_image_ct_true_fractional.dcm", {{1, 638}}, 3, 1.25, false},
                    RealSeg{"compressed/liver_deflate.dcm", {{1, 107098}}, 3, 1.0, false},
                    RealSeg{"compressed/liver_rle.dcm", {{1, 107098}}, 3, 1.0, false}));

struct Refused {
  const char* path;
  const char* code;
};

std::ostream& operator<<(std::ostream& out, const Refused& file) {
  return out << file.path;
}

class RefusedFileTest : public testing::TestWithParam<Refused> {
 protected:
  void SetUp() override { ASSERT_TRUE(dicom::set_up()); }
};

TEST_P(RefusedFileTest, IsRefusedWithItsCode) {
  OLIGARD_NEED_SHARED_DATA();
  const Result<LoadedObject> object = load_object(shared_data("real") / GetParam().path);
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().code, GetParam().code);
  EXPECT_FALSE(object.error().reason.empty());
}

INSTANTIATE_TEST_SUITE_P(Published, RefusedFileTest,
                         testing::Values(Refused{"highdicom/seg_image_sm_dots.dcm", "SEG_WHOLE_SLIDE"},
                                         Refused{"malformed/seg_no_number_of_frames.dcm",
                                                 "SEG_NO_NUMBER_OF_FRAMES"},
                                         Refused{"malformed/ct_no_meta.dcm", "FILE_NOT_DICOM"},
                                         Refused{"malformed/mr_truncated.dcm", "FILE_TRUNCATED"},
                                         Refused{"README.md", "FILE_NOT_DICOM"}));

struct Ignored {
  const char* path;
  const char* code;
};

std::ostream& operator<<(std::ostream& out, const Ignored& file) {
  return out << file.path;
}

class IgnoredFileTest : public testing::TestWithParam<Ignored> {
 protected:
  void SetUp() override { ASSERT_TRUE(dicom::set_up()); }
};

TEST_P(IgnoredFileTest, IsNamedAndLeftOut) {
  OLIGARD_NEED_SHARED_DATA();
  const Result<LoadedObject> object = load_object(shared_data("real") / GetParam().path);
  ASSERT_TRUE(object) << object.error().code;
  const auto* ignored = std::get_if<IgnoredObject>(&*object);
  ASSERT_NE(ignored, nullptr);
  EXPECT_EQ(ignored->code, GetParam().code);
  EXPECT_FALSE(header_of(*object).sop_instance_uid.empty());
}

INSTANTIATE_TEST_SUITE_P(Published, IgnoredFileTest,
                         testing::Values(Ignored{"other/kos.dcm", "KEY_OBJECT_IGNORED"},
                                         Ignored{"dcmqi-headneck/rwvm.dcm", "REAL_WORLD_VALUES_IGNORED"}));

TEST(RealSegRoles, FollowTheCodes) {
  ASSERT_TRUE(dicom::set_up());
  const std::filesystem::path headneck = shared_data("real") / "dcmqi-headneck/seg.dcm";
  const std::filesystem::path liver = shared_data("real") / "dcmqi-liver/seg/liver.dcm";
  OLIGARD_NEED_SHARED_DATA();
  const Result<LoadedObject> tumour = load_object(headneck);
  ASSERT_TRUE(tumour);
  EXPECT_EQ(std::get<Segmentation>(*tumour).segments.at(0).role, SegmentRole::kLesion);
  const Result<LoadedObject> organ = load_object(liver);
  ASSERT_TRUE(organ);
  const Segment& segment = std::get<Segmentation>(*organ).segments.at(0);
  EXPECT_EQ(segment.role, SegmentRole::kOrgan);
  EXPECT_EQ(segment.organ, "liver");
}

TEST(RealSegGeometry, GoesWithTheSourceImages) {
  ASSERT_TRUE(dicom::set_up());
  const std::filesystem::path path = shared_data("real") / "dcmqi-liver/seg/liver.dcm";
  OLIGARD_NEED_SHARED_DATA();
  const Result<LoadedObject> object = load_object(path);
  ASSERT_TRUE(object);
  const auto& seg = std::get<Segmentation>(*object);
  EXPECT_EQ(seg.grid.origin, (Vec3{-235.2, -226.8, -128.69}));
  EXPECT_EQ(seg.grid.slice_direction, (Vec3{0, 0, 1}));
  ASSERT_EQ(seg.slice_images.size(), 3U);
  const std::string stem = "1.2.392.200103.20080913.113635.2.2009.6.22.21.43.10.";
  EXPECT_EQ(seg.slice_images[0].sop_instance_uid, stem + "23433.1");
  EXPECT_EQ(seg.slice_images[2].sop_instance_uid, stem + "23431.1");
  EXPECT_EQ(seg.slice_images[1].series_instance_uid,
            "1.2.392.200103.20080913.113635.1.2009.6.22.21.43.10.23430.1");
  EXPECT_EQ(seg.source_series_uid, seg.slice_images[1].series_instance_uid);
  EXPECT_EQ(seg.source_images.size(), 3U);
  EXPECT_EQ(seg.slice_thickness_mm, 1.0);
}

}  // namespace
}  // namespace oligard::load
