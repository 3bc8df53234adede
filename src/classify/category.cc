#include "classify/category.h"

#include <algorithm>
#include <map>
#include <set>

#include "classify/drift.h"
#include "classify/words.h"

namespace oligard::classify {
namespace {

/// Which progression counts: definite only; definite and probable; all, and every lesion not evaluable.
enum class Scenario { kMin, kBase, kMax };

/// The lists P, C and N of 3.6 in one scenario.
struct Tally {
  std::vector<const LesionCourse*> progressing;
  std::vector<const LesionCourse*> counted;  ///< progressing, without CNS where the profile leaves it out
  int controlled = 0;
  int responding = 0;  ///< REGRESSING and RESOLVED
  int not_evaluable = 0;
  bool possible_progression = false;  ///< an indeterminate progression that does not count

  [[nodiscard]] int n_progressing() const { return static_cast<int>(progressing.size()); }
  [[nodiscard]] int assessable() const { return n_progressing() + controlled; }
  [[nodiscard]] double share() const {
    return assessable() > 0 ? double(n_progressing()) / assessable() : 0.0;
  }
  [[nodiscard]] double responding_share() const {
    return assessable() > 0 ? double(responding) / assessable() : 0.0;
  }
  [[nodiscard]] double not_evaluable_share() const {
    const int known = assessable() + not_evaluable;
    return known > 0 ? double(not_evaluable) / known : 0.0;
  }
};

/// What does not depend on the scenario.
struct Surroundings {
  const CaseView& view;
  const Profile& profile;
  const RecistAssessment& recist;
  bool drifting = false;
};

struct Outcome {
  Category category = Category::kIndeterminate;
  std::set<std::string> reasons;
};

bool counts(const LesionAssessment& assessment, Scenario scenario) {
  switch (scenario) {
    case Scenario::kMin:
      return assessment.confidence == Confidence::kDefinite;
    case Scenario::kBase:
      return assessment.confidence >= Confidence::kProbable;
    case Scenario::kMax:
      break;
  }
  return true;
}

void add_progressing(const LesionCourse& course, const Profile& profile, Tally& tally) {
  tally.progressing.push_back(&course);
  if (profile.cns_mode == CnsMode::kCount || !is_cns(*course.lesion)) tally.counted.push_back(&course);
}

Tally tally_at(const std::vector<LesionCourse>& courses, std::size_t t, const Profile& profile,
               Scenario scenario) {
  Tally tally;
  for (const LesionCourse& course : courses) {
    const LesionAssessment* assessment = course.assessment(t);
    if (assessment == nullptr) continue;
    const LesionStatus status = assessment->status;
    const bool progression = is_progression(status);
    const bool unseen = status == LesionStatus::kNotEvaluable;
    if ((progression && counts(*assessment, scenario)) || (unseen && scenario == Scenario::kMax)) {
      add_progressing(course, profile, tally);
    } else if (unseen) {
      ++tally.not_evaluable;
    } else if (progression || is_controlled(status)) {
      ++tally.controlled;
      if (is_controlled(status) && status != LesionStatus::kStable) ++tally.responding;
      if (progression && assessment->confidence == Confidence::kIndeterminate)
        tally.possible_progression = true;
    }
  }
  return tally;
}

std::map<std::string, int> by_organ(const std::vector<const LesionCourse*>& lesions) {
  std::map<std::string, int> organs;
  for (const LesionCourse* course : lesions)
    ++organs[organ_site(*course->lesion)];
  return organs;
}

int most_in_one_organ(const std::vector<const LesionCourse*>& lesions) {
  int most = 0;
  for (const auto& [organ, count] : by_organ(lesions))
    most = std::max(most, count);
  return most;
}

bool too_many_not_evaluable(const Tally& tally, const Constants& constants) {
  return tally.not_evaluable_share() > constants.max_ne_share + constants.eps;
}

/// Step 3: nothing progresses.
Outcome without_progression(const Surroundings& s, const Tally& tally) {
  const Constants& constants = s.view.constants();
  if (too_many_not_evaluable(tally, constants))
    return {Category::kIndeterminate, {word::kTooManyNotEvaluable}};
  if (tally.possible_progression) return {Category::kIndeterminate, {word::kPossibleProgression}};
  if (s.recist.target_response == word::kPd || s.drifting) {
    return {Category::kIndeterminate, {word::kDiffuseSubthresholdGrowth}};
  }
  const bool responds = tally.responding_share() >= constants.response_share - constants.eps ||
                        s.recist.target_response == word::kCr || s.recist.target_response == word::kPr;
  return {responds ? Category::kResponse : Category::kStable, {}};
}

/// Step 4.
bool has_diffuse_progression(const Tally& tally) {
  return std::any_of(tally.progressing.begin(), tally.progressing.end(),
                     [](const LesionCourse* course) { return is_diffuse(*course->lesion); });
}

bool share_exceeded(const Profile& profile, double share, double eps) {
  if (!profile.max_share) return false;
  return profile.share_inclusive ? share > *profile.max_share + eps : share >= *profile.max_share - eps;
}

/// Step 5: every limit that does not hold.
std::set<std::string> exceeded_limits(const Profile& profile, const Tally& tally, double eps) {
  std::set<std::string> reasons;
  const int counted = static_cast<int>(tally.counted.size());
  const int organs = static_cast<int>(by_organ(tally.counted).size());
  if (profile.max_lesions && counted > *profile.max_lesions) reasons.insert("too_many_lesions");
  if (profile.max_organs && organs > *profile.max_organs) reasons.insert("too_many_organs");
  if (profile.max_per_organ && most_in_one_organ(tally.counted) > *profile.max_per_organ) {
    reasons.insert("too_many_in_one_organ");
  }
  if (share_exceeded(profile, tally.share(), eps)) reasons.insert("not_a_minority");
  if (tally.controlled == 0) reasons.insert("no_controlled_lesion");
  return reasons;
}

/// Step 7: what refutes the definition although the numbers fit.
std::set<std::string> refutations(const Surroundings& s, const Tally& tally) {
  const ClinicalContext& context = s.view.clinical_case.context;
  const std::vector<std::string>& allowed = s.profile.allowed_organs;
  std::set<std::string> reasons;
  if (context.on_systemic_therapy == false) reasons.insert(word::kOffTherapy);
  if (context.initial_control == false) reasons.insert(word::kNoInitialControl);
  for (const LesionCourse* course : tally.progressing) {
    if (s.profile.cns_mode == CnsMode::kExtracranialOnly && is_cns(*course->lesion)) {
      reasons.insert(word::kCnsOutsideProfile);
    }
    const bool foreign =
        std::find(allowed.begin(), allowed.end(), organ_site(*course->lesion)) == allowed.end();
    if (!allowed.empty() && foreign) reasons.insert(word::kOrganOutsideProfile);
  }
  return reasons;
}

/// Steps 2 to 8.
Outcome categorise(const Surroundings& s, const Tally& tally) {
  const Constants& constants = s.view.constants();
  if (tally.assessable() == 0) return {Category::kIndeterminate, {word::kNoAssessableLesion}};
  if (tally.progressing.empty()) return without_progression(s, tally);
  if (has_diffuse_progression(tally)) return {Category::kPolyprogression, {word::kDiffuseProgression}};
  std::set<std::string> reasons = exceeded_limits(s.profile, tally, constants.eps);
  if (!reasons.empty()) {
    const bool mixed = tally.responding_share() >= constants.mixed_min_responding_share - constants.eps;
    return {mixed ? Category::kMixedResponse : Category::kPolyprogression, std::move(reasons)};
  }
  if (too_many_not_evaluable(tally, constants))
    return {Category::kIndeterminate, {word::kTooManyNotEvaluable}};
  reasons = refutations(s, tally);
  if (!reasons.empty()) return {Category::kLimitedProgression, std::move(reasons)};
  return {Category::kOligoprogression, {}};
}

/// Initial control as given, else derived: an earlier follow-up was STABLE or RESPONSE under this profile.
bool had_control(const CaseView& view, const std::vector<ProfileAssessment>& earlier) {
  if (view.clinical_case.context.initial_control) return *view.clinical_case.context.initial_control;
  return std::any_of(earlier.begin(), earlier.end(), [](const ProfileAssessment& assessment) {
    return assessment.category == Category::kStable || assessment.category == Category::kResponse;
  });
}

Confidence confidence_of(const ProfileAssessment& assessment, const Surroundings& s) {
  const bool limited = assessment.category == Category::kOligoprogression ||
                       assessment.category == Category::kLimitedProgression;
  if (assessment.category == Category::kIndeterminate) return Confidence::kIndeterminate;
  if (limited && s.drifting) return Confidence::kIndeterminate;
  if (assessment.category_max != assessment.category) return Confidence::kIndeterminate;
  const bool uncertain = assessment.category_min != assessment.category || assessment.n_not_evaluable > 0 ||
                         assessment.definition_status == word::kPatternOnly;
  return uncertain ? Confidence::kProbable : Confidence::kDefinite;
}

void fill_counts(const Tally& tally, ProfileAssessment& assessment) {
  assessment.n_progressing = tally.n_progressing();
  assessment.n_progressing_counted = static_cast<int>(tally.counted.size());
  assessment.n_progressing_cns =
      static_cast<int>(std::count_if(tally.progressing.begin(), tally.progressing.end(),
                                     [](const LesionCourse* course) { return is_cns(*course->lesion); }));
  assessment.n_progressing_organs = static_cast<int>(by_organ(tally.progressing).size());
  assessment.max_progressing_in_one_organ = most_in_one_organ(tally.counted);
  assessment.n_assessable = tally.assessable();
  assessment.n_not_evaluable = tally.not_evaluable;
  assessment.n_controlled = tally.controlled;
  if (tally.assessable() > 0) assessment.share_pct = 100.0 * tally.share();
}

/// Step 1, and time points before baseline.
ProfileAssessment single_timepoint(const std::vector<LesionCourse>& courses, std::size_t t) {
  ProfileAssessment assessment;
  assessment.category = Category::kSingleTimepoint;
  assessment.n_known = static_cast<int>(std::count_if(
      courses.begin(), courses.end(), [t](const LesionCourse& course) { return exists_at(course, t); }));
  return assessment;
}

ProfileAssessment follow_up(const Surroundings& s, const std::vector<LesionCourse>& courses, std::size_t t,
                            const std::vector<ProfileAssessment>& earlier) {
  ProfileAssessment assessment;
  const Tally base = tally_at(courses, t, s.profile, Scenario::kBase);
  Outcome outcome = categorise(s, base);
  assessment.category = outcome.category;
  assessment.category_min = categorise(s, tally_at(courses, t, s.profile, Scenario::kMin)).category;
  assessment.category_max = categorise(s, tally_at(courses, t, s.profile, Scenario::kMax)).category;
  fill_counts(base, assessment);
  if (outcome.category == Category::kOligoprogression) {
    const bool complete =
        s.view.clinical_case.context.on_systemic_therapy == true && had_control(s.view, earlier);
    assessment.definition_status = complete ? word::kComplete : word::kPatternOnly;
  }
  assessment.confidence = confidence_of(assessment, s);
  const bool limited =
      outcome.category == Category::kOligoprogression || outcome.category == Category::kLimitedProgression;
  if (limited && s.drifting) outcome.reasons.insert(word::kDrifting);
  assessment.reasons.assign(outcome.reasons.begin(), outcome.reasons.end());
  return assessment;
}

}  // namespace

std::vector<ProfileAssessment> profile_course(const CaseView& view, const std::vector<LesionCourse>& courses,
                                              const std::vector<RecistAssessment>& recist,
                                              const Profile& profile) {
  std::vector<ProfileAssessment> all;
  for (std::size_t t = 0; t < view.size(); ++t) {
    if (t <= view.baseline) {
      all.push_back(single_timepoint(courses, t));
      continue;
    }
    const Surroundings surroundings{view, profile, recist[t], is_drifting(view, courses, t)};
    ProfileAssessment assessment = follow_up(surroundings, courses, t, all);
    all.push_back(std::move(assessment));
  }
  return all;
}

}  // namespace oligard::classify
