#include "classify/category/category.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "classify/category/category_tally.h"
#include "classify/category/drift.h"
#include "classify/status/chain.h"
#include "oligard/base/text.h"
#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

using terms::Category;
using terms::Confidence;

/// What does not depend on the scenario.
struct Surroundings {
  const CaseView& view;
  const Profile& profile;
  const RecistAssessment& recist;
  const std::optional<Drift>& drift;
  const std::vector<ProfileAssessment>& earlier;
  std::size_t t = 0;

  [[nodiscard]] const Constants& constants() const { return view.constants(); }
  [[nodiscard]] const ClinicalContext& context() const { return view.clinical_case.context; }
  [[nodiscard]] TherapyOn therapy() const { return view.therapy(t); }
};

struct Outcome {
  Category category = Category::kIndeterminate;
  std::set<std::string> reasons;
  RuleNumber rule;
};

/// A part of the lesions against a limit.
Reason share_step(RuleNumber rule, ReasonCode code, Comparison test, int part, int whole,
                  const Limit& limit) {
  return compared(rule, code, test, part, whole, limit, unit::kLesions);
}

/// "Share of N > 50 %" of steps 3 and 6.
bool too_many_not_evaluable(const Surroundings& s, const Tally& tally, RuleNumber rule, Chain& chain) {
  return chain.test(share_step(rule, "not_evaluable_share", Comparison::kRatioAbove, tally.not_evaluable,
                               tally.known(), limit_of(s.constants(), &Constants::max_ne_share)));
}

/// Drift: both limits of a progression, for the sum of what is controlled.
bool is_drifting(const Surroundings& s, Chain& chain) {
  if (!s.drift) return false;
  const auto step = [&](ReasonCode code, Comparison test, double Constants::*limit) {
    return since(compared("3.6/drift", code, test, s.drift->sum_mm, s.drift->smallest_mm,
                          limit_of(s.constants(), limit), unit::kMm),
                 s.drift->smallest_at);
  };
  chain.state(figure("3.6/drift", "drift_lesions", s.drift->lesions, unit::kLesions));
  const bool relative = chain.test(step("drift_change", Comparison::kChangeAtLeast, &Constants::pd_rel));
  const bool absolute = chain.test(step("drift_mm", Comparison::kDifferenceAtLeast, &Constants::pd_abs_mm));
  return relative && absolute;
}

/// Step 3: RECIST target PD or drift.
bool grows_below_threshold(const Surroundings& s, Chain& chain) {
  const bool by_sum =
      chain.condition(s.recist.target_response == word::kPd, named("3.6/3", "target_response_pd"));
  return is_drifting(s, chain) || by_sum;
}

/// Step 3: most lesions respond, or the target sum does.
bool responds(const Surroundings& s, const Tally& tally, Chain& chain) {
  const bool by_lesions =
      chain.test(share_step("3.6/3", "responding_share", Comparison::kRatioAtLeast, tally.responding,
                            tally.assessable(), limit_of(s.constants(), &Constants::response_share)));
  const bool by_sum = s.recist.target_response == word::kCr || s.recist.target_response == word::kPr;
  return chain.condition(by_sum, named("3.6/3", "target_response_cr_or_pr")) || by_lesions;
}

/// Step 3: nothing progresses.
Outcome without_progression(const Surroundings& s, const Tally& tally, Chain& chain) {
  constexpr RuleNumber kRule = "3.6/3";
  if (too_many_not_evaluable(s, tally, kRule, chain))
    return {Category::kIndeterminate, {word::kTooManyNotEvaluable}, kRule};
  if (chain.condition(tally.possible > 0,
                      figure(kRule, "possible_progression", tally.possible, unit::kLesions))) {
    return {Category::kIndeterminate, {word::kPossibleProgression}, kRule};
  }
  if (grows_below_threshold(s, chain))
    return {Category::kIndeterminate, {word::kDiffuseSubthresholdGrowth}, kRule};
  return {responds(s, tally, chain) ? Category::kResponse : Category::kStable, {}, kRule};
}

