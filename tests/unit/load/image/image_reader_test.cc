#include "load/image/image_reader.h"

#include <filesystem>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <gtest/gtest.h>

#include "load/object_header_reader.h"
#include "oligard/dicom/file.h"
#include "support/shared_data.h"

namespace oligard::load {
namespace {

const std::filesystem::path kRealFiles = shared_data("real");

Result<ImageObject> read(const std::filesystem::path& name, dicom::PixelData pixel_data) {
  auto file = dicom::read_file(kRealFiles / name, pixel_data);
  if (!file) return fail(file);
  DcmDataset& dataset = *(*file)->getDataset();
  return read_image_object(dataset, read_object_header(dataset));
}

class ImageRealFiles : public testing::Test {
 protected:
  void SetUp() override { OLIGARD_NEED_SHARED_DATA(); }
};

TEST_F(ImageRealFiles, SingleFrameCt) {
  const auto image = read("dcmqi-liver/ct/01.dcm", dicom::PixelData::kSkip);
  ASSERT_TRUE(image) << image.error().reason;
  ASSERT_EQ(image->planes.size(), 1U);
  EXPECT_EQ(image->planes[0].frame, 0);
  const Grid& grid = image->planes[0].grid;
  EXPECT_EQ(grid.columns, 512);
  EXPECT_EQ(grid.slices, 1);
  EXPECT_NEAR(grid.column_spacing, 0.810547, 1e-6);
  EXPECT_NEAR(grid.origin.z, -126.690002, 1e-6);
  EXPECT_EQ(image->frame_of_reference_uid, "1.2.392.200103.20080913.113635.3.2009.6.22.21.44.34.23882.1");
  EXPECT_GT(image->slice_thickness_mm, 0);
}

TEST_F(ImageRealFiles, LegacyConvertedMultiFrameEqualsItsSingleFrames) {
  const auto frames = read("dcmqi-24x38x3/multiframe/mf.dcm", dicom::PixelData::kSkip);
  ASSERT_TRUE(frames) << frames.error().reason;
  ASSERT_EQ(frames->planes.size(), 3U);
  EXPECT_EQ(frames->planes[0].frame, 1);
  EXPECT_EQ(frames->planes[2].frame, 3);
  EXPECT_DOUBLE_EQ(frames->slice_thickness_mm, 2.5);
  int found = 0;
  for (const char* name : {"IMG0001.dcm", "IMG0002.dcm", "IMG0003.dcm"}) {
    const auto single = read(std::filesystem::path("dcmqi-24x38x3/image") / name, dicom::PixelData::kSkip);
    ASSERT_TRUE(single) << single.error().reason;
    ASSERT_EQ(single->planes.size(), 1U);
    for (const ImagePlane& plane : frames->planes)
      if (distance(plane.grid.origin, single->planes[0].grid.origin) < 1e-3) {
        ++found;
        EXPECT_NEAR(plane.grid.row_spacing, single->planes[0].grid.row_spacing, 1e-6);
        EXPECT_EQ(plane.grid.columns, single->planes[0].grid.columns);
      }
  }
  EXPECT_EQ(found, 3);
}

TEST_F(ImageRealFiles, TruncatedPixelDataStillGivesGeometry) {
  const auto header_only = read("malformed/mr_truncated.dcm", dicom::PixelData::kSkip);
  ASSERT_TRUE(header_only) << header_only.error().reason;
  ASSERT_EQ(header_only->planes.size(), 1U);
  EXPECT_EQ(header_only->planes[0].grid.rows, 64);
  const auto whole = read("malformed/mr_truncated.dcm", dicom::PixelData::kKeep);
  ASSERT_FALSE(whole);
  EXPECT_EQ(whole.error().code, "FILE_TRUNCATED");
}

void put(DcmDataset& dataset, const DcmTagKey& tag, const char* value) {
  ASSERT_TRUE(dataset.putAndInsertString(tag, value).good());
}

void make_plane(DcmDataset& dataset) {
  put(dataset, DCM_ImagePositionPatient, "1\\2\\3");
  put(dataset, DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
  put(dataset, DCM_PixelSpacing, "0.5\\0.75");
  dataset.putAndInsertUint16(DCM_Rows, 10);
  dataset.putAndInsertUint16(DCM_Columns, 20);
}

TEST(ImageReader, ReadsSpacingInDicomOrder) {
  DcmDataset dataset;
  make_plane(dataset);
  put(dataset, DCM_BodyPartExamined, "CHEST");
  const auto image = read_image_object(dataset, {});
  ASSERT_TRUE(image);
  ASSERT_EQ(image->planes.size(), 1U);
  EXPECT_DOUBLE_EQ(image->planes[0].grid.row_spacing, 0.5);
  EXPECT_DOUBLE_EQ(image->planes[0].grid.column_spacing, 0.75);
  EXPECT_DOUBLE_EQ(image->planes[0].grid.slice_spacing, 1);
  EXPECT_DOUBLE_EQ(image->slice_thickness_mm, 0);
  EXPECT_EQ(image->body_part, "CHEST");
}

TEST(ImageReader, RefusesWhatCanServeNothing) {
  DcmDataset dataset;
  make_plane(dataset);
  put(dataset, DCM_PixelSpacing, "0\\0.75");
  const auto image = read_image_object(dataset, {});
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, "IMAGE_NO_GEOMETRY");
}

TEST(ImageReader, WithoutPositionStillDatesItsStudy) {
  DcmDataset dataset;
  ObjectHeader header;
  header.study_instance_uid = "1.2";
  header.study_date = parse_iso_date("2020-01-01").value();
  const auto image = read_image_object(dataset, header);
  ASSERT_TRUE(image);
  EXPECT_TRUE(image->planes.empty());
}

TEST(ImageReader, RefusesDirectionsThatAreNotPerpendicular) {
  DcmDataset dataset;
  make_plane(dataset);
  put(dataset, DCM_ImageOrientationPatient, "1\\0\\0\\1\\0\\0");
  EXPECT_FALSE(read_image_object(dataset, {}));
}

}  // namespace
}  // namespace oligard::load
