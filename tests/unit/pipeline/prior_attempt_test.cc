// Attempts at a peer that lists objects and does with a C-MOVE what a test wants.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "oligard/dicom/file.h"
#include "oligard/pipeline/worker.h"
#include "support/stored_object.h"
#include "unit/retrieve/lying_pacs.h"

namespace oligard::pipeline {
namespace {

using retrieve::Attributes;
using std::chrono::seconds;
using store::PriorSearch;

class TestClock final : public Clock {
 public:
  [[nodiscard]] UnixTime now() const override { return time; }
  UnixTime time = UnixTime(seconds(1'700'000'000));
};

class PriorAttempt : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(dicom::set_up());
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("priors-" + std::to_string(getpid()) +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    settings_.store.data_dir = folder_;
    settings_.prior_source.aet = "PACS";
    settings_.prior_source.host = "127.0.0.1";
    store_ = store::Store::open(settings_.store, clock_).value();
    begin();
    pacs_.answers = [](const std::string& level, DcmDataset& query) { return listed(level, query); };
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void admit(const std::string& uid) {
    store::Arrival arrival;
    arrival.object = new_object(*store_, "bytes of " + uid);
    arrival.sop_instance_uid = uid;
    ASSERT_TRUE(store_->instances().admit({arrival}));
  }
  /// One object of the patient is indexed, and its assessment begins the search.
  void begin() {
    admit("1.9");
    const auto indexing = store_->jobs().lease_job("w", seconds(60)).value();
    store::IndexEntry entry;
    entry.sop_instance_uid = "1.9";
    entry.study_instance_uid = "1.90";
    entry.patient_key = "p";
    entry.patient_id = Phi<std::string>("A12");
    settings_.pipeline.quiet_period_s = 0;
    ASSERT_TRUE(store_->instances().index(entry, settings_.pipeline));
    ASSERT_TRUE(store_->jobs().complete_job(*indexing));
    const auto assessment = store_->jobs().lease_job("w", seconds(60)).value();
    ASSERT_TRUE(store_->priors().begin_prior_search(*assessment, seconds(120)).value());
  }
  /// A study with one SEG series of three instances.
  static std::vector<Attributes> listed(const std::string& level, DcmDataset& query) {
    if (level == "STUDY") return {{{DCM_PatientID, "A12"}, {DCM_StudyInstanceUID, "1.1"}}};
    if (level == "SERIES") {
      return {{{DCM_StudyInstanceUID, "1.1"}, {DCM_SeriesInstanceUID, "1.1.1"}, {DCM_Modality, "SEG"}}};
    }
    std::vector<Attributes> instances;
    for (const char* uid : {"1.1.1.1", "1.1.1.2", "1.1.1.3"}) {
      instances.push_back({{DCM_StudyInstanceUID, "1.1"},
                           {DCM_SeriesInstanceUID, dicom::text(query, DCM_SeriesInstanceUID)},
                           {DCM_SOPInstanceUID, uid}});
    }
    return instances;
  }
  PriorSearch attempt() {
    pacs_.start();
    settings_.prior_source.port = pacs_.port();
    Worker finder(settings_, *store_, clock_, metrics_, "finder", "test", store::Duty::kPriors);
    EXPECT_TRUE(finder.run_one().value());
    return store_->priors().settle_prior_search("p")->value();
  }

  std::filesystem::path folder_;
  config::Settings settings_;
  TestClock clock_;
  metrics::Registry metrics_;
  std::unique_ptr<store::Store> store_;
  retrieve::LyingPacs pacs_;
};

TEST_F(PriorAttempt, ASuccessWithoutObjectsIsNone) {
  pacs_.completed = 3;
  const PriorSearch search = attempt();
  EXPECT_EQ(search.state, PriorSearch::State::kAsking);
  EXPECT_EQ(search.code, "PRIOR_NOT_ARRIVED");
  EXPECT_TRUE(search.is_counted);
  EXPECT_EQ(search.missing, 3);
}

TEST_F(PriorAttempt, WhatIsHereIsNotAskedForAgain) {
  admit("1.1.1.1");
  admit("1.1.1.2");
  admit("1.1.1.3");
  const PriorSearch search = attempt();
  EXPECT_EQ(search.state, PriorSearch::State::kComplete);
  EXPECT_TRUE(pacs_.moves.empty());
}

TEST_F(PriorAttempt, PartOfASeriesIsNamedByInstance) {
  admit("1.1.1.2");
  pacs_.move_status = 0xB000;
  pacs_.failed = 2;
  const PriorSearch search = attempt();
  EXPECT_EQ(search.code, "PRIOR_MOVE_PARTIAL");
  EXPECT_EQ(search.missing, 2);
  ASSERT_EQ(pacs_.moves.size(), 1U);
  EXPECT_EQ(dicom::text(pacs_.moves[0], DCM_SOPInstanceUID), "1.1.1.1\\1.1.1.3");
}

TEST_F(PriorAttempt, AnUnknownDestinationEndsTheSearch) {
  pacs_.move_status = 0xA801;
  const PriorSearch search = attempt();
  EXPECT_EQ(search.state, PriorSearch::State::kFailed);
  EXPECT_EQ(search.code, "PRIOR_MOVE_DESTINATION");
  EXPECT_EQ(store_->jobs().lease_job("w", seconds(60)).value()->kind, store::JobKind::kAssess);
}

TEST_F(PriorAttempt, StudiesBeyondTheLimitAreSaid) {
  for (const char* uid : {"1.1.1.1", "1.1.1.2", "1.1.1.3"})
    admit(uid);
  settings_.prior_source.max_studies = 1;
  pacs_.answers = [](const std::string& level, DcmDataset& query) {
    auto answers = listed(level, query);
    if (level == "STUDY") answers.push_back({{DCM_PatientID, "A12"}, {DCM_StudyInstanceUID, "1.8"}});
    return answers;
  };
  const PriorSearch search = attempt();
  EXPECT_EQ(search.state, PriorSearch::State::kFailed);
  EXPECT_EQ(search.code, "PRIOR_LIMIT");
  EXPECT_FALSE(search.is_counted) << "nobody knows what the other studies hold";
}

TEST_F(PriorAttempt, ObjectsBeyondTheLimitAreCounted) {
  settings_.prior_source.max_objects = 1;
  pacs_.on_move = [this] { admit("1.1.1.1"); };
  const PriorSearch search = attempt();
  EXPECT_EQ(search.state, PriorSearch::State::kFailed);
  EXPECT_EQ(search.code, "PRIOR_LIMIT");
  EXPECT_EQ(search.missing, 2 + 1) << "two not asked for, one not indexed yet";
  EXPECT_EQ(store_->jobs().lease_job("w", seconds(60)).value()->kind, store::JobKind::kIndex);
}

TEST_F(PriorAttempt, FailedSubOperationsDoNotMatterWhereAllIsHere) {
  pacs_.move_status = 0xB000;
  pacs_.failed = 1;
  pacs_.on_move = [this] {
    for (const char* uid : {"1.1.1.1", "1.1.1.2", "1.1.1.3"})
      admit(uid);
  };
  EXPECT_EQ(attempt().state, PriorSearch::State::kArriving);
}

}  // namespace
}  // namespace oligard::pipeline
