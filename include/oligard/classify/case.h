// The rule book's input: observations of tracked lesions, as in clinical-rules 5.1.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/date.h"
#include "oligard/classify/context.h"
#include "oligard/terms/lesion_status.h"

namespace oligard::classify {

enum class ObservationState {
  kMeasured,
  kTooSmall,
  kAbsent,
  kPresent,
  kIncreasedEquivocal,
  kUnequivocalProgression,
  kNotEvaluable,
};

/// One fragment of a lesion at one time point.
struct SizePart {
  double long_mm = 0;
  double short_mm = 0;
  std::optional<double> volume_mm3;
  /// Standard deviations that the mask's digitisation leaves; for probabilities only.
  std::optional<double> long_sd_mm{}, short_sd_mm{}, volume_sd_mm3{};
};

/// What is known of one lesion at one time point.
struct Observation {
  ObservationState state = ObservationState::kMeasured;
  std::vector<SizePart> parts;  ///< one or more when measured
  bool truncated = false;       ///< the size is a lower bound: cut, or a fragment was missed
  bool reader_unequivocal_progression = false;
  std::string modality;                      ///< overrides the time point's when not empty
  std::optional<double> slice_thickness_mm;  ///< overrides the time point's
  std::string not_evaluable_reason;          ///< code for kNotEvaluable, e.g. "registration_failed"
};

struct CaseTimePoint {
  std::string id;
  Date date;
  std::string modality;
  std::optional<double> slice_thickness_mm;
  std::set<std::string> coverage;  ///< brain, neck, chest, abdomen, pelvis, extremity
  bool coverage_known = true;      ///< false: a region's absence from `coverage` says nothing
  bool segmentation_exhaustive = false;
};

/// A status that a reader's copy of one of our results states.
struct ReaderStatus {
  terms::LesionStatus status = terms::LesionStatus::kNotEvaluable;
  std::optional<Date> date;      ///< of the copy
  std::string sop_instance_uid;  ///< the copy; empty = not known

  friend bool operator==(const ReaderStatus&, const ReaderStatus&) = default;
};

/// What a reader wrote beside a status. Binds nothing.
struct ReaderNote {
  std::string text;
  std::optional<Date> date;
  std::string sop_instance_uid;

  friend bool operator==(const ReaderNote&, const ReaderNote&) = default;
};

/// A reader's copy of a result of one time point.
struct ReaderReview {
  std::string sop_instance_uid;
  std::optional<Date> date;
  bool is_verified = false;
  bool changes_status = false;
  bool has_notes = false;
  std::vector<std::string> corrects;  ///< SOP Instance UIDs of our results

  friend bool operator==(const ReaderReview&, const ReaderReview&) = default;
};

enum class RecistRole { kAuto, kTarget, kNonTarget };

/// One focus over time.
struct CaseLesion {
  std::string id;  ///< the track, e.g. "L03"
  std::string organ;
  std::string region;
  bool nodal = false;
  std::string kind = "solid";  ///< solid, lytic_soft_tissue, blastic_bone, or a diffuse kind (rule 4)
  RecistRole recist_role = RecistRole::kAuto;
  std::optional<LocalTherapy> local_therapy;
  std::set<std::string> flags;                      ///< cavitating, necrotic
  std::map<std::string, Observation> observations;  ///< by time point id; missing = no segment, no statement
  /// By time point id: whether the lesion's place was imaged, where positions tell. A missing entry leaves it
  /// to `region` and the time point's coverage.
  std::map<std::string, bool> place_imaged;
  std::map<std::string, ReaderStatus> reader_status;            ///< by time point id: binds
  std::map<std::string, ReaderStatus> unsure_status;            ///< stated, but perhaps not by the reader
  std::map<std::string, std::vector<ReaderNote>> reader_notes;  ///< by time point id
  /// Where recist_role, kind, flags and local_therapy came from, where they are not the defaults.
  std::map<std::string, std::string> sources;
};

struct Case {
  std::string id;
  ClinicalContext context;
  std::vector<CaseTimePoint> timepoints;  ///< oldest first
  std::string baseline_timepoint;
  std::string baseline_source;  ///< empty = the case itself says so
  std::vector<CaseLesion> lesions;
  std::map<std::string, std::vector<ReaderReview>> reviews;     ///< by time point id
  std::map<std::string, std::vector<ReaderNote>> reader_notes;  ///< on the patient, by time point id
  std::vector<std::string> evaluated_profiles;
  std::vector<Note> warnings;  ///< on context and readers: contradictions, names that fit no lesion
};

/// Which time point has that id; empty when none has.
[[nodiscard]] std::optional<std::size_t> timepoint_index(const Case& clinical_case, std::string_view id);
/// Null when the case has no such time point or lesion.
[[nodiscard]] const CaseTimePoint* find_timepoint(const Case& clinical_case, std::string_view id);
[[nodiscard]] const CaseLesion* find_lesion(const Case& clinical_case, std::string_view id);

/// Non-measurable disease, rule 4: effusions, ascites, carcinomatosis, lymphangitic and leptomeningeal
/// spread.
[[nodiscard]] bool is_diffuse(const CaseLesion& lesion);
/// The organ that limits count: all nodes are "lymph_node". Refers to the lesion.
[[nodiscard]] std::string_view organ_site(const CaseLesion& lesion);

}  // namespace oligard::classify
