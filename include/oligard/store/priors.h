// Searches for earlier objects of a patient in the PACS.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/phi.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/jobs.h"

namespace oligard::store {

class Database;

/// One patient's search for earlier objects in the PACS.
struct PriorSearch {
  enum class State {
    kAsking,    ///< not answered yet, or tried again later
    kArriving,  ///< all that was found is here; some of it is not indexed yet
    kFailed,    ///< given up until a new study comes or somebody asks for a retry
    kComplete,  ///< all that was found is here and indexed
  };
  std::string patient_key;
  State state = State::kAsking;
  UnixTime started_at;  ///< the retry budget counts from here
  UnixTime deadline;    ///< the patient's assessment waits until then at most
  int tries = 0;
  bool is_counted = false;   ///< the peer has said what it holds
  std::int64_t missing = 0;  ///< objects that are found and not here, once counted
  std::string code;          ///< why it is not complete
  std::string reason;
  /// Studies whose assessments rest on what this search brought, unless it is complete.
  std::vector<std::string> waiting_studies;
};
[[nodiscard]] std::string to_string(PriorSearch::State state);

/// How one attempt of a search ended.
struct PriorAttempt {
  PriorSearch::State state = PriorSearch::State::kAsking;  ///< kAsking, kArriving or kFailed
  bool is_counted = false;
  std::int64_t not_asked = 0;  ///< objects beyond the limits
  std::string code;
  std::string reason;
  UnixTime retry_at;  ///< of kAsking
};

/// As the patient's objects state it.
struct PatientRow {
  Phi<std::string> patient_id;
  Phi<std::string> issuer;
};

/// Thread-safe; every call is one transaction; errors as Store's.
class Priors {
 public:
  Priors(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Where a study of the patient came after the last search began: begins a new one, due at once, gives the
  /// leased assessment back uncounted, and returns true. STORE_LEASE_LOST.
  [[nodiscard]] Result<bool> begin_prior_search(const Job& assessment, std::chrono::seconds wait);
  /// The patient's search as it stands now; nothing when there was none. One whose objects are all indexed
  /// becomes complete.
  [[nodiscard]] Result<std::optional<PriorSearch>> settle_prior_search(const std::string& patient_key);
  /// STORE_NOT_FOUND.
  [[nodiscard]] Result<PatientRow> patient(const std::string& patient_key);
  /// Notes what an attempt is about to ask for. Objects noted earlier that are neither here nor in `uids` are
  /// forgotten: the peer no longer has them.
  Status expect_priors(const std::string& patient_key, const std::vector<std::string>& uids);
  /// How many of the objects noted are not here.
  [[nodiscard]] Result<std::int64_t> count_priors_not_here(const std::string& patient_key);
  /// The patient a noted object was asked for; nothing for any other object.
  [[nodiscard]] Result<std::optional<std::string>> prior_asked_for(const std::string& sop_instance_uid);
  /// Ends one attempt: tried again at retry_at, or done and the assessment due, or failed. A search that
  /// began anew meanwhile stays due. STORE_LEASE_LOST.
  Status end_prior_attempt(const Job& job, const PriorAttempt& attempt,
                           const config::PipelineSettings& timers);
  [[nodiscard]] Result<std::vector<PriorSearch>> list_prior_searches(int limit);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace oligard::store
