#include "classify/lesion_status.h"

#include <algorithm>
#include <array>

#include "classify/comparison.h"
#include "classify/probability.h"
#include "classify/words.h"

namespace oligard::classify {
namespace {

using MaybeVerdict = std::optional<Verdict>;

bool is_small_node(const CaseLesion& lesion, std::optional<double> size_mm, const Constants& constants) {
  return lesion.nodal && size_mm && *size_mm < constants.pathological_node_mm - constants.eps;
}

/// Rule 1. A node counts from a short axis of 10 mm on; "too small" is below that.
std::optional<std::size_t> find_first_seen(const CaseView& view, const CaseLesion& lesion) {
  for (std::size_t t = 0; t < view.size(); ++t) {
    const Observation* seen = observation_at(view, lesion, t);
    if (seen == nullptr || seen->state == ObservationState::kAbsent ||
        seen->state == ObservationState::kNotEvaluable) {
      continue;
    }
    const bool qualitative = is_diffuse(lesion);
    if (!qualitative &&
        is_small_node(lesion, stated_size(lesion, *seen, view.constants()), view.constants())) {
      continue;
    }
    return t;
  }
  return std::nullopt;
}

/// The reason why there is nothing to see, as a flag, when it has one.
Verdict not_evaluable(std::string reason) {
  Verdict verdict{LesionStatus::kNotEvaluable, Confidence::kIndeterminate, {}};
  if (!reason.empty()) verdict.flags.push_back(std::move(reason));
  return verdict;
}

Verdict unobserved(const Situation& s) {
  return not_evaluable(imaged(s.view, s.lesion(), s.t) == Imaged::kNo ? word::kOutsideCoverage
                                                                      : word::kNotSegmented);
}

/// Rule 2.
MaybeVerdict at_or_before_baseline(const Situation& s) {
  if (s.t > s.view.baseline) return std::nullopt;
  if (s.t < s.view.baseline) return Verdict{LesionStatus::kHistory, Confidence::kDefinite, {}};
  if (s.observation == nullptr) return unobserved(s);
  if (s.observation->state == ObservationState::kNotEvaluable) {
    return not_evaluable(s.observation->not_evaluable_reason);
  }
  const bool gone = s.observation->state == ObservationState::kAbsent ||
                    is_small_node(s.lesion(), s.moment().size_mm, s.constants());
  return Verdict{gone ? LesionStatus::kResolved : LesionStatus::kBaseline, Confidence::kDefinite, {}};
}

std::optional<LesionStatus> last_evaluable_status(const Situation& s) {
  for (std::size_t r = s.t; r-- > 0;) {
    const LesionAssessment* earlier = s.course.assessment(r);
    if (earlier != nullptr && earlier->status != LesionStatus::kNotEvaluable) return earlier->status;
  }
  return std::nullopt;
}

/// Rule 3.
MaybeVerdict without_observation(const Situation& s) {
  if (s.observation != nullptr) {
    if (s.observation->state != ObservationState::kNotEvaluable) return std::nullopt;
    return not_evaluable(s.observation->not_evaluable_reason);
  }
  if (imaged(s.view, s.lesion(), s.t) == Imaged::kNo) return not_evaluable(word::kOutsideCoverage);
  if (last_evaluable_status(s) == LesionStatus::kResolved) {
    return Verdict{LesionStatus::kResolved, Confidence::kProbable, {"carried_forward"}};
  }
  if (s.view.timepoint(s.t).segmentation_exhaustive) {
    return Verdict{LesionStatus::kResolved, Confidence::kProbable, {"absent_from_exhaustive_segmentation"}};
  }
  return not_evaluable(word::kNotSegmented);
}

/// Whether earlier time points cannot tell that a lesion first seen now was not there: registration failed at
/// each one that imaged its place.
bool earlier_absence_unknown(const Situation& s) {
  bool failed = false;
  for (std::size_t r = 0; r < s.t; ++r) {
    if (imaged(s.view, s.lesion(), r) == Imaged::kNo) continue;
    const Observation* earlier = observation_at(s.view, s.lesion(), r);
    if (earlier == nullptr || earlier->not_evaluable_reason != word::kRegistrationFailed) return false;
    failed = true;
  }
  return failed;
}

/// Before rule 4: what registration could not follow is neither new nor known.
MaybeVerdict unmatched(const Situation& s) {
  if (s.t != *s.course.first_seen || !earlier_absence_unknown(s)) return std::nullopt;
  return not_evaluable(word::kRegistrationFailed);
}

/// Rule 4. `present` after RESOLVED is STABLE as the rule says; the flag tells.
MaybeVerdict qualitative(const Situation& s) {
  const ObservationState stated = s.observation->state;
  const bool has_size = stated == ObservationState::kMeasured || stated == ObservationState::kTooSmall;
  if (has_size && !is_diffuse(s.lesion())) return std::nullopt;
  if (stated == ObservationState::kAbsent) {
    return Verdict{LesionStatus::kResolved, Confidence::kDefinite, {}};
  }
  const bool equivocal = stated == ObservationState::kIncreasedEquivocal;
  if (s.t == *s.course.first_seen) {
    return Verdict{LesionStatus::kNew, equivocal ? Confidence::kIndeterminate : Confidence::kProbable, {}};
  }
  if (equivocal) return Verdict{LesionStatus::kProgressing, Confidence::kIndeterminate, {}};
  if (stated == ObservationState::kUnequivocalProgression || s.observation->reader_unequivocal_progression) {
    return Verdict{LesionStatus::kProgressing, Confidence::kDefinite, {}};
  }
  Verdict verdict{LesionStatus::kStable, Confidence::kDefinite, {}};
  if (last_evaluable_status(s) == LesionStatus::kResolved)
    verdict.flags.emplace_back("present_after_resolved");
  return verdict;
}

/// The last earlier time point that imaged the place for certain; else the last that may have.
std::optional<std::size_t> last_covering(const Situation& s) {
  std::optional<std::size_t> possible;
  for (std::size_t r = s.t; r-- > 0;) {
    const Imaged place = imaged(s.view, s.lesion(), r);
    if (place == Imaged::kYes) return r;
    if (place == Imaged::kUnknown && !possible) possible = r;
  }
  return possible;
}

/// Rule 5, caps from what the last earlier look at the place could have shown.
void cap_new_by_prior(const Situation& s, std::size_t prior, Verdict& verdict) {
  const Constants& constants = s.constants();
  const std::optional<double> thickness = s.view.timepoint(prior).slice_thickness_mm;
  const bool coarse = thickness && *thickness > constants.max_slice_mm + constants.eps &&
                      s.size() < 2.0 * *thickness - constants.eps;
  if (!thickness || coarse) {
    verdict.cap(Confidence::kProbable);
    verdict.flags.emplace_back("near_prior_detection_limit");
  }
  const std::string now = modality_at(s.view, s.lesion(), s.t);
  const std::string& then = s.view.timepoint(prior).modality;
  if (now.empty() || then.empty()) verdict.cap(Confidence::kProbable);
  if (!now.empty() && !then.empty() && now != then) verdict.cap(Confidence::kIndeterminate);
  if (imaged(s.view, s.lesion(), prior) == Imaged::kUnknown) {
    verdict.cap(Confidence::kProbable);
    verdict.flags.emplace_back("prior_coverage_unknown");
  }
  const Observation* earlier = observation_at(s.view, s.lesion(), prior);
  if (earlier != nullptr && earlier->state == ObservationState::kNotEvaluable) {
    verdict.cap(Confidence::kIndeterminate);
    verdict.flags.emplace_back("prior_not_evaluable");
  }
}

/// Rule 5.
MaybeVerdict first_seen_here(const Situation& s) {
  if (s.t != *s.course.first_seen) return std::nullopt;
  const Constants& constants = s.constants();
  Verdict verdict{LesionStatus::kNew, confidence_by_size(s.size(), constants, s.moment().imputed), {}};
  if (s.lesion().nodal) {
    const bool sure = s.size() >= constants.new_node_definite_mm - constants.eps;
    verdict.confidence = sure ? Confidence::kDefinite : Confidence::kIndeterminate;
  }
  if (s.lesion().kind == "blastic_bone") {
    verdict.cap(Confidence::kIndeterminate);
    verdict.flags.emplace_back(word::kPossibleFlare);
  }
  const std::optional<std::size_t> prior = last_covering(s);
  if (prior) {
    cap_new_by_prior(s, *prior, verdict);
  } else {
    verdict.cap(Confidence::kIndeterminate);
    verdict.flags.emplace_back(word::kFirstImaged);
  }
  return verdict;
}

/// Rule 6.
MaybeVerdict stated_absent(const Situation& s) {
  if (s.observation->state != ObservationState::kAbsent) return std::nullopt;
  return Verdict{LesionStatus::kResolved, Confidence::kDefinite, {}};
}

/// Rule 7, without any reference.
MaybeVerdict without_reference(const Situation& s) {
  if (s.nadir) return std::nullopt;
  if (s.treated)
    return Verdict{LesionStatus::kTreated, Confidence::kDefinite, {"no_post_treatment_reference"}};
  return not_evaluable("no_reference");
}

/// Rule 8.
MaybeVerdict reader_says_progression(const Situation& s) {
  if (!s.observation->reader_unequivocal_progression) return std::nullopt;
  return Verdict{LesionStatus::kProgressing, Confidence::kDefinite, {}};
}

/// Rule 10.
MaybeVerdict small_node(const Situation& s) {
  if (!is_small_node(s.lesion(), s.moment().size_mm, s.constants())) return std::nullopt;
  if (s.moment().cut) return not_evaluable(word::kTruncated);
  if (s.treated) return Verdict{LesionStatus::kTreated, Confidence::kDefinite, {}};
  const std::vector<std::size_t> references = reference_timepoints(s);
  const bool was_pathological = std::any_of(references.begin(), references.end(), [&s](std::size_t r) {
    return !is_small_node(s.lesion(), s.size_at(r), s.constants());
  });
  return Verdict{
      was_pathological ? LesionStatus::kResolved : LesionStatus::kNonPathological, Confidence::kDefinite, {}};
}

/// Rule 12.
MaybeVerdict cut_or_treated(const Situation& s) {
  if (s.moment().cut) return not_evaluable(word::kTruncated);
  if (s.treated) return Verdict{LesionStatus::kTreated, Confidence::kDefinite, {}};
  return std::nullopt;
}

/// Rules 13 to 15.
MaybeVerdict controlled(const Situation& s) {
  Verdict verdict{LesionStatus::kStable, Confidence::kDefinite, {}};
  if (const MaybeVerdict regression = judge_regression(s)) {
    verdict = *regression;
  } else {
    verdict.cap(technique_cap(s, *s.nadir));
  }
  for (std::string& flag : subthreshold_flags(s)) {
    verdict.cap(Confidence::kProbable);
    verdict.flags.push_back(std::move(flag));
  }
  return verdict;
}

using Rule = MaybeVerdict (*)(const Situation&);
/// In the order of clinical-rules 3.4: the first that applies decides.
constexpr std::array<Rule, 12> kRules = {at_or_before_baseline, without_observation,     unmatched,
                                         qualitative,           first_seen_here,         stated_absent,
                                         without_reference,     reader_says_progression, small_node,
                                         judge_progression,     cut_or_treated,          controlled};

Verdict decide(const Situation& s) {
  for (const Rule rule : kRules) {
    if (MaybeVerdict verdict = rule(s)) return *std::move(verdict);
  }
  return not_evaluable({});
}

void fill_previous(const Situation& s, LesionAssessment& assessment) {
  for (std::size_t r = s.t; r-- > 0;) {
    const LesionMoment& earlier = s.course.at[r];
    if (!earlier.size_mm || earlier.cut) continue;
    assessment.from_previous_pct = percent_change(*assessment.size_mm, *earlier.size_mm);
    return;
  }
}

/// The figures beside the verdict; comparisons only where rule 7 found references and the lesion is not
/// absent.
void fill_figures(const Situation& s, LesionAssessment& assessment) {
  assessment.size_mm = s.moment().size_mm;
  if (s.t <= s.view.baseline || !assessment.size_mm) return;
  fill_previous(s, assessment);
  const bool absent = s.observation == nullptr || s.observation->state == ObservationState::kAbsent;
  if (!s.nadir || absent) return;
  assessment.nadir_mm = s.size_at(*s.nadir);
  assessment.nadir_timepoint = s.view.timepoint(*s.nadir).id;
  assessment.baseline_mm = s.size_at(*s.base);
  assessment.baseline_timepoint = s.view.timepoint(*s.base).id;
  assessment.from_nadir_pct = percent_change(s.size(), *assessment.nadir_mm);
  assessment.from_baseline_pct = percent_change(s.size(), *assessment.baseline_mm);
  if (const std::optional<VolumeChange> volume = volume_change(s, s.volume_nadir)) {
    assessment.volume_from_nadir_pct = percent_change(volume->now_mm3, volume->reference_mm3);
  }
}

/// What was measured at time point r; empty when nothing was, or it was too small.
const Observation* measured_at(const Situation& s, std::size_t r) {
  const Observation* seen = observation_at(s.view, s.lesion(), r);
  return seen != nullptr && seen->state == ObservationState::kMeasured ? seen : nullptr;
}

UncertainSize diameter_at(const Situation& s, std::size_t r, const Observation& seen) {
  return uncertain_diameter(s.size_at(r), mask_sd_of_size(s.lesion(), seen), s.constants());
}

/// Probabilities of true growth, beside the rules.
void fill_doubt(const Situation& s, LesionAssessment& assessment) {
  const Observation* now = measured_at(s, s.t);
  if (now == nullptr || s.moment().cut) return;
  if (const Observation* then = s.nadir ? measured_at(s, *s.nadir) : nullptr) {
    const UncertainSize size = diameter_at(s, s.t, *now);
    const UncertainSize nadir = diameter_at(s, *s.nadir, *then);
    assessment.doubt.p_growth = probability_of_growth(size, nadir);
    assessment.doubt.p_progression = probability_of_progression(size, nadir, s.constants());
  }
  const Observation* then = s.volume_nadir ? measured_at(s, *s.volume_nadir) : nullptr;
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_nadir);
  if (then == nullptr || !volume) return;
  assessment.doubt.p_volume_growth = probability_of_growth(
      uncertain_volume(volume->now_mm3, mask_sd_of_volume(*now), s.size(), s.constants()),
      uncertain_volume(volume->reference_mm3, mask_sd_of_volume(*then), s.size_at(*s.volume_nadir),
                       s.constants()));
}

/// What the observation states, before any rule.
LesionMoment stated_moment(const CaseView& view, const CaseLesion& lesion, const Observation* observation) {
  LesionMoment moment;
  if (observation == nullptr) return moment;
  const bool too_small = observation->state == ObservationState::kTooSmall;
  if (is_diffuse(lesion) && observation->state != ObservationState::kAbsent) return moment;
  moment.size_mm = stated_size(lesion, *observation, view.constants());
  moment.volume_mm3 = stated_volume(lesion, *observation);
  moment.cut = observation->truncated;
  moment.imputed = too_small;
  return moment;
}

LesionAssessment assess(const CaseView& view, LesionCourse& course, std::size_t t) {
  Situation s{.view = view, .course = course, .t = t, .observation = observation_at(view, *course.lesion, t)};
  s.treated = is_treated(view, *course.lesion, t);
  find_references(s);
  Verdict verdict = decide(s);
  if (s.observation == nullptr && verdict.status == LesionStatus::kResolved) course.at[t].size_mm = 0.0;
  LesionAssessment assessment;
  assessment.status = verdict.status;
  assessment.confidence = verdict.confidence;
  std::sort(verdict.flags.begin(), verdict.flags.end());
  verdict.flags.erase(std::unique(verdict.flags.begin(), verdict.flags.end()), verdict.flags.end());
  assessment.flags = std::move(verdict.flags);
  fill_figures(s, assessment);
  if (t > view.baseline) fill_doubt(s, assessment);
  return assessment;
}

}  // namespace

LesionCourse follow_lesion(const CaseView& view, const CaseLesion& lesion) {
  LesionCourse course{.lesion = &lesion, .first_seen = find_first_seen(view, lesion), .at = {}};
  for (std::size_t t = 0; t < view.size(); ++t) {
    course.at.push_back(stated_moment(view, lesion, observation_at(view, lesion, t)));
    if (course.first_seen && t >= *course.first_seen) {
      LesionAssessment assessment = assess(view, course, t);
      course.at[t].assessment = std::move(assessment);
    }
  }
  return course;
}

}  // namespace oligard::classify
