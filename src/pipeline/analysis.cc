#include "oligard/pipeline/analysis.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>

#include "oligard/base/digest.h"
#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/classify/rules.h"
#include "oligard/load/loaded_object.h"
#include "oligard/measure/measure.h"
#include "pipeline/image_maps.h"
#include "pipeline/known_maps.h"
#include "pipeline/segmented_lesions.h"

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

bool states_lesions(const load::TimePointObjects& objects) {
  for (const load::MeasurementReport& report : objects.reports)
    for (const load::PriorMeasurement& group : report.measurements)
      if (group.is_used()) return true;
  return std::any_of(
      objects.segmentations.begin(), objects.segmentations.end(), [](const load::Segmentation& seg) {
        return std::any_of(seg.segments.begin(), seg.segments.end(),
                           [](const load::Segment& s) { return s.role == load::SegmentRole::kLesion; });
      });
}

template <class Visit>
void for_each_header(const load::TimePointObjects& objects, Visit&& visit) {
  for (const auto& segmentation : objects.segmentations)
    visit(segmentation.header);
  for (const auto& report : objects.reports)
    visit(report.header);
  for (const auto& image : objects.images)
    visit(image.header);
}

/// The result goes where the lesions were stated: SEGs with lesions first, then reports.
const load::ObjectHeader& leading_header(const load::TimePointObjects& objects) {
  for (const auto& segmentation : objects.segmentations) {
    for (const auto& segment : segmentation.segments) {
      if (segment.role == load::SegmentRole::kLesion) return segmentation.header;
    }
  }
  if (!objects.reports.empty()) return objects.reports.front().header;
  return objects.segmentations.front().header;
}

void add_evidence(const load::ObjectHeader& header, MeasuredTimePoint& time_point) {
  time_point.evidence.push_back({header.study_instance_uid, header.series_instance_uid, header.sop_class_uid,
                                 header.sop_instance_uid, header.modality});
  time_point.digests.push_back(header.digest);
}

void sort_evidence(MeasuredTimePoint& time_point) {
  std::sort(time_point.evidence.begin(), time_point.evidence.end());
  std::sort(time_point.digests.begin(), time_point.digests.end());
}

MeasuredTimePoint described(const load::TimePointObjects& objects, measure::TimePoint measured) {
  MeasuredTimePoint result;
  result.measured = std::move(measured);
  const load::ObjectHeader& leading = leading_header(objects);
  result.header_source = leading.path;
  result.study_instance_uid = leading.study_instance_uid;
  for_each_header(objects, [&](const load::ObjectHeader& header) { add_evidence(header, result); });
  result.images = objects.images;
  result.segmented = segmented_lesions(objects.segmentations);
  sort_evidence(result);
  return result;
}

/// Objects of a time point that says nothing about lesions take no part.
void set_aside(const load::TimePointObjects& objects, std::vector<ObjectOutcome>& outcomes) {
  std::set<std::string> paths;
  for_each_header(objects, [&](const load::ObjectHeader& header) { paths.insert(header.path); });
  for (ObjectOutcome& outcome : outcomes) {
    if (outcome.kind != ObjectOutcome::Kind::kUsed || !paths.contains(outcome.path)) continue;
    outcome.kind = ObjectOutcome::Kind::kIgnored;
    outcome.code = "NO_LESION_LIST";
    const std::string unused = outcome.reason.empty() ? "" : "; " + outcome.reason;
    outcome.reason = "no segmentation or report of this date states a lesion" + unused;
  }
}

ObjectOutcome* outcome_of(const load::ObjectHeader& header, std::vector<ObjectOutcome>& outcomes) {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const ObjectOutcome& outcome) {
    return outcome.path == header.path && outcome.sop_instance_uid == header.sop_instance_uid;
  });
  return found == outcomes.end() ? nullptr : &*found;
}

/// Registrations between time points become maps of the matcher, and evidence of the later of both; those
/// that join none are ignored.
void use_registrations(std::vector<load::Registration> registrations,
                       const std::vector<RegisteredSpace>& spaces, PatientAnalysis& patient) {
  for (load::Registration& given : registrations) {
    const auto registration = std::make_shared<const load::Registration>(std::move(given));
    RegistrationMaps found = maps_of(registration, spaces);
    if (found.maps.empty()) {
      ObjectOutcome* outcome = outcome_of(registration->header, patient.outcomes);
      if (outcome == nullptr) continue;
      outcome->kind = ObjectOutcome::Kind::kIgnored;
      outcome->code = load::kRegistrationNotUsedCode;
      outcome->reason = found.reason;
      continue;
    }
    std::set<int> later;
    for (match::KnownMap& map : found.maps) {
      later.insert(map.to);
      patient.maps.push_back(std::move(map));
    }
    for (const int t : later) {
      MeasuredTimePoint& time_point = patient.time_points[static_cast<std::size_t>(t)];
      add_evidence(registration->header, time_point);
      sort_evidence(time_point);
    }
  }
}

/// What the settings say of every patient.
classify::ClinicalContext configured_context(const config::ContextSettings& settings) {
  classify::ClinicalContext context;
  context.on_systemic_therapy = settings.on_systemic_therapy;
  context.initial_control = settings.initial_control;
  context.history_polymetastatic = settings.history_polymetastatic;
  context.history_oligometastatic = settings.history_oligometastatic;
  context.immunotherapy = settings.immunotherapy;
  context.irecist = settings.irecist;
  return classify::with_source(std::move(context), classify::source::kConfig);
}

