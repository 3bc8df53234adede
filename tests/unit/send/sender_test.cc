#include "oligard/send/sender.h"

#include <optional>

#include <gtest/gtest.h>
#include <unistd.h>

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
  return {StoreOutcome::Kind::kTransient, "", "PEER_UNREACHABLE", "away"};
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
  const store::Delivery delivery = after_attempt(
      fresh(), {StoreOutcome::Kind::kPermanent, "0xC000", "PEER_REFUSED_OBJECT", "no"}, {}, kCreated);
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
  Sender sender(settings, **store, clock, [&](const Error& given) { error = given; });
  EXPECT_EQ(sender.send_due(), 0);
  EXPECT_FALSE(error);
  damage_store(folder);
  EXPECT_EQ(sender.send_due(), 0);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, "STORE_CORRUPT");
  std::filesystem::remove_all(folder);
}

TEST(OutcomeOfStatus, OnlySuccessStatusesAreSent) {
  using Kind = StoreOutcome::Kind;
  const std::pair<unsigned, Kind> table[] = {
      {0x0000, Kind::kSent},      {0xB000, Kind::kSent},      {0xB007, Kind::kSent},
      {0xA700, Kind::kTransient}, {0xA7FF, Kind::kTransient}, {0xA900, Kind::kPermanent},
      {0xC001, Kind::kPermanent}, {0x0110, Kind::kTransient}, {0x0111, Kind::kPermanent},
      {0x0122, Kind::kPermanent}, {0x0124, Kind::kPermanent}, {0x0211, Kind::kTransient},
  };
  for (const auto& [status, kind] : table)
    EXPECT_EQ(outcome_of_status(status).kind, kind) << std::hex << status;
}

}  // namespace
}  // namespace oligard::send
