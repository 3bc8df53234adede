#include "classify/recist/irecist.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "classify/recist/recist.h"
#include "classify/status/chain.h"
#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

constexpr const char* kUnconfirmed = "iUPD";
constexpr const char* kConfirmed = "iCPD";

/// What iRECIST looks at besides RECIST 1.1.
struct Course {
  const CaseView& view;
  const std::vector<LesionCourse>& courses;
  const std::vector<RecistAssessment>& recist;
  RecistRoles roles;
};

std::vector<const LesionCourse*> new_lesions(const Course& c, std::size_t t) {
  std::vector<const LesionCourse*> found;
  for (const LesionCourse& course : c.courses) {
    if (new_lesion_at(c.view, course, t).counts) found.push_back(&course);
  }
  return found;
}

/// (a) the sum rises a further 5 mm.
bool targets_confirm(const Course& c, std::size_t iupd, std::size_t t, Chain& chain) {
  const std::optional<double>& then = c.recist[iupd].target_sum_mm;
  const std::optional<double>& now = c.recist[t].target_sum_mm;
  if (c.recist[iupd].target_response != word::kPd || !then || !now) return false;
  return chain.test(since(compared("2.10/a", "sum_since_iupd_mm", Comparison::kDifferenceAtLeast, *now, *then,
                                   limit_of(c.view.constants(), &Constants::pd_abs_mm), unit::kMm),
                          iupd));
}

bool states_increase(const Course& c, const LesionCourse& course, std::size_t t) {
  const Observation* seen = observation_at(c.view, *course.lesion, t);
  return seen != nullptr &&
         (seen->state == ObservationState::kIncreasedEquivocal || is_unequivocal(c.view, course, t));
}

/// By size where both are known, else by the reader's statement.
bool has_increased(const Course& c, const LesionCourse& course, std::size_t since, std::size_t t) {
  const std::optional<double>& then = course.at[since].size_mm;
  const std::optional<double>& now = course.at[t].size_mm;
  if (!then || !now) return states_increase(c, course, t);
  return *now > *then + c.view.constants().eps;
}

/// (b) any further increase of a non-target that was unequivocal.
bool non_targets_confirm(const Course& c, std::size_t iupd, std::size_t t, Chain& chain) {
  if (c.recist[iupd].non_target_response != word::kPd) return false;
  bool any = false;
  for (const std::size_t i : c.roles.non_targets) {
    const LesionCourse& course = c.courses[i];
    if (!is_unequivocal(c.view, course, iupd) || !has_increased(c, course, iupd, t)) continue;
    any = chain.condition(true, since(named("2.10/b", "non_target_increase", course.lesion->id), iupd));
  }
  return any;
}

bool is_measurable_size(const LesionCourse& course, std::size_t t, const Constants& constants) {
  const double limit = course.lesion->nodal ? constants.target_node_mm : constants.measurable_nonnodal_mm;
  return course.at[t].size_mm && *course.at[t].size_mm >= limit - constants.eps;
}

/// (c) the measurable new lesions grow by 5 mm together, another one by anything, or another new lesion
/// comes.
bool new_lesions_confirm(const Course& c, std::size_t iupd, std::size_t t, Chain& chain) {
  if (!c.recist[iupd].new_lesion) return false;
  const std::vector<const LesionCourse*> before = new_lesions(c, iupd);
  double then = 0;
  double now = 0;
  bool any = false;
  for (const LesionCourse* course : new_lesions(c, t)) {
    if (std::find(before.begin(), before.end(), course) == before.end()) {
      any = chain.condition(true, named("2.10/c", "another_new_lesion", course->lesion->id));
    } else if (!is_measurable_size(*course, iupd, c.view.constants())) {
      if (!has_increased(c, *course, iupd, t)) continue;
      any = chain.condition(true, since(named("2.10/c", "new_lesion_increase", course->lesion->id), iupd));
    } else if (course->at[t].size_mm) {
      then += *course->at[iupd].size_mm;
      now += *course->at[t].size_mm;
    }
  }
  if (then <= 0) return any;
  return chain.test(since(compared("2.10/c", "new_lesion_sum_since_iupd_mm", Comparison::kDifferenceAtLeast,
                                   now, then, limit_of(c.view.constants(), &Constants::pd_abs_mm), unit::kMm),
                          iupd)) ||
         any;
}

