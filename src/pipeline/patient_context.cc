#include "pipeline/patient_context.h"

#include <fstream>
#include <iterator>

#include "oligard/classify/case_json.h"

namespace oligard::pipeline {
namespace {

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

}  // namespace

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

}  // namespace oligard::pipeline