/// Step 4.
bool has_diffuse_progression(const Tally& tally, Chain& chain) {
  bool any = false;
  for (const LesionCourse* course : tally.progressing) {
    if (is_diffuse(*course->lesion))
      any = chain.condition(true, named("3.6/4", "diffuse_progression", course->lesion->id));
  }
  return any;
}

/// Step 5: every limit that does not hold.
std::set<std::string> exceeded_limits(const Profile& profile, const Tally& tally, Chain& chain) {
  constexpr RuleNumber kRule = "3.6/5";
  std::set<std::string> reasons;
  const auto count = [&](const char* reason, ReasonCode code, Comparison test, int value, const Limit& limit,
                         std::string_view unit) {
    if (!chain.test(compared(kRule, code, test, value, std::nullopt, limit, unit))) reasons.insert(reason);
  };
  const auto at_most = [&](const char* reason, ReasonCode code, int value, const std::optional<int>& most,
                           std::string_view constant, std::string_view unit) {
    if (most) count(reason, code, Comparison::kAtMost, value, {constant, double(*most)}, unit);
  };
  at_most("too_many_lesions", "limit_max_lesions", static_cast<int>(tally.counted.size()),
          profile.max_lesions, "max_lesions", unit::kLesions);
  at_most("too_many_organs", "limit_max_organs", static_cast<int>(by_organ(tally.counted).size()),
          profile.max_organs, "max_organs", unit::kOrgans);
  at_most("too_many_in_one_organ", "limit_max_per_organ", most_in_one_organ(tally.counted),
          profile.max_per_organ, "max_per_organ", unit::kLesions);
  if (profile.max_share) {
    const Comparison test = profile.share_inclusive ? Comparison::kRatioAtMost : Comparison::kRatioBelow;
    if (!chain.test(share_step(kRule, "limit_max_share", test, tally.n_progressing(), tally.assessable(),
                               {"max_share", *profile.max_share}))) {
      reasons.insert("not_a_minority");
    }
  }
  count("no_controlled_lesion", "limit_controlled", Comparison::kAtLeast, tally.controlled, {"", 1},
        unit::kLesions);
  return reasons;
}

/// Step 5: which category a broken limit gives.
Category beyond_limits(const Surroundings& s, const Tally& tally, Chain& chain) {
  const bool mixed = chain.test(share_step("3.6/5", "mixed_responding_share", Comparison::kRatioAtLeast,
                                           tally.responding, tally.assessable(),
                                           limit_of(s.constants(), &Constants::mixed_min_responding_share)));
  return mixed ? Category::kMixedResponse : Category::kPolyprogression;
}

/// The earlier follow-up that was STABLE or RESPONSE under this profile.
std::optional<std::size_t> earlier_control(const Surroundings& s) {
  for (std::size_t r = 0; r < s.earlier.size(); ++r) {
    const Category category = s.earlier[r].category;
    if (category == Category::kStable || category == Category::kResponse) return r;
  }
  return std::nullopt;
}

/// Initial control as given, else derived from the images.
bool had_control(const Surroundings& s) {
  return s.context().initial_control ? *s.context().initial_control : earlier_control(s).has_value();
}

/// Steps 7 and 8: what is known of therapy and earlier control, and from where.
void state_definition_inputs(const Surroundings& s, Chain& chain) {
  constexpr RuleNumber kRule = "3.6/7";
  const ClinicalContext& context = s.context();
  const TherapyOn therapy = s.therapy();
  if (therapy.on) {
    chain.condition(*therapy.on, named(kRule, "systemic_therapy", therapy.source));
  } else {
    chain.unknown(named(kRule, "systemic_therapy", "unknown"));
  }
  const std::optional<std::size_t> control = earlier_control(s);
  if (context.initial_control) {
    chain.condition(*context.initial_control,
                    named(kRule, "initial_control", context.source_of("initial_control")));
  } else if (control) {
    Reason step = since(named(kRule, "initial_control", "image"), *control);
    step.result = word_of(s.earlier[*control].category);
    chain.condition(true, std::move(step));
  } else {
    chain.unknown(named(kRule, "initial_control", "unknown"));
  }
}

