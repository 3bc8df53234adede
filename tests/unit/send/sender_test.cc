#include "oligard/send/sender.h"

#include <optional>

#include <gtest/gtest.h>
#include <unistd.h>

#include "oligard/dicom/file.h"
#include "support/associate_pdu.h"
#include "support/damaged_store.h"

namespace oligard::send {
namespace {

constexpr UnixTime kCreated{std::chrono::seconds(1'700'000'000)};

store::Delivery fresh() {
  store::Delivery delivery;
  delivery.created_at = kCreated;
  delivery.next_at = kCreated;
  return delivery;
}

StoreOutcome transient() {
  return {ErrorKind::kUnavailable, "", "PEER_UNREACHABLE", "away"};
}

TEST(AfterAttempt, BacksOffByDoublingUpToTheLongestPause) {
  config::DestinationSettings destination;
  destination.retry_first_s = 30;
  destination.retry_max_s = 100;
  store::Delivery delivery = fresh();
  UnixTime now = kCreated;
  for (const int expected : {30, 60, 100, 100}) {
    delivery = after_attempt(delivery, transient(), destination, now);
    EXPECT_EQ(delivery.state, store::DeliveryState::kPending);
    EXPECT_EQ(delivery.next_at - now, std::chrono::seconds(expected));
    now = delivery.next_at;
  }
  EXPECT_EQ(delivery.attempts, 4);
}

TEST(AfterAttempt, ParksWhenTheBudgetIsSpentAndKeepsTheReason) {
  config::DestinationSettings destination;
  destination.retry_budget_s = 45;
  store::Delivery delivery = after_attempt(fresh(), transient(), destination, kCreated);
  EXPECT_EQ(delivery.state, store::DeliveryState::kPending);
  delivery = after_attempt(delivery, transient(), destination, delivery.next_at);
  EXPECT_EQ(delivery.state, store::DeliveryState::kParked);
  EXPECT_EQ(delivery.code, "RETRY_BUDGET_SPENT");
  EXPECT_NE(delivery.reason.find("away"), std::string::npos);
}

TEST(AfterAttempt, PermanentRefusalParksAtOnce) {
  const store::Delivery delivery =
      after_attempt(fresh(), {ErrorKind::kRejected, "0xC000", "PEER_REFUSED_OBJECT", "no"}, {}, kCreated);
  EXPECT_EQ(delivery.state, store::DeliveryState::kParked);
  EXPECT_EQ(delivery.last_status, "0xC000");
}

TEST(Sender, ADamagedStoreStopsTheService) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("oligard-sender-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  config::Settings settings;
  settings.store.data_dir = folder;
  const SystemClock clock;
  const auto store = store::Store::open(settings.store, clock);
  ASSERT_TRUE(store) << store.error().reason;
  std::optional<Error> error;
  metrics::Registry metrics;
  Sender sender(settings, **store, clock, metrics, [&](const Error& given) { error = given; });
  EXPECT_EQ(sender.send_due(), 0);
  EXPECT_FALSE(error);
  damage_store(folder);
  EXPECT_EQ(sender.send_due(), 0);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, "STORE_CORRUPT");
  std::filesystem::remove_all(folder);
}

TEST(AfterAttempt, AFailureThatMayPassIsTriedAgainAndOthersWaitForSomebody) {
  const std::pair<ErrorKind, store::DeliveryState> table[] = {
      {ErrorKind::kUnavailable, store::DeliveryState::kPending},
      {ErrorKind::kResource, store::DeliveryState::kPending},
      {ErrorKind::kInternal, store::DeliveryState::kPending},
      {ErrorKind::kRejected, store::DeliveryState::kParked},
      {ErrorKind::kNotFound, store::DeliveryState::kParked},
      {ErrorKind::kInvalidInput, store::DeliveryState::kParked},
  };
  for (const auto& [kind, state] : table)
    EXPECT_EQ(after_attempt(fresh(), {kind, "", "CODE", "why"}, {}, kCreated).state, state) << name_of(kind);
}

TEST(Association, IntroducesUsToADestination) {
  ASSERT_TRUE(dicom::set_up());
  ReadingPeer peer;
  config::DestinationSettings destination;
  destination.aet = "PEER";
  destination.host = "127.0.0.1";
  destination.port = peer.port();
  EXPECT_FALSE(Association::open(destination, "OLIGARD", {"1.2.840.10008.1.1"}));
  EXPECT_EQ(user_information(peer.pdu())[0x52], dicom::kImplementationClassUid);
  EXPECT_EQ(user_information(peer.pdu())[0x55], dicom::kImplementationVersion);
}

TEST(OutcomeOfStatus, AWarningIsSentWithItsReason) {
  const StoreOutcome done = outcome_of_status(0x0000);
  EXPECT_FALSE(done.failure);
  EXPECT_EQ(done.status + done.code + done.reason, "0x0000");
  const StoreOutcome warned = outcome_of_status(0xB007);
  EXPECT_FALSE(warned.failure);
  EXPECT_EQ(warned.code, "PEER_WARNING");
  EXPECT_NE(warned.reason.find("SOP class"), std::string::npos);
  EXPECT_EQ(outcome_of_status(0xA7FF).failure, ErrorKind::kUnavailable);
  EXPECT_EQ(outcome_of_status(0xC001).failure, ErrorKind::kRejected);
}

}  // namespace
}  // namespace oligard::send
