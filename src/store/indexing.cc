#include <algorithm>

#include "oligard/store/instances.h"
#include "store/rows.h"

namespace oligard::store {
namespace {

struct ScheduledJob {
  std::string state;
  long long generation = 0;
  long long leased_generation = 0;
  long long first_waiting_at = 0;
  long long next_at = 0;
};

std::optional<ScheduledJob> find_assessment_job(soci::session& sql, const std::string& patient_key) {
  ScheduledJob job;
  sql << "SELECT state, generation, leased_generation, first_waiting_at, next_at FROM job "
         "WHERE kind = 'assess' AND job_key = :key",
      soci::use(patient_key, "key"), soci::into(job.state), soci::into(job.generation),
      soci::into(job.leased_generation), soci::into(job.first_waiting_at), soci::into(job.next_at);
  if (!sql.got_data()) return std::nullopt;
  return job;
}

/// A job that nobody waits for takes the new object as its first one.
bool waits_for_nothing(const ScheduledJob& job) {
  return job.state == "failed" || (job.state == "leased" && job.generation == job.leased_generation);
}

void insert_assessment_job(soci::session& sql, const std::string& patient_key, long long arrived_at,
                           long long next_at) {
  sql << "INSERT INTO job (kind, job_key, state, attempts, generation, leased_generation, first_waiting_at, "
         "next_at, "
         "lease_until, lease_owner, code, reason) "
         "VALUES ('assess', :key, 'due', 0, 1, 0, :first, :next, 0, '', '', '')",
      soci::use(patient_key, "key"), soci::use(arrived_at, "first"), soci::use(next_at, "next");
}

void upsert_patient(soci::session& sql, const IndexEntry& entry, long long arrived_at) {
  sql << "INSERT INTO patient (patient_key, patient_id, issuer, first_seen_at) VALUES (:key, :id, :issuer, "
         ":at) "
         "ON CONFLICT (patient_key) DO NOTHING",
      soci::use(entry.patient_key, "key"), soci::use(entry.patient_id.reveal(), "id"),
      soci::use(entry.issuer.reveal(), "issuer"), soci::use(arrived_at, "at");
}

/// A study that an asked prior brings needs no search of its own.
void upsert_study(soci::session& sql, const IndexEntry& entry, long long arrived_at, bool is_asked_prior) {
  const std::string priors = is_asked_prior ? "asked" : "unasked";
  sql << "INSERT INTO study (study_instance_uid, patient_key, first_object_at, last_object_at, state, "
         "priors) "
         "VALUES (:study, :key, :at, :at, 'waiting', :priors) ON CONFLICT (study_instance_uid, patient_key) "
         "DO UPDATE "
         "SET "
         "first_object_at = CASE WHEN excluded.first_object_at < study.first_object_at "
         "THEN excluded.first_object_at ELSE study.first_object_at END, "
         "last_object_at = CASE WHEN excluded.last_object_at > study.last_object_at "
         "THEN excluded.last_object_at ELSE study.last_object_at END, "
         "state = 'waiting'",
      soci::use(entry.study_instance_uid, "study"), soci::use(entry.patient_key, "key"),
      soci::use(arrived_at, "at"), soci::use(priors, "priors");
}

void update_instance(soci::session& sql, const IndexEntry& entry) {
  const std::string state = to_string(entry.state);
  sql << "UPDATE instance SET study_instance_uid = :study, series_instance_uid = :series, modality = "
         ":modality, "
         "patient_key = :key, state = :state, code = :code, reason = :reason WHERE sop_instance_uid = :uid",
      soci::use(entry.study_instance_uid, "study"), soci::use(entry.series_instance_uid, "series"),
      soci::use(entry.modality, "modality"), soci::use(entry.patient_key, "key"), soci::use(state, "state"),
      soci::use(entry.code, "code"), soci::use(entry.reason, "reason"),
      soci::use(entry.sop_instance_uid, "uid");
}

}  // namespace

void schedule_assessment(soci::session& sql, const std::string& patient_key, long long arrived_at,
                         const config::PipelineSettings& timers) {
  const long long quiet_at = arrived_at + timers.quiet_period_s;
  const std::optional<ScheduledJob> job = find_assessment_job(sql, patient_key);
  if (!job) {
    insert_assessment_job(sql, patient_key, arrived_at, std::min(quiet_at, arrived_at + timers.quiet_cap_s));
    return;
  }
  const bool is_first = waits_for_nothing(*job);
  long long first = is_first ? arrived_at : std::min(job->first_waiting_at, arrived_at);
  long long next = is_first ? quiet_at : std::max(job->next_at, quiet_at);
  next = std::min(next, first + timers.quiet_cap_s);
  sql << "UPDATE job SET generation = generation + 1, first_waiting_at = :first, next_at = :next, "
         "attempts = CASE WHEN state = 'failed' THEN 0 ELSE attempts END, "
         "state = CASE WHEN state = 'failed' THEN 'due' ELSE state END "
         "WHERE kind = 'assess' AND job_key = :key",
      soci::use(first, "first"), soci::use(next, "next"), soci::use(patient_key, "key");
}

Status Instances::index(const IndexEntry& entry, const config::PipelineSettings& timers) {
  return database_.write([&](soci::session& sql) -> Status {
    long long arrived_at = 0;
    std::string earlier_state;
    sql << "SELECT received_at, state FROM instance WHERE sop_instance_uid = :uid",
        soci::use(entry.sop_instance_uid, "uid"), soci::into(arrived_at), soci::into(earlier_state);
    if (!sql.got_data()) return no_such("instance");
    if (earlier_state == to_string(InstanceState::kResult)) return {};
    update_instance(sql, entry);
    if (entry.state != InstanceState::kIndexed) return {};
    upsert_patient(sql, entry, arrived_at);
    const std::optional<AskedPrior> asked =
        asked_prior(sql, entry.patient_key, entry.sop_instance_uid, clock_.now());
    upsert_study(sql, entry, arrived_at, asked.has_value());
    config::PipelineSettings quiet = timers;
    if (asked && asked->assessment_waits) quiet.quiet_period_s = 0;
    schedule_assessment(sql, entry.patient_key, arrived_at, quiet);
    return {};
  });
}

Result<std::vector<StudyRow>> Instances::list_studies(int limit) {
  return database_.read([&](soci::session& sql) -> Result<std::vector<StudyRow>> {
    StudyRow row;
    long long first = 0;
    long long last = 0;
    long long instances = 0;
    soci::statement query =
        (sql.prepare
             << "SELECT s.study_instance_uid, s.patient_key, s.first_object_at, s.last_object_at, s.state, "
                "(SELECT COUNT(*) FROM instance i WHERE i.study_instance_uid = s.study_instance_uid "
                "AND i.patient_key = s.patient_key) "
                "FROM study s ORDER BY s.last_object_at DESC, s.study_instance_uid LIMIT :limit",
         soci::use(limit, "limit"), soci::into(row.study_instance_uid), soci::into(row.patient_key),
         soci::into(first), soci::into(last), soci::into(row.state), soci::into(instances));
    query.execute();
    std::vector<StudyRow> rows;
    while (query.fetch()) {
      row.first_object_at = to_time(first);
      row.last_object_at = to_time(last);
      row.instances = instances;
      rows.push_back(row);
    }
    return rows;
  });
}

}  // namespace oligard::store
