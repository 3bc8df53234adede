// Group commit: the arrivals of concurrent associations become durable together.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "oligard/store/store.h"

namespace oligard::receive {

/// One thread that admits what has been handed in since its last batch. Thread-safe.
class Committer {
 public:
  /// `on_stored` is called after a batch that brought something new; it may be empty.
  Committer(store::Store& store, std::function<void()> on_stored);
  /// Admits what is waiting, then ends.
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  /// Waits until the arrival is durable, or is known not to be.
  [[nodiscard]] Result<store::Admission> admit(store::Arrival arrival);

 private:
  struct Waiting {
    store::Arrival arrival;
    std::promise<Result<store::Admission>> answer;
  };

  void run();
  void admit_batch(std::deque<Waiting>& batch);
  void admit_singly(std::deque<Waiting>& batch);

  store::Store& store_;
  std::function<void()> on_stored_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace oligard::receive
