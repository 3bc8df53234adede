// Several threads and several processes on one database.
#include <csignal>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include <sys/wait.h>

#include "store_fixture.h"

namespace oligard::store {
namespace {

constexpr int kObjects = 60;

/// Leases and completes until nothing is due; the keys it got.
std::vector<std::string> drain(Store& store, const std::string& owner) {
  std::vector<std::string> keys;
  for (;;) {
    const auto job = store.jobs().lease_job(owner, std::chrono::seconds(1000));
    if (!job) return {"error " + job.error().code};
    if (!*job) return keys;
    keys.push_back((*job)->key);
    if (!store.jobs().complete_job(**job)) return {"lost a lease"};
  }
}

class ConcurrencyTest : public StoreTest {
 protected:
  void admit_many() {
    open();
    std::vector<Arrival> batch;
    for (int i = 0; i < kObjects; ++i)
      batch.push_back(arrive(*store_, "1." + std::to_string(i), std::to_string(i)));
    ASSERT_TRUE(store_->instances().admit(batch));
  }
  static void expect_each_once(const std::vector<std::string>& keys) {
    std::map<std::string, int> times;
    for (const std::string& key : keys)
      ++times[key];
    for (int i = 0; i < kObjects; ++i)
      EXPECT_EQ(times["1." + std::to_string(i)], 1) << i;
    EXPECT_EQ(keys.size(), static_cast<std::size_t>(kObjects));
  }
};

TEST_F(ConcurrencyTest, ThreadsLeaseEachJobOnce) {
  admit_many();
  std::vector<std::vector<std::string>> found(6);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < found.size(); ++t) {
    threads.emplace_back([&, t] {
      const auto own = Store::open(settings_, clock_);
      found[t] = drain(t % 2 == 0 ? *store_ : **own, "w" + std::to_string(t));
    });
  }
  std::vector<std::string> all;
  for (std::size_t t = 0; t < found.size(); ++t) {
    threads[t].join();
    all.insert(all.end(), found[t].begin(), found[t].end());
  }
  expect_each_once(all);
}

TEST_F(ConcurrencyTest, ProcessesLeaseEachJobOnce) {
  admit_many();
  store_.reset();
  std::vector<pid_t> children;
  for (int p = 0; p < 4; ++p) {
    const pid_t child = fork();
    if (child == 0) {
      const auto own = Store::open(settings_, clock_);
      if (!own) _exit(1);
      std::ofstream log(settings_.data_dir / ("keys-" + std::to_string(p)));
      for (const std::string& key : drain(**own, "w" + std::to_string(p)))
        log << key << "\n";
      log.close();
      _exit(0);
    }
    children.push_back(child);
  }
  std::vector<std::string> all;
  for (int p = 0; p < 4; ++p) {
    int status = 0;
    waitpid(children[static_cast<std::size_t>(p)], &status, 0);
    EXPECT_EQ(status, 0);
    std::ifstream log(settings_.data_dir / ("keys-" + std::to_string(p)));
    for (std::string key; std::getline(log, key);)
      all.push_back(key);
  }
  expect_each_once(all);
}

TEST_F(ConcurrencyTest, ProcessesOpenANewStoreAtOnce) {
  std::vector<pid_t> children;
  for (int p = 0; p < 6; ++p) {
    const pid_t child = fork();
    if (child == 0) {
      const auto own = Store::open(settings_, clock_);
      if (!own) std::fprintf(stderr, "%s\n", own.error().reason.c_str());
      _exit(own ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
}

/// Admits for ever, telling each UID after admit() has returned.
[[noreturn]] void admit_until_killed(const config::StoreSettings& settings, const Clock& clock, int tell,
                                     int run) {
  const auto store = Store::open(settings, clock);
  for (int i = 0; store; ++i) {
    std::vector<Arrival> batch;
    for (int k = 0; k < 3; ++k) {
      Arrival arrival;
      arrival.sop_instance_uid = std::to_string(run) + "." + std::to_string(3 * i + k);
      arrival.object = new_object(**store, "bytes of " + arrival.sop_instance_uid);
      batch.push_back(arrival);
    }
    if (!(*store)->instances().admit(batch)) break;
    for (const Arrival& arrival : batch) {
      const std::string line = arrival.sop_instance_uid + "\n";
      if (::write(tell, line.data(), line.size()) < 0) break;
    }
  }
  _exit(1);
}

TEST_F(ConcurrencyTest, AKilledProcessLosesNothingItWasToldIsKept) {
  std::string told;
  for (int run = 1; run <= 6; ++run) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) admit_until_killed(settings_, clock_, ends[1], run);
    close(ends[1]);
    char buffer[4096];
    // Killed at a different moment each run.
    for (int reads = 0; reads < 3 + run; ++reads) {
      const ssize_t count = read(ends[0], buffer, sizeof buffer);
      ASSERT_GT(count, 0);
      told.append(buffer, static_cast<std::size_t>(count));
    }
    usleep(static_cast<useconds_t>(run) * 700);
    kill(child, SIGKILL);
    for (ssize_t count = 0; (count = read(ends[0], buffer, sizeof buffer)) > 0;)
      told.append(buffer, static_cast<std::size_t>(count));
    close(ends[0]);
    waitpid(child, nullptr, 0);
  }
  open();
  std::istringstream lines(told);
  std::size_t checked = 0;
  for (std::string uid; std::getline(lines, uid); ++checked) {
    const auto instance = store_->instances().find_instance(uid);
    ASSERT_TRUE(instance && *instance) << uid;
    EXPECT_EQ(stored_bytes(*store_, (*instance)->digest), "bytes of " + uid);
  }
  EXPECT_GE(checked, 6U * 3U);
  const auto all = store_->instances().list_instances(std::nullopt, 1000000);
  for (const Instance& instance : *all)
    EXPECT_EQ(stored_bytes(*store_, instance.digest), "bytes of " + instance.sop_instance_uid);
  EXPECT_EQ(store_->jobs().list_jobs(1000000)->size(), all->size()) << "each object has its job";
}

}  // namespace
}  // namespace oligard::store
