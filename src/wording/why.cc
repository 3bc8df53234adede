#include "wording/why.h"

#include <algorithm>
#include <array>

#include "oligard/classify/phrases.h"
#include "wording/reason_words.h"
#include "wording/why_clauses.h"

namespace oligard::wording {
namespace {

/// The step that gave the verdict: the last decision, or the last with that code.
const Reason* decision_of(const std::vector<Reason>& chain, ReasonCode code = {}) {
  const auto found = std::find_if(chain.rbegin(), chain.rend(), [code](const Reason& step) {
    return step.outcome == ReasonOutcome::kDecides && (code.empty() || step.code == code);
  });
  return found == chain.rend() ? nullptr : &*found;
}

template <class Wanted>
std::vector<const Reason*> steps_of(const std::vector<Reason>& chain, Wanted wanted) {
  std::vector<const Reason*> steps;
  for (const Reason& step : chain) {
    const bool said = step.outcome != ReasonOutcome::kDecides && step.outcome != ReasonOutcome::kCaps;
    if (said && wanted(step)) steps.push_back(&step);
  }
  return steps;
}

std::string sentence(const std::string& head, const std::vector<std::string>& clauses) {
  return head + (clauses.empty() ? "" : ": " + joined(clauses, "; ")) + ".";
}

/// Steps whose figures a person needs. What failed on the way is left out where a later rule decided on more.
bool tells_of_lesion(const Reason& step, const Reason& decision) {
  if (step.outcome != ReasonOutcome::kDoesNotHold) return true;
  if (step.code == "node_below_pathological" || step.rule == "3.4/13") return false;
  if (decision.rule == "3.4/14") return step.rule != "3.4/11";
  return step.code != "volume_from_base_change";
}

/// What the conclusion says already, or what holds for nearly every patient.
bool tells_of_category(const Reason& step) {
  const bool trivial = step.code == "not_evaluable_share" && step.value == 0.0;
  return !trivial && step.outcome != ReasonOutcome::kUnknown && step.rule != "3.6" &&
         !step.code.is_one_of({"known_lesions", "progressing_lesions", "drift_lesions", "assessable_lesions",
                               "systemic_therapy", "initial_control"});
}

bool tells_of_recist(const Reason& step, bool compared) {
  if (step.code.is_one_of({"target_sum", "target_sum_incomplete"})) return !compared;
  return step.code != "targets_gone" || step.outcome == ReasonOutcome::kHolds;
}

/// "systemic therapy: yes (config)", "earlier disease control: RESPONSE on 2 Apr 2025 (image)".
std::vector<std::string> definition_inputs(const std::vector<Reason>& chain, const Case& clinical_case) {
  std::vector<std::string> inputs;
  for (const Reason& step : chain) {
    if (!step.code.is_one_of({"systemic_therapy", "initial_control"})) continue;
    std::string answer = step.outcome == ReasonOutcome::kUnknown ? "not known"
                         : step.outcome == ReasonOutcome::kHolds ? "yes"
                                                                 : "no";
    if (!step.result.empty()) answer = step.result;
    answer += on_date(step.reference_timepoint, clinical_case);
    if (step.outcome != ReasonOutcome::kUnknown) answer += " (" + step.subject + ")";
    inputs.push_back(std::string(reason_words(step.code)) + ": " + answer);
  }
  return inputs;
}

/// "1 of 7 lesions, OLIGOPROGRESSION".
std::string scenario_words(const Reason& step) {
  std::string text = std::string(reason_words(step.code)) + " " + millimetres(step.value.value_or(0)) +
                     " of " + millimetres(step.reference.value_or(0)) + " lesions, " +
                     std::string(step.result);
  return step.subject.empty() ? text : text + " (" + in_words(step.subject) + ")";
}

/// The three scenarios of 3.6, in one clause when they agree.
std::string scenarios(const std::vector<Reason>& chain) {
  std::vector<std::string> parts;
  std::string_view category;
  bool agree = true;
  for (const Reason& step : chain) {
    if (!step.code.is_one_of({"scenario_min", "scenario_base", "scenario_max"})) continue;
    agree = agree && (parts.empty() || step.result == category);
    category = step.result;
    parts.push_back(scenario_words(step));
  }
  if (parts.empty()) return {};
  return agree ? " Best, counted and worst case agree." : " Progressing in the " + joined(parts, "; ") + ".";
}

}  // namespace

std::string why_lesion(const Story& story, const LesionAssessment& lesion) {
  const Reason* decision = decision_of(lesion.chain);
  if (decision == nullptr) return {};
  const auto steps =
      steps_of(lesion.chain, [&](const Reason& step) { return tells_of_lesion(step, *decision); });
  return sentence("Why (rule " + std::string(decision->rule.view()) + ", " +
                      std::string(reason_words(decision->code)) + ")",
                  reason_clauses(steps, story.clinical_case)) +
         (lesion.reader ? std::string() : cap_sentences(lesion.chain, story.clinical_case));
}

std::string why_recist(const Story& story) {
  const std::vector<Reason>& chain = story.now().recist.chain;
  const Reason* overall = nullptr;
  for (const ReasonCode code :
       {ReasonCode("table_1"), ReasonCode("table_2"), ReasonCode("progression_after_complete_response")})
    if (const Reason* found = decision_of(chain, code)) overall = found;
  if (overall == nullptr) return {};
  const bool compared = std::any_of(chain.begin(), chain.end(), [](const Reason& step) {
    return step.code.is_one_of({"sum_from_nadir_change", "sum_from_nadir_mm", "sum_from_baseline_change"});
  });
  const auto steps = steps_of(chain, [&](const Reason& step) { return tells_of_recist(step, compared); });
  std::vector<std::string> clauses = reason_clauses(steps, story.clinical_case);
  if (const Reason* best = decision_of(chain, "best_response")) {
    clauses.push_back(std::string(reason_words(best->code)) + " " + std::string(best->result) +
                      on_date(best->reference_timepoint, story.clinical_case));
  }
  return sentence(
      "Why (RECIST 1.1, " + std::string(reason_words(overall->code)) + ", " + overall->subject + ")",
      clauses);
}

std::string why_category(const Story& story, const std::string& profile) {
  const auto found = story.now().profiles.find(profile);
  if (found == story.now().profiles.end()) return {};
  const std::vector<Reason>& chain = found->second.chain;
  const Reason* decision = decision_of(chain);
  if (decision == nullptr || found->second.category == Category::kSingleTimepoint) return {};
  std::vector<std::string> clauses = reason_clauses(steps_of(chain, tells_of_category), story.clinical_case);
  for (std::string& input : definition_inputs(chain, story.clinical_case))
    clauses.push_back(std::move(input));
  return sentence("Why (profile " + profile + ", step " + std::string(decision->rule.view()) + ")", clauses) +
         scenarios(chain) + cap_sentences(chain, story.clinical_case);
}

}  // namespace oligard::wording
