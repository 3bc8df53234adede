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
  ASSERT_TRUE(
      store_->results().record_assessment(record_of("k1", {"2.25.1", "2.25.2"}), {"pacs", "archive"}));
  EXPECT_TRUE(*store_->results().has_result("2.25.1"));
  EXPECT_FALSE(*store_->results().has_result("2.25.3"));
  const auto due = store_->deliveries().due_deliveries(10);
  ASSERT_EQ(due->size(), 4U);
  EXPECT_EQ(due->front().sop_instance_uid, "2.25.1");
  EXPECT_EQ(due->front().destination, "pacs");
  const auto instance = store_->instances().find_instance("2.25.2");
  EXPECT_EQ((*instance)->state, InstanceState::kResult);
  EXPECT_EQ(stored_bytes(*store_, (*instance)->digest), "bytes of 2.25.2");
  const auto latest = store_->results().latest_assessment("p", "2026-01-31");
  ASSERT_TRUE(latest && *latest);
  EXPECT_EQ((*latest)->category, "oligoprogression");
  EXPECT_EQ((*latest)->json, "{\"key\":\"k1\"}");
  ASSERT_EQ((*latest)->objects.size(), 2U);
  EXPECT_EQ((*latest)->objects[1].sop_instance_uid, "2.25.2");
  EXPECT_EQ(files_in("incoming"), 0U);
}

TEST_F(ResultTest, TheSameAssessmentAgainIsNotDeliveredAgain) {
  const AssessmentRecord record = record_of("k1", {"2.25.1"});
  ASSERT_TRUE(store_->results().record_assessment(record, {"pacs"}));
  ASSERT_TRUE(store_->results().record_assessment(record, {"pacs"}));
  EXPECT_EQ(store_->deliveries().list_deliveries(std::nullopt, 10)->size(), 1U);
  EXPECT_EQ(store_->instances().list_instances(InstanceState::kResult, 10)->size(), 1U);
}

TEST_F(ResultTest, TheLatestAssessmentOfADateIsFound) {
  ASSERT_TRUE(store_->results().record_assessment(record_of("k1", {"2.25.1"}), {}));
  ASSERT_TRUE(store_->results().record_assessment(record_of("k2", {"2.25.2"}), {}));
  EXPECT_EQ((*store_->results().latest_assessment("p", "2026-01-31"))->result_key, "k2");
  ASSERT_TRUE(store_->results().record_assessment(record_of("k1", {"2.25.1"}), {}));
  EXPECT_EQ((*store_->results().latest_assessment("p", "2026-01-31"))->result_key, "k1");
  EXPECT_FALSE(store_->results().latest_assessment("p", "2026-02-01")->has_value());
  EXPECT_FALSE(store_->results().latest_assessment("q", "2026-01-31")->has_value());
}

TEST_F(ResultTest, AResultThatArrivedBeforeItWasRecordedBecomesOurs) {
  admit_one("2.25.1", "as the PACS had it");
  ASSERT_TRUE(store_->results().record_assessment(record_of("k1", {"2.25.1"}), {"pacs"}));
  EXPECT_TRUE(*store_->results().has_result("2.25.1"));
  EXPECT_EQ((*store_->instances().find_instance("2.25.1"))->digest, sha256_hex("bytes of 2.25.1"));
  ASSERT_TRUE(store_->instances().index(entry_of("2.25.1", "1.2", "p"), timers_));
  EXPECT_TRUE(*store_->results().has_result("2.25.1")) << "its index job must not undo that";
}

TEST_F(ResultTest, DeliveriesFollowTheirStates) {
  ASSERT_TRUE(store_->results().record_assessment(record_of("k1", {"2.25.1", "2.25.2"}), {"pacs"}));
  auto due = store_->deliveries().due_deliveries(10);
  Delivery sent = due->at(0);
  sent.state = DeliveryState::kSent;
  sent.attempts = 1;
  sent.last_status = "0x0000";
  Delivery later = due->at(1);
  later.attempts = 1;
  later.next_at = clock_.now() + std::chrono::seconds(30);
  later.code = "SEND_REFUSED";
  ASSERT_TRUE(store_->deliveries().update_delivery(sent));
  ASSERT_TRUE(store_->deliveries().update_delivery(later));
  EXPECT_TRUE(store_->deliveries().due_deliveries(10)->empty());
  clock_.advance(30);
  due = store_->deliveries().due_deliveries(10);
  ASSERT_EQ(due->size(), 1U);
  EXPECT_EQ(due->front().code, "SEND_REFUSED");
  EXPECT_EQ(store_->deliveries().list_deliveries(DeliveryState::kSent, 10)->front().last_status, "0x0000");
  EXPECT_EQ(store_->deliveries().list_deliveries(DeliveryState::kParked, 10)->size(), 0U);
  EXPECT_EQ(store_->deliveries().list_deliveries(std::nullopt, 1)->size(), 1U);
}

TEST_F(ResultTest, AParkedDeliveryCanBeRetriedByHand) {
  ASSERT_TRUE(store_->results().record_assessment(record_of("k1", {"2.25.1"}), {"pacs"}));
  Delivery parked = store_->deliveries().due_deliveries(1)->front();
  parked.state = DeliveryState::kParked;
  parked.attempts = 9;
  ASSERT_TRUE(store_->deliveries().update_delivery(parked));
  clock_.advance(100000);
  ASSERT_TRUE(store_->deliveries().retry_delivery(parked.id));
  const Delivery again = store_->deliveries().due_deliveries(1)->front();
  EXPECT_EQ(again.attempts, 0);
  EXPECT_EQ(again.created_at, clock_.now());
  EXPECT_EQ(store_->deliveries().retry_delivery(12345).error().code, "STORE_NOT_FOUND");
  EXPECT_EQ(store_->deliveries().update_delivery(Delivery{}).error().code, "STORE_NOT_FOUND");
}

TEST_F(ResultTest, AReadersReportIsLinkedToTheResultOnce) {
  ASSERT_TRUE(store_->results().record_assessment(record_of("k1", {"2.25.1"}), {}));
  ASSERT_EQ(admit_one("2.25.7", "a copy by a reader"), Admission::kStored);
  ASSERT_TRUE(store_->results().record_correction("2.25.7", {"2.25.1", "2.25.7", "2.25.99"}));
  ASSERT_TRUE(store_->results().record_correction("2.25.7", {"2.25.1"}));
  EXPECT_EQ(*store_->results().corrections_of("2.25.1"), std::vector<std::string>{"2.25.7"});
  EXPECT_TRUE(store_->results().corrections_of("2.25.7")->empty())
      << "a reader's report is no result of ours";
  const auto events = store_->events().list_events(10);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().kind, "result_reviewed");
  EXPECT_EQ(events->front().subject, "2.25.7");
}

TEST_F(ResultTest, EventsAreListedLatestFirst) {
  ASSERT_TRUE(store_->events().append_event(
      ObjectNotSent{"P1", "2026-01-01", "page", {ErrorKind::kInternal, "CODE", "why"}}));
  clock_.advance(1);
  ASSERT_TRUE(store_->events().append_event(ObjectQuarantined{"1.2", "died"}));
  const auto events = store_->events().list_events(10);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ(events->front().kind, "object_quarantined");
  EXPECT_EQ(events->front().at, clock_.now());
}

}  // namespace
}  // namespace oligard::store
