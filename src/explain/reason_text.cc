#include "explain/reason_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace oligard::explain {
namespace {

using classify::Comparison;
using classify::Reason;
using classify::ReasonOutcome;

/// To a thousandth, without zeros at the end.
std::string figure(double value) {
  std::array<char, 48> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::round(value * 1000.0) / 1000.0 + 0.0);
  return {buffer.data(), end.ptr};
}

struct Operator {
  Comparison test;
  const char* between;  ///< value and reference
  const char* against;  ///< the threshold
};
constexpr std::array<Operator, 11> kOperators = {{
    {Comparison::kAtLeast, "", ">="},
    {Comparison::kAbove, "", ">"},
    {Comparison::kAtMost, "", "<="},
    {Comparison::kBelow, "", "<"},
    {Comparison::kDifferenceAtLeast, " - ", ">="},
    {Comparison::kChangeAtLeast, " / ", ">= 1"},
    {Comparison::kChangeAtMost, " / ", "<= 1"},
    {Comparison::kRatioAtLeast, " / ", ">="},
    {Comparison::kRatioAbove, " / ", ">"},
    {Comparison::kRatioAtMost, " / ", "<="},
    {Comparison::kRatioBelow, " / ", "<"},
}};

std::string at(const classify::Case& clinical_case, std::int32_t timepoint) {
  const auto t = static_cast<std::size_t>(timepoint);
  if (timepoint < 0 || t >= clinical_case.timepoints.size()) return {};
  return " (" + clinical_case.timepoints[t].id + ")";
}

std::string with_unit(const Reason& reason, double value, std::int32_t timepoint,
                      const classify::Case& clinical_case) {
  return figure(value) + (reason.unit.empty() ? "" : " " + std::string(reason.unit)) +
         at(clinical_case, timepoint);
}

std::string comparison(const Reason& reason, const classify::Case& clinical_case) {
  std::string text;
  const auto* found = std::find_if(kOperators.begin(), kOperators.end(),
                                   [&reason](const Operator& row) { return row.test == reason.test; });
  const bool has_test = found != kOperators.end();
  if (reason.value) text += with_unit(reason, *reason.value, reason.value_timepoint, clinical_case);
  if (reason.reference) {
    text += has_test && *found->between != '\0' ? found->between : " of ";
    text += with_unit(reason, *reason.reference, reason.reference_timepoint, clinical_case);
  }
  if (!reason.threshold || !has_test) return text;
  const bool is_change =
      reason.test == Comparison::kChangeAtLeast || reason.test == Comparison::kChangeAtMost;
  const char* sign = *reason.threshold < 0 ? " - " : " + ";
  text += " " + std::string(found->against) +
          (is_change ? sign + figure(std::abs(*reason.threshold)) : " " + figure(*reason.threshold));
  return reason.constant.empty() ? text : text + " (" + std::string(reason.constant) + ")";
}

std::string step_in_words(const Reason& reason, const classify::Case& clinical_case) {
  std::string code(reason.code.view());
  std::replace(code.begin(), code.end(), '_', ' ');
  std::string text = std::string(reason.rule.view()) + " " + code;
  if (!reason.subject.empty()) text += " " + reason.subject;
  if (const std::string compared = comparison(reason, clinical_case); !compared.empty())
    text += ": " + compared;
  if (reason.outcome == ReasonOutcome::kStates) return text;
  std::string outcome(to_string(reason.outcome));
  std::replace(outcome.begin(), outcome.end(), '_', ' ');
  text += ", " + outcome;
  if (!reason.result.empty()) text += " " + std::string(reason.result);
  if (reason.confidence) text += " " + to_string(*reason.confidence);
  return text;
}

}  // namespace

std::vector<std::string> steps_in_words(const std::vector<Reason>& chain,
                                        const classify::Case& clinical_case) {
  std::vector<std::string> steps;
  steps.reserve(chain.size());
  for (const Reason& reason : chain)
    steps.push_back(step_in_words(reason, clinical_case));
  return steps;
}

}  // namespace oligard::explain
