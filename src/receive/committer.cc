#include "receive/committer.h"

#include <algorithm>

namespace oligard::receive {
namespace {

constexpr std::size_t kMaxBatch = 64;

}  // namespace

Result<store::Admission> Committer::admit(const store::Arrival& arrival) {
  Waiting mine{&arrival, std::nullopt};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.answer) {
    if (somebody_admits_) {
      turn_ended_.wait(lock);
      continue;
    }
    const Batch batch = take_batch();
    somebody_admits_ = true;
    lock.unlock();
    const auto answers = admit_batch(batch);
    lock.lock();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch[i]->answer = answers[i];
    }
    somebody_admits_ = false;
    turn_ended_.notify_all();
  }
  return *mine.answer;
}

Committer::Batch Committer::take_batch() {
  const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMaxBatch));
  Batch batch(waiting_.begin(), waiting_.begin() + count);
  waiting_.erase(waiting_.begin(), waiting_.begin() + count);
  return batch;
}

std::vector<Result<store::Admission>> Committer::admit_batch(const Batch& batch) {
  std::vector<store::Arrival> arrivals;
  for (const Waiting* waiting : batch) {
    arrivals.push_back(*waiting->arrival);
  }
  const Result<std::vector<store::Admission>> admitted = instances_.admit(arrivals);
  std::vector<Result<store::Admission>> answers;
  if (admitted) {
    answers.assign(admitted->begin(), admitted->end());
    const bool is_new =
        std::find(admitted->begin(), admitted->end(), store::Admission::kStored) != admitted->end();
    if (on_stored_ && is_new) on_stored_();
  } else if (batch.size() == 1) {
    answers.emplace_back(fail(admitted));
  } else {
    // One bad arrival must not fail the others.
    for (Waiting* waiting : batch) {
      answers.push_back(admit_batch({waiting}).front());
    }
  }
  return answers;
}

}  // namespace oligard::receive
