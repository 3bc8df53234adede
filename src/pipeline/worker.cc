#include "oligard/pipeline/worker.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include "oligard/base/log.h"
#include "oligard/load/loaded_object.h"
#include "oligard/pipeline/analysis.h"
#include "pipeline/assess_patient.h"
#include "pipeline/find_priors.h"
#include "pipeline/pipeline_metrics.h"

namespace oligard::pipeline {
namespace {

constexpr std::chrono::milliseconds kPoll{200};
constexpr std::chrono::seconds kLeaseSlack{30};
constexpr std::chrono::seconds kRetryAfter{10};

store::IndexEntry entry_of(const load::ObjectHeader& header, const std::string& sop_instance_uid) {
  store::IndexEntry entry;
  entry.sop_instance_uid = sop_instance_uid;
  entry.study_instance_uid = header.study_instance_uid;
  entry.series_instance_uid = header.series_instance_uid;
  entry.modality = header.modality;
  entry.patient_id = header.patient.id;
  entry.issuer = header.patient.issuer;
  if (!header.patient.id.reveal().empty()) entry.patient_key = patient_key(header.patient);
  return entry;
}

void set(store::IndexEntry& entry, store::InstanceState state, std::string code, std::string reason) {
  entry.state = state;
  entry.code = std::move(code);
  entry.reason = std::move(reason);
}

/// What the index step says about one readable object.
store::IndexEntry judged(const load::LoadedObject& object, const std::string& sop_instance_uid) {
  const load::ObjectHeader& header = load::header_of(object);
  store::IndexEntry entry = entry_of(header, sop_instance_uid);
  if (header.sop_instance_uid != sop_instance_uid) {
    set(entry, store::InstanceState::kRefused, "UID_MISMATCH",
        "the SOP Instance UID inside the object is not the one it was sent under");
  } else if (const auto* ignored = std::get_if<load::IgnoredObject>(&object)) {
    const bool is_own = load::is_of_own_equipment(header);
    set(entry, store::InstanceState::kIgnored, is_own ? std::string(load::kOwnResultCode) : ignored->code,
        is_own ? "a result of this program" : ignored->reason);
  } else if (entry.patient_key.empty()) {
    set(entry, store::InstanceState::kRefused, "PATIENT_NO_ID", "the object carries no Patient ID");
  } else if (const auto* report = std::get_if<load::MeasurementReport>(&object);
             report != nullptr ? report->is_own_result : load::is_of_own_equipment(header)) {
    set(entry, store::InstanceState::kIgnored, std::string(load::kOwnResultCode), "a result of this program");
  }
  return entry;
}

}  // namespace

Worker::Worker(const config::Settings& settings, store::Store& store, const Clock& clock,
               metrics::Registry& metrics, std::string owner, std::string program_version, store::Duty duty)
    : settings_(settings),
      store_(store),
      clock_(clock),
      metrics_(metrics),
      owner_(std::move(owner)),
      program_version_(std::move(program_version)),
      duty_(duty) {}

Result<bool> Worker::run_one() {
  const auto lease = std::chrono::seconds(settings_.pipeline.job_timeout_s) + kLeaseSlack;
  const Result<std::optional<store::Job>> leased = store_.jobs().lease_job(owner_, lease, duty_);
  if (!leased) return fail(leased);
  if (!*leased) return false;
  const store::Job& job = **leased;
  metrics_
      .histogram("oligard_job_wait_seconds", "Time from when a job is due until a worker takes it",
                 {{"kind", to_string(job.kind)}})
      .observe(std::max(std::chrono::seconds(0), clock_.now() - job.next_at));
  alarm(static_cast<unsigned>(settings_.pipeline.job_timeout_s));
  const Status done = job.attempts > settings_.pipeline.max_attempts ? give_up(job) : do_job(job);
  alarm(0);
  if (!done) return fail(done);
  return true;
}

Status Worker::run(const std::atomic<bool>& stop) {
  stop_ = &stop;
  while (!stop) {
    const Result<bool> worked = run_one();
    if (!worked) {
      if (consequence_of(worked.error().kind) == Consequence::kStop) return fail(worked);
      log::error("worker_store_error", {{"code", worked.error().code}, {"reason", worked.error().reason}});
    }
    if (!worked || !*worked) std::this_thread::sleep_for(kPoll);
  }
  return {};
}

void Worker::count(const store::Job& job, const char* outcome) {
  metrics_
      .counter("oligard_jobs_total", "Attempts at jobs, by their end",
               {{"kind", to_string(job.kind)}, {"outcome", outcome}})
      .add();
}

Status Worker::do_job(const store::Job& job) {
  if (job.kind == store::JobKind::kFindPriors) {
    Status done = find_priors(job, settings_, store_, clock_, stop_);
    if (done) count(job, "done");
    return done;
  }
  if (job.kind == store::JobKind::kAssess && settings_.prior_source.is_set()) {
    const Result<bool> begun =
        store_.priors().begin_prior_search(job, std::chrono::seconds(settings_.prior_source.wait_s));
    if (!begun) return fail(begun);
    if (*begun) {
      log::info("prior_search_begun", {{"patient", job.key}});
      return {};
    }
  }
  return do_analysis(job);
}

Status Worker::do_analysis(const store::Job& job) {
  const Status done = job.kind == store::JobKind::kIndex ? index(job) : assess(job);
  if (done) {
    count(job, "done");
    return store_.jobs().complete_job(job);
  }
  const Error& error = done.error();
  const Consequence consequence = consequence_of(error.kind);
  if (consequence == Consequence::kStop) return done;
  const bool try_again = consequence == Consequence::kRetryLater || consequence == Consequence::kFailAttempt;
  std::optional<UnixTime> retry_at;
  if (try_again && job.attempts < settings_.pipeline.max_attempts) retry_at = clock_.now() + kRetryAfter;
  count(job, retry_at ? "retried" : "failed");
  log::write(retry_at ? log::Level::kWarn : log::Level::kError, "job_failed",
             {{"kind", to_string(job.kind)},
              log::uid("key", job.key),
              {"attempt", job.attempts},
              {"code", error.code},
              {"reason", error.reason},
              {"will_retry", retry_at.has_value()}});
  return store_.jobs().fail_job(job, error, retry_at);
}

Status Worker::give_up(const store::Job& job) {
  const Error error{ErrorKind::kInternal, "WORKER_CRASHED",
                    "a worker process died " + std::to_string(job.attempts - 1) + " times on this job"};
  count(job, "failed");
  log::error("job_given_up", {{"kind", to_string(job.kind)}, log::uid("key", job.key), {"code", error.code}});
  if (job.kind == store::JobKind::kFindPriors) {
    store::PriorAttempt attempt;
    attempt.state = store::PriorSearch::State::kFailed;
    attempt.code = error.code;
    attempt.reason = error.reason;
    return store_.priors().end_prior_attempt(job, attempt, settings_.pipeline);
  }
  if (job.kind != store::JobKind::kIndex) return store_.jobs().fail_job(job, error, std::nullopt);
  if (Status kept = store_.events().append_event(store::ObjectQuarantined{job.key, error.reason}); !kept)
    return kept;
  if (Status state = store_.instances().set_instance_state(job.key, store::InstanceState::kQuarantined,
                                                           error.code, error.reason);
      !state) {
    return state;
  }
  return store_.jobs().complete_job(job);
}

Status Worker::index(const store::Job& job) {
  const metrics::Timer timer(stage_seconds(metrics_, "index"));
  const auto instance = store_.instances().find_instance(job.key);
  if (!instance) return fail(instance);
  if (!*instance) return {};
  const Result<store::LocalCopy> copy = store_.objects().open((*instance)->digest);
  if (!copy && copy.error().kind != ErrorKind::kNotFound) return fail(copy);
  store::IndexEntry entry;
  Result<load::LoadedObject> object =
      copy ? load::load_object(copy->path(), settings_.sources, {}, (*instance)->calling_ae)
           : Result<load::LoadedObject>(fail(copy));
  if (object) {
    entry = judged(*object, job.key);
  } else {
    const auto header = copy ? load::load_header(copy->path()) : Result<load::ObjectHeader>(fail(copy));
    entry = entry_of(header ? *header : load::ObjectHeader{}, job.key);
    set(entry, store::InstanceState::kRefused, object.error().code, object.error().reason);
  }
  const auto asked_for = store_.priors().prior_asked_for(job.key);
  if (!asked_for) return fail(asked_for);
  if (*asked_for && !entry.patient_key.empty() && entry.patient_key != **asked_for) {
    entry.patient_key.clear();
    set(entry, store::InstanceState::kRefused, "PRIOR_OTHER_PATIENT",
        "fetched as a prior of a patient, but the object states another Patient ID or issuer");
  }
  if (entry.state == store::InstanceState::kRefused) refusals(metrics_, entry.code).add();
  log::write(entry.state == store::InstanceState::kRefused ? log::Level::kWarn : log::Level::kInfo,
             "object_indexed",
             {log::uid("object", job.key),
              log::uid("study", entry.study_instance_uid),
              {"patient", entry.patient_key},
              {"modality", entry.modality},
              {"state", to_string(entry.state)},
              {"code", entry.code},
              {"reason", entry.reason}});
  return store_.instances().index(entry, settings_.pipeline);
}

Status Worker::assess(const store::Job& job) {
  return assess_patient(job.key, settings_, store_, clock_, metrics_, program_version_);
}

}  // namespace oligard::pipeline
