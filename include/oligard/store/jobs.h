// Work that is due, under lease or failed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"

namespace oligard::store {

class Database;

enum class JobKind { kIndex, kAssess, kFindPriors };
[[nodiscard]] std::string to_string(JobKind kind);

/// Which jobs a worker takes.
enum class Duty {
  kAnalysis,  ///< index and assess
  kPriors,    ///< find_priors
};

/// A unit of work. Leased, not owned: a lease that runs out is taken by another worker.
struct Job {
  std::int64_t id = 0;
  JobKind kind = JobKind::kIndex;
  std::string key;              ///< SOP Instance UID (index) or patient key
  std::string state;            ///< "due", "leased", "failed"
  int attempts = 0;             ///< leases taken so far, this one included
  std::int64_t generation = 0;  ///< grows when the job is scheduled again while it runs
  UnixTime next_at;
  std::optional<UnixTime> lease_until;
  std::string lease_owner;
  std::string code;  ///< of the last failure
  std::string reason;
};

/// Thread-safe; every call is one transaction; errors as Store's.
class Jobs {
 public:
  Jobs(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Takes the due job of this duty with the earliest next_at, or nothing. Counts an attempt. An assessment
  /// is not due while a search for the patient's priors is under way and its deadline has not passed.
  [[nodiscard]] Result<std::optional<Job>> lease_job(const std::string& owner, std::chrono::seconds duration,
                                                     Duty duty = Duty::kAnalysis);
  /// Removes the job, unless it was scheduled again meanwhile: then it becomes due with no attempts. A
  /// completed assessment marks the patient's studies "assessed". Error STORE_LEASE_LOST when another worker
  /// has taken it.
  Status complete_job(const Job& job);
  /// Gives the job back for a later try, or marks it "failed" when retry_at is empty. A job that was
  /// scheduled again meanwhile becomes due with no attempts instead. Error STORE_LEASE_LOST.
  Status fail_job(const Job& job, const Error& error, std::optional<UnixTime> retry_at);
  /// Ends all leases of a worker that is known to be dead, so that its jobs are due at once.
  Status release_leases(const std::string& owner);
  [[nodiscard]] Result<std::vector<Job>> list_jobs(int limit);
  /// Makes a failed or waiting job due now, with no attempts counted. STORE_NOT_FOUND for a leased one.
  Status retry_job(std::int64_t id);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace oligard::store
