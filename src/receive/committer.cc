#include "receive/committer.h"

#include <algorithm>
#include <vector>

namespace oligard::receive {
namespace {

constexpr std::size_t kMaxBatch = 64;

}  // namespace

Committer::Committer(store::Store& store, std::function<void()> on_stored)
    : store_(store), on_stored_(std::move(on_stored)), thread_([this] { run(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

Result<store::Admission> Committer::admit(store::Arrival arrival) {
  std::future<Result<store::Admission>> answer;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(arrival), {}});
    answer = waiting_.back().answer.get_future();
  }
  changed_.notify_one();
  return answer.get();
}

void Committer::run() {
  for (;;) {
    std::deque<Waiting> batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      while (!waiting_.empty() && batch.size() < kMaxBatch) {
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
    }
    admit_batch(batch);
  }
}

void Committer::admit_batch(std::deque<Waiting>& batch) {
  std::vector<store::Arrival> arrivals;
  for (const Waiting& waiting : batch) {
    arrivals.push_back(waiting.arrival);
  }
  const Result<std::vector<store::Admission>> admitted = store_.admit(arrivals);
  if (!admitted && batch.size() > 1) {
    admit_singly(batch);
    return;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (admitted) {
      batch[i].answer.set_value((*admitted)[i]);
    } else {
      batch[i].answer.set_value(fail(admitted));
    }
  }
  const auto is_new = [](store::Admission admission) { return admission == store::Admission::kStored; };
  if (on_stored_ && admitted && std::any_of(admitted->begin(), admitted->end(), is_new)) on_stored_();
}

void Committer::admit_singly(std::deque<Waiting>& batch) {
  for (Waiting& waiting : batch) {
    std::deque<Waiting> single;
    single.push_back(std::move(waiting));
    admit_batch(single);
  }
}

}  // namespace oligard::receive
