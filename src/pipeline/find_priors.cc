#include "pipeline/find_priors.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "oligard/base/log.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/retrieve/prior_source.h"
#include "pipeline/referenced_series.h"

namespace oligard::pipeline {
namespace {

using retrieve::FoundObject;
using retrieve::MoveCount;
using store::PriorSearch;

/// An attempt ends before the worker's own alarm.
constexpr int kAlarmSlackSeconds = 5;

std::chrono::seconds back_off(int tries, const config::PriorSourceSettings& settings) {
  std::int64_t seconds = settings.retry_first_s;
  for (int i = 0; i < tries && seconds < settings.retry_max_s; ++i)
    seconds *= 2;
  return std::chrono::seconds(std::min<std::int64_t>(seconds, settings.retry_max_s));
}

bool is_result_or_image(const store::Instance& instance) {
  return instance.state == store::InstanceState::kResult ||
         dicom::kind_of(instance.sop_class_uid) == dicom::ObjectKind::kImage;
}

/// One attempt at one patient.
class Attempt {
 public:
  Attempt(std::string patient_key, const config::Settings& settings, store::Store& store, const Clock& clock,
          retrieve::Bounds bounds)
      : key_(std::move(patient_key)), settings_(settings), store_(store), clock_(clock), bounds_(bounds) {}

  /// Errors are those of the store; the peer's are in the outcome.
  Result<PriorOutcome> run() {
    const Result<store::PatientRow> patient = store_.priors().patient(key_);
    if (!patient) return fail(patient);
    auto source = retrieve::PriorSource::open(settings_.prior_source, settings_.listener.aet, bounds_);
    if (!source) return stopped_by(source.error());
    const auto found = (*source)->find({patient->patient_id, patient->issuer},
                                       std::chrono::floor<std::chrono::days>(clock_.now()));
    if (!found) return stopped_by(found.error());
    outcome_.is_counted = !found->truncated;
    if (found->truncated) {
      refuse({ErrorKind::kRejected, "PRIOR_LIMIT", "the peer holds more than max_studies lets through"});
    }
    if (Status fetched = fetch(**source, found->objects); !fetched) return fail(fetched);
    if (settings_.prior_source.images == "when_referenced") {
      if (Status fetched = fetch_images(**source, found->image_series); !fetched) return fail(fetched);
    }
    const Result<std::int64_t> missing = store_.priors().count_priors_not_here(key_);
    if (!missing) return fail(missing);
    if (*missing > 0) {
      outcome_.error = move_problem_.value_or(Error{ErrorKind::kUnavailable, "PRIOR_NOT_ARRIVED",
                                                    "objects were asked for and did not arrive here"});
    }
    log::info("priors_asked", {{"patient", key_},
                               {"found", found->objects.size()},
                               {"asked", expected_.size()},
                               {"not_here", *missing},
                               {"completed", moved_.completed},
                               {"failed", moved_.failed},
                               {"dropped_answers", found->dropped_answers}});
    return outcome_;
  }

 private:
  PriorOutcome stopped_by(const Error& error) {
    outcome_.error = error;
    return outcome_;
  }

  /// The first problem is the one that is told.
  void refuse(Error error) {
    if (!outcome_.error) outcome_.error = std::move(error);
  }

  /// Those that the store does not have, within the limit.
  Result<std::vector<FoundObject>> not_here(const std::vector<FoundObject>& objects) {
    std::vector<FoundObject> missing;
    for (const FoundObject& object : objects) {
      const auto known = store_.instances().find_instance(object.sop_instance_uid);
      if (!known) return fail(known);
      if (*known) continue;
      if (expected_.size() + missing.size() < static_cast<std::size_t>(settings_.prior_source.max_objects)) {
        missing.push_back(object);
        continue;
      }
      ++outcome_.not_asked;
      refuse({ErrorKind::kRejected, "PRIOR_LIMIT", "more objects are missing than max_objects"});
    }
    return missing;
  }

  Status fetch(retrieve::PriorSource& source, const std::vector<FoundObject>& objects) {
    const auto missing = not_here(objects);
    if (!missing) return fail(missing);
    for (const FoundObject& object : *missing)
      expected_.push_back(object.sop_instance_uid);
    if (Status noted = store_.priors().expect_priors(key_, expected_); !noted) return noted;
    std::map<std::string, std::size_t> size_of;
    for (const FoundObject& object : objects)
      ++size_of[object.series_instance_uid];
    for (std::size_t from = 0; from < missing->size();) {
      std::vector<FoundObject> series;
      while (from < missing->size() &&
             (series.empty() || series[0].series_instance_uid == (*missing)[from].series_instance_uid)) {
        series.push_back((*missing)[from++]);
      }
      const bool is_whole = series.size() == size_of[series[0].series_instance_uid];
      if (!move(source, series, is_whole)) break;
    }
    return {};
  }

