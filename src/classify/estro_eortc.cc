#include "classify/estro_eortc.h"

#include <algorithm>

namespace oligard::classify {
namespace {

constexpr const char* kUndetermined = "UNDETERMINED";
constexpr const char* kNotApplicable = "NOT_APPLICABLE";

bool is_growing(Category category) {
  return category == Category::kOligoprogression || category == Category::kLimitedProgression;
}

bool applies_to(Category category) {
  return is_growing(category) || category == Category::kStable || category == Category::kResponse;
}

/// Rows 4-6 and 7-9 share their shape: the prefix says which.
std::string by_therapy(const EstroAnswers& answers, const std::string& prefix, bool may_persist) {
  if (!answers.on_therapy) return kUndetermined;
  const bool growing = is_growing(answers.category);
  if (!*answers.on_therapy) return growing ? prefix + "OLIGORECURRENCE" : kNotApplicable;
  if (growing) return prefix + "OLIGOPROGRESSION";
  return may_persist ? prefix + "OLIGOPERSISTENCE" : kNotApplicable;
}

/// Rows 1-3.
std::string de_novo(const EstroAnswers& answers, const Constants& constants) {
  if (!answers.months) return kUndetermined;
  if (*answers.months <= constants.synchronous_months + constants.eps)
    return "SYNCHRONOUS_OLIGOMETASTATIC_DISEASE";
  if (!answers.on_therapy) return kUndetermined;
  return *answers.on_therapy ? "METACHRONOUS_OLIGOPROGRESSION" : "METACHRONOUS_OLIGORECURRENCE";
}

int existing_at(const std::vector<LesionCourse>& courses, std::size_t t, bool with_not_evaluable) {
  return static_cast<int>(std::count_if(courses.begin(), courses.end(), [&](const LesionCourse& course) {
    return exists_at(course, t) &&
           (with_not_evaluable || course.assessment(t)->status != LesionStatus::kNotEvaluable);
  }));
}

}  // namespace

std::string estro_eortc_state(const EstroAnswers& answers, const Constants& constants) {
  if (!applies_to(answers.category)) return kNotApplicable;
  if (!answers.poly) return kUndetermined;
  const bool few = answers.existing >= 1 && answers.existing <= constants.polymetastatic_threshold;
  if (*answers.poly) return by_therapy(answers, "INDUCED_", few);
  if (!few) return kNotApplicable;
  if (!answers.oligo) return kUndetermined;
  return *answers.oligo ? by_therapy(answers, "REPEAT_", true) : de_novo(answers, constants);
}

EstroAnswers estro_answers(const CaseView& view, const std::vector<LesionCourse>& courses, Category category,
                           std::size_t t) {
  const ClinicalContext& context = view.clinical_case.context;
  EstroAnswers answers{category,
                       context.history_polymetastatic,
                       context.history_oligometastatic,
                       context.months_primary_to_oligometastatic,
                       context.on_systemic_therapy,
                       existing_at(courses, t, true)};
  for (std::size_t r = 0; r < t && !answers.poly; ++r) {
    if (existing_at(courses, r, false) > view.constants().polymetastatic_threshold) answers.poly = true;
  }
  return answers;
}

}  // namespace oligard::classify
