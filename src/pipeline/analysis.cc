#include "oligard/pipeline/analysis.h"

#include <algorithm>
#include <iterator>

#include "oligard/base/digest.h"
#include "oligard/classify/classify.h"
#include "oligard/classify/rules.h"
#include "oligard/load/loaded_object.h"
#include "oligard/measure/measure.h"
#include "pipeline/image_maps.h"
#include "pipeline/patient_context.h"
#include "pipeline/time_point_evidence.h"

namespace oligard::pipeline {
namespace {

using load::ObjectOutcome;

ObjectOutcome refusal(const InputFile& file, const Error& error) {
  ObjectOutcome outcome;
  outcome.path = file.path.string();
  outcome.digest = file.digest;
  outcome.kind = ObjectOutcome::Kind::kRefused;
  outcome.code = error.code;
  outcome.reason = error.reason;
  if (const auto header = load::load_header(file.path)) outcome.sop_instance_uid = header->sop_instance_uid;
  return outcome;
}

Result<load::LoadedObject> load_input(const InputFile& file, const config::Settings& settings) {
  std::string digest = file.digest;
  if (digest.empty()) {
    Result<std::string> computed = sha256_hex_of_file(file.path);
    if (!computed) return fail(computed);
    digest = *computed;
  }
  Result<load::LoadedObject> object = load::load_object(file.path, settings.sources, {}, file.calling_ae);
  if (!object) return object;
  load::ObjectHeader& header = load::header_of(*object);
  header.digest = digest;
  header.path = file.path.string();
  header.calling_ae = file.calling_ae;
  return object;
}

PatientAnalysis measured_patient(load::PatientObjects objects, const config::Settings& settings,
                                 const ContextSource& context_of) {
  PatientAnalysis patient;
  patient.patient_key = patient_key(objects.patient);
  patient.patient = objects.patient;
  patient.outcomes = std::move(objects.outcomes);
  read_context(patient, settings, context_of);
  std::vector<RegisteredSpace> spaces;
  for (const load::TimePointObjects& time_point : objects.time_points) {
    if (!states_lesions(time_point)) {
      set_aside(time_point, patient.outcomes);
      continue;
    }
    Result<measure::TimePoint> measured =
        measure::measure_time_point(time_point, "TP" + std::to_string(patient.time_points.size()));
    if (!measured) {
      patient.error = measured.error();
      continue;
    }
    patient.time_points.push_back(described(time_point, std::move(*measured)));
    spaces.push_back(space_of(time_point));
  }
  use_registrations(std::move(objects.registrations), spaces, patient);
  patient.states_no_lesion = !patient.error && patient.time_points.empty();
  if (patient.states_no_lesion) {
    patient.error =
        Error{ErrorKind::kUnsupported, "NO_TIMEPOINT", "no object of this patient states a lesion"};
  }
  settle_baseline(patient);
  return patient;
}

}  // namespace

std::string patient_key(const load::Patient& patient) {
  return "P" + sha256_hex(patient.issuer.reveal() + "\n" + patient.id.reveal()).substr(0, 12);
}

BatchAnalysis analyse_files(const std::vector<InputFile>& files, const config::Settings& settings,
                            const ContextSource& context_of, const Progress& progress,
                            const PairProgress& registering) {
  BatchAnalysis batch;
  std::vector<load::LoadedObject> objects;
  std::vector<load::ObjectHeader> unread;
  for (std::size_t i = 0; i < files.size(); ++i) {
    Result<load::LoadedObject> object = load_input(files[i], settings);
    if (object) {
      objects.push_back(std::move(*object));
    } else {
      if (auto header = load::load_header(files[i].path)) unread.push_back(std::move(*header));
      batch.without_patient.push_back(refusal(files[i], object.error()));
    }
    if (progress) progress(i + 1, files.size());
  }
  for (load::PatientObjects& patient : load::group_by_patient(std::move(objects), settings.sources, unread)) {
    if (patient.patient.id.reveal().empty()) {
      batch.without_patient.insert(batch.without_patient.end(), patient.outcomes.begin(),
                                   patient.outcomes.end());
      continue;
    }
    batch.patients.push_back(measured_patient(std::move(patient), settings, context_of));
    add_image_maps(batch.patients.back(), settings, registering);
  }
  std::sort(batch.patients.begin(), batch.patients.end(),
            [](const PatientAnalysis& a, const PatientAnalysis& b) { return a.patient_key < b.patient_key; });
  return batch;
}

Result<classify::Assessment> assess_as_of(const PatientAnalysis& patient, std::size_t t,
                                          const config::Settings& settings) {
  if (patient.error) return tl::unexpected<Error>(*patient.error);
  std::vector<measure::TimePoint> known;
  for (std::size_t i = 0; i <= t && i < patient.time_points.size(); ++i) {
    known.push_back(patient.time_points[i].measured);
  }
  match::MatchOptions options;
  options.patient_key = patient.patient_key;
  std::copy_if(patient.maps.begin(), patient.maps.end(), std::back_inserter(options.maps),
               [t](const match::KnownMap& map) { return map.to <= static_cast<int>(t); });
  for (const MatchingNote& note : patient.notes)
    if (note.timepoint <= static_cast<int>(t)) options.notes.push_back(note.note);
  Result<match::LesionGraph> graph = match::match_lesions(std::move(known), options);
  if (!graph) return fail(graph);
  return classify::assess(std::move(*graph), patient.context, settings.analysis.profiles, rules_of(settings));
}

}  // namespace oligard::pipeline
