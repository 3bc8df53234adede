#include "classify/status/lesion_status.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "classify/status/comparison.h"
#include "classify/status/first_sight.h"
#include "classify/status/probability.h"
#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

using MaybeVerdict = std::optional<Verdict>;

constexpr RuleNumber kReaderRule = "3.4/reader";

bool is_small_node(const CaseLesion& lesion, std::optional<double> size_mm, const Constants& constants) {
  return lesion.nodal && size_mm && *size_mm < constants.pathological_node_mm - constants.eps;
}

/// Whether it is a node below the size that counts; the step has the size.
bool node_is_small(const Situation& s, RuleNumber rule) {
  if (!s.lesion().nodal || !s.moment().size_mm) return false;
  return s.chain.test(compared(rule, "node_below_pathological", Comparison::kBelow, *s.moment().size_mm,
                               std::nullopt, limit_of(s.constants(), &Constants::pathological_node_mm),
                               unit::kMm));
}

/// A reader who says how a lesion is has seen it.
bool is_seen_by_reader(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  const ReaderStatus* said = reader_status_at(view, lesion, t);
  return said != nullptr && said->status != LesionStatus::kNotEvaluable &&
         said->status != LesionStatus::kResolved && said->status != LesionStatus::kNonPathological;
}

/// Rule 1. A node counts from a short axis of 10 mm on; "too small" is below that.
std::optional<std::size_t> find_first_seen(const CaseView& view, const CaseLesion& lesion) {
  for (std::size_t t = 0; t < view.size(); ++t) {
    if (is_seen_by_reader(view, lesion, t)) return t;
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
Verdict not_evaluable(ReasonCode code, std::string reason) {
  Verdict verdict{LesionStatus::kNotEvaluable, Confidence::kIndeterminate, code};
  if (!reason.empty()) verdict.flags.push_back(std::move(reason));
  return verdict;
}

Verdict outside_coverage() {
  return not_evaluable(word::kOutsideCoverage, word::kOutsideCoverage);
}

Verdict not_segmented() {
  return not_evaluable(word::kNotSegmented, word::kNotSegmented);
}

Verdict stated_not_evaluable(const Observation& observation) {
  return not_evaluable("stated_not_evaluable", observation.not_evaluable_reason);
}

/// Rule 2.
MaybeVerdict at_or_before_baseline(const Situation& s) {
  if (s.t > s.view.baseline) return std::nullopt;
  if (s.t < s.view.baseline) return Verdict{LesionStatus::kHistory, Confidence::kDefinite, "before_baseline"};
  if (s.observation == nullptr) {
    return imaged(s.view, s.lesion(), s.t) == Imaged::kNo ? outside_coverage() : not_segmented();
  }
  if (s.observation->state == ObservationState::kNotEvaluable) return stated_not_evaluable(*s.observation);
  if (s.observation->state == ObservationState::kAbsent)
    return Verdict{LesionStatus::kResolved, Confidence::kDefinite, "stated_absent"};
  if (node_is_small(s, "3.4/2"))
    return Verdict{LesionStatus::kResolved, Confidence::kDefinite, "node_resolved"};
  return Verdict{LesionStatus::kBaseline, Confidence::kDefinite, "at_baseline"};
}

/// The last earlier time point at which the lesion was evaluable.
std::optional<std::size_t> last_evaluable(const Situation& s) {
  for (std::size_t r = s.t; r-- > 0;) {
    const LesionAssessment* earlier = s.course.assessment(r);
    if (earlier != nullptr && earlier->status != LesionStatus::kNotEvaluable) return r;
  }
  return std::nullopt;
}

/// Whether the lesion was RESOLVED when last evaluable; the step says when.
bool was_resolved(const Situation& s, RuleNumber rule) {
  const std::optional<std::size_t> last = last_evaluable(s);
  if (!last || s.course.assessment(*last)->status != LesionStatus::kResolved) return false;
  return s.chain.condition(true, since(named(rule, "resolved_when_last_evaluable"), *last));
}

/// Rule 3.
MaybeVerdict without_observation(const Situation& s) {
  if (s.observation != nullptr) {
    if (s.observation->state != ObservationState::kNotEvaluable) return std::nullopt;
    return stated_not_evaluable(*s.observation);
  }
  if (imaged(s.view, s.lesion(), s.t) == Imaged::kNo) return outside_coverage();
  if (was_resolved(s, "3.4/3")) {
    return Verdict{LesionStatus::kResolved, Confidence::kProbable, "carried_forward", {"carried_forward"}};
  }
  if (s.view.timepoint(s.t).segmentation_exhaustive) {
    return Verdict{LesionStatus::kResolved,
                   Confidence::kProbable,
                   "absent_from_exhaustive_segmentation",
                   {"absent_from_exhaustive_segmentation"}};
  }
  return not_segmented();
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
  return not_evaluable(word::kRegistrationFailed, word::kRegistrationFailed);
}

/// Rule 4. `present` after RESOLVED is STABLE as the rule says; the flag tells.
MaybeVerdict qualitative(const Situation& s) {
  const ObservationState stated = s.observation->state;
  const bool has_size = stated == ObservationState::kMeasured || stated == ObservationState::kTooSmall;
  if (has_size && !is_diffuse(s.lesion())) return std::nullopt;
  if (is_diffuse(s.lesion())) s.chain.condition(true, named("3.4/4", "non_measurable", s.lesion().kind));
  if (stated == ObservationState::kAbsent) {
    return Verdict{LesionStatus::kResolved, Confidence::kDefinite, "stated_absent"};
  }
  const bool equivocal = stated == ObservationState::kIncreasedEquivocal;
  if (s.t == *s.course.first_seen) {
    return Verdict{LesionStatus::kNew, equivocal ? Confidence::kIndeterminate : Confidence::kProbable,
                   equivocal ? ReasonCode("first_seen_equivocal") : ReasonCode("first_seen_present")};
  }
  if (equivocal)
    return Verdict{LesionStatus::kProgressing, Confidence::kIndeterminate, "stated_increased_equivocal"};
  if (stated == ObservationState::kUnequivocalProgression || s.observation->reader_unequivocal_progression) {
    return Verdict{LesionStatus::kProgressing, Confidence::kDefinite, "stated_unequivocal_progression"};
  }
  Verdict verdict{LesionStatus::kStable, Confidence::kDefinite, "stated_present"};
  if (was_resolved(s, "3.4/4")) verdict.flags.emplace_back("present_after_resolved");
  return verdict;
}

/// Rule 6.
MaybeVerdict stated_absent(const Situation& s) {
  if (s.observation->state != ObservationState::kAbsent) return std::nullopt;
  return Verdict{LesionStatus::kResolved, Confidence::kDefinite, "stated_absent"};
}

/// Rule 7, without any reference.
MaybeVerdict without_reference(const Situation& s) {
  if (s.nadir) return std::nullopt;
  if (!s.treated) return not_evaluable("no_reference", "no_reference");
  return Verdict{LesionStatus::kTreated,
                 Confidence::kDefinite,
                 "no_post_treatment_reference",
                 {"no_post_treatment_reference"}};
}

/// Rule 8.
MaybeVerdict reader_says_progression(const Situation& s) {
  if (!s.observation->reader_unequivocal_progression) return std::nullopt;
  return Verdict{LesionStatus::kProgressing, Confidence::kDefinite, "stated_unequivocal_progression"};
}

/// Rule 10.
MaybeVerdict small_node(const Situation& s) {
  if (!s.lesion().nodal || !node_is_small(s, "3.4/10")) return std::nullopt;
  if (s.moment().cut) return not_evaluable("truncated", word::kTruncated);
  if (s.treated) return Verdict{LesionStatus::kTreated, Confidence::kDefinite, "treated"};
  for (const std::size_t r : reference_timepoints(s)) {
    if (is_small_node(s.lesion(), s.size_at(r), s.constants())) continue;
    Reason step =
        compared("3.4/10", "reference_node_pathological", Comparison::kAtLeast, s.size_at(r), std::nullopt,
                 limit_of(s.constants(), &Constants::pathological_node_mm), unit::kMm);
    step.value_timepoint = static_cast<std::int32_t>(r);
    s.chain.test(std::move(step));
    return Verdict{LesionStatus::kResolved, Confidence::kDefinite, "node_resolved"};
  }
  return Verdict{LesionStatus::kNonPathological, Confidence::kDefinite, "node_never_pathological"};
}

/// Rule 12.
MaybeVerdict cut_or_treated(const Situation& s) {
  if (s.moment().cut) return not_evaluable("truncated", word::kTruncated);
  if (s.treated) return Verdict{LesionStatus::kTreated, Confidence::kDefinite, "treated"};
  return std::nullopt;
}

/// Rules 13 to 15.
MaybeVerdict controlled(const Situation& s) {
  Verdict verdict{LesionStatus::kStable, Confidence::kDefinite, "no_change_beyond_limits"};
  if (MaybeVerdict regression = judge_regression(s)) {
    verdict = *std::move(regression);
  } else {
    cap_by_technique(s, *s.nadir, verdict);
  }
  cap_subthreshold_growth(s, verdict);
  return verdict;
}

struct Rule {
  RuleNumber number;
  MaybeVerdict (*apply)(const Situation&);
};
/// In the order of clinical-rules 3.4: the first that applies decides.
constexpr std::array<Rule, 12> kRules = {{
    {"3.4/2", at_or_before_baseline},
    {"3.4/3", without_observation},
    {"3.4/3", unmatched},
    {"3.4/4", qualitative},
    {"3.4/5", first_seen_here},
    {"3.4/6", stated_absent},
    {"3.4/7", without_reference},
    {"3.4/8", reader_says_progression},
    {"3.4/10", small_node},
    {"3.4/11", judge_progression},
    {"3.4/12", cut_or_treated},
    {"3.4/15", controlled},
}};

Verdict decide(const Situation& s) {
  for (const Rule& rule : kRules) {
    MaybeVerdict verdict = rule.apply(s);
    if (!verdict) continue;
    if (verdict->rule.empty()) verdict->rule = rule.number;
    return *std::move(verdict);
  }
  return not_evaluable("not_evaluable", {});
}

void fill_previous(const Situation& s, LesionAssessment& assessment) {
  for (std::size_t r = s.t; r-- > 0;) {
    const LesionMoment& earlier = s.course.at[r];
    if (!earlier.size_mm || earlier.cut) continue;
    assessment.previous_mm = *earlier.size_mm;
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
    assessment.volume_nadir_mm3 = volume->reference_mm3;
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
  if (now == nullptr || s.moment().cut || !s.moment().size_mm) return;
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
      uncertain_volume(volume->now_mm3, mask_sd_of_volume(*now),
                       repeatability_for(s.size(), s.constants()).value_or(volume->repeatability)),
      uncertain_volume(volume->reference_mm3, mask_sd_of_volume(*then), volume->repeatability));
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

/// A reader's statement outweighs the rules. What a reader calls not evaluable has no size.
void bind(const ReaderStatus& said, LesionMoment& moment, Chain& chain, Verdict& verdict,
          LesionAssessment& assessment) {
  assessment.reader = ReaderBinding{verdict.status, verdict.confidence, said.date, said.sop_instance_uid};
  Reason rules =
      named(verdict.rule, "rules_say", to_string(verdict.status) + " " + to_string(verdict.confidence));
  rules.result = word_of(verdict.status);
  rules.confidence = verdict.confidence;
  chain.state(std::move(rules));
  verdict = {
      said.status, Confidence::kDefinite, word::kReaderStatement, {word::kReaderStatement}, kReaderRule};
  if (said.status != LesionStatus::kNotEvaluable) return;
  moment.size_mm.reset();
  moment.volume_mm3.reset();
}

/// `steps` is room for the chain, empty before and after.
LesionAssessment assess(const CaseView& view, LesionCourse& course, std::size_t t,
                        std::vector<Reason>& steps) {
  Chain chain(&steps, view.constants().eps);
  Situation s{.view = view,
              .course = course,
              .chain = chain,
              .t = t,
              .observation = observation_at(view, *course.lesion, t)};
  s.treated = is_treated(view, *course.lesion, t);
  find_references(s);
  Verdict verdict = decide(s);
  LesionAssessment assessment;
  if (const ReaderStatus* said = reader_status_at(view, s.lesion(), t))
    bind(*said, course.at[t], chain, verdict, assessment);
  chain.decide(named(verdict.rule, verdict.code), word_of(verdict.status), verdict.confidence);
  if (s.observation == nullptr && verdict.status == LesionStatus::kResolved) course.at[t].size_mm = 0.0;
  assessment.status = verdict.status;
  assessment.confidence = verdict.confidence;
  std::sort(verdict.flags.begin(), verdict.flags.end());
  verdict.flags.erase(std::unique(verdict.flags.begin(), verdict.flags.end()), verdict.flags.end());
  assessment.flags = std::move(verdict.flags);
  assessment.chain.assign(std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
  steps.clear();
  fill_figures(s, assessment);
  if (t > view.baseline) fill_doubt(s, assessment);
  return assessment;
}

}  // namespace

LesionCourse follow_lesion(const CaseView& view, const CaseLesion& lesion) {
  LesionCourse course{.lesion = &lesion, .first_seen = find_first_seen(view, lesion), .at = {}};
  std::vector<Reason> steps;
  course.at.reserve(view.size());
  for (std::size_t t = 0; t < view.size(); ++t) {
    course.at.push_back(stated_moment(view, lesion, observation_at(view, lesion, t)));
    if (course.first_seen && t >= *course.first_seen) {
      LesionAssessment assessment = assess(view, course, t, steps);
      course.at[t].assessment = std::move(assessment);
    }
  }
  return course;
}

}  // namespace oligard::classify
