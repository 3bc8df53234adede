#include "oligard/retrieve/prior_source.h"

#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "retrieve/query_session.h"
#include "support/associate_pdu.h"
#include "unit/retrieve/lying_pacs.h"

namespace oligard::retrieve {
namespace {

using std::chrono::steady_clock;

class PriorSourceTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<PriorSource>> open(std::chrono::milliseconds time = std::chrono::seconds(10)) {
    EXPECT_TRUE(dicom::set_up());
    pacs_.start();
    settings_.aet = "PACS";
    settings_.host = "127.0.0.1";
    settings_.port = pacs_.port();
    settings_.dimse_timeout_s = 5;
    return PriorSource::open(settings_, "OLIGARD", {steady_clock::now() + time, &stop_});
  }
  static PatientIdentity patient(const std::string& id = "A12") {
    return {Phi<std::string>(id), Phi<std::string>()};
  }
  static Attributes study(const std::string& id, const std::string& uid,
                          const std::string& date = "20240101") {
    return {{DCM_PatientID, id}, {DCM_StudyInstanceUID, uid}, {DCM_StudyDate, date}};
  }
  /// Each study has one SEG series of one instance.
  static Attributes below(const std::string& level, DcmDataset& query) {
    const std::string study = dicom::text(query, DCM_StudyInstanceUID);
    if (level == "SERIES") {
      return {{DCM_StudyInstanceUID, study}, {DCM_SeriesInstanceUID, study + ".1"}, {DCM_Modality, "SEG"}};
    }
    return {{DCM_StudyInstanceUID, study},
            {DCM_SeriesInstanceUID, dicom::text(query, DCM_SeriesInstanceUID)},
            {DCM_SOPInstanceUID, study + ".1.1"}};
  }

  config::PriorSourceSettings settings_;
  std::atomic<bool> stop_{false};
  LyingPacs pacs_;
};

const Date kToday{std::chrono::days(20000)};

TEST_F(PriorSourceTest, AnswersAboutOtherPatientsAreDropped) {
  pacs_.answers = [](const std::string& level, DcmDataset& query) -> std::vector<Attributes> {
    if (level != "STUDY") return {below(level, query)};
    return {study("A123", "1.9"), study("A12", "1.1"), study("", "1.8"), study("A12", "1.2", "20250101")};
  };
  const auto source = open();
  ASSERT_TRUE(source) << source.error().reason;
  const auto found = (*source)->find(patient(), kToday);
  ASSERT_TRUE(found) << found.error().reason;
  EXPECT_EQ(found->dropped_answers, 2);
  ASSERT_EQ(found->objects.size(), 2U);
  EXPECT_EQ(found->objects[0].sop_instance_uid, "1.2.1.1") << "the newest study is first";
  EXPECT_EQ(found->objects[1].sop_instance_uid, "1.1.1.1");
}

TEST_F(PriorSourceTest, TheNewestStudiesWithinTheLimitCount) {
  settings_.max_studies = 2;
  pacs_.answers = [](const std::string& level, DcmDataset& query) -> std::vector<Attributes> {
    if (level != "STUDY") return {below(level, query)};
    return {study("A12", "1.1", "20200101"), study("A12", "1.2", "20220101"),
            study("A12", "1.3", "20210101")};
  };
  const auto source = open();
  ASSERT_TRUE(source);
  const auto found = (*source)->find(patient(), kToday);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->truncated);
  ASSERT_EQ(found->objects.size(), 2U);
  EXPECT_EQ(found->objects[1].study_instance_uid, "1.3");
}

