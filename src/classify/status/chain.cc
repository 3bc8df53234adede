#include "classify/status/chain.h"

#include <algorithm>

namespace oligard::classify {
namespace {

using terms::Confidence;

template <class Table, class Member>
std::string_view name_in(const Table& table, Member member) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.member == member; });
  return found == table.end() ? std::string_view() : std::string_view(found->name);
}

bool compare(Comparison test, double value, double reference, double threshold, double eps) {
  switch (test) {
    case Comparison::kNone:
      return false;
    case Comparison::kAtLeast:
      return value >= threshold - eps;
    case Comparison::kAbove:
      return value > threshold + eps;
    case Comparison::kAtMost:
      return value <= threshold + eps;
    case Comparison::kBelow:
      return value < threshold - eps;
    case Comparison::kDifferenceAtLeast:
      return value - reference >= threshold - eps;
    case Comparison::kChangeAtLeast:
      return reference > 0 ? value / reference - 1.0 >= threshold - eps : value > 0;
    case Comparison::kChangeAtMost:
      return reference > 0 && value / reference - 1.0 <= threshold + eps;
    case Comparison::kRatioAtLeast:
      return reference > 0 && value / reference >= threshold - eps;
    case Comparison::kRatioAbove:
      return reference > 0 && value / reference > threshold + eps;
    case Comparison::kRatioAtMost:
      return reference > 0 && value / reference <= threshold + eps;
    case Comparison::kRatioBelow:
      return reference > 0 && value / reference < threshold - eps;
  }
  return false;
}

bool needs_reference(Comparison test) {
  return test >= Comparison::kDifferenceAtLeast;
}

}  // namespace

std::string_view to_string(ReasonOutcome outcome) {
  switch (outcome) {
    case ReasonOutcome::kStates:
      return "states";
    case ReasonOutcome::kHolds:
      return "holds";
    case ReasonOutcome::kDoesNotHold:
      return "does_not_hold";
    case ReasonOutcome::kUnknown:
      return "unknown";
    case ReasonOutcome::kCaps:
      return "caps";
    case ReasonOutcome::kDecides:
      return "decides";
  }
  return {};
}

std::string_view to_string(Comparison test) {
  switch (test) {
    case Comparison::kNone:
      return {};
    case Comparison::kAtLeast:
      return "at_least";
    case Comparison::kAbove:
      return "above";
    case Comparison::kAtMost:
      return "at_most";
    case Comparison::kBelow:
      return "below";
    case Comparison::kDifferenceAtLeast:
      return "difference_at_least";
    case Comparison::kChangeAtLeast:
      return "change_at_least";
    case Comparison::kChangeAtMost:
      return "change_at_most";
    case Comparison::kRatioAtLeast:
      return "ratio_at_least";
    case Comparison::kRatioAbove:
      return "ratio_above";
    case Comparison::kRatioAtMost:
      return "ratio_at_most";
    case Comparison::kRatioBelow:
      return "ratio_below";
  }
  return {};
}

bool holds(const Reason& reason, double eps) {
  if (!reason.value || !reason.threshold) return false;
  if (needs_reference(reason.test) && !reason.reference) return false;
  return compare(reason.test, *reason.value, reason.reference.value_or(0), *reason.threshold, eps);
}

Limit limit_of(const Constants& constants, double Constants::*member) {
  return {name_in(kRealConstants, member), constants.*member};
}

Limit limit_of(const Constants& constants, int Constants::*member) {
  return {name_in(kCountConstants, member), static_cast<double>(constants.*member)};
}

bool Chain::test(Reason reason) {
  const bool answer = holds(reason, eps_);
  return condition(answer, std::move(reason));
}

bool Chain::condition(bool holds, Reason reason) {
  reason.outcome = holds ? ReasonOutcome::kHolds : ReasonOutcome::kDoesNotHold;
  add(std::move(reason));
  return holds;
}

void Chain::state(Reason reason) {
  reason.outcome = ReasonOutcome::kStates;
  add(std::move(reason));
}

void Chain::unknown(Reason reason) {
  reason.outcome = ReasonOutcome::kUnknown;
  add(std::move(reason));
}

void Chain::decide(Reason reason, std::string_view result, std::optional<Confidence> confidence) {
  reason.outcome = ReasonOutcome::kDecides;
  reason.result = result;
  reason.confidence = confidence;
  add(std::move(reason));
}

void Chain::cap(Confidence& confidence, Confidence most, Reason reason) {
  reason.outcome = ReasonOutcome::kCaps;
  reason.confidence_before = confidence;
  confidence = std::min(confidence, most);
  reason.confidence = confidence;
  add(std::move(reason));
}

bool Chain::cap_if_holds(Confidence& confidence, Confidence most, Reason reason) {
  if (!holds(reason, eps_)) return false;
  cap(confidence, most, std::move(reason));
  return true;
}

Reason compared(RuleNumber rule, ReasonCode code, Comparison test, double value,
                std::optional<double> reference, const Limit& limit, std::string_view unit) {
  Reason reason;
  reason.rule = rule;
  reason.code = code;
  reason.test = test;
  reason.value = value;
  reason.reference = reference;
  reason.threshold = limit.value;
  reason.constant = limit.constant;
  reason.unit = unit;
  return reason;
}

Reason named(RuleNumber rule, ReasonCode code, std::string subject) {
  Reason reason;
  reason.rule = rule;
  reason.code = code;
  reason.subject = std::move(subject);
  return reason;
}

Reason figure(RuleNumber rule, ReasonCode code, std::optional<double> value, std::string_view unit) {
  Reason reason = named(rule, code);
  reason.value = value;
  reason.unit = unit;
  return reason;
}

Reason since(Reason reason, std::size_t timepoint) {
  reason.reference_timepoint = static_cast<std::int32_t>(timepoint);
  return reason;
}

}  // namespace oligard::classify
