#include "wording/why_clauses.h"

#include <array>
#include <cmath>

#include "oligard/classify/assessment.h"
#include "oligard/classify/phrases.h"
#include "wording/reason_words.h"

namespace oligard::wording {
namespace {

constexpr std::size_t kMostListed = 10;

bool held(const Reason& step) {
  return step.outcome == ReasonOutcome::kHolds || step.outcome == ReasonOutcome::kCaps;
}

bool has_test(const Reason& step) {
  return step.test != Comparison::kNone && step.value && step.threshold;
}

bool compares(const Reason& step) {
  return has_test(step) && step.reference.has_value();
}

/// "4.01 cm3", "22 mm", "105 days", "7".
std::string in_unit(double value, std::string_view unit) {
  if (unit == unit::kMm) return millimetres(value) + " mm";
  if (unit == unit::kMm3) return fixed(value / 1000.0, value < 1000.0 ? 3 : 2) + " cm3";
  if (unit == unit::kDays) return texts().basic.days(static_cast<int>(std::lround(value)));
  return millimetres(value);
}

/// As many digits as tell the figure from its limit.
int digits_for(double value, double limit) {
  const bool alike = fixed(value, 1) == fixed(limit, 1) && std::abs(value - limit) > 1e-7;
  return alike ? 5 : 1;
}

std::string with_sign(double value, double limit, std::string_view unit) {
  std::string text = fixed(value, digits_for(value, limit));
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return (value > 0 ? "+" : "") + text + " " + std::string(unit);
}

struct LimitWords {
  Comparison test;
  std::string_view held;
  std::string_view failed;
};
constexpr std::array<LimitWords, 11> kLimitWords = {{
    {Comparison::kAtLeast, "at least ", "below "},
    {Comparison::kAbove, "above ", "at most "},
    {Comparison::kAtMost, "at most ", "above "},
    {Comparison::kBelow, "below ", "at least "},
    {Comparison::kDifferenceAtLeast, "at least ", "below "},
    {Comparison::kChangeAtLeast, "at least ", "below "},
    {Comparison::kChangeAtMost, "a decrease of at least ", "no decrease of "},
    {Comparison::kRatioAtLeast, "at least ", "below "},
    {Comparison::kRatioAbove, "above ", "at most "},
    {Comparison::kRatioAtMost, "at most ", "above "},
    {Comparison::kRatioBelow, "below ", "at least "},
}};

std::string limit_phrase(const Reason& step, const std::string& limit) {
  for (const LimitWords& row : kLimitWords)
    if (row.test == step.test) return " (" + std::string(held(step) ? row.held : row.failed) + limit + ")";
  return {};
}

/// "+57.1 % (at least 20 %)".
std::string change_finding(const Reason& step) {
  const double limit = 100.0 * *step.threshold;
  const std::string limit_text = limit_phrase(step, millimetres(std::abs(limit)) + " %");
  const std::optional<double> change = percent_change(*step.value, *step.reference);
  return (change ? with_sign(*change, limit, "%") : "from 0") + limit_text;
}

/// "14.3 % (below 50 %)" of lesions; "2.8-fold (at least 2-fold)" of anything else.
std::string ratio_finding(const Reason& step) {
  const double ratio = *step.reference > 0 ? *step.value / *step.reference : 0;
  if (step.unit != unit::kLesions)
    return fixed(ratio, 2) + "-fold" + limit_phrase(step, millimetres(*step.threshold) + "-fold");
  const double limit = 100.0 * *step.threshold;
  return fixed(100.0 * ratio, digits_for(100.0 * ratio, limit)) + " %" +
         limit_phrase(step, millimetres(limit) + " %");
}

/// What the comparison found, with its limit.
std::string finding(const Reason& step) {
  switch (step.test) {
    case Comparison::kDifferenceAtLeast:
      return with_sign(*step.value - *step.reference, *step.threshold, step.unit) +
             limit_phrase(step, in_unit(*step.threshold, step.unit));
    case Comparison::kChangeAtLeast:
    case Comparison::kChangeAtMost:
      return change_finding(step);
    case Comparison::kRatioAtLeast:
    case Comparison::kRatioAbove:
    case Comparison::kRatioAtMost:
    case Comparison::kRatioBelow:
      return ratio_finding(step);
    default:
      return limit_phrase(step, in_unit(*step.threshold, step.unit));
  }
}

/// "size 22 mm against 14 mm on 2 Apr 2025", "progressing 1 of 7 lesions", "short axis 9 mm".
std::string compared_figures(const Reason& step, const Case& clinical_case) {
  std::string start = std::string(reason_words(step.code)) + " " + in_unit(*step.value, step.unit) +
                      on_date(step.value_timepoint, clinical_case);
  if (!step.reference) return start;
  const bool part = step.unit == unit::kLesions;
  return start + (part ? " of " : " against ") + in_unit(*step.reference, step.unit) +
         (part ? " lesions" : "") + on_date(step.reference_timepoint, clinical_case);
}

bool compares_the_same(const Reason& a, const Reason& b) {
  return compares(a) && compares(b) && reason_words(a.code) == reason_words(b.code) && a.value == b.value &&
         a.reference == b.reference && a.reference_timepoint == b.reference_timepoint;
}

bool lists_the_same(const Reason& a, const Reason& b) {
  return !a.subject.empty() && !b.subject.empty() && a.code == b.code && !has_test(a);
}

/// "N1 13 mm, first seen 11 Jul 2025".
std::string listed(const Reason& step, const Case& clinical_case) {
  std::string text = step.subject;
  if (step.value) text += " " + in_unit(*step.value, step.unit);
  const bool is_new = step.code.is_one_of(
      {"new_lesion_unequivocal", "new_lesion_first_imaged", "new_lesion_confirmed_later"});
  if (step.reference_timepoint >= 0 && is_new)
    text += ", first seen" + on_date(step.reference_timepoint, clinical_case);
  return text;
}

std::string list_clause(std::span<const Reason* const> steps, const Case& clinical_case) {
  std::vector<std::string> parts;
  for (const Reason* step : steps.first(std::min(steps.size(), kMostListed)))
    parts.push_back(listed(*step, clinical_case));
  std::string text = std::string(reason_words(steps.front()->code)) + " " + joined(parts);
  if (steps.size() > kMostListed) text += " and " + std::to_string(steps.size() - kMostListed) + " more";
  return text;
}

std::string test_clause(std::span<const Reason* const> steps, const Case& clinical_case) {
  std::string text = compared_figures(*steps.front(), clinical_case);
  for (const Reason* step : steps)
    text += (compares(*step) ? ", " : "") + finding(*step);
  return text;
}

/// A condition or fact without a limit.
std::string plain_clause(const Reason& step, const Case& clinical_case) {
  std::string text(reason_words(step.code));
  if (!step.subject.empty()) text += " (" + in_words(step.subject) + ")";
  if (step.value) text += " " + in_unit(*step.value, step.unit);
  return text + on_date(step.value_timepoint, clinical_case) +
         on_date(step.reference_timepoint, clinical_case);
}

std::size_t length_of_run(std::span<const Reason* const> steps) {
  std::size_t n = 1;
  while (n < steps.size() &&
         (compares_the_same(*steps[0], *steps[n]) || lists_the_same(*steps[0], *steps[n]))) {
    ++n;
  }
  return n;
}

std::string clause_of_cap(const Reason& step, const Case& clinical_case) {
  const Reason* const one = &step;
  return has_test(step) ? test_clause({&one, 1}, clinical_case) : plain_clause(step, clinical_case);
}

}  // namespace

std::string on_date(std::int32_t timepoint, const Case& clinical_case) {
  if (timepoint < 0 || static_cast<std::size_t>(timepoint) >= clinical_case.timepoints.size()) return {};
  return " on " + readable_date(clinical_case.timepoints[static_cast<std::size_t>(timepoint)].date);
}

std::vector<std::string> reason_clauses(std::span<const Reason* const> steps, const Case& clinical_case) {
  std::vector<std::string> clauses;
  while (!steps.empty()) {
    const std::size_t n = length_of_run(steps);
    const Reason& first = *steps.front();
    if (has_test(first)) {
      clauses.push_back(test_clause(steps.first(n), clinical_case));
    } else if (first.outcome != ReasonOutcome::kDoesNotHold) {
      clauses.push_back(first.subject.empty() ? plain_clause(first, clinical_case)
                                              : list_clause(steps.first(n), clinical_case));
    }
    steps = steps.subspan(n);
  }
  return clauses;
}

std::string cap_sentences(const std::vector<Reason>& chain, const Case& clinical_case) {
  std::string text;
  for (const Confidence level : {Confidence::kProbable, Confidence::kIndeterminate}) {
    std::vector<std::string> clauses;
    for (const Reason& step : chain) {
      if (step.outcome == ReasonOutcome::kCaps && step.confidence == level &&
          step.confidence_before != step.confidence) {
        clauses.push_back(clause_of_cap(step, clinical_case));
      }
    }
    if (!clauses.empty()) text += " At most " + to_string(level) + ": " + joined(clauses, "; ") + ".";
  }
  return text;
}

}  // namespace oligard::wording
