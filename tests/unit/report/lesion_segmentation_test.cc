// The lesion SEG of the small patient: its attributes, and which voxels it holds.
#include <fstream>
#include <set>
#include <tuple>

#include "support/dicom_checkers.h"
#include "unit/report/report_fixture.h"

namespace oligard::report {
namespace {

using Voxel = std::tuple<long, long, long>;  // z in whole mm, row, column
using RowRun = oligard::Run;                 // testing::Test has a Run of its own

constexpr int kRows = 16;
constexpr int kColumns = 12;

Grid grid_of(int slices, double first_z = 0) {
  Grid grid;
  grid.origin = {0, 0, first_z};
  grid.rows = kRows;
  grid.columns = kColumns;
  grid.slices = slices;
  grid.slice_spacing = 5;
  return grid;
}

class LesionSegmentationTest : public test::ReportTest {
 protected:
  void SetUp() override {
    ReportTest::SetUp();
    SegmentedLesions segmented;
    segmented.sop_instance_uid = test::kSegmentation[2];
    segmented.frame_of_reference_uid = "2.25.1700";
    segmented.source_series_uid = test::kImageSeries[2];
    segmented.slice_thickness_mm = 5;
    for (int slice = 0; slice < 6; ++slice)
      segmented.slice_images.push_back({"1.2.840.10008.5.1.4.1.1.2", "2.25.18" + std::to_string(slice), 0});
    for (const char* track : {"L01", "L02", "L03", "L05"}) {
      const int number = lesion_now(track).source.number;
      segmented.lesions.push_back({number, 0, "MANUAL", "", {grid_of(6), runs_of(number)}});
    }
    segmented_ = {std::move(segmented)};
    request_.segmented = &segmented_;
  }

  static std::vector<RowRun> runs_of(int number) { return {{1, number, 2, 4}, {2, number, 3, 2}}; }

  LesionSegmentation made() {
    auto result = make_lesion_segmentation(request_);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().reason);
    return result ? *std::move(result) : LesionSegmentation{};
  }

  static DcmItem* segment(DcmItem& dataset, const std::string& tracking_id) {
    DcmItem* found = nullptr;
    dicom::for_each_item(dataset, DCM_SegmentSequence, [&](DcmItem& item) {
      if (dicom::text(item, DCM_TrackingID) == tracking_id) found = &item;
    });
    return found;
  }

  std::vector<SegmentedLesions> segmented_;

  static std::set<Voxel> voxels(DcmItem& dataset, long number) {
    const Uint8* bytes = nullptr;
    dataset.findAndGetUint8Array(DCM_PixelData, bytes);
    std::set<Voxel> found;
    long frame = -1;
    dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& groups) {
      ++frame;
      DcmItem& identification = *dicom::item_of(groups, DCM_SegmentIdentificationSequence);
      if (*dicom::integer(identification, DCM_ReferencedSegmentNumber) != number) return;
      const double z =
          *dicom::number(*dicom::item_of(groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient, 2);
      for (long i = 0; i < kRows * kColumns; ++i) {
        const long bit = frame * kRows * kColumns + i;
        if (((bytes[bit / 8] >> (bit % 8)) & 1) != 0)
          found.emplace(std::lround(z), i / kColumns, i % kColumns);
      }
    });
    return found;
  }
};

TEST_F(LesionSegmentationTest, OneSegmentAGroupUnderItsTrackingUid) {
  const LesionSegmentation made_now = made();
  ASSERT_EQ(made_now.documents.size(), 1U);
  DcmDataset& seg = open(made_now.documents.front());
  EXPECT_EQ(made_now.segments.size(), 4U);
  DcmItem* liver = segment(seg, "L01");
  ASSERT_NE(liver, nullptr);
  EXPECT_EQ(dicom::text(*liver, DCM_SegmentLabel), "L01 liver PROGRESSING 20\u219227 mm");
  EXPECT_EQ(dicom::code(*liver, DCM_AnatomicRegionSequence).value, "10200004");
  EXPECT_EQ(dicom::text(*liver, DCM_SegmentAlgorithmType), "MANUAL");
  EXPECT_EQ(dicom::integer(*liver, DCM_SegmentNumber), made_now.segments.at("L01").number);
  const std::string tracking_uid = dicom::text(*liver, DCM_TrackingUID);
  EXPECT_EQ(dicom::text(*liver, DCM_TrackingID), "L01");
  DcmDataset& document = result();
  DcmItem* group_of_liver = group(document, "L01");
  ASSERT_NE(group_of_liver, nullptr);
  EXPECT_EQ(test::uid_of(*group_of_liver, codes::kTrackingUid), tracking_uid);
}

