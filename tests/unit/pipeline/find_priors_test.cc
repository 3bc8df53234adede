#include "pipeline/find_priors.h"

#include <gtest/gtest.h>

namespace oligard::pipeline {
namespace {

using State = store::PriorSearch::State;
using std::chrono::seconds;

constexpr UnixTime kBegan{seconds(1'700'000'000)};

store::PriorSearch search(int tries = 0) {
  store::PriorSearch found;
  found.started_at = kBegan;
  found.tries = tries;
  return found;
}

PriorOutcome failure(ErrorKind kind) {
  PriorOutcome outcome;
  outcome.error = Error{kind, "SOME_CODE", "some reason"};
  return outcome;
}

TEST(AfterPriorAttempt, WithoutAProblemTheObjectsArrive) {
  EXPECT_EQ(after_attempt(search(), {}, {}, kBegan).state, State::kArriving);
}

TEST(AfterPriorAttempt, PausesDoubleUpToTheLongest) {
  config::PriorSourceSettings settings;
  settings.retry_first_s = 30;
  settings.retry_max_s = 100;
  for (const auto& [tries, pause] : {std::pair(0, 30), {1, 60}, {2, 100}, {20, 100}}) {
    const auto attempt = after_attempt(search(tries), failure(ErrorKind::kUnavailable), settings, kBegan);
    EXPECT_EQ(attempt.state, State::kAsking);
    EXPECT_EQ(attempt.retry_at - kBegan, seconds(pause));
    EXPECT_EQ(attempt.code, "SOME_CODE");
  }
}

TEST(AfterPriorAttempt, TheBudgetEnds) {
  config::PriorSourceSettings settings;
  settings.retry_budget_s = 1000;
  const auto at = [&](int age) {
    return after_attempt(search(), failure(ErrorKind::kUnavailable), settings, kBegan + seconds(age)).state;
  };
  EXPECT_EQ(at(970), State::kAsking);
  EXPECT_EQ(at(971), State::kFailed);
}

TEST(AfterPriorAttempt, WhatStaysIsNotTriedAgain) {
  EXPECT_EQ(after_attempt(search(), failure(ErrorKind::kRejected), {}, kBegan).state, State::kFailed);
}

}  // namespace
}  // namespace oligard::pipeline
