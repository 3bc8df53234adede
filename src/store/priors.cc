#include "oligard/store/priors.h"

#include <array>

#include "store/rows.h"

namespace oligard::store {
namespace {

using State = PriorSearch::State;

constexpr const char* kColumns =
    "SELECT patient_key, state, started_at, deadline, tries, counted, not_asked, code, reason, "
    "(SELECT COUNT(*) FROM prior_object o LEFT JOIN instance i ON i.sop_instance_uid = o.sop_instance_uid "
    "WHERE o.patient_key = prior_search.patient_key AND i.state IS NULL), "
    "(SELECT COUNT(*) FROM prior_object o JOIN instance i ON i.sop_instance_uid = o.sop_instance_uid "
    "WHERE o.patient_key = prior_search.patient_key AND i.state = 'received') FROM prior_search ";

Result<State> state_from(const std::string& text) {
  for (const State state : {State::kAsking, State::kArriving, State::kFailed, State::kComplete}) {
    if (to_string(state) == text) return state;
  }
  return fail(ErrorKind::kCorrupt, "STORE_CORRUPT", "the database holds a search in an unknown state");
}

/// Runs kColumns + `condition`, whose parameters are :key and :limit.
Result<std::vector<PriorSearch>> select_searches(soci::session& sql, const std::string& condition,
                                                 std::string key, long long limit) {
  PriorSearch row;
  std::string state;
  std::array<long long, 7> numbers{};
  auto& [started_at, deadline, counted, not_asked, not_here, not_indexed, tries] = numbers;
  soci::statement query =
      (sql.prepare << kColumns + condition, soci::use(key, "key"), soci::use(limit, "limit"),
       soci::into(row.patient_key), soci::into(state), soci::into(started_at), soci::into(deadline),
       soci::into(tries), soci::into(counted), soci::into(not_asked), soci::into(row.code),
       soci::into(row.reason), soci::into(not_here), soci::into(not_indexed));
  query.execute();
  std::vector<PriorSearch> rows;
  while (query.fetch()) {
    const Result<State> parsed = state_from(state);
    if (!parsed) return fail(parsed);
    row.state = *parsed;
    row.started_at = to_time(started_at);
    row.deadline = to_time(deadline);
    row.tries = static_cast<int>(tries);
    row.is_counted = counted != 0;
    row.missing = not_asked + not_here + not_indexed;
    rows.push_back(row);
  }
  return rows;
}

Result<std::optional<PriorSearch>> find_search(soci::session& sql, const std::string& patient_key) {
  auto found = select_searches(sql, "WHERE patient_key = :key LIMIT :limit", patient_key, 1);
  if (!found) return fail(found);
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

std::vector<std::string> studies_not_complete(soci::session& sql, const std::string& patient_key) {
  std::string uid;
  soci::statement query = (sql.prepare << "SELECT study_instance_uid FROM study WHERE patient_key = :key AND "
                                          "priors <> 'complete' ORDER BY study_instance_uid",
                           soci::use(patient_key, "key"), soci::into(uid));
  query.execute();
  std::vector<std::string> uids;
  while (query.fetch())
    uids.push_back(uid);
  return uids;
}

void set_search(soci::session& sql, const std::string& patient_key, UnixTime now, UnixTime deadline) {
  long long started_at = to_seconds(now);
  long long until = to_seconds(deadline);
  sql << "INSERT INTO prior_search (patient_key, state, started_at, deadline, tries, counted, not_asked, "
         "code, "
         "reason) VALUES (:key, 'asking', :at, :until, 0, 0, 0, '', '') ON CONFLICT (patient_key) DO UPDATE "
         "SET state = 'asking', started_at = excluded.started_at, deadline = excluded.deadline, tries = 0, "
         "counted = 0, not_asked = 0, code = '', reason = ''",
      soci::use(patient_key, "key"), soci::use(started_at, "at"), soci::use(until, "until");
  sql << "INSERT INTO job (kind, job_key, state, attempts, generation, leased_generation, first_waiting_at, "
         "next_at, lease_until, lease_owner, code, reason) "
         "VALUES ('find_priors', :key, 'due', 0, 1, 0, :at, :at, 0, '', '', '') "
         "ON CONFLICT (kind, job_key) DO UPDATE SET generation = job.generation + 1, next_at = "
         "excluded.next_at, attempts = CASE WHEN job.state = 'leased' THEN job.attempts ELSE 0 END, "
         "state = CASE WHEN job.state = 'leased' THEN job.state ELSE 'due' END, code = '', reason = ''",
      soci::use(patient_key, "key"), soci::use(started_at, "at");
}

/// Makes the assessment due at the time it had, and says what it waits for.
void give_back(soci::session& sql, const Job& assessment) {
  long long id = assessment.id;
  const std::string code = "PRIORS_AWAITED";
  const std::string reason = "earlier objects of the patient are searched for";
  sql << "UPDATE job SET state = 'due', attempts = attempts - 1, lease_until = 0, lease_owner = '', "
         "code = :code, reason = :reason WHERE id = :id",
      soci::use(code, "code"), soci::use(reason, "reason"), soci::use(id, "id");
}

/// The assessment still waits; later, what a search brings is news like any other.
bool is_waited_for(soci::session& sql, const std::string& patient_key, UnixTime now) {
  long long deadline = 0;
  sql << "SELECT deadline FROM prior_search WHERE patient_key = :key", soci::use(patient_key, "key"),
      soci::into(deadline);
  return sql.got_data() && deadline > to_seconds(now);
}

}  // namespace

std::string to_string(PriorSearch::State state) {
  switch (state) {
    case State::kAsking:
      return "asking";
    case State::kArriving:
      return "arriving";
    case State::kFailed:
      return "failed";
    case State::kComplete:
      return "complete";
  }
  return "asking";
}

std::optional<AskedPrior> asked_prior(soci::session& sql, const std::string& patient_key,
                                      const std::string& sop_instance_uid, UnixTime now) {
  long long deadline = 0;
  sql << "SELECT p.deadline FROM prior_object o JOIN prior_search p ON p.patient_key = o.patient_key "
         "WHERE o.sop_instance_uid = :uid AND o.patient_key = :key",
      soci::use(sop_instance_uid, "uid"), soci::use(patient_key, "key"), soci::into(deadline);
  if (!sql.got_data()) return std::nullopt;
  return AskedPrior{deadline > to_seconds(now)};
}

Result<bool> Priors::begin_prior_search(const Job& assessment, std::chrono::seconds wait) {
  return database_.write([&](soci::session& sql) -> Result<bool> {
    if (!holds_lease(sql, assessment)) return lease_lost();
    long long unasked = 0;
    sql << "SELECT COUNT(*) FROM study WHERE patient_key = :key AND priors = 'unasked'",
        soci::use(assessment.key, "key"), soci::into(unasked);
    if (unasked == 0) return false;
    const UnixTime now = clock_.now();
    set_search(sql, assessment.key, now, now + wait);
    sql << "UPDATE study SET priors = 'asked' WHERE patient_key = :key AND priors = 'unasked'",
        soci::use(assessment.key, "key");
    give_back(sql, assessment);
    return true;
  });
}

Result<std::optional<PriorSearch>> Priors::settle_prior_search(const std::string& patient_key) {
  return database_.write([&](soci::session& sql) -> Result<std::optional<PriorSearch>> {
    auto search = find_search(sql, patient_key);
    if (!search || !*search) return search;
    if ((*search)->state == State::kArriving && (*search)->missing == 0) {
      (*search)->state = State::kComplete;
      sql << "UPDATE prior_search SET state = 'complete' WHERE patient_key = :key",
          soci::use(patient_key, "key");
      sql << "UPDATE study SET priors = 'complete' WHERE patient_key = :key AND priors = 'asked'",
          soci::use(patient_key, "key");
      sql << "DELETE FROM prior_object WHERE patient_key = :key", soci::use(patient_key, "key");
    }
    (*search)->waiting_studies = studies_not_complete(sql, patient_key);
    return search;
  });
}

Result<PatientRow> Priors::patient(const std::string& patient_key) {
  return database_.read([&](soci::session& sql) -> Result<PatientRow> {
    std::string id;
    std::string issuer;
    sql << "SELECT patient_id, issuer FROM patient WHERE patient_key = :key", soci::use(patient_key, "key"),
        soci::into(id), soci::into(issuer);
    if (!sql.got_data()) return no_such("patient");
    return PatientRow{Phi<std::string>(std::move(id)), Phi<std::string>(std::move(issuer))};
  });
}

Status Priors::expect_priors(const std::string& patient_key, const std::vector<std::string>& uids) {
  return database_.write([&](soci::session& sql) -> Status {
    sql << "DELETE FROM prior_object WHERE patient_key = :key AND NOT EXISTS (SELECT 1 FROM instance i "
           "WHERE i.sop_instance_uid = prior_object.sop_instance_uid)",
        soci::use(patient_key, "key");
    std::string uid;
    soci::statement insert =
        (sql.prepare << "INSERT INTO prior_object (sop_instance_uid, patient_key) VALUES (:uid, :key) "
                        "ON CONFLICT (sop_instance_uid) DO UPDATE SET patient_key = excluded.patient_key",
         soci::use(uid, "uid"), soci::use(patient_key, "key"));
    for (const std::string& wanted : uids) {
      uid = wanted;
      insert.execute(true);
    }
    return {};
  });
}

Result<std::int64_t> Priors::count_priors_not_here(const std::string& patient_key) {
  return database_.read([&](soci::session& sql) -> Result<std::int64_t> {
    long long count = 0;
    sql << "SELECT COUNT(*) FROM prior_object o WHERE o.patient_key = :key AND NOT EXISTS (SELECT 1 FROM "
           "instance i WHERE i.sop_instance_uid = o.sop_instance_uid)",
        soci::use(patient_key, "key"), soci::into(count);
    return count;
  });
}

Result<std::optional<std::string>> Priors::prior_asked_for(const std::string& sop_instance_uid) {
  return database_.read([&](soci::session& sql) -> Result<std::optional<std::string>> {
    std::string key;
    sql << "SELECT patient_key FROM prior_object WHERE sop_instance_uid = :uid",
        soci::use(sop_instance_uid, "uid"), soci::into(key);
    if (!sql.got_data()) return std::nullopt;
    return key;
  });
}

Status Priors::end_prior_attempt(const Job& job, const PriorAttempt& attempt,
                                 const config::PipelineSettings& timers) {
  return database_.write([&](soci::session& sql) -> Status {
    if (!holds_lease(sql, job)) return lease_lost();
    if (release_if_scheduled_again(sql, job)) return {};
    const UnixTime now = clock_.now();
    const std::string state = to_string(attempt.state);
    long long counted = attempt.is_counted ? 1 : 0;
    long long not_asked = attempt.not_asked;
    sql << "UPDATE prior_search SET state = :state, tries = tries + 1, counted = :counted, not_asked = "
           ":not_asked, code = :code, reason = :reason WHERE patient_key = :key",
        soci::use(state, "state"), soci::use(counted, "counted"), soci::use(not_asked, "not_asked"),
        soci::use(attempt.code, "code"), soci::use(attempt.reason, "reason"), soci::use(job.key, "key");
    long long id = job.id;
    if (attempt.state == State::kArriving) {
      sql << "DELETE FROM job WHERE id = :id", soci::use(id, "id");
    } else {
      const std::string next_state = attempt.state == State::kAsking ? "due" : "failed";
      long long next_at = to_seconds(attempt.state == State::kAsking ? attempt.retry_at : now);
      sql << "UPDATE job SET state = :state, attempts = 0, next_at = :next, lease_until = 0, lease_owner = "
             "'', "
             "code = :code, reason = :reason WHERE id = :id",
          soci::use(next_state, "state"), soci::use(next_at, "next"), soci::use(attempt.code, "code"),
          soci::use(attempt.reason, "reason"), soci::use(id, "id");
    }
    if (attempt.state == State::kAsking) return {};
    config::PipelineSettings quiet = timers;
    if (is_waited_for(sql, job.key, now)) quiet.quiet_period_s = 0;
    schedule_assessment(sql, job.key, to_seconds(now), quiet);
    return {};
  });
}

Result<std::vector<PriorSearch>> Priors::list_prior_searches(int limit) {
  return database_.read([&](soci::session& sql) {
    return select_searches(
        sql, "WHERE patient_key <> :key ORDER BY started_at DESC, patient_key LIMIT :limit", "", limit);
  });
}

}  // namespace oligard::store
