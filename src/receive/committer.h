// Group commit: the arrivals of concurrent associations become durable together.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "oligard/store/instances.h"

namespace oligard::receive {

/// Whoever comes while nobody admits, admits all that waits; the others wait for the next turn. So a single
/// association never waits for another thread, and many share their syncs. Thread-safe.
class Committer {
 public:
  /// `on_stored` is called after a batch that brought something new; it may be empty.
  Committer(store::Instances& instances, std::function<void()> on_stored)
      : instances_(instances), on_stored_(std::move(on_stored)) {}

  /// Returns when the arrival is durable, or is known not to be.
  [[nodiscard]] Result<store::Admission> admit(const store::Arrival& arrival);

 private:
  struct Waiting {
    const store::Arrival* arrival;
    std::optional<Result<store::Admission>> answer;
  };
  using Batch = std::vector<Waiting*>;

  [[nodiscard]] Batch take_batch();
  /// One answer an arrival, in order.
  [[nodiscard]] std::vector<Result<store::Admission>> admit_batch(const Batch& batch);

  store::Instances& instances_;
  std::function<void()> on_stored_;
  std::mutex mutex_;
  std::condition_variable turn_ended_;
  std::deque<Waiting*> waiting_;
  bool somebody_admits_ = false;
};

}  // namespace oligard::receive
