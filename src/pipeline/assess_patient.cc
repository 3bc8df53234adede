#include "pipeline/assess_patient.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "oligard/base/log.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/pipeline/analysis.h"
#include "oligard/pipeline/result_objects.h"
#include "oligard/report/assessment_json.h"
#include "pipeline/pipeline_metrics.h"

namespace oligard::pipeline {
namespace {

using store::InstanceState;

using InstancesByDigest = std::map<std::string, store::Instance>;

/// All objects of the patient that could be read; what grouping set aside before may be wanted with new ones
/// there.
InstancesByDigest readable_instances(const std::vector<store::Instance>& instances) {
  InstancesByDigest by_digest;
  for (const store::Instance& instance : instances) {
    if (instance.state == InstanceState::kResult || instance.state == InstanceState::kQuarantined) continue;
    by_digest[instance.digest] = instance;
  }
  return by_digest;
}

/// Our own reports of the studies that readers' reports are in: what a reader changed is told by them.
std::vector<store::Instance> corrected_results(const std::vector<store::Instance>& instances) {
  const auto is_report = [](const store::Instance& instance) {
    return dicom::kind_of(instance.sop_class_uid) == dicom::ObjectKind::kReport;
  };
  std::set<std::string> studies;
  for (const store::Instance& instance : instances)
    if (instance.state != InstanceState::kResult && is_report(instance) &&
        instance.code != load::kOwnResultCode)
      studies.insert(instance.study_instance_uid);
  std::vector<store::Instance> results;
  for (const store::Instance& instance : instances)
    if (instance.state == InstanceState::kResult && is_report(instance) &&
        studies.contains(instance.study_instance_uid))
      results.push_back(instance);
  return results;
}

Status record_outcomes(store::Instances& instances, metrics::Registry& metrics,
                       const std::vector<load::ObjectOutcome>& outcomes, const InstancesByDigest& by_digest) {
  for (const load::ObjectOutcome& outcome : outcomes) {
    const auto found = by_digest.find(outcome.digest);
    if (found == by_digest.end()) continue;
    const InstanceState state = outcome.kind == load::ObjectOutcome::Kind::kUsed ? InstanceState::kIndexed
                                : outcome.kind == load::ObjectOutcome::Kind::kIgnored
                                    ? InstanceState::kIgnored
                                    : InstanceState::kRefused;
    if (found->second.state == state && found->second.code == outcome.code) continue;
    if (Status stored =
            instances.set_instance_state(found->second.sop_instance_uid, state, outcome.code, outcome.reason);
        !stored) {
      return stored;
    }
    if (state != InstanceState::kRefused) continue;
    refusals(metrics, outcome.code).add();
    log::warn("object_refused", {log::uid("object", found->second.sop_instance_uid),
                                 {"code", outcome.code},
                                 {"reason", outcome.reason}});
  }
  return {};
}

/// What is analysed, readable as long as this lives.
struct Inputs {
  std::vector<store::LocalCopy> copies;
  std::vector<InputFile> files;
  std::vector<load::ObjectOutcome> lost;  ///< not in the store any more

