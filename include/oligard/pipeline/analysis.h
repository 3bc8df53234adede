// The chain load → measure → match → classify over one batch of files; the same for `analyze` and the
// service.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"
#include "oligard/classify/context.h"
#include "oligard/classify/rules.h"
#include "oligard/config/settings.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/match/match.h"
#include "oligard/measure/time_point.h"
#include "oligard/report/result_documents.h"

namespace oligard::pipeline {

/// Counts changes of the analysis that change results without a change of rule set or configuration.
inline constexpr const char* kAnalysisVersion = "5";

/// A file to analyse. An empty digest is computed.
struct InputFile {
  std::filesystem::path path;
  std::string digest;
  std::string calling_ae;
};

/// One measured time point and where it came from.
struct MeasuredTimePoint {
  measure::TimePoint measured;
  std::filesystem::path header_source;  ///< file whose patient and study modules a result takes over
  std::string study_instance_uid;       ///< study a result goes into
  std::vector<report::EvidenceInstance> evidence;
  std::vector<std::string> digests;                 ///< of the objects used, sorted
  std::vector<load::ImageObject> images;            ///< what was received of them
  std::vector<report::SegmentedLesions> segmented;  ///< voxels of the lesions; structure sets have none
  std::optional<report::PriorsKnown> priors;        ///< set by who asked a PACS for earlier objects
};

/// How the matching of a time point came about.
struct MatchingNote {
  int timepoint = 0;  ///< results of earlier ones do not have it
  Note note;
};

/// One patient, measured. `error` says why nothing can be assessed; it is empty otherwise.
struct PatientAnalysis {
  std::string patient_key;
  load::Patient patient;
  std::vector<load::ObjectOutcome> outcomes;
  std::vector<MeasuredTimePoint> time_points;  ///< oldest first, those with a lesion list or report
  std::vector<match::KnownMap> maps;           ///< between them, from registration objects and images
  std::vector<MatchingNote> notes;
  classify::ClinicalContext context;
  std::string context_text;  ///< as read, empty when none
  std::optional<Error> error;
  bool states_no_lesion = false;  ///< that is the error: there is nothing to assess yet
};

struct BatchAnalysis {
  std::vector<PatientAnalysis> patients;             ///< ordered by key
  std::vector<load::ObjectOutcome> without_patient;  ///< refused before a patient was known
};

/// The JSON context of a patient, empty when there is none.
using ContextSource = std::function<Result<std::string>(const std::string& patient_key)>;
/// Called after each file with (done, total).
using Progress = std::function<void(std::size_t, std::size_t)>;
/// Called before the images of each pair of time points are registered, with its number, 1 for a patient's
/// first.
using PairProgress = std::function<void(std::size_t)>;

/// Key of a patient in paths and tables: "P" and 12 hexadecimal digits of a hash of issuer and Patient ID.
[[nodiscard]] std::string patient_key(const load::Patient& patient);

/// `<dir>/<patient key>.json` when it exists; nothing is known when `dir` is empty.
[[nodiscard]] ContextSource contexts_in(const std::filesystem::path& dir);

/// Loads, measures, and registers images where the settings ask for it. What cannot be used is in the
/// outcomes, one for each file.
[[nodiscard]] BatchAnalysis analyse_files(const std::vector<InputFile>& files,
                                          const config::Settings& settings, const ContextSource& context_of,
                                          const Progress& progress = {},
                                          const PairProgress& registering = {});

/// Links and classifies what was known at time point `t`: it and those before it.
[[nodiscard]] Result<classify::Assessment> assess_as_of(const PatientAnalysis& patient, std::size_t t,
                                                        const config::Settings& settings);

/// Digest of all that time point `t`'s result depends on (architecture decision 5).
[[nodiscard]] std::string result_key(const PatientAnalysis& patient, std::size_t t,
                                     const config::Settings& settings);

/// What `report` needs for the last time point of `assessment`, which must be `assess_as_of(patient, t)` and
/// outlive the request.
[[nodiscard]] report::ReportRequest report_request(const PatientAnalysis& patient,
                                                   const classify::Assessment& assessment, std::size_t t,
                                                   const config::Settings& settings, UnixTime analysed_at,
                                                   const std::string& program_version);

/// The rule book with the constants and profiles of the settings.
[[nodiscard]] classify::Rules rules_of(const config::Settings& settings);

/// Error CONFIG_INVALID: a profile is asked for that neither rule book nor settings have, or one names an
/// organ that nothing is ever found in. The reason names the nearest that there is.
[[nodiscard]] Status check_profiles(const config::Settings& settings);

}  // namespace oligard::pipeline
