#include "classify/irecist.h"

#include <algorithm>

#include "classify/recist.h"
#include "classify/words.h"

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
bool targets_confirm(const Course& c, std::size_t since, std::size_t t) {
  const std::optional<double>& then = c.recist[since].target_sum_mm;
  const std::optional<double>& now = c.recist[t].target_sum_mm;
  return c.recist[since].target_response == word::kPd && then && now &&
         grew_by(*now, *then, c.view.constants().pd_abs_mm, c.view.constants().eps);
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
bool non_targets_confirm(const Course& c, std::size_t since, std::size_t t) {
  if (c.recist[since].non_target_response != word::kPd) return false;
  return std::any_of(c.roles.non_targets.begin(), c.roles.non_targets.end(), [&](std::size_t i) {
    const LesionCourse& course = c.courses[i];
    return is_unequivocal(c.view, course, since) && has_increased(c, course, since, t);
  });
}

bool is_measurable_size(const LesionCourse& course, std::size_t t, const Constants& constants) {
  const double limit = course.lesion->nodal ? constants.target_node_mm : constants.measurable_nonnodal_mm;
  return course.at[t].size_mm && *course.at[t].size_mm >= limit - constants.eps;
}

/// (c) the measurable new lesions grow by 5 mm together, another one by anything, or another new lesion
/// comes.
bool new_lesions_confirm(const Course& c, std::size_t since, std::size_t t) {
  if (!c.recist[since].new_lesion) return false;
  const std::vector<const LesionCourse*> before = new_lesions(c, since);
  double then = 0;
  double now = 0;
  for (const LesionCourse* course : new_lesions(c, t)) {
    if (std::find(before.begin(), before.end(), course) == before.end()) return true;
    if (!is_measurable_size(*course, since, c.view.constants())) {
      if (has_increased(c, *course, since, t)) return true;
    } else if (course->at[t].size_mm) {
      then += *course->at[since].size_mm;
      now += *course->at[t].size_mm;
    }
  }
  return grew_by(now, then, c.view.constants().pd_abs_mm, c.view.constants().eps);
}

/// (d) a category that was not progression before now is.
bool other_category_confirms(const Course& c, std::size_t since, std::size_t t) {
  const RecistAssessment& then = c.recist[since];
  const RecistAssessment& now = c.recist[t];
  const auto newly = [](const auto& before, const auto& after) {
    return after == word::kPd && before != word::kPd;
  };
  return newly(then.target_response, now.target_response) ||
         newly(then.non_target_response, now.non_target_response) || (now.new_lesion && !then.new_lesion);
}

bool is_confirmed(const Course& c, std::size_t since, std::size_t t) {
  return targets_confirm(c, since, t) || non_targets_confirm(c, since, t) ||
         new_lesions_confirm(c, since, t) || other_category_confirms(c, since, t);
}

std::string immune_word(const std::string& response) {
  return response == word::kNonCrNonPd ? "iNON_CR_NON_UPD"
         : response == word::kNe       ? word::kNe
                                       : "i" + response;
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
  all[view.baseline].response = word::kBaseline;
  std::size_t since = view.baseline;  // the first iUPD since the last reset; the baseline when there is none
  for (std::size_t t = view.baseline + 1; t < view.size(); ++t) {
    const bool unconfirmed = since != view.baseline;
    if (recist[t].overall != word::kPd) {
      if (recist[t].overall != word::kNe) since = view.baseline;
      all[t].response = immune_word(recist[t].overall);
      continue;
    }
    if (unconfirmed && is_confirmed(c, since, t)) {
      all[t].response = kConfirmed;
      break;
    }
    if (unconfirmed && allows_two_readings(recist[t])) all[t].flags.emplace_back("reader_review");
    if (!unconfirmed) since = t;
    all[t].response = kUnconfirmed;
  }
  return all;
}

}  // namespace oligard::classify
