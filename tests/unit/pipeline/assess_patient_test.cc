#include "pipeline/assess_patient.h"

#include <filesystem>
#include <fstream>

#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/file.h"
#include "oligard/dicom/segmentation_writer.h"
#include "oligard/pipeline/analysis.h"
#include "oligard/pipeline/worker.h"
#include "support/stored_object.h"

namespace oligard::pipeline {
namespace {

using testing::HasSubstr;

class TestClock final : public Clock {
 public:
  [[nodiscard]] UnixTime now() const override { return UnixTime(std::chrono::seconds(1'720'000'000)); }
};

/// A study of one lesion, a box of 24 mm.
std::string study_of(const std::string& date) {
  dicom::SegmentationToWrite content;
  content.patient_id = "A12";
  content.patient_name = "Test^Assess";
  content.study_instance_uid = uid_from_text("study " + date);
  content.study_date = date;
  content.study_time = "101500";
  content.accession_number = "ACC";
  content.series_instance_uid = uid_from_text("series " + date);
  content.sop_instance_uid = uid_from_text("instance " + date);
  content.frame_of_reference_uid = "2.25.1700";
  dicom::SegmentToWrite lesion;
  lesion.label = "Lesion";
  lesion.category = {"49755003", "SCT", "Morphologically Abnormal Structure"};
  lesion.type = {"14799000", "SCT", "Neoplasm, Secondary"};
  lesion.anatomic_region = {"10200004", "SCT", "Liver"};
  lesion.tracking_id = "T1";
  lesion.tracking_uid = "2.25.181";
  lesion.mask.grid.columns = 40;
  lesion.mask.grid.rows = 40;
  lesion.mask.grid.slices = 12;
  lesion.mask.grid.slice_spacing = 3;
  for (int slice = 2; slice < 10; ++slice) {
    for (int row = 8; row < 32; ++row)
      lesion.mask.runs.push_back({slice, row, 8, 24});
  }
  content.segments = {lesion};
  return dicom::make_segmentation(content).value_or("");
}

/// Bytes of Latin-1 in an object that states no character set.
std::string with_unreadable_accession_number(const std::string& bytes) {
  const auto file = dicom::from_bytes(bytes);
  (*file)->getDataset()->findAndDeleteElement(DCM_SpecificCharacterSet);
  (*file)->getDataset()->putAndInsertString(DCM_AccessionNumber, "ACC\xFC");
  return dicom::to_bytes(**file).value_or("");
}

class AssessPatient : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(dicom::set_up());
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("assess-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    settings_.store.data_dir = folder_;
    auto opened = store::Store::open(settings_.store, clock_);
    ASSERT_TRUE(opened) << opened.error().reason;
    store_ = std::move(*opened);
    load::Patient patient;
    patient.id = Phi<std::string>("A12");
    key_ = patient_key(patient);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void receive(const std::string& date, const std::string& bytes) {
    store::Arrival arrival;
    arrival.object = new_object(*store_, bytes);
    arrival.sop_instance_uid = uid_from_text("instance " + date);
    arrival.sop_class_uid = UID_SegmentationStorage;
    arrival.transfer_syntax_uid = UID_LittleEndianExplicitTransferSyntax;
    arrival.calling_ae = "TEST";
    ASSERT_TRUE(store_->instances().admit({arrival}));
    Worker worker(settings_, *store_, clock_, metrics_, "host/worker-1", "test");
    ASSERT_TRUE(worker.run_one().value());
  }
  bool has_result(const std::string& date) {
    const auto assessment = store_->results().latest_assessment(key_, date);
    return assessment && assessment->has_value();
  }

  std::filesystem::path folder_;
  config::Settings settings_;
  metrics::Registry metrics_;
  TestClock clock_;
  std::unique_ptr<store::Store> store_;
  std::string key_;
};

TEST_F(AssessPatient, EveryTimePointHasItsResult) {
  receive("20240101", study_of("20240101"));
  receive("20240401", study_of("20240401"));
  const Status assessed = assess_patient(key_, settings_, *store_, clock_, metrics_, "test");
  ASSERT_TRUE(assessed) << assessed.error().reason;
  EXPECT_TRUE(has_result("2024-01-01"));
  EXPECT_TRUE(has_result("2024-04-01"));
}

TEST_F(AssessPatient, AnObjectThatBreaksTheContractIsNotSentAndHoldsNothingElseBack) {
  receive("20240101", with_unreadable_accession_number(study_of("20240101")));
  receive("20240401", study_of("20240401"));
  const Status assessed = assess_patient(key_, settings_, *store_, clock_, metrics_, "test");
  ASSERT_FALSE(assessed);
  EXPECT_EQ(assessed.error().code, "REPORT_CONTRACT");
  EXPECT_THAT(assessed.error().reason, HasSubstr("DICOM_HEADER_TEXT"));
  EXPECT_FALSE(has_result("2024-01-01"));
  EXPECT_TRUE(has_result("2024-04-01"));
  const auto events = store_->events().list_events(10);
  const auto told = std::find_if(events->begin(), events->end(), [](const store::EventRow& event) {
    return event.kind == "object_not_sent";
  });
  ASSERT_NE(told, events->end());
  EXPECT_EQ(told->subject, key_ + " 2024-01-01");
  EXPECT_THAT(told->detail,
              HasSubstr("result: REPORT_CONTRACT: the finished object breaks DICOM_HEADER_TEXT"));
}

}  // namespace
}  // namespace oligard::pipeline
