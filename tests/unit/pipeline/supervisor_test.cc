#include "oligard/pipeline/supervisor.h"

#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>
#include <unistd.h>

#include "oligard/store/store.h"
#include "support/damaged_store.h"

namespace oligard::pipeline {
namespace {

class SupervisorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("oligard-supervisor-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    config::StoreSettings settings;
    settings.data_dir = folder_;
    auto opened = store::Store::open(settings, clock_);
    ASSERT_TRUE(opened) << opened.error().reason;
    store_ = std::move(*opened);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// The error that stops the service when the one worker is this shell command; nothing within `patience`.
  std::optional<Error> stopped_by(const std::string& command, std::chrono::seconds patience) {
    std::mutex mutex;
    std::condition_variable called;
    std::optional<Error> error;
    Supervisor supervisor(store_->jobs(), {"/bin/sh", "-c", command}, 1, "worker", [&](const Error& given) {
      const std::lock_guard lock(mutex);
      if (!error) error = given;
      called.notify_all();
    });
    EXPECT_TRUE(supervisor.start());
    {
      std::unique_lock lock(mutex);
      called.wait_for(lock, patience, [&] { return error.has_value(); });
    }
    supervisor.stop(std::chrono::seconds(0));
    return error;
  }

  std::filesystem::path folder_;
  SystemClock clock_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(SupervisorTest, AWorkerThatFindsTheStoreDamagedStopsTheService) {
  const auto error = stopped_by("exit " + std::to_string(kStoreDamagedExit), std::chrono::seconds(20));
  ASSERT_TRUE(error);
  EXPECT_EQ(consequence_of(error->kind), Consequence::kStop);
  EXPECT_EQ(error->code, "STORE_CORRUPT");
}

TEST_F(SupervisorTest, AWorkerThatFailsIsStartedAgain) {
  const std::string marks = (folder_ / "marks").string();
  EXPECT_FALSE(stopped_by("echo x >> '" + marks + "'; exit 3", std::chrono::seconds(2)));
  EXPECT_GT(std::filesystem::file_size(marks), 2U) << "more than one start";
}

TEST_F(SupervisorTest, DamageThatShowsWhenLeasesAreFreedStopsTheService) {
  damage_store(folder_);
  EXPECT_TRUE(stopped_by("exit 1", std::chrono::seconds(20)));
}

}  // namespace
}  // namespace oligard::pipeline
