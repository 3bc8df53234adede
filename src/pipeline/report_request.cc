// What `report` is asked for, and the key that names a result.
#include <algorithm>

#include "oligard/base/digest.h"
#include "oligard/classify/rules.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::pipeline {
namespace {

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
    // An object that cannot be read has no digest here; that a list is not exhaustive because of it must show
    // all the same.
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
