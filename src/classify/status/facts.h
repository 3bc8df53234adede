// What a case states, in numbers: sizes, coverage and technique by time point index. clinical-rules 2.3
// and 3.4.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/classify/case.h"
#include "oligard/classify/rules.h"

namespace oligard::classify {

/// A validated case with its baseline as an index. Refers to both; they must outlive it.
struct CaseView {
  const Case& clinical_case;
  const Rules& rules;
  std::size_t baseline = 0;

  [[nodiscard]] const CaseTimePoint& timepoint(std::size_t t) const { return clinical_case.timepoints[t]; }
  [[nodiscard]] std::size_t size() const { return clinical_case.timepoints.size(); }
  /// Systemic therapy on the day of the time point.
  [[nodiscard]] TherapyOn therapy(std::size_t t) const {
    return systemic_therapy_on(clinical_case.context, timepoint(t).date);
  }
  [[nodiscard]] const Constants& constants() const { return rules.constants; }
};

/// One lesion at one time point: the verdict, and the numbers that later time points compare with.
struct LesionMoment {
  std::optional<LesionAssessment> assessment;  ///< empty: not listed (rule 1)
  std::optional<double> size_mm;               ///< clinical-rules 2.3; an inferred absence is 0
  std::optional<double> volume_mm3;
  bool cut = false;      ///< the size is a lower bound
  bool imputed = false;  ///< the size stands for "too small to measure"
};

/// One lesion over all time points.
struct LesionCourse {
  const CaseLesion* lesion = nullptr;
  std::optional<std::size_t> first_seen;
  std::vector<LesionMoment> at;

  [[nodiscard]] const LesionAssessment* assessment(std::size_t t) const {
    return at[t].assessment ? &*at[t].assessment : nullptr;
  }
};

/// To 0.1 mm, half away from zero.
[[nodiscard]] double round_tenth(double value);

/// brain, spinal_cord, leptomeninges (clinical-rules 1.5).
[[nodiscard]] bool is_cns(const CaseLesion& lesion);

/// Null when there is no segment and no statement.
[[nodiscard]] const Observation* observation_at(const CaseView& view, const CaseLesion& lesion,
                                                std::size_t t);
/// The status that a reader states; null when none does.
[[nodiscard]] const ReaderStatus* reader_status_at(const CaseView& view, const CaseLesion& lesion,
                                                   std::size_t t);
/// Long diameter, short axis of a node; parts are summed; absent = 0; too small = `too_small_mm`.
[[nodiscard]] std::optional<double> stated_size(const CaseLesion& lesion, const Observation& observation,
                                                const Constants& constants);
/// Sum over the parts when each has one; empty for nodes.
[[nodiscard]] std::optional<double> stated_volume(const CaseLesion& lesion, const Observation& observation);

/// Standard deviations that digitisation leaves of both, 0 where none is stated; parts are independent.
[[nodiscard]] double mask_sd_of_size(const CaseLesion& lesion, const Observation& observation);
[[nodiscard]] double mask_sd_of_volume(const Observation& observation);

enum class Imaged { kYes, kNo, kUnknown };
/// Whether the lesion's place was imaged.
[[nodiscard]] Imaged imaged(const CaseView& view, const CaseLesion& lesion, std::size_t t);

/// Empty = unknown; an observation overrides its time point.
[[nodiscard]] std::string modality_at(const CaseView& view, const CaseLesion& lesion, std::size_t t);
[[nodiscard]] std::optional<double> slice_thickness_at(const CaseView& view, const CaseLesion& lesion,
                                                       std::size_t t);

/// Local therapy dated on or before the time point.
[[nodiscard]] bool is_treated(const CaseView& view, const CaseLesion& lesion, std::size_t t);

/// now - reference ≥ amount.
[[nodiscard]] bool grew_by(double now, double reference, double amount, double eps);

/// Listed and neither RESOLVED nor NON_PATHOLOGICAL (clinical-rules 1.2).
[[nodiscard]] bool exists_at(const LesionCourse& course, std::size_t t);
/// How many exist, with or without those NOT_EVALUABLE at t.
[[nodiscard]] int existing_lesions(const std::vector<LesionCourse>& courses, std::size_t t,
                                   bool with_not_evaluable);

}  // namespace oligard::classify