/// Step 7: what refutes the definition although the numbers fit.
std::set<std::string> refutations(const Surroundings& s, const Tally& tally, Chain& chain) {
  const std::vector<std::string>& allowed = s.profile.allowed_organs;
  std::set<std::string> reasons;
  state_definition_inputs(s, chain);
  if (s.therapy().on == false) reasons.insert(word::kOffTherapy);
  if (s.context().initial_control == false) reasons.insert(word::kNoInitialControl);
  for (const LesionCourse* course : tally.progressing) {
    const CaseLesion& lesion = *course->lesion;
    if (s.profile.cns_mode == CnsMode::kExtracranialOnly && is_cns(lesion)) {
      chain.condition(true, named("3.6/7", word::kCnsOutsideProfile, lesion.id));
      reasons.insert(word::kCnsOutsideProfile);
    }
    const bool foreign = std::find(allowed.begin(), allowed.end(), organ_site(lesion)) == allowed.end();
    if (!allowed.empty() && foreign) {
      chain.condition(true, named("3.6/7", word::kOrganOutsideProfile, lesion.id));
      reasons.insert(word::kOrganOutsideProfile);
    }
  }
  return reasons;
}

/// Steps 2 to 8.
Outcome categorise(const Surroundings& s, const Tally& tally, Chain& chain) {
  if (!chain.test(compared("3.6/2", "assessable_lesions", Comparison::kAtLeast, tally.assessable(),
                           std::nullopt, {"", 1}, unit::kLesions))) {
    return {Category::kIndeterminate, {word::kNoAssessableLesion}, "3.6/2"};
  }
  const bool any = chain.condition(!tally.progressing.empty(), figure("3.6/3", "progressing_lesions",
                                                                      tally.n_progressing(), unit::kLesions));
  if (!any) return without_progression(s, tally, chain);
  if (has_diffuse_progression(tally, chain))
    return {Category::kPolyprogression, {word::kDiffuseProgression}, "3.6/4"};
  std::set<std::string> reasons = exceeded_limits(s.profile, tally, chain);
  if (!reasons.empty()) return {beyond_limits(s, tally, chain), std::move(reasons), "3.6/5"};
  if (too_many_not_evaluable(s, tally, "3.6/6", chain))
    return {Category::kIndeterminate, {word::kTooManyNotEvaluable}, "3.6/6"};
  reasons = refutations(s, tally, chain);
  if (!reasons.empty()) return {Category::kLimitedProgression, std::move(reasons), "3.6/7"};
  return {Category::kOligoprogression, {}, "3.6/8"};
}

/// "Confidence of the category": what lowers it, from definite.
Confidence confidence_of(const ProfileAssessment& assessment, bool drifting, Chain& chain) {
  constexpr RuleNumber kRule = "3.6/confidence";
  if (assessment.category == Category::kIndeterminate) return Confidence::kIndeterminate;
  Confidence confidence = Confidence::kDefinite;
  if (drifting)
    chain.cap(confidence, Confidence::kIndeterminate, named(kRule, "cap_controlled_disease_drifting"));
  if (assessment.category_max != assessment.category)
    chain.cap(confidence, Confidence::kIndeterminate, named(kRule, "cap_worst_case_differs"));
  if (assessment.category_min != assessment.category)
    chain.cap(confidence, Confidence::kProbable, named(kRule, "cap_best_case_differs"));
  if (assessment.n_not_evaluable > 0) {
    chain.cap(confidence, Confidence::kProbable,
              figure(kRule, "cap_not_evaluable", assessment.n_not_evaluable, unit::kLesions));
  }
  if (assessment.definition_status == word::kPatternOnly)
    chain.cap(confidence, Confidence::kProbable, named(kRule, "cap_pattern_only"));
  return confidence;
}

