#include "classify/context/context_inputs.h"

namespace oligard::classify {
namespace {

using terms::Category;

template <class T>
ContextInput<T> given(const ClinicalContext& context, const std::string& field,
                      const std::optional<T>& value) {
  if (!value) return {};
  return {value, context.source_of(field)};
}

/// An earlier follow-up was STABLE or RESPONSE under the first profile (3.6).
ContextInput<bool> initial_control(const CaseView& view, const std::vector<TimePointAssessment>& all,
                                   std::size_t t) {
  const Case& clinical_case = view.clinical_case;
  const ClinicalContext& context = clinical_case.context;
  if (context.initial_control) return given(context, "initial_control", context.initial_control);
  if (clinical_case.evaluated_profiles.empty()) return {};
  for (std::size_t r = 0; r < t; ++r) {
    const auto earlier = all[r].profiles.find(clinical_case.evaluated_profiles.front());
    if (earlier == all[r].profiles.end()) continue;
    const Category category = earlier->second.category;
    if (category == Category::kStable || category == Category::kResponse) return {true, source::kImage};
  }
  return {};
}

}  // namespace

ContextInput<bool> history_polymetastatic(const CaseView& view, const std::vector<LesionCourse>& courses,
                                          std::size_t t) {
  const ClinicalContext& context = view.clinical_case.context;
  if (context.history_polymetastatic)
    return given(context, "history_polymetastatic", context.history_polymetastatic);
  for (std::size_t r = 0; r < t; ++r)
    if (existing_lesions(courses, r, false) > view.constants().polymetastatic_threshold)
      return {true, source::kImage};
  return {};
}

ContextInput<double> months_to_oligometastatic(const CaseView& view,
                                               const std::vector<LesionCourse>& courses) {
  const ClinicalContext& context = view.clinical_case.context;
  if (context.months_primary_to_oligometastatic)
    return given(context, "months_primary_to_oligometastatic", context.months_primary_to_oligometastatic);
  if (!context.primary_diagnosis_date) return {};
  const Date primary = *context.primary_diagnosis_date;
  if (context.oligometastatic_diagnosis_date)
    return {months_between(primary, *context.oligometastatic_diagnosis_date),
            context.source_of("oligometastatic_diagnosis_date")};
  for (std::size_t t = 0; t < view.size(); ++t) {
    if (existing_lesions(courses, t, true) == 0) continue;
    const Date seen = view.timepoint(t).date;
    if (seen < primary) return {};
    return {months_between(primary, seen), source::kAssumed};
  }
  return {};
}

ContextInputs context_inputs(const CaseView& view, const std::vector<LesionCourse>& courses,
                             const std::vector<TimePointAssessment>& all, std::size_t t) {
  const ClinicalContext& context = view.clinical_case.context;
  const TherapyOn therapy = view.therapy(t);
  ContextInputs inputs;
  inputs.on_systemic_therapy = {therapy.on, therapy.source};
  inputs.initial_control = initial_control(view, all, t);
  inputs.history_polymetastatic = history_polymetastatic(view, courses, t);
  inputs.history_oligometastatic = given(context, "history_oligometastatic", context.history_oligometastatic);
  inputs.months_primary_to_oligometastatic = months_to_oligometastatic(view, courses);
  return inputs;
}

}  // namespace oligard::classify
