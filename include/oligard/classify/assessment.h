// Everything said about one patient at each time point. Value types; clinical-rules 5.1 names the fields.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oligard/classify/case.h"
#include "oligard/classify/first_seen.h"
#include "oligard/classify/reason.h"
#include "oligard/classify/rules.h"
#include "oligard/match/lesion_graph.h"
#include "oligard/terms/lesion_status.h"
#include "oligard/terms/verdict.h"

namespace oligard::classify {

/// What measurements and links leave open about a status, 0…1. Informs; no rule reads it
/// (docs/clinical-rules.md, "Probabilities").
struct LesionDoubt {
  std::optional<double> p_growth;         ///< the size is truly above that of the nadir
  std::optional<double> p_progression;    ///< … and by `pd_rel` and `pd_abs_mm`
  std::optional<double> p_volume_growth;  ///< the volume is truly above its nadir
  std::optional<double> p_identity;       ///< it is the lesion of its nadir; of NEW, that it was not there
};

/// What the rules say of a lesion whose status a reader has stated.
struct ReaderBinding {
  terms::LesionStatus rules_status = terms::LesionStatus::kNotEvaluable;
  terms::Confidence rules_confidence = terms::Confidence::kIndeterminate;
  std::optional<Date> date;      ///< of the reader's report
  std::string sop_instance_uid;  ///< the reader's report; empty = not known

