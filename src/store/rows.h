// Rows that several parts of the store write, inside a transaction of their own.
#pragma once

#include <optional>
#include <string>

#include "oligard/store/store.h"
#include "store/database.h"

namespace oligard::store {

/// Rows of `instance`, used by several concerns.
struct InstanceRow {
  std::string sop_instance_uid;
  std::string sop_class_uid;
  std::string transfer_syntax_uid;
  std::string study_instance_uid;
  std::string digest;
  long long bytes = 0;
  std::string calling_ae;
  std::string state;
};
void insert_instance(soci::session& sql, const InstanceRow& row, UnixTime received_at);

/// Makes the patient's assessment due `quiet_period_s` after `arrived_at`, within the cap.
void schedule_assessment(soci::session& sql, const std::string& patient_key, long long arrived_at,
                         const config::PipelineSettings& timers);

/// True when the lease `job` tells of is still the one in the database.
[[nodiscard]] bool holds_lease(soci::session& sql, const Job& job);
[[nodiscard]] tl::unexpected<Error> lease_lost();
/// True when the job was scheduled again during its lease; it is then due at the time that scheduling chose.
[[nodiscard]] bool release_if_scheduled_again(soci::session& sql, const Job& job);

/// What the search for priors makes of an arriving object: nothing when nobody asked for it.
struct AskedPrior {
  bool assessment_waits = false;  ///< for it: it does not start a quiet period of its own
};
[[nodiscard]] std::optional<AskedPrior> asked_prior(soci::session& sql, const std::string& patient_key,
                                                    const std::string& sop_instance_uid, UnixTime now);

void insert_event(soci::session& sql, UnixTime at, const Event& event);

[[nodiscard]] Result<InstanceState> instance_state_from(const std::string& text);

/// STORE_NOT_FOUND.
[[nodiscard]] tl::unexpected<Error> no_such(const std::string& what);

}  // namespace oligard::store
