#include "oligard/store/jobs.h"

#include "store/rows.h"

namespace oligard::store {
namespace {

constexpr const char* kColumns =
    "SELECT id, kind, job_key, state, attempts, generation, next_at, lease_until, lease_owner, code, reason "
    "FROM job ";
constexpr const char* kDue =
    "WHERE ((state = 'due' AND next_at <= :now) OR (state = 'leased' AND lease_until <= :now)) ";
constexpr const char* kInOrder = "ORDER BY next_at, id LIMIT :limit";
/// Assessments wait for a search that is under way, and until what it brought is indexed.
constexpr const char* kForAnalysis =
    "AND kind <> 'find_priors' AND NOT (kind = 'assess' AND EXISTS (SELECT 1 FROM prior_search p "
    "WHERE p.patient_key = job.job_key AND p.deadline > :now AND (p.state = 'asking' OR EXISTS (SELECT 1 "
    "FROM "
    "prior_object o JOIN instance i ON i.sop_instance_uid = o.sop_instance_uid "
    "WHERE o.patient_key = p.patient_key AND i.state = 'received')))) ";
constexpr const char* kForPriors = "AND kind = 'find_priors' ";

/// Runs kColumns + `condition`, whose parameters are :now (or any number) and :limit.
std::vector<Job> select_jobs(soci::session& sql, const std::string& condition, long long number,
                             long long limit) {
  Job row;
  std::string kind;
  long long id = 0;
  long long generation = 0;
  long long next_at = 0;
  long long lease_until = 0;
  soci::statement query =
      (sql.prepare << kColumns + condition, soci::use(number, "now"), soci::use(limit, "limit"),
       soci::into(id), soci::into(kind), soci::into(row.key), soci::into(row.state), soci::into(row.attempts),
       soci::into(generation), soci::into(next_at), soci::into(lease_until), soci::into(row.lease_owner),
       soci::into(row.code), soci::into(row.reason));
  query.execute();
  std::vector<Job> jobs;
  while (query.fetch()) {
    row.id = id;
    row.kind = kind == "index" ? JobKind::kIndex : kind == "assess" ? JobKind::kAssess : JobKind::kFindPriors;
    row.generation = generation;
    row.next_at = to_time(next_at);
    row.lease_until = lease_until == 0 ? std::nullopt : std::optional(to_time(lease_until));
    jobs.push_back(row);
  }
  return jobs;
}

}  // namespace

bool holds_lease(soci::session& sql, const Job& job) {
  long long id = job.id;
  long long until = job.lease_until ? to_seconds(*job.lease_until) : 0;
  long long count = 0;
  sql << "SELECT COUNT(*) FROM job WHERE id = :id AND state = 'leased' AND lease_owner = :owner AND "
         "attempts = :attempts AND lease_until = :until",
      soci::use(id, "id"), soci::use(job.lease_owner, "owner"), soci::use(job.attempts, "attempts"),
      soci::use(until, "until"), soci::into(count);
  return count == 1;
}

tl::unexpected<Error> lease_lost() {
  return fail(ErrorKind::kConflict, "STORE_LEASE_LOST",
              "the job's lease ran out and another worker may have taken it");
}

bool release_if_scheduled_again(soci::session& sql, const Job& job) {
  long long id = job.id;
  long long generation = job.generation;
  soci::statement update =
      (sql.prepare
           << "UPDATE job SET state = 'due', attempts = 0, lease_until = 0, lease_owner = '', code = '', "
              "reason = '' WHERE id = :id AND generation <> :generation",
       soci::use(id, "id"), soci::use(generation, "generation"));
  update.execute(true);
  return update.get_affected_rows() > 0;
}

Result<std::optional<Job>> Jobs::lease_job(const std::string& owner, std::chrono::seconds duration,
                                           Duty duty) {
  const UnixTime now = clock_.now();
  const std::string condition =
      std::string(kDue) + (duty == Duty::kPriors ? kForPriors : kForAnalysis) + kInOrder;
  const auto select_due = [&](soci::session& sql) -> Result<std::vector<Job>> {
    return select_jobs(sql, condition, to_seconds(now), 1);
  };
  // Workers that find nothing must not queue for the right to write.
  const Result<std::vector<Job>> candidates = database_.read(select_due);
  if (!candidates) return fail(candidates);
  if (candidates->empty()) return std::nullopt;
  return database_.write([&](soci::session& sql) -> Result<std::optional<Job>> {
    Result<std::vector<Job>> due = select_due(sql);
    if (!due) return fail(due);
    if (due->empty()) return std::nullopt;
    Job job = std::move(due->front());
    job.state = "leased";
    job.attempts += 1;
    job.lease_owner = owner;
    job.lease_until = now + duration;
    long long id = job.id;
    long long until = to_seconds(*job.lease_until);
    sql << "UPDATE job SET state = 'leased', attempts = attempts + 1, leased_generation = generation, "
           "lease_owner = :owner, lease_until = :until WHERE id = :id",
        soci::use(owner, "owner"), soci::use(until, "until"), soci::use(id, "id");
    return job;
  });
}

Status Jobs::complete_job(const Job& job) {
  return database_.write([&](soci::session& sql) -> Status {
    if (!holds_lease(sql, job)) return lease_lost();
    if (release_if_scheduled_again(sql, job)) return {};
    long long id = job.id;
    sql << "DELETE FROM job WHERE id = :id", soci::use(id, "id");
    if (job.kind == JobKind::kAssess) {
      sql << "UPDATE study SET state = 'assessed' WHERE patient_key = :key", soci::use(job.key, "key");
    }
    return {};
  });
}

Status Jobs::fail_job(const Job& job, const Error& error, std::optional<UnixTime> retry_at) {
  return database_.write([&](soci::session& sql) -> Status {
    if (!holds_lease(sql, job)) return lease_lost();
    if (release_if_scheduled_again(sql, job)) return {};
    long long id = job.id;
    long long next_at = to_seconds(retry_at.value_or(job.next_at));
    const std::string state = retry_at ? "due" : "failed";
    sql << "UPDATE job SET state = :state, next_at = :next, lease_until = 0, lease_owner = '', code = :code, "
           "reason = :reason WHERE id = :id",
        soci::use(state, "state"), soci::use(next_at, "next"), soci::use(error.code, "code"),
        soci::use(error.reason, "reason"), soci::use(id, "id");
    return {};
  });
}

Status Jobs::release_leases(const std::string& owner) {
  return database_.write([&](soci::session& sql) -> Status {
    sql << "UPDATE job SET state = 'due', lease_until = 0, lease_owner = '' "
           "WHERE state = 'leased' AND lease_owner = :owner",
        soci::use(owner, "owner");
    return {};
  });
}

Result<std::vector<Job>> Jobs::list_jobs(int limit) {
  return database_.read([&](soci::session& sql) -> Result<std::vector<Job>> {
    return select_jobs(sql, "WHERE id >= :now ORDER BY next_at, id LIMIT :limit", 0, limit);
  });
}

Status Jobs::retry_job(std::int64_t id) {
  return database_.write([&](soci::session& sql) -> Status {
    long long number = id;
    long long now = to_seconds(clock_.now());
    soci::statement update =
        (sql.prepare << "UPDATE job SET state = 'due', attempts = 0, next_at = :now, code = '', reason = '' "
                        "WHERE id = :id AND state <> 'leased'",
         soci::use(now, "now"), soci::use(number, "id"));
    update.execute(true);
    if (update.get_affected_rows() == 0) return no_such("job that waits or has failed");
    return {};
  });
}

}  // namespace oligard::store
