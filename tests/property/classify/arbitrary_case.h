// Arbitrary cases for the properties of the rules.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "oligard/classify/classify.h"

namespace oligard::classify::testing {

using std::chrono::days;

/// Uniform in [from, to), whatever RapidCheck's size: small cases are the exception.
template <class Number = int>
Number within(Number from, Number to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to));
}

inline bool one_in(int n) {
  return within(0, n) == 0;
}

inline const std::vector<std::string>& organ_names() {
  static const std::vector<std::string> names = {"lung", "liver", "bone", "brain", "lymph_node", "prostate"};
  return names;
}

inline std::string place_of(const std::string& organ) {
  return organ == "liver" ? "abdomen" : organ == "brain" ? "brain" : organ == "prostate" ? "pelvis" : "chest";
}

/// A tenth of a millimetre in [0.1, 60].
inline double arbitrary_size() {
  return within(1, 601) / 10.0;
}

inline double in_tenths(double size_mm) {
  return std::max(0.1, std::round(size_mm * 10.0) / 10.0);
}

inline Observation measured(double size_mm, bool with_volume, double roundness = 0.5) {
  Observation observation;
  SizePart part;
  part.long_mm = part.short_mm = size_mm;
  if (with_volume) part.volume_mm3 = roundness * size_mm * size_mm * size_mm;
  observation.parts = {part};
  return observation;
}

/// What is said instead of a size, now and then; a cut, another technique, a reader's word beside it.
inline void vary(Observation& observation) {
  const int state = within(0, 24);
  observation.truncated = one_in(12);
  observation.reader_unequivocal_progression = one_in(30);
  if (one_in(12)) observation.modality = "MR";
  if (one_in(12)) observation.slice_thickness_mm = 6.0;
  if (one_in(10) && !observation.parts.empty()) {
    SizePart fragment;
    fragment.long_mm = fragment.short_mm = 3.0;
    fragment.volume_mm3 = 20.0;
    observation.parts.push_back(fragment);
  }
  if (state == 0) observation.state = ObservationState::kTooSmall;
  if (state == 1 || state == 2) observation.state = ObservationState::kAbsent;
  if (state == 3) observation.state = ObservationState::kNotEvaluable;
  if (state == 4) observation.state = ObservationState::kPresent;
  if (state == 5) observation.state = ObservationState::kIncreasedEquivocal;
  if (observation.state != ObservationState::kMeasured) observation.parts.clear();
}

/// A lesion somewhere, without observations.
inline CaseLesion lesion_somewhere(int number) {
  CaseLesion lesion;
  lesion.id = "L" + std::to_string(100 + number);
  lesion.organ = *rc::gen::elementOf(organ_names());
  lesion.region = place_of(lesion.organ);
  lesion.nodal = lesion.organ == "lymph_node";
  return lesion;
}

/// Mostly courses that come near the thresholds: a size that goes on by a factor from study to study, and
/// sometimes any size.
inline CaseLesion arbitrary_lesion(int number, int timepoints) {
  static const std::vector<double> kFactors = {0.5, 0.7, 0.9, 1.0, 1.0, 1.0, 1.0, 1.1, 1.2, 1.25, 1.6};
  static const std::vector<double> kRoundness = {0.3, 0.5, 0.5, 0.5, 0.7};
  CaseLesion lesion = lesion_somewhere(number);
  if (one_in(20)) lesion.kind = "pleural_effusion";
  if (one_in(15)) lesion.flags = {"necrotic"};
  if (one_in(10)) lesion.local_therapy = LocalTherapy{Date{} + days(within(-100, 400)), "SBRT"};
  if (one_in(20)) lesion.recist_role = RecistRole::kNonTarget;
  const bool with_volume = *rc::gen::arbitrary<bool>();
  const int first = one_in(5) ? within(0, timepoints) : 0;
  const bool wild = one_in(6);
  double size = (lesion.nodal ? within(80, 200) : within(50, 500)) / 10.0;
  for (int t = first; t < timepoints; ++t) {
    if (one_in(15)) continue;
    size = in_tenths(wild ? arbitrary_size() : std::min(150.0, size * *rc::gen::elementOf(kFactors)));
    Observation seen = measured(size, with_volume, *rc::gen::elementOf(kRoundness));
    if (one_in(3)) vary(seen);
    lesion.observations["TP" + std::to_string(t)] = seen;
  }
  return lesion;
}