TEST_F(PriorSourceTest, ClassesThatTheListenerRefusesAreNotAskedFor) {
  pacs_.answers = [](const std::string& level, DcmDataset& query) -> std::vector<Attributes> {
    if (level == "STUDY") return {study("A12", "1.1")};
    Attributes answer = below(level, query);
    if (level == "IMAGE") answer.emplace_back(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.481.2");
    return {answer};
  };
  const auto source = open();
  ASSERT_TRUE(source);
  EXPECT_TRUE((*source)->find(patient(), kToday)->objects.empty());
}

TEST_F(PriorSourceTest, AWildcardIsNeverSent) {
  bool is_asked = false;
  pacs_.answers = [&](const std::string&, DcmDataset&) {
    is_asked = true;
    return std::vector<Attributes>();
  };
  const auto source = open();
  ASSERT_TRUE(source);
  const auto found = (*source)->find(patient("A*"), kToday);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "PRIOR_ID_WILDCARD");
  EXPECT_EQ(found.error().kind, ErrorKind::kRejected);
  EXPECT_FALSE(is_asked);
}

TEST_F(PriorSourceTest, APeerThatSaysNothingCostsTheTimeGiven) {
  pacs_.is_silent = true;
  const auto began = steady_clock::now();
  const auto source = open(std::chrono::seconds(1));
  ASSERT_TRUE(source);
  const auto found = (*source)->find(patient(), kToday);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "PRIOR_TIMEOUT");
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(5));
}

TEST_F(PriorSourceTest, APeerThatNeverEndsCostsTheTimeGiven) {
  pacs_.is_endless = true;
  pacs_.answers = [](const std::string&, DcmDataset&) -> std::vector<Attributes> {
    return {study("A12", "1.1")};
  };
  const auto source = open(std::chrono::seconds(1));
  ASSERT_TRUE(source);
  const auto found = (*source)->find(patient(), kToday);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "PRIOR_TIMEOUT");
}

TEST_F(PriorSourceTest, StopsAtOnceWhenToldTo) {
  pacs_.is_silent = true;
  const auto source = open(std::chrono::seconds(60));
  ASSERT_TRUE(source);
  std::thread stopper([this] { stop_ = true; });
  EXPECT_FALSE((*source)->move({{"1.1", "1.1.1", "1.1.1.1", ""}}, true));
  stopper.join();
}

TEST_F(PriorSourceTest, CountsSubOperations) {
  pacs_.move_status = 0xB000;
  pacs_.completed = 3;
  pacs_.failed = 2;
  {
    const auto source = open();
    ASSERT_TRUE(source);
    const auto moved = (*source)->move({{"1.1", "1.1.1", "1.1.1.1", ""}}, true);
    ASSERT_TRUE(moved) << moved.error().reason;
    EXPECT_EQ(moved->completed, 3);
    EXPECT_EQ(moved->failed, 2);
  }
  ASSERT_EQ(pacs_.moves.size(), 1U);
  EXPECT_EQ(dicom::text(pacs_.moves[0], DCM_QueryRetrieveLevel), "SERIES");
}

TEST(PriorSource, IntroducesUsToThePeer) {
  ReadingPeer peer;
  config::PriorSourceSettings settings;
  settings.aet = "PEER";
  settings.host = "127.0.0.1";
  settings.port = peer.port();
  const Bounds bounds{std::chrono::steady_clock::now() + std::chrono::seconds(5), nullptr};
  EXPECT_FALSE(PriorSource::open(settings, "OLIGARD", bounds));
  EXPECT_EQ(user_information(peer.pdu())[0x52], dicom::kImplementationClassUid);
  EXPECT_EQ(user_information(peer.pdu())[0x55], dicom::kImplementationVersion);
}

TEST(FinalStatus, AFailureSaysWhatThePeerAnswered) {
  using terms::DimseService;
  EXPECT_TRUE(final_status(DimseService::kFind, 0x0000));
  EXPECT_TRUE(final_status(DimseService::kMove, 0xB000));
  const Status failed = final_status(DimseService::kMove, 0xA801);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "PRIOR_MOVE_DESTINATION");
  EXPECT_EQ(failed.error().kind, ErrorKind::kRejected);
  EXPECT_EQ(failed.error().reason,
            "the peer answered the C-MOVE with status 0xA801: it does not know our AE title as a move "
            "destination");
}

}  // namespace
}  // namespace oligard::retrieve
