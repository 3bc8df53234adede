#include "receive/committer.h"

#include <atomic>
#include <thread>

#include "receive_fixture.h"
#include "support/stored_object.h"

namespace oligard::receive {
namespace {

class CommitterTest : public ReceiveTest {
 protected:
  void open_store() {
    config::StoreSettings settings;
    settings.data_dir = folder_ / "data";
    auto opened = store::Store::open(settings, clock_);
    ASSERT_TRUE(opened);
    store_ = std::move(*opened);
  }
  store::Arrival arrive(int number) {
    store::Arrival arrival;
    arrival.object = new_object(*store_, "object " + std::to_string(number));
    arrival.sop_instance_uid = uid_of(number);
    return arrival;
  }
};

TEST_F(CommitterTest, OneBadArrivalFailsAlone) {
  open_store();
  std::atomic<int> calls = 0;
  Committer committer(store_->instances(), [&] { ++calls; });
  constexpr int kThreads = 12;
  std::vector<store::Arrival> arrivals;
  arrivals.resize(kThreads);
  arrivals[5] = arrive(5);
  for (const auto& entry : fs::directory_iterator(folder_ / "data/incoming"))
    fs::remove(entry.path());
  for (int i = 0; i < kThreads; ++i)
    if (i != 5) arrivals[static_cast<std::size_t>(i)] = arrive(i);
  std::vector<std::optional<Result<store::Admission>>> answers(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] { answers[i] = committer.admit(arrivals[i]); });
  for (std::thread& thread : threads)
    thread.join();
  for (std::size_t i = 0; i < kThreads; ++i) {
    if (i == 5) {
      ASSERT_FALSE(*answers[i]);
      EXPECT_EQ(answers[i]->error().code, "STORE_NOT_FOUND");
    } else {
      ASSERT_TRUE(*answers[i]) << answers[i]->error().reason;
      EXPECT_EQ(**answers[i], store::Admission::kStored);
    }
  }
  EXPECT_EQ(store_->instances().list_instances(std::nullopt, 100)->size(), kThreads - 1U);
  EXPECT_GE(calls, 1);
}

}  // namespace
}  // namespace oligard::receive
