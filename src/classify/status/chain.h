// Collects the steps of a verdict while it is found: a rule asks through the chain, so that what is recorded
// is what was decided by.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "oligard/classify/reason.h"
#include "oligard/classify/rules.h"

namespace oligard::classify {

/// A threshold with the name it has in the rule book.
struct Limit {
  std::string_view constant;
  double value = 0;
};
[[nodiscard]] Limit limit_of(const Constants& constants, double Constants::*member);
[[nodiscard]] Limit limit_of(const Constants& constants, int Constants::*member);

/// One verdict's steps. Without a place to put them (`silent`) the answers are the same.
class Chain {
 public:
  Chain(std::vector<Reason>* steps, double eps) : steps_(steps), eps_(eps) {}
  [[nodiscard]] static Chain silent(double eps) { return {nullptr, eps}; }

  /// Does the comparison, records it as holding or not, and returns the answer.
  bool test(Reason reason);
  /// Records a condition and returns it.
  bool condition(bool holds, Reason reason);
  void state(Reason reason);
  void unknown(Reason reason);
  void decide(Reason reason, std::string_view result,
              std::optional<terms::Confidence> confidence = std::nullopt);
  /// Lowers `confidence` to at most `most`, and records both.
  void cap(terms::Confidence& confidence, terms::Confidence most, Reason reason);
  /// The same when its test holds; says whether it did.
  bool cap_if_holds(terms::Confidence& confidence, terms::Confidence most, Reason reason);

 private:
  void add(Reason&& reason) {
    if (steps_ != nullptr) steps_->push_back(std::move(reason));
  }

  std::vector<Reason>* steps_;
  double eps_;
};

/// Figures against a limit, for Chain::test.
[[nodiscard]] Reason compared(RuleNumber rule, ReasonCode code, Comparison test, double value,
                              std::optional<double> reference, const Limit& limit, std::string_view unit);
/// A step with a name only.
[[nodiscard]] Reason named(RuleNumber rule, ReasonCode code, std::string subject = {});
/// A step with a figure.
[[nodiscard]] Reason figure(RuleNumber rule, ReasonCode code, std::optional<double> value,
                            std::string_view unit);
/// The same step with a reference time point.
[[nodiscard]] Reason since(Reason reason, std::size_t timepoint);

}  // namespace oligard::classify
