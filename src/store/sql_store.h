// The store on a SQL database. One .cc a concern: admission, indexing, jobs, priors, results, deliveries.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "oligard/store/store.h"
#include "store/database.h"
#include "store/object_files.h"

namespace oligard::store {

class SqlStore final : public Store {
 public:
  SqlStore(const config::StoreSettings& settings, const Clock& clock)
      : files_(settings.data_dir), clock_(clock) {}

  [[nodiscard]] Status open();

  [[nodiscard]] std::filesystem::path incoming_dir() const override { return files_.incoming(); }
  [[nodiscard]] std::filesystem::path path_of(const std::string& digest) const override {
    return files_.object(digest);
  }
  Status clean_incoming() override { return files_.clean_incoming(); }
  [[nodiscard]] Result<std::vector<Admission>> admit(const std::vector<Arrival>& batch) override;
  [[nodiscard]] Result<std::optional<Instance>> find_instance(const std::string& sop_instance_uid) override;
  [[nodiscard]] Result<std::vector<Instance>> instances_of_patient(const std::string& patient_key) override;
  [[nodiscard]] Result<std::vector<Instance>> list_instances(std::optional<InstanceState> state,
                                                             int limit) override;
  Status set_instance_state(const std::string& sop_instance_uid, InstanceState state, const std::string& code,
                            const std::string& reason) override;

  Status index(const IndexEntry& entry, const config::PipelineSettings& timers) override;
  [[nodiscard]] Result<std::vector<StudyRow>> list_studies(int limit) override;

  using Store::lease_job;
  [[nodiscard]] Result<std::optional<Job>> lease_job(const std::string& owner, std::chrono::seconds duration,
                                                     Duty duty) override;
  Status complete_job(const Job& job) override;
  Status fail_job(const Job& job, const Error& error, std::optional<UnixTime> retry_at) override;
  Status release_leases(const std::string& owner) override;
  [[nodiscard]] Result<std::vector<Job>> list_jobs(int limit) override;
  Status retry_job(std::int64_t id) override;

  [[nodiscard]] Result<bool> begin_prior_search(const Job& assessment, std::chrono::seconds wait) override;
  [[nodiscard]] Result<std::optional<PriorSearch>> settle_prior_search(
      const std::string& patient_key) override;
  [[nodiscard]] Result<PatientRow> patient(const std::string& patient_key) override;
  Status expect_priors(const std::string& patient_key, const std::vector<std::string>& uids) override;
  [[nodiscard]] Result<std::int64_t> count_priors_not_here(const std::string& patient_key) override;
  [[nodiscard]] Result<std::optional<std::string>> prior_asked_for(
      const std::string& sop_instance_uid) override;
  Status end_prior_attempt(const Job& job, const PriorAttempt& attempt,
                           const config::PipelineSettings& timers) override;
  [[nodiscard]] Result<std::vector<PriorSearch>> list_prior_searches(int limit) override;

  [[nodiscard]] Result<bool> has_result(const std::string& sop_instance_uid) override;
  Status record_assessment(const AssessmentRecord& record,
                           const std::vector<std::string>& destinations) override;
  [[nodiscard]] Result<std::optional<AssessmentRecord>> latest_assessment(
      const std::string& patient_key, const std::string& timepoint_date) override;
  Status record_correction(const std::string& sop_instance_uid,
                           const std::vector<std::string>& result_uids) override;
  [[nodiscard]] Result<std::vector<std::string>> corrections_of(const std::string& result_uid) override;
  [[nodiscard]] Result<std::vector<Delivery>> due_deliveries(int limit) override;
  Status update_delivery(const Delivery& delivery) override;
  [[nodiscard]] Result<std::vector<Delivery>> list_deliveries(std::optional<DeliveryState> state,
                                                              int limit) override;
  Status retry_delivery(std::int64_t id) override;

  Status append_event(const std::string& kind, const std::string& subject,
                      const std::string& detail) override;
  [[nodiscard]] Result<std::vector<Event>> list_events(int limit) override;
  [[nodiscard]] Result<std::string> installation_secret() override;
  [[nodiscard]] std::int64_t free_bytes() const override { return files_.free_bytes(); }

 private:
  /// A name in incoming/ that no other thread or process uses.
  [[nodiscard]] std::string unique_name();

  ObjectFiles files_;
  const Clock& clock_;
  Database database_;
  std::atomic<unsigned> next_name_{0};
};

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

void insert_event(soci::session& sql, UnixTime at, const std::string& kind, const std::string& subject,
                  const std::string& detail);

[[nodiscard]] Result<InstanceState> instance_state_from(const std::string& text);

/// STORE_NOT_FOUND.
[[nodiscard]] tl::unexpected<Error> no_such(const std::string& what);

}  // namespace oligard::store