void read_context(PatientAnalysis& patient, const config::Settings& settings,
                  const ContextSource& context_of) {
  patient.context = configured_context(settings.context);
  if (!context_of) return;
  Result<std::string> text = context_of(patient.patient_key);
  if (!text) {
    patient.error = text.error();
    return;
  }
  if (text->empty()) return;
  Result<classify::ClinicalContext> context = classify::parse_context(*text);
  if (!context) {
    patient.error = context.error();
    return;
  }
  patient.context = classify::merged(patient.context,
                                     classify::with_source(std::move(*context), classify::source::kExternal));
  patient.context_text = *text;
}

/// The baseline by its date: ids count time points, and earlier ones are assessed without later ones. A date
/// after all studies may still come.
void settle_baseline(PatientAnalysis& patient) {
  std::optional<std::string>& wanted = patient.context.baseline_timepoint;
  if (!wanted || patient.error || patient.time_points.empty()) return;
  for (const MeasuredTimePoint& time_point : patient.time_points) {
    if (time_point.measured.id == *wanted) wanted = to_iso(time_point.measured.date);
    if (to_iso(time_point.measured.date) == *wanted) return;
  }
  const Result<Date> date = parse_iso_date(*wanted);
  if (date && *date > patient.time_points.back().measured.date) return;
  patient.error = Error{ErrorKind::kInvalidInput, "CASE_NO_BASELINE",
                        "the baseline of the clinical context is no time point of the patient"};
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

/// Readers' copies of results of the time point that say something.
std::vector<report::EvidenceInstance> reader_reports(const classify::Assessment& assessment,
                                                     const MeasuredTimePoint& time_point) {
  std::vector<report::EvidenceInstance> found;
  const auto reviews = assessment.clinical_case.reviews.find(time_point.measured.id);
  if (reviews == assessment.clinical_case.reviews.end()) return found;
  for (const classify::ReaderReview& review : reviews->second) {
    const bool says_something = review.is_verified || review.changes_status || review.has_notes;
    const auto instance = std::find_if(time_point.evidence.begin(), time_point.evidence.end(),
                                       [&review](const report::EvidenceInstance& known) {
                                         return known.sop_instance_uid == review.sop_instance_uid;
                                       });
    if (says_something && instance != time_point.evidence.end()) found.push_back(*instance);
  }
  return found;
}

report::SrClass sr_class(const std::string& name) {
  if (name == "comprehensive") return report::SrClass::kComprehensive;
  if (name == "enhanced") return report::SrClass::kEnhanced;
  return report::SrClass::kComprehensive3D;
}

}  // namespace

std::string patient_key(const load::Patient& patient) {
  return "P" + sha256_hex(patient.issuer.reveal() + "\n" + patient.id.reveal()).substr(0, 12);
}

ContextSource contexts_in(const std::filesystem::path& dir) {
  if (dir.empty()) return {};
  return [dir](const std::string& key) -> Result<std::string> {
    const std::filesystem::path path = dir / (key + ".json");
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return std::string();
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorKind::kInvalidInput, "CONTEXT_INVALID", "the context file cannot be read");
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
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

std::string result_key(const PatientAnalysis& patient, std::size_t t, const config::Settings& settings) {
  Sha256 hash;
  const auto add = [&hash](std::string_view text) {
    hash.update(text);
    hash.update("\n");
  };
  add(classify::kRuleSet);
  add(kAnalysisVersion);
  add(config::result_relevant_digest(settings));
  add(patient.patient_key);
  add(sha256_hex(patient.context_text));
  for (std::size_t i = 0; i <= t; ++i) {
    add(to_iso(patient.time_points[i].measured.date));
    // An object that cannot be read has no digest here, but may take the exhaustiveness away.
    add(patient.time_points[i].measured.segmentation_exhaustive ? "exhaustive" : "");
    for (const std::string& digest : patient.time_points[i].digests)
      add(digest);
  }
  if (const auto& priors = patient.time_points[t].priors; priors && !priors->is_complete) {
    add(report::sentence_about(*priors));
  }
  return hash.hex();
}

report::ReportRequest report_request(const PatientAnalysis& patient, const classify::Assessment& assessment,
                                     std::size_t t, const config::Settings& settings, UnixTime analysed_at,
                                     const std::string& program_version) {
  report::ReportRequest request;
  request.assessment = &assessment;
  request.timepoint = t;
  request.profiles = settings.analysis.profiles;
  request.rules = rules_of(settings);
  request.header_source = patient.time_points[t].header_source;
  request.study_instance_uid = patient.time_points[t].study_instance_uid;
  for (std::size_t i = 0; i <= t; ++i) {
    const auto& evidence = patient.time_points[i].evidence;
    request.evidence.insert(request.evidence.end(), evidence.begin(), evidence.end());
  }
  request.reader_reports = reader_reports(assessment, patient.time_points[t]);
  request.result_key = result_key(patient, t, settings);
  request.priors = patient.time_points[t].priors;
  request.segmented = &patient.time_points[t].segmented;
  request.device.version = program_version;
  request.device.device_uid = uid_from_text("oligard device " + program_version);
  request.options.sr_class = sr_class(settings.report.sr_class);
  if (settings.report.uncertainty == "properties")
    request.options.uncertainty = report::UncertaintyForm::kProperties;
  request.options.editable_in_ohif = settings.report.editable_in_ohif;
  request.analysed_at = analysed_at;
  return request;
}

}  // namespace oligard::pipeline