/// Step 1, and time points before baseline.
ProfileAssessment single_timepoint(const CaseView& view, const std::vector<LesionCourse>& courses,
                                   std::size_t t) {
  ProfileAssessment assessment;
  assessment.category = Category::kSingleTimepoint;
  assessment.n_known = static_cast<int>(std::count_if(
      courses.begin(), courses.end(), [t](const LesionCourse& course) { return exists_at(course, t); }));
  Chain chain(&assessment.chain, view.constants().eps);
  chain.state(figure("3.6/1", "known_lesions", assessment.n_known, unit::kLesions));
  const ReasonCode code = t == view.baseline ? ReasonCode("at_baseline") : ReasonCode("before_baseline");
  chain.decide(named("3.6/1", code), word_of(assessment.category));
  return assessment;
}

void state_scenario(ReasonCode code, const Tally& tally, const Outcome& outcome, Chain& chain) {
  Reason step = figure("3.6", code, tally.n_progressing(), unit::kLesions);
  step.reference = tally.assessable();
  step.result = word_of(outcome.category);
  step.subject = joined(outcome.reasons);
  chain.state(std::move(step));
}

/// The other two scenarios of 3.6, beside the counted one.
void fill_scenarios(const Surroundings& s, const std::vector<LesionCourse>& courses, const Tally& base,
                    const Outcome& counted, ProfileAssessment& assessment, Chain& chain) {
  Chain silent = Chain::silent(s.constants().eps);
  const Tally min = tally_at(courses, s.t, s.profile, Scenario::kMin);
  const Tally max = tally_at(courses, s.t, s.profile, Scenario::kMax);
  const Outcome best = categorise(s, min, silent);
  const Outcome worst = categorise(s, max, silent);
  assessment.category_min = best.category;
  assessment.category_max = worst.category;
  state_scenario("scenario_min", min, best, chain);
  state_scenario("scenario_base", base, counted, chain);
  state_scenario("scenario_max", max, worst, chain);
}

ProfileAssessment follow_up(const Surroundings& s, const std::vector<LesionCourse>& courses) {
  ProfileAssessment assessment;
  Chain chain(&assessment.chain, s.constants().eps);
  const Tally base = tally_at(courses, s.t, s.profile, Scenario::kBase);
  Outcome outcome = categorise(s, base, chain);
  assessment.category = outcome.category;
  fill_counts(base, assessment);
  fill_scenarios(s, courses, base, outcome, assessment, chain);
  if (outcome.category == Category::kOligoprogression) {
    const bool complete = s.therapy().on == true && had_control(s);
    assessment.definition_status = complete ? word::kComplete : word::kPatternOnly;
  }
  const bool limited =
      outcome.category == Category::kOligoprogression || outcome.category == Category::kLimitedProgression;
  const bool drifting = limited && is_drifting(s, chain);
  assessment.confidence = confidence_of(assessment, drifting, chain);
  if (drifting) outcome.reasons.insert(word::kDrifting);
  assessment.reasons.assign(outcome.reasons.begin(), outcome.reasons.end());
  chain.decide(named(outcome.rule, "category"), word_of(assessment.category), assessment.confidence);
  return assessment;
}

}  // namespace

std::vector<ProfileAssessment> profile_course(const CaseView& view, const std::vector<LesionCourse>& courses,
                                              const std::vector<RecistAssessment>& recist,
                                              const std::vector<std::optional<Drift>>& drifts,
                                              const Profile& profile) {
  std::vector<ProfileAssessment> all;
  all.reserve(view.size());
  for (std::size_t t = 0; t < view.size(); ++t) {
    if (t <= view.baseline) {
      all.push_back(single_timepoint(view, courses, t));
      continue;
    }
    const Surroundings surroundings{view, profile, recist[t], drifts[t], all, t};
    ProfileAssessment assessment = follow_up(surroundings, courses);
    all.push_back(std::move(assessment));
  }
  return all;
}

Category category_at(const CaseView& view, const std::vector<LesionCourse>& courses,
                     const RecistAssessment& recist, const std::optional<Drift>& drift,
                     const Profile& profile, std::size_t t) {
  const std::vector<ProfileAssessment> earlier;
  Chain silent = Chain::silent(view.constants().eps);
  return categorise({view, profile, recist, drift, earlier, t},
                    tally_at(courses, t, profile, Scenario::kBase), silent)
      .category;
}

}  // namespace oligard::classify