  Status add(store::Objects& objects, const store::Instance& instance) {
    Result<store::LocalCopy> copy = objects.open(instance.digest);
    if (copy) {
      files.push_back({copy->path(), instance.digest, instance.calling_ae});
      copies.push_back(std::move(*copy));
      return {};
    }
    if (copy.error().kind != ErrorKind::kNotFound) return fail(copy);
    lost.push_back({.path = {},
                    .digest = instance.digest,
                    .sop_instance_uid = instance.sop_instance_uid,
                    .kind = load::ObjectOutcome::Kind::kRefused,
                    .code = copy.error().code,
                    .reason = copy.error().reason});
    return {};
  }
};

Result<Inputs> inputs_of(store::Objects& objects, const std::vector<store::Instance>& instances,
                         const InstancesByDigest& readable) {
  Inputs inputs;
  for (const store::Instance& result : corrected_results(instances))
    if (Status added = inputs.add(objects, result); !added) return fail(added);
  for (const auto& [digest, instance] : readable)
    if (Status added = inputs.add(objects, instance); !added) return fail(added);
  return inputs;
}

Status record_corrections(store::Results& results, const PatientAnalysis& patient) {
  for (const MeasuredTimePoint& time_point : patient.time_points)
    for (const ReaderCopy& copy : time_point.measured.copies)
      if (Status linked = results.record_correction(copy.sop_instance_uid, copy.corrects); !linked)
        return linked;
  return {};
}

/// The objects of an earlier result, by kind.
std::map<report::Document::Kind, report::EvidenceInstance> objects_of(const store::AssessmentRecord& record) {
  using Kind = report::Document::Kind;
  std::map<Kind, report::EvidenceInstance> found;
  for (const store::ResultObject& object : record.objects) {
    for (const Kind kind : {Kind::kResult, Kind::kViewer}) {
      if (object.sop_instance_uid != report::result_uid(record.result_key, kind)) continue;
      found[kind] = {object.study_instance_uid, report::result_series_uid(record.result_key, kind),
                     object.sop_class_uid, object.sop_instance_uid, "SR"};
    }
  }
  return found;
}

store::ResultObject as_result(const report::Document& document, const std::string& study_instance_uid) {
  return {document.sop_instance_uid, document.sop_class_uid, study_instance_uid, document.bytes};
}

std::string category_of(const classify::Assessment& assessment, std::size_t t,
                        const config::Settings& settings) {
  const auto& profiles = assessment.timepoints[t].profiles;
  const auto found = profiles.find(settings.analysis.profiles.front());
  return found == profiles.end() ? std::string() : to_string(found->second.category);
}

/// What each time point can say about the search for priors: those of `waiting_studies` rest on less.
void add_priors(PatientAnalysis& patient, const store::PriorSearch& search) {
  const auto& waiting = search.waiting_studies;
  report::PriorsKnown incomplete;
  if (search.is_counted) incomplete.missing = search.missing;
  incomplete.code = search.code.empty() ? "PRIOR_TIMEOUT" : search.code;
  for (MeasuredTimePoint& time_point : patient.time_points) {
    const bool is_covered =
        std::find(waiting.begin(), waiting.end(), time_point.study_instance_uid) == waiting.end();
    time_point.priors = is_covered ? report::PriorsKnown{true, 0, ""} : incomplete;
  }
  if (waiting.empty()) return;
  log::warn("priors_incomplete", {{"patient", patient.patient_key},
                                  {"studies", waiting.size()},
                                  {"missing", incomplete.missing.value_or(-1)},
                                  {"code", incomplete.code}});
}

class Assessor {
  template <class Step>
  auto timed(const char* stage, const Step& step) {
    const metrics::Timer timer(stage_seconds(metrics_, stage));
    return step();
  }

 public:
  Assessor(const PatientAnalysis& patient, const config::Settings& settings, store::Store& store,
           const Clock& clock, metrics::Registry& metrics, const std::string& program_version)
      : patient_(patient),
        settings_(settings),
        store_(store),
        clock_(clock),
        metrics_(metrics),
        program_version_(program_version) {}

  Status assess_time_point(std::size_t t) {
    const std::string key = result_key(patient_, t, settings_);
    const auto exists = store_.results().has_result(report::result_uid(key, report::Document::Kind::kResult));
    if (!exists) return fail(exists);
    if (*exists) return {};
    const auto assessment = timed("assess", [&] { return assess_as_of(patient_, t, settings_); });
    if (!assessment) return fail(assessment);
    return record(*assessment, t, key);
  }