  friend bool operator==(const ReaderBinding&, const ReaderBinding&) = default;
};

/// Status of one lesion at one time point (clinical-rules 3.4). Percentages are rounded to 0.1 for output
/// only.
struct LesionAssessment {
  terms::LesionStatus status = terms::LesionStatus::kNotEvaluable;
  terms::Confidence confidence = terms::Confidence::kIndeterminate;
  std::optional<double> size_mm;
  std::optional<double> nadir_mm;
  std::optional<double> baseline_mm;
  std::optional<double> previous_mm;       ///< at the time point of `from_previous_pct`
  std::optional<double> volume_nadir_mm3;  ///< the volume that `volume_from_nadir_pct` refers to
  std::optional<double> from_nadir_pct;
  std::optional<double> from_baseline_pct;
  std::optional<double> from_previous_pct;
  std::optional<double> volume_from_nadir_pct;
  std::string nadir_timepoint;     ///< reference of the nadir; empty = none
  std::string baseline_timepoint;  ///< reference of the baseline value; empty = none
  std::vector<std::string> flags;  ///< sorted, without repetition
  LesionDoubt doubt;
  std::optional<ReaderBinding> reader;  ///< the status is a reader's
  std::vector<Reason> chain;            ///< the steps that led to status and confidence, in order
};

/// RECIST 1.1 at one time point (clinical-rules 2). Responses are "CR", "PR", "SD", "PD", "NE",
/// "NON_CR_NON_PD".
struct RecistAssessment {
  std::vector<std::string> target_ids;
  std::optional<double> target_sum_mm;
  bool sum_complete = false;
  std::optional<double> baseline_sum_mm;
  std::optional<double> nadir_sum_mm;
  std::optional<double> from_baseline_pct;
  std::optional<double> from_nadir_pct;
  std::optional<std::string> target_response;
  std::optional<std::string> non_target_response;
  bool new_lesion = false;
  std::optional<std::string> new_lesion_backdated_to;
  bool target_locally_treated = false;
  std::string overall;  ///< "BASELINE" at baseline
  std::optional<std::string> best_overall_unconfirmed;
  std::optional<std::string> best_overall_confirmed;  ///< where a trial asks for confirmation (Table 3)
  std::vector<Reason> chain;                          ///< the steps that led to the responses, in order
};

/// Another reading of one lesion, or of what is known of the patient, under which the category would differ
/// (docs/clinical-rules.md, "What would change the category").
struct Flip {
  std::string subject;  ///< lesion id, "on_systemic_therapy" or "initial_control"
  std::string reading;  ///< "progresses" or "does_not_progress" of a lesion, "false" of an input
  terms::Category category = terms::Category::kIndeterminate;
  std::optional<double> probability;  ///< of the reading; empty where no number tells
};

/// The category under one profile (clinical-rules 3.6).
struct ProfileAssessment {
  terms::Category category = terms::Category::kIndeterminate;
  std::optional<terms::Confidence> confidence;
  std::string definition_status;     ///< "complete" or "pattern_only"; empty where it does not apply
  std::vector<std::string> reasons;  ///< sorted
  std::optional<terms::Category> category_min;  ///< scenarios of 3.6; empty at a single time point
  std::optional<terms::Category> category_max;
  int n_progressing = 0;
  int n_progressing_counted = 0;
  int n_progressing_cns = 0;
  int n_progressing_organs = 0;
  int max_progressing_in_one_organ = 0;
  int n_assessable = 0;
  int n_not_evaluable = 0;
  int n_controlled = 0;
  std::optional<double> share_pct;
  int n_known = 0;                     ///< SINGLE_TIMEPOINT only
  std::vector<Flip> flips;             ///< lesions, likeliest first, then inputs
  std::size_t readings_not_tried = 0;  ///< beyond the kMaxReadingsTried likeliest
  std::vector<Reason> chain;           ///< the steps that led to category and confidence, in order
};

/// A doubtful decision of the matcher without which something else would be said here. What is said stays; a
/// person should look (docs/clinical-rules.md, "Links in doubt").
struct ReviewReason {
  std::vector<match::LinkEnds> links;                 ///< that the decision made
  std::vector<match::LinkEnds> instead;               ///< that there would be in their place
  std::vector<std::string> tracks;                    ///< as they are named now, sorted
  std::vector<std::string> timepoints;                ///< of the lesions in doubt, by date
  double probability = 0;                             ///< that the other explanation holds
  std::map<std::string, terms::Category> categories;  ///< what they would be, by profile, where they change
  std::optional<std::string> recist_overall;          ///< what it would be, where it changes
};

/// A clinical input as the rules took it, and where it came from: a word of `source`.
template <class T>
struct ContextInput {
  std::optional<T> value;
  std::string source = source::kUnknown;
};

/// The inputs of clinical-rules 1.3 at one time point, given or derived.
struct ContextInputs {
  ContextInput<bool> on_systemic_therapy;
  ContextInput<bool> initial_control;  ///< under the first profile, where it is derived
  ContextInput<bool> history_polymetastatic;
  ContextInput<bool> history_oligometastatic;
  ContextInput<double> months_primary_to_oligometastatic;
};

/// One time point under the whole rule book.
struct TimePointAssessment {
  std::string timepoint;
  std::map<std::string, LesionAssessment> lesions;  ///< by lesion id; unlisted lesions are absent
  RecistAssessment recist;
  std::map<std::string, ProfileAssessment> profiles;  ///< by profile name
  std::optional<std::string> estro_eortc_state;
  std::vector<Reason> estro_eortc_chain;  ///< the answers that led to the state
  ContextInputs inputs;
  bool irecist_configured = false;
  std::optional<std::string> irecist;      ///< when configured; empty before baseline and after iCPD
  std::vector<std::string> irecist_flags;  ///< "reader_review" where the guidance allows two readings
  std::vector<Reason> irecist_chain;       ///< the steps that led to the response
  FirstSeenAssessment first_seen;          ///< since when lesions and patient are flagged
  std::vector<ReviewReason> review;        ///< likeliest first; not empty: needs review
  std::size_t doubts_not_tried = 0;        ///< doubtful decisions beyond the kMaxDoubtsTried least sure ones
};

/// One patient: the graph, the case made from it, and what the rules say about each time point.
struct Assessment {
  match::LesionGraph graph;
  Case clinical_case;
  std::vector<TimePointAssessment> timepoints;  ///< as clinical_case.timepoints
  Rules rules = {};                             ///< what it was judged by
};

}  // namespace oligard::classify