/// (d) a category that was not progression before now is.
bool other_category_confirms(const Course& c, std::size_t iupd, std::size_t t, Chain& chain) {
  const RecistAssessment& then = c.recist[iupd];
  const RecistAssessment& now = c.recist[t];
  bool any = false;
  const auto newly = [&](bool progresses, const char* category) {
    if (progresses) any = chain.condition(true, since(named("2.10/d", "another_category", category), iupd));
  };
  newly(now.target_response == word::kPd && then.target_response != word::kPd, "target");
  newly(now.non_target_response == word::kPd && then.non_target_response != word::kPd, "non-target");
  newly(now.new_lesion && !then.new_lesion, "new lesion");
  return any;
}

/// Every way is tried, so that the chain has them all.
bool is_confirmed(const Course& c, std::size_t iupd, std::size_t t, Chain& chain) {
  const bool targets = targets_confirm(c, iupd, t, chain);
  const bool non_targets = non_targets_confirm(c, iupd, t, chain);
  const bool new_ones = new_lesions_confirm(c, iupd, t, chain);
  const bool another = other_category_confirms(c, iupd, t, chain);
  return targets || non_targets || new_ones || another;
}

struct ImmuneWord {
  std::string_view response;
  const char* immune;
};
/// Without progression.
constexpr std::array<ImmuneWord, 5> kImmuneWords = {{{word::kCr, "iCR"},
                                                     {word::kPr, "iPR"},
                                                     {word::kSd, "iSD"},
                                                     {word::kNonCrNonPd, "iNON_CR_NON_UPD"},
                                                     {word::kNe, word::kNe}}};

const char* immune_word(const std::string& response) {
  const auto* const found =
      std::find_if(kImmuneWords.begin(), kImmuneWords.end(),
                   [&response](const ImmuneWord& row) { return row.response == response; });
  return found == kImmuneWords.end() ? word::kNe : found->immune;
}

/// A new lesion persists while the targets no longer progress: the guidance allows two readings.
bool allows_two_readings(const RecistAssessment& now) {
  return now.new_lesion && (now.target_response == word::kCr || now.target_response == word::kPr);
}

}  // namespace

std::vector<ImmuneResponse> irecist_course(const CaseView& view, const std::vector<LesionCourse>& courses,
                                           const std::vector<RecistAssessment>& recist) {
  const Course c{view, courses, recist, recist_roles(view, courses)};
  std::vector<ImmuneResponse> all(view.size());
  const auto decide = [&all, &view](std::size_t t, ReasonCode code, const char* response) {
    Chain(&all[t].chain, view.constants().eps).decide(named("2.10", code), response);
    all[t].response = response;
  };
  decide(view.baseline, "at_baseline", word::kBaseline);
  std::size_t iupd = view.baseline;  // the first iUPD since the last reset; the baseline when there is none
  for (std::size_t t = view.baseline + 1; t < view.size(); ++t) {
    const bool unconfirmed = iupd != view.baseline;
    if (recist[t].overall != word::kPd) {
      if (recist[t].overall != word::kNe) iupd = view.baseline;
      decide(t, "no_progression_now", immune_word(recist[t].overall));
      continue;
    }
    Chain chain(&all[t].chain, view.constants().eps);
    if (unconfirmed) chain.state(since(named("2.10", "unconfirmed_since"), iupd));
    if (unconfirmed && is_confirmed(c, iupd, t, chain)) {
      decide(t, "progression_confirmed", kConfirmed);
      break;
    }
    if (unconfirmed && allows_two_readings(recist[t])) all[t].flags.emplace_back("reader_review");
    if (!unconfirmed) iupd = t;
    decide(t, "progression_unconfirmed", kUnconfirmed);
  }
  return all;
}

}  // namespace oligard::classify
