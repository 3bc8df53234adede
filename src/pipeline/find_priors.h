// The find_priors job: what the PACS holds of one patient and the store does not → on its way here.
#pragma once

#include <atomic>
#include <optional>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/store.h"

namespace oligard::pipeline {

/// What one attempt came to, before retries are decided.
struct PriorOutcome {
  std::optional<Error> error;  ///< nothing when all that was found is here
  bool is_counted = false;     ///< the peer has said what it holds
  std::int64_t not_asked = 0;  ///< objects beyond the limits
};

/// Complete, tried again after a pause that doubles, or failed: for good, or because the budget is spent.
/// Pure.
[[nodiscard]] store::PriorAttempt after_attempt(const store::PriorSearch& search, const PriorOutcome& outcome,
                                                const config::PriorSourceSettings& settings, UnixTime now);

/// One attempt, recorded with the search. Ends early when `stop` is set; the job is then due again. Errors
/// are those of the store.
[[nodiscard]] Status find_priors(const store::Job& job, const config::Settings& settings, store::Store& store,
                                 const Clock& clock, const std::atomic<bool>* stop);

}  // namespace oligard::pipeline