TEST_F(LesionSegmentationTest, HeaderIsThatOfTheStudy) {
  const LesionSegmentation made_now = made();
  DcmDataset& seg = open(made_now.documents.front());
  EXPECT_EQ(dicom::text(seg, DCM_StudyInstanceUID), request_.study_instance_uid);
  EXPECT_EQ(dicom::text(seg, DCM_SOPInstanceUID), result_uid(request_.result_key, Document::Kind::kLesions));
  EXPECT_EQ(dicom::text(seg, DCM_SeriesNumber), "9903");
  EXPECT_EQ(dicom::text(seg, DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_FALSE(dicom::text(seg, DCM_PatientName).empty());
  EXPECT_EQ(dicom::text(seg, DCM_FrameOfReferenceUID), "2.25.1700");
  DcmItem* series = dicom::item_of(seg, DCM_ReferencedSeriesSequence);
  ASSERT_NE(series, nullptr);
  EXPECT_EQ(dicom::text(*series, DCM_SeriesInstanceUID), test::kImageSeries[2]);
}

TEST_F(LesionSegmentationTest, VoxelsAreThoseReceived) {
  const LesionSegmentation made_now = made();
  DcmDataset& seg = open(made_now.documents.front());
  for (const char* track : {"L01", "L02", "L03", "L05"}) {
    std::set<Voxel> expected;
    for (const RowRun& run : runs_of(lesion_now(track).source.number))
      for (int c = 0; c < run.length; ++c)
        expected.emplace(run.slice * 5L, run.row, run.column + c);
    EXPECT_EQ(voxels(seg, made_now.segments.at(track).number), expected) << track;
  }
}

TEST_F(LesionSegmentationTest, ColoursTellStatuses) {
  const LesionSegmentation made_now = made();
  DcmDataset& seg = open(made_now.documents.front());
  const auto colour = [&](const char* track) {
    return dicom::numbers(*segment(seg, track), DCM_RecommendedDisplayCIELabValue);
  };
  EXPECT_EQ(colour("L02"), colour("L03"));
  EXPECT_NE(colour("L01"), colour("L02"));
  EXPECT_NE(colour("L05"), colour("L01"));
  EXPECT_GT(colour("L01")[1], 40000) << "red rather than green";
}

TEST_F(LesionSegmentationTest, ResultRefersToItAndToWhatWasMeasured) {
  request_.lesion_segments = made().segments;
  DcmDataset& document = result();
  DcmItem* liver = group(document, "L01");
  ASSERT_NE(liver, nullptr);
  const auto reference = [&](const codes::Entry& name) {
    DcmItem* item = dicom::item_of(*test::child(*liver, name), DCM_ReferencedSOPSequence);
    return dicom::text(*item, DCM_ReferencedSOPInstanceUID) + " " +
           dicom::text(*item, DCM_ReferencedSegmentNumber);
  };
  const LesionSegment& drawn = request_.lesion_segments.at("L01");
  EXPECT_EQ(reference(codes::kReferencedSegment),
            drawn.segmentation.sop_instance_uid + " " + std::to_string(drawn.number));
  EXPECT_EQ(reference(codes::kSourceSegment),
            std::string(test::kSegmentation[2]) + " " + std::to_string(lesion_now("L01").source.number));
  const auto evidence = test::instances(document, DCM_CurrentRequestedProcedureEvidenceSequence);
  EXPECT_EQ(std::count(evidence.begin(), evidence.end(), drawn.segmentation.sop_instance_uid), 1);
}

TEST_F(LesionSegmentationTest, SlicesOfOneGridBecomeOneObject) {
  SegmentedLesions& first = segmented_.front();
  SegmentedLesions second = first;
  second.sop_instance_uid = "2.25.1299";
  second.lesions = {first.lesions.back()};
  second.lesions.front().mask.grid = grid_of(3, -10);
  second.slice_images.resize(3);
  first.lesions.pop_back();
  segmented_.push_back(second);
  lesion_now("L05").source.sop_instance_uid = "2.25.1299";
  const LesionSegmentation made_now = made();
  ASSERT_EQ(made_now.documents.size(), 1U);
  DcmDataset& seg = open(made_now.documents.front());
  const int number = lesion_now("L05").source.number;
  std::set<Voxel> expected;
  for (const RowRun& run : runs_of(number))
    for (int c = 0; c < run.length; ++c)
      expected.emplace(run.slice * 5L - 10, run.row, run.column + c);
  EXPECT_EQ(voxels(seg, made_now.segments.at("L05").number), expected);
}

TEST_F(LesionSegmentationTest, AnotherGridIsAnotherObjectOfTheSeries) {
  SegmentedLesions& first = segmented_.front();
  SegmentedLesions second = first;
  second.sop_instance_uid = "2.25.1299";
  second.lesions = {first.lesions.back()};
  second.lesions.front().mask.grid.column_spacing = 0.5;
  first.lesions.pop_back();
  segmented_.push_back(second);
  lesion_now("L05").source.sop_instance_uid = "2.25.1299";
  const LesionSegmentation made_now = made();
  ASSERT_EQ(made_now.documents.size(), 2U);
  EXPECT_EQ(made_now.documents[0].series_instance_uid, made_now.documents[1].series_instance_uid);
  EXPECT_NE(made_now.documents[0].sop_instance_uid, made_now.documents[1].sop_instance_uid);
  EXPECT_EQ(file_ending(made_now.documents[1]), "lesions-2.seg.dcm");
  EXPECT_EQ(made_now.segments.at("L05").number, 1);
}

TEST_F(LesionSegmentationTest, NothingWithoutVoxels) {
  request_.segmented = nullptr;
  const LesionSegmentation made_now = made();
  EXPECT_TRUE(made_now.documents.empty());
  EXPECT_TRUE(made_now.segments.empty());
}

TEST_F(LesionSegmentationTest, SameRequestSameBytes) {
  EXPECT_EQ(made().documents.front().bytes, made().documents.front().bytes);
}

TEST_F(LesionSegmentationTest, PassesDciodvfy) {
  const LesionSegmentation made_now = made();
  const auto path = folder_ / "lesions.dcm";
  std::ofstream(path, std::ios::binary) << made_now.documents.front().bytes;
  if (!oligard::test::is_installed("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  EXPECT_EQ(oligard::test::output_of("dciodvfy -new '" + path.string() + "' 2>&1 | grep -a '^Error'"), "");
}

}  // namespace
}  // namespace oligard::report