  /// False when nothing more can be asked for on this association.
  bool move(retrieve::PriorSource& source, const std::vector<FoundObject>& series, bool is_whole) {
    const Result<MoveCount> moved = source.move(series, is_whole);
    if (!moved) {
      log::warn("prior_move_failed", {log::uid("series", series[0].series_instance_uid),
                                      {"code", moved.error().code},
                                      {"reason", moved.error().reason}});
      if (!move_problem_) move_problem_ = moved.error();
      return source.is_usable();
    }
    moved_.completed += moved->completed;
    moved_.failed += moved->failed;
    if (moved->failed > 0 && !move_problem_) {
      move_problem_ =
          Error{ErrorKind::kUnavailable, "PRIOR_MOVE_PARTIAL", "the peer could not send every object"};
    }
    return true;
  }

  /// Series of images that objects of the patient refer to, and the peer holds.
  Status fetch_images(retrieve::PriorSource& source, const std::vector<retrieve::FoundSeries>& held) {
    std::set<std::string> wanted;
    if (Status read = add_references(wanted); !read) return read;
    std::vector<FoundObject> images;
    for (const retrieve::FoundSeries& series : held) {
      if (!wanted.contains(series.series_instance_uid)) continue;
      const auto found = source.find_instances(series);
      if (!found) {
        refuse(found.error());
        continue;
      }
      images.insert(images.end(), found->begin(), found->end());
    }
    return fetch(source, images);
  }

  /// References of what is indexed already, and of what this attempt brought.
  Status add_references(std::set<std::string>& series) {
    const auto known = store_.instances().instances_of_patient(key_);
    if (!known) return fail(known);
    std::vector<store::Instance> instances = *known;
    for (const std::string& uid : expected_) {
      const auto arrived = store_.instances().find_instance(uid);
      if (!arrived) return fail(arrived);
      if (*arrived) instances.push_back(**arrived);
    }
    for (const store::Instance& instance : instances) {
      if (is_result_or_image(instance)) continue;
      const Result<store::LocalCopy> copy = store_.objects().open(instance.digest);
      if (!copy && copy.error().kind != ErrorKind::kNotFound) return fail(copy);
      if (copy) series.merge(referenced_series(copy->path(), settings_));
    }
    return {};
  }

  std::string key_;
  const config::Settings& settings_;
  store::Store& store_;
  const Clock& clock_;
  retrieve::Bounds bounds_;
  PriorOutcome outcome_;
  std::vector<std::string> expected_;
  MoveCount moved_;
  std::optional<Error> move_problem_;  ///< counts only when objects are missing in the end
};

void tell(const std::string& patient_key, const store::PriorAttempt& attempt) {
  using State = PriorSearch::State;
  const auto level = attempt.state == State::kArriving ? log::Level::kInfo
                     : attempt.state == State::kFailed ? log::Level::kError
                                                       : log::Level::kWarn;
  log::write(level, "prior_search_attempted",
             {{"patient", patient_key},
              {"state", to_string(attempt.state)},
              {"code", attempt.code},
              {"reason", attempt.reason},
              {"next_at", attempt.state == State::kAsking ? to_iso(attempt.retry_at) : std::string()}});
}

}  // namespace

store::PriorAttempt after_attempt(const PriorSearch& search, const PriorOutcome& outcome,
                                  const config::PriorSourceSettings& settings, UnixTime now) {
  store::PriorAttempt attempt;
  attempt.is_counted = outcome.is_counted;
  attempt.not_asked = outcome.not_asked;
  if (!outcome.error) {
    attempt.state = PriorSearch::State::kArriving;
    return attempt;
  }
  attempt.code = outcome.error->code;
  attempt.reason = outcome.error->reason;
  attempt.retry_at = now + back_off(search.tries, settings);
  const bool is_spent = attempt.retry_at - search.started_at > std::chrono::seconds(settings.retry_budget_s);
  const bool is_permanent = outcome.error->kind == ErrorKind::kRejected;
  attempt.state = is_permanent || is_spent ? PriorSearch::State::kFailed : PriorSearch::State::kAsking;
  return attempt;
}

Status find_priors(const store::Job& job, const config::Settings& settings, store::Store& store,
                   const Clock& clock, const std::atomic<bool>* stop) {
  const auto search = store.priors().settle_prior_search(job.key);
  if (!search) return fail(search);
  if (!*search) return fail(ErrorKind::kInternal, "STORE_NOT_FOUND", "a job is there for no search");
  const int seconds = std::max(
      1, std::min(settings.prior_source.wait_s, settings.pipeline.job_timeout_s - kAlarmSlackSeconds));
  const retrieve::Bounds bounds{std::chrono::steady_clock::now() + std::chrono::seconds(seconds), stop};
  Result<PriorOutcome> outcome = Attempt(job.key, settings, store, clock, bounds).run();
  if (!outcome) return fail(outcome);
  // Left as it is: the lease ends with this process.
  if (stop != nullptr && *stop) return {};
  const store::PriorAttempt attempt = after_attempt(**search, *outcome, settings.prior_source, clock.now());
  tell(job.key, attempt);
  return store.priors().end_prior_attempt(job, attempt, settings.pipeline);
}

}  // namespace oligard::pipeline
