// The chain load → measure → match → classify for one batch of files; the same for `analyze` and the service.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"
#include "oligard/config/settings.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/report/result_documents.h"

namespace oligard::pipeline {

/// A file to analyse. `digest` may be empty, then it is computed.
struct InputFile {
  std::filesystem::path path;
  std::string digest;
  std::string calling_ae;
};

/// One patient, or the reason why there is no assessment.
struct PatientAnalysis {
  std::string patient_key;
  load::Patient patient;
  std::vector<load::ObjectOutcome> outcomes;
  Result<classify::Assessment> assessment;
  /// For each time point: what the report needs beside the assessment.
  struct TimePointSource {
    std::filesystem::path header_source;
    std::string study_instance_uid;
    std::vector<report::EvidenceInstance> evidence;  ///< of this and all earlier time points
    std::string result_key;
  };
  std::vector<TimePointSource> sources;
};

struct BatchAnalysis {
  std::vector<PatientAnalysis> patients;             ///< ordered by key
  std::vector<load::ObjectOutcome> without_patient;  ///< refused before a patient was known
};

/// Finds the context of a patient by key; empty function or result = nothing known.
using ContextSource = std::function<Result<classify::ClinicalContext>(const std::string& patient_key)>;
/// Called after each file with (done, total); may be empty.
using Progress = std::function<void(std::size_t, std::size_t)>;

/// Key of a patient in paths and tables: "P" and 12 hexadecimal digits of a hash of issuer and Patient ID.
[[nodiscard]] std::string patient_key(const load::Patient& patient);

/// Loads and analyses. Never fails as a whole: what cannot be used is in the outcomes.
[[nodiscard]] BatchAnalysis analyze_files(const std::vector<InputFile>& files,
                                          const config::Settings& settings, const ContextSource& context_of,
                                          const Progress& progress = {});

}  // namespace oligard::pipeline