inline void add_timepoints(Case& result, int count) {
  for (int t = 0; t < count; ++t) {
    CaseTimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + days(90 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = *rc::gen::element(1.0, 1.0, 1.5, 3.0, 6.0);
    timepoint.coverage = {"chest", "abdomen", "pelvis"};
    if (!one_in(3)) timepoint.coverage.insert("brain");
    timepoint.segmentation_exhaustive = *rc::gen::arbitrary<bool>();
    result.timepoints.push_back(timepoint);
  }
  result.baseline_timepoint = "TP0";
}

inline std::vector<std::string> all_profiles() {
  std::vector<std::string> names;
  for (const auto& [name, profile] : built_in_profiles())
    names.push_back(name);
  return names;
}

inline std::optional<bool> perhaps() {
  if (one_in(3)) return std::nullopt;
  return *rc::gen::arbitrary<bool>();
}

inline ClinicalContext arbitrary_context() {
  ClinicalContext context;
  context.on_systemic_therapy = perhaps();
  context.initial_control = perhaps();
  context.history_polymetastatic = perhaps();
  context.history_oligometastatic = perhaps();
  if (!one_in(4)) context.months_primary_to_oligometastatic = within(0, 13);
  context.irecist = *rc::gen::arbitrary<bool>();
  return context;
}

/// Most lesions of the last study were not looked at.
inline void lose_most(Case& clinical_case) {
  CaseTimePoint& last = clinical_case.timepoints.back();
  last.segmentation_exhaustive = false;
  for (CaseLesion& lesion : clinical_case.lesions) {
    if (!one_in(4)) lesion.observations.erase(last.id);
  }
}

inline Case arbitrary_case() {
  Case result;
  const int timepoints = within(1, 5);
  add_timepoints(result, timepoints);
  if (timepoints > 1 && one_in(5)) result.baseline_timepoint = "TP1";
  const int lesions = one_in(30) ? 0 : within(1, 14);
  for (int i = 0; i < lesions; ++i)
    result.lesions.push_back(arbitrary_lesion(i, timepoints));
  if (one_in(8)) lose_most(result);
  result.evaluated_profiles = all_profiles();
  result.context = arbitrary_context();
  return result;
}

inline std::vector<TimePointAssessment> verdicts_of(const Case& clinical_case) {
  auto assessments = classify_case(clinical_case);
  RC_ASSERT(assessments.has_value());
  return *std::move(assessments);
}

/// Every lesion grows a little, none by 5 mm.
inline Case creeping() {
  Case result;
  add_timepoints(result, 2);
  const int lesions = within(2, 6);
  for (int i = 0; i < lesions; ++i) {
    CaseLesion lesion = lesion_somewhere(i);
    lesion.organ = "liver";
    lesion.region = place_of(lesion.organ);
    lesion.nodal = false;
    const double size = within(150, 200) / 10.0;
    lesion.observations["TP0"] = measured(size, false);
    lesion.observations["TP1"] = measured(size + within(35, 50) / 10.0, false);
    result.lesions.push_back(lesion);
  }
  result.evaluated_profiles = all_profiles();
  return result;
}

/// A few growing lesions among controlled ones, some of them not evaluable.
inline Case few_progressing() {
  Case result;
  add_timepoints(result, 2);
  const auto add = [&result](const std::string& prefix, int count, const std::function<Observation()>& now) {
    for (int i = 0; i < count; ++i) {
      CaseLesion lesion = lesion_somewhere(i);
      lesion.id = prefix + std::to_string(i);
      lesion.observations["TP0"] = measured(20.0, false);
      lesion.observations["TP1"] = now();
      result.lesions.push_back(lesion);
    }
  };
  add("P", within(1, 6), [] { return measured(within(25, 60), false); });
  add("C", within(1, 9), [] { return measured(within(5, 25), false); });
  add("U", within(0, 3), [] {
    Observation observation;
    observation.state = ObservationState::kNotEvaluable;
    return observation;
  });
  result.evaluated_profiles = all_profiles();
  return result;
}

}  // namespace oligard::classify::testing
