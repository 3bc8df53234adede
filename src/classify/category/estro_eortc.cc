#include "classify/category/estro_eortc.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "classify/context/context_inputs.h"

namespace oligard::classify {
namespace {

using terms::Category;

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

/// The same word, for as long as the program runs.
std::string_view state_word(const std::string& state) {
  constexpr std::array<std::string_view, 11> kStates = {"SYNCHRONOUS_OLIGOMETASTATIC_DISEASE",
                                                        "METACHRONOUS_OLIGORECURRENCE",
                                                        "METACHRONOUS_OLIGOPROGRESSION",
                                                        "REPEAT_OLIGORECURRENCE",
                                                        "REPEAT_OLIGOPROGRESSION",
                                                        "REPEAT_OLIGOPERSISTENCE",
                                                        "INDUCED_OLIGORECURRENCE",
                                                        "INDUCED_OLIGOPROGRESSION",
                                                        "INDUCED_OLIGOPERSISTENCE",
                                                        kUndetermined,
                                                        kNotApplicable};
  const auto* const found = std::find(kStates.begin(), kStates.end(), state);
  return found == kStates.end() ? std::string_view() : *found;
}

/// An answer of the clinical context, with its source.
void state_answer(const std::string& source, RuleNumber rule, ReasonCode input, std::optional<bool> answer,
                  Chain& chain) {
  if (!answer) {
    chain.unknown(named(rule, input, "unknown"));
  } else {
    chain.condition(*answer, named(rule, input, source));
  }
}

/// Q3, as the question whether it is synchronous.
void state_months(const CaseView& view, const EstroAnswers& answers, Chain& chain) {
  constexpr ReasonCode kInput = "months_primary_to_oligometastatic";
  if (!answers.months) return chain.unknown(named("1.2/Q3", kInput, "unknown"));
  Reason step = compared("1.2/Q3", kInput, Comparison::kAtMost, *answers.months, std::nullopt,
                         limit_of(view.constants(), &Constants::synchronous_months), unit::kMonths);
  step.subject = answers.months_source;
  chain.test(std::move(step));
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
  const ContextInput<double> months = months_to_oligometastatic(view, courses);
  const TherapyOn therapy = view.therapy(t);
  EstroAnswers answers{category,
                       view.clinical_case.context.history_polymetastatic,
                       view.clinical_case.context.history_oligometastatic,
                       months.value,
                       therapy.on,
                       existing_lesions(courses, t, true)};
  answers.months_source = months.source;
  answers.therapy_source = therapy.source;
  for (std::size_t r = 0; r < t && !answers.poly; ++r) {
    const int existing = existing_lesions(courses, r, false);
    if (existing <= view.constants().polymetastatic_threshold) continue;
    answers.poly = true;
    answers.many_at = r;
    answers.many = existing;
  }
  return answers;
}

std::string explain_estro_eortc(const CaseView& view, const EstroAnswers& answers, Chain& chain) {
  const ClinicalContext& context = view.clinical_case.context;
  const Limit many = limit_of(view.constants(), &Constants::polymetastatic_threshold);
  chain.test(compared("1.2", "existing_lesions", Comparison::kAtMost, answers.existing, std::nullopt, many,
                      unit::kLesions));
  if (answers.many_at) {
    Reason step = compared("1.2/Q1", "polymetastatic_on_images", Comparison::kAbove, answers.many,
                           std::nullopt, many, unit::kLesions);
    step.value_timepoint = static_cast<std::int32_t>(*answers.many_at);
    chain.test(std::move(step));
  } else {
    state_answer(context.source_of("history_polymetastatic"), "1.2/Q1", "history_polymetastatic",
                 answers.poly, chain);
  }
  state_answer(context.source_of("history_oligometastatic"), "1.2/Q2", "history_oligometastatic",
               answers.oligo, chain);
  state_months(view, answers, chain);
  state_answer(answers.therapy_source, "1.2/Q4", "on_systemic_therapy", answers.on_therapy, chain);
  chain.condition(is_growing(answers.category),
                  named("1.2/Q5", "growing", std::string(word_of(answers.category))));
  std::string state = estro_eortc_state(answers, view.constants());
  chain.decide(named("1.2", "estro_eortc_state"), state_word(state));
  return state;
}

}  // namespace oligard::classify
