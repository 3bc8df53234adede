#include "oligard/base/digest.h"
#include "store_fixture.h"

namespace oligard::store {
namespace {

class ResultTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    open();
  }
  static AssessmentRecord record_of(const std::string& key, const std::vector<std::string>& uids) {
    AssessmentRecord record;
    record.patient_key = "p";
    record.study_instance_uid = "1.2";
    record.timepoint_date = "2026-01-31";
    record.result_key = key;
    record.category = "oligoprogression";
    record.json = "{\"key\":\"" + key + "\"}";
    for (const std::string& uid : uids)
      record.objects.push_back({uid, "1.2.840.10008.5.1.4.1.1.88.34", "1.2", "bytes of " + uid});
    return record;
  }
};

TEST_F(ResultTest, AnAssessmentIsKeptWithOneDeliveryAnObjectAndDestination) {
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1", "2.25.2"}), {"pacs", "archive"}));
  EXPECT_TRUE(*store_->has_result("2.25.1"));
  EXPECT_FALSE(*store_->has_result("2.25.3"));
  const auto due = store_->due_deliveries(10);
  ASSERT_EQ(due->size(), 4U);
  EXPECT_EQ(due->front().sop_instance_uid, "2.25.1");
  EXPECT_EQ(due->front().destination, "pacs");
  const auto instance = store_->find_instance("2.25.2");
  EXPECT_EQ((*instance)->state, InstanceState::kResult);
  EXPECT_EQ(read_all(store_->path_of((*instance)->digest)), "bytes of 2.25.2");
  const auto latest = store_->latest_assessment("p", "2026-01-31");
  ASSERT_TRUE(latest && *latest);
  EXPECT_EQ((*latest)->category, "oligoprogression");
  EXPECT_EQ((*latest)->json, "{\"key\":\"k1\"}");
  ASSERT_EQ((*latest)->objects.size(), 2U);
  EXPECT_EQ((*latest)->objects[1].sop_instance_uid, "2.25.2");
  EXPECT_EQ(files_in(store_->incoming_dir()), 0U);
}

TEST_F(ResultTest, TheSameAssessmentAgainIsNotDeliveredAgain) {
  const AssessmentRecord record = record_of("k1", {"2.25.1"});
  ASSERT_TRUE(store_->record_assessment(record, {"pacs"}));
  ASSERT_TRUE(store_->record_assessment(record, {"pacs"}));
  EXPECT_EQ(store_->list_deliveries(std::nullopt, 10)->size(), 1U);
  EXPECT_EQ(store_->list_instances(InstanceState::kResult, 10)->size(), 1U);
}

TEST_F(ResultTest, TheLatestAssessmentOfADateIsFound) {
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1"}), {}));
  ASSERT_TRUE(store_->record_assessment(record_of("k2", {"2.25.2"}), {}));
  EXPECT_EQ((*store_->latest_assessment("p", "2026-01-31"))->result_key, "k2");
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1"}), {}));
  EXPECT_EQ((*store_->latest_assessment("p", "2026-01-31"))->result_key, "k1");
  EXPECT_FALSE(store_->latest_assessment("p", "2026-02-01")->has_value());
  EXPECT_FALSE(store_->latest_assessment("q", "2026-01-31")->has_value());
}

TEST_F(ResultTest, AResultThatArrivedBeforeItWasRecordedBecomesOurs) {
  admit_one("2.25.1", "as the PACS had it");
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1"}), {"pacs"}));
  EXPECT_TRUE(*store_->has_result("2.25.1"));
  EXPECT_EQ((*store_->find_instance("2.25.1"))->digest, sha256_hex("bytes of 2.25.1"));
  ASSERT_TRUE(store_->index(entry_of("2.25.1", "1.2", "p"), timers_));
  EXPECT_TRUE(*store_->has_result("2.25.1")) << "its index job must not undo that";
}

TEST_F(ResultTest, DeliveriesFollowTheirStates) {
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1", "2.25.2"}), {"pacs"}));
  auto due = store_->due_deliveries(10);
  Delivery sent = due->at(0);
  sent.state = DeliveryState::kSent;
  sent.attempts = 1;
  sent.last_status = "0x0000";
  Delivery later = due->at(1);
  later.attempts = 1;
  later.next_at = clock_.now() + std::chrono::seconds(30);
  later.code = "SEND_REFUSED";
  ASSERT_TRUE(store_->update_delivery(sent));
  ASSERT_TRUE(store_->update_delivery(later));
  EXPECT_TRUE(store_->due_deliveries(10)->empty());
  clock_.advance(30);
  due = store_->due_deliveries(10);
  ASSERT_EQ(due->size(), 1U);
  EXPECT_EQ(due->front().code, "SEND_REFUSED");
  EXPECT_EQ(store_->list_deliveries(DeliveryState::kSent, 10)->front().last_status, "0x0000");
  EXPECT_EQ(store_->list_deliveries(DeliveryState::kParked, 10)->size(), 0U);
  EXPECT_EQ(store_->list_deliveries(std::nullopt, 1)->size(), 1U);
}

TEST_F(ResultTest, AParkedDeliveryCanBeRetriedByHand) {
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1"}), {"pacs"}));
  Delivery parked = store_->due_deliveries(1)->front();
  parked.state = DeliveryState::kParked;
  parked.attempts = 9;
  ASSERT_TRUE(store_->update_delivery(parked));
  clock_.advance(100000);
  ASSERT_TRUE(store_->retry_delivery(parked.id));
  const Delivery again = store_->due_deliveries(1)->front();
  EXPECT_EQ(again.attempts, 0);
  EXPECT_EQ(again.created_at, clock_.now());
  EXPECT_EQ(store_->retry_delivery(12345).error().code, "STORE_NOT_FOUND");
  EXPECT_EQ(store_->update_delivery(Delivery{}).error().code, "STORE_NOT_FOUND");
}

TEST_F(ResultTest, AReadersReportIsLinkedToTheResultOnce) {
  ASSERT_TRUE(store_->record_assessment(record_of("k1", {"2.25.1"}), {}));
  ASSERT_EQ(admit_one("2.25.7", "a copy by a reader"), Admission::kStored);
  ASSERT_TRUE(store_->record_correction("2.25.7", {"2.25.1", "2.25.7", "2.25.99"}));
  ASSERT_TRUE(store_->record_correction("2.25.7", {"2.25.1"}));
  EXPECT_EQ(*store_->corrections_of("2.25.1"), std::vector<std::string>{"2.25.7"});
  EXPECT_TRUE(store_->corrections_of("2.25.7")->empty()) << "a reader's report is no result of ours";
  const auto events = store_->list_events(10);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().kind, "result_reviewed");
  EXPECT_EQ(events->front().subject, "2.25.7");
}

TEST_F(ResultTest, EventsAreListedLatestFirst) {
  ASSERT_TRUE(store_->append_event("started", "oligard", "0.1"));
  clock_.advance(1);
  ASSERT_TRUE(store_->append_event("stopped", "oligard", ""));
  const auto events = store_->list_events(10);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ(events->front().kind, "stopped");
  EXPECT_EQ(events->front().at, clock_.now());
}

}  // namespace
}  // namespace oligard::store