 private:
  Status record(const classify::Assessment& assessment, std::size_t t, const std::string& key) {
    const std::string date = to_iso(patient_.time_points[t].measured.date);
    const auto previous = store_.results().latest_assessment(patient_.patient_key, date);
    if (!previous) return fail(previous);
    Writing writing{clock_.now(), program_version_};
    if (*previous) writing.replaced = objects_of(**previous);
    writing.on_left_out = [&](report::Document::Kind kind, const Error& error) {
      tell_not_sent(date, report::name_of(kind), error);
    };
    const auto documents =
        timed("write", [&] { return make_result_objects(patient_, assessment, t, settings_, writing); });
    if (!documents) {
      tell_not_sent(date, "result", documents.error());
      return fail(documents);
    }

    store::AssessmentRecord record;
    record.patient_key = patient_.patient_key;
    record.study_instance_uid = patient_.time_points[t].study_instance_uid;
    record.timepoint_date = date;
    record.result_key = key;
    record.category = category_of(assessment, t, settings_);
    record.json = report::assessment_json(
        {patient_.patient_key, patient_.patient.id.reveal(), patient_.patient.issuer.reveal()}, assessment,
        patient_.time_points[t].priors);
    for (const report::Document& document : *documents)
      record.objects.push_back(as_result(document, record.study_instance_uid));
    std::vector<std::string> destinations;
    for (const auto& destination : settings_.destinations)
      destinations.push_back(destination.name);
    const Status stored =
        timed("record", [&] { return store_.results().record_assessment(record, destinations); });
    if (!stored) return stored;
    log::info("time_point_assessed", {{"patient", patient_.patient_key},
                                      {"date", date},
                                      {"category", record.category},
                                      {"objects", record.objects.size()},
                                      {"replaces", previous->has_value()}});
    return {};
  }

  /// For the administrator: in the log and in the audit trail.
  void tell_not_sent(const std::string& date, const std::string& object, const Error& error) {
    log::error("object_not_sent", {{"patient", patient_.patient_key},
                                   {"date", date},
                                   {"object", object},
                                   {"code", error.code},
                                   {"reason", error.reason}});
    const Status kept =
        store_.events().append_event(store::ObjectNotSent{patient_.patient_key, date, object, error});
    if (!kept) log::error("event_not_kept", {{"code", kept.error().code}, {"reason", kept.error().reason}});
  }

  const PatientAnalysis& patient_;
  const config::Settings& settings_;
  store::Store& store_;
  const Clock& clock_;
  metrics::Registry& metrics_;
  const std::string& program_version_;
};

}  // namespace

Status assess_patient(const std::string& patient_key, const config::Settings& settings, store::Store& store,
                      const Clock& clock, metrics::Registry& metrics, const std::string& program_version) {
  // Before the objects are read: what arrives later must not count as here.
  std::optional<store::PriorSearch> search;
  if (settings.prior_source.is_set()) {
    auto settled = store.priors().settle_prior_search(patient_key);
    if (!settled) return fail(settled);
    search = std::move(*settled);
  }
  const auto instances = store.instances().instances_of_patient(patient_key);
  if (!instances) return fail(instances);
  const InstancesByDigest by_digest = readable_instances(*instances);
  const Result<Inputs> inputs = inputs_of(store.objects(), *instances, by_digest);
  if (!inputs) return fail(inputs);
  if (Status recorded = record_outcomes(store.instances(), metrics, inputs->lost, by_digest); !recorded)
    return recorded;
  BatchAnalysis batch;
  {
    const metrics::Timer timer(stage_seconds(metrics, "analyse"));
    batch = analyse_files(inputs->files, settings, contexts_in(settings.analysis.context_dir));
  }
  Status result;
  for (PatientAnalysis& patient : batch.patients) {
    if (Status recorded = record_outcomes(store.instances(), metrics, patient.outcomes, by_digest); !recorded)
      return recorded;
    if (patient.states_no_lesion) {
      log::info("nothing_to_assess", {{"patient", patient.patient_key}, {"reason", patient.error->reason}});
      continue;
    }
    if (patient.error) return tl::unexpected<Error>(*patient.error);
    if (search) add_priors(patient, *search);
    if (Status linked = record_corrections(store.results(), patient); !linked) return linked;
    Assessor assessor(patient, settings, store, clock, metrics, program_version);
    for (std::size_t t = 0; t < patient.time_points.size(); ++t) {
      // One that fails does not hold the others back; the job ends with the first error.
      const Status assessed = assessor.assess_time_point(t);
      if (!assessed && result) result = assessed;
    }
  }
  return result;
}

}  // namespace oligard::pipeline
