#include "oligard/dicom/segmentation_writer.h"

#include <fstream>
#include <set>
#include <tuple>

#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/decimal_string.h"
#include "oligard/dicom/file.h"
#include "support/dicom_checkers.h"

namespace oligard::dicom {
namespace {

using Voxel = std::tuple<int, int, int>;  // slice, row, column

/// 13 × 11 pixels: frames of 143 bits start inside a byte.
Grid odd_grid() {
  Grid grid;
  grid.origin = {-10.5, 20.25, -33.1};
  grid.column_spacing = 0.7;
  grid.row_spacing = 0.8;
  grid.slice_spacing = 2.5;
  grid.columns = 13;
  grid.rows = 11;
  grid.slices = 4;
  return grid;
}

SegmentToWrite segment(const std::string& label, std::vector<Run> runs) {
  SegmentToWrite result;
  result.label = label;
  result.category = {"49755003", "SCT", "Morphologically Abnormal Structure"};
  result.type = {"14799000", "SCT", "Neoplasm, Secondary"};
  result.mask = {odd_grid(), std::move(runs)};
  return result;
}

SegmentationToWrite example() {
  SegmentationToWrite content;
  content.patient_id = "P1";
  content.patient_name = "Phantom^Test";
  content.birth_date = "19500101";
  content.sex = "O";
  content.study_instance_uid = uid_from_text("study");
  content.study_date = "20240102";
  content.study_time = "093000";
  content.study_id = "1";
  content.series_instance_uid = uid_from_text("series");
  content.sop_instance_uid = uid_from_text("instance");
  content.frame_of_reference_uid = uid_from_text("frame of reference");
  content.content_date = "20240102";
  content.content_time = "100000";
  content.segments = {segment("Lesion 1", {{0, 0, 0, 13}, {0, 1, 0, 2}, {0, 1, 4, 9}, {2, 10, 12, 1}}),
                      segment("Lesion 2", {{2, 3, 5, 1}, {3, 3, 4, 8}})};
  content.segments[0].anatomic_region = {"39607008", "SCT", "Lung"};
  content.segments[0].laterality = {"7771000", "SCT", "Left"};
  content.segments[0].tracking_id = "T1";
  content.segments[0].tracking_uid = uid_from_text("tracking");
  content.segments[0].cielab = {34733, 53456, 50115};
  content.segments[1].laterality = {"24028007", "SCT", "Right"};
  return content;
}

void add_source_images(SegmentationToWrite& content) {
  content.source_series_uid = uid_from_text("ct");
  content.source_sop_class_uid = UID_CTImageStorage;
  for (int i = 0; i < 4; ++i)
    content.source_image_uids.push_back(uid_from_text("ct" + std::to_string(i)));
}

std::unique_ptr<DcmFileFormat> written(const SegmentationToWrite& content) {
  const auto bytes = make_segmentation(content);
  EXPECT_TRUE(bytes.has_value());
  auto file = from_bytes(*bytes);
  EXPECT_TRUE(file.has_value());
  return std::move(*file);
}

/// Every set bit of the frames of one segment, bit by bit.
std::set<Voxel> voxels(DcmItem& dataset, long number) {
  const Uint8* bytes = nullptr;
  dataset.findAndGetUint8Array(DCM_PixelData, bytes);
  const long rows = *integer(dataset, DCM_Rows);
  const long columns = *integer(dataset, DCM_Columns);
  std::set<Voxel> result;
  long frame = -1;
  for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& groups) {
    ++frame;
    DcmItem& identification = *item_of(groups, DCM_SegmentIdentificationSequence);
    if (*integer(identification, DCM_ReferencedSegmentNumber) != number) return;
    const double z = *dicom::number(*item_of(groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient, 2);
    for (long i = 0; i < rows * columns; ++i) {
      const long bit = frame * rows * columns + i;
      if (((bytes[bit / 8] >> (bit % 8)) & 1) != 0) {
        result.emplace(static_cast<int>(std::lround((z + 33.1) / 2.5)), i / columns, i % columns);
      }
    }
  });
  return result;
}

std::set<Voxel> voxels(const Mask& mask) {
  std::set<Voxel> result;
  for (const Run& run : mask.runs) {
    for (int c = 0; c < run.length; ++c)
      result.emplace(run.slice, run.row, run.column + c);
  }
  return result;
}

class Scratch {
 public:
  Scratch() : path_(std::filesystem::temp_directory_path() / ("oligard-seg-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

TEST(SegmentationWriter, PacksFramesWithoutGap) {
  const SegmentationToWrite content = example();
  const auto file = written(content);
  DcmItem& dataset = *file->getDataset();
  EXPECT_EQ(text(dataset, DCM_NumberOfFrames), "4");
  EXPECT_EQ(voxels(dataset, 1), voxels(content.segments[0].mask));
  EXPECT_EQ(voxels(dataset, 2), voxels(content.segments[1].mask));
  const Uint8* bytes = nullptr;
  unsigned long count = 0;
  dataset.findAndGetUint8Array(DCM_PixelData, bytes, &count);
  EXPECT_EQ(count, 72U);  // 4 × 143 bits = 71.5 bytes
}

TEST(SegmentationWriter, DescribesSegments) {
  const auto file = written(example());
  DcmItem& first = *item_of(*file->getDataset(), DCM_SegmentSequence, 0);
  EXPECT_EQ(text(first, DCM_SegmentLabel), "Lesion 1");
  DcmItem& region = *item_of(first, DCM_AnatomicRegionSequence);
  EXPECT_EQ(code(region).value, "39607008");
  EXPECT_EQ(code(region, DCM_AnatomicRegionModifierSequence).value, "7771000");
  EXPECT_EQ(text(first, DCM_TrackingUID), uid_from_text("tracking"));
  DcmItem& second = *item_of(*file->getDataset(), DCM_SegmentSequence, 1);
  EXPECT_EQ(item_of(second, DCM_AnatomicRegionSequence), nullptr);
  DcmItem& type = *item_of(second, DCM_SegmentedPropertyTypeCodeSequence);
  EXPECT_EQ(code(type, DCM_SegmentedPropertyTypeModifierCodeSequence).value, "24028007");
  EXPECT_EQ(text(second, DCM_TrackingUID), "");
}

TEST(SegmentationWriter, NamesTheSourceImageOfEachFrame) {
  SegmentationToWrite content = example();
  add_source_images(content);
  content.source_image_uids[3].clear();
  const auto file = written(content);
  std::vector<std::string> sources;
  for_each_item(*file->getDataset(), DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& groups) {
    DcmItem* derivation = item_of(groups, DCM_DerivationImageSequence);
    sources.push_back(derivation == nullptr ? ""
                                            : text(*item_of(*derivation, DCM_SourceImageSequence),
                                                   DCM_ReferencedSOPInstanceUID));
  });
  EXPECT_EQ(sources,
            (std::vector<std::string>{uid_from_text("ct0"), uid_from_text("ct2"), uid_from_text("ct2"), ""}));
  DcmItem& series = *item_of(*file->getDataset(), DCM_ReferencedSeriesSequence);
  EXPECT_EQ(sequence(series, DCM_ReferencedInstanceSequence)->card(), 3U);
}

TEST(SegmentationWriter, EmptyMasksLeaveOneEmptyFrame) {
  SegmentationToWrite content = example();
  for (SegmentToWrite& segment : content.segments)
    segment.mask.runs.clear();
  const auto file = written(content);
  EXPECT_EQ(text(*file->getDataset(), DCM_NumberOfFrames), "1");
  EXPECT_TRUE(voxels(*file->getDataset(), 1).empty());
}

TEST(SegmentationWriter, SameContentSameBytes) {
  EXPECT_EQ(*make_segmentation(example()), *make_segmentation(example()));
}

TEST(SegmentationWriter, RefusesContradictions) {
  const auto code_of = [](const SegmentationToWrite& content) {
    const auto result = make_segmentation(content);
    return result.has_value() ? std::string("written") : result.error().code;
  };
  SegmentationToWrite content = example();
  content.segments[1].mask.grid.rows = 12;
  EXPECT_EQ(code_of(content), "SEG_WRITE");
  content = example();
  content.segments[1].mask.runs[0].column = 13;
  EXPECT_EQ(code_of(content), "SEG_WRITE");
  content = example();
  std::swap(content.segments[0].mask.runs[0], content.segments[0].mask.runs[1]);
  EXPECT_EQ(code_of(content), "SEG_WRITE");
  content = example();
  content.segments[0].tracking_id.clear();
  EXPECT_EQ(code_of(content), "SEG_WRITE");
  content = example();
  content.source_image_uids = {"1.2"};
  EXPECT_EQ(code_of(content), "SEG_WRITE");
  content = example();
  content.segments.clear();
  EXPECT_EQ(code_of(content), "SEG_WRITE");
}

TEST(SegmentationWriter, TooManyPixelsAreRefused) {
  SegmentationToWrite content = example();
  for (SegmentToWrite& segment : content.segments) {
    segment.mask.grid.rows = segment.mask.grid.columns = 65535;
  }
  content.segments.resize(1);
  content.segments[0].mask.runs.clear();
  content.segments[0].mask.grid.slices = 8;
  for (int slice = 0; slice < 8; ++slice)
    content.segments[0].mask.runs.push_back({slice, 0, 0, 1});
  const auto result = make_segmentation(content);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "SEG_TOO_LARGE");
}

TEST(SegmentationWriter, SatisfiesDciodvfy) {
  if (!test::is_installed("dciodvfy")) GTEST_SKIP() << "dciodvfy (package dicom3tools) is not installed";
  const Scratch scratch;
  SegmentationToWrite content = example();
  EXPECT_EQ(test::iod_complaints(scratch.write("plain.dcm", *make_segmentation(content))), "");
  add_source_images(content);
  EXPECT_EQ(test::iod_complaints(scratch.write("sources.dcm", *make_segmentation(content))), "");
}

TEST(SegmentationWriter, SegmentsSayTheirCharacterSetWhenTheyNeedOne) {
  SegmentationToWrite content = example();
  content.segments[1].label = "L03 14\u219222 mm";
  auto file = from_bytes(*make_segmentation(content));
  ASSERT_TRUE(file.has_value());
  DcmItem* first = item_of(*(*file)->getDataset(), DCM_SegmentSequence, 0);
  DcmItem* second = item_of(*(*file)->getDataset(), DCM_SegmentSequence, 1);
  ASSERT_TRUE(first != nullptr && second != nullptr);
  EXPECT_FALSE(first->tagExists(DCM_SpecificCharacterSet));
  EXPECT_EQ(text(*second, DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(text(*second, DCM_SegmentLabel), "L03 14\u219222 mm");
}

TEST(DecimalString, FitsSixteenCharacters) {
  EXPECT_EQ(decimal_string(0.1 + 0.2), "0.3");
  EXPECT_EQ(decimal_string(-0.0), "0");
  EXPECT_EQ(decimal_string(2.5), "2.5");
  for (const double value : {-203.20000000000002, 1.0 / 3, -1.0 / 3, 1e-300 / 3, -2e20 / 3}) {
    const std::string text = decimal_string(value);
    EXPECT_LE(text.size(), 16U) << text;
    EXPECT_NEAR(std::stod(text), value, std::abs(value) * 1e-8) << text;
  }
}

}  // namespace
}  // namespace oligard::dicom
