// The comparisons that every threshold goes through, at their limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case.h"
#include "oligard/classify/phrases.h"
#include "oligard/classify/reason.h"

namespace oligard::classify {
namespace {

constexpr double kEps = 1e-9;

struct Row {
  Comparison test;
  double value;
  double reference;
  double threshold;
  bool holds;
};

Reason reason_of(const Row& row) {
  Reason reason;
  reason.test = row.test;
  reason.value = row.value;
  reason.reference = row.reference;
  reason.threshold = row.threshold;
  return reason;
}

TEST(Comparisons, AtBelowAndAboveTheLimit) {
  const std::vector<Row> rows = {
      {Comparison::kNone, 1, 1, 1, false},
      {Comparison::kAtLeast, 10, 0, 10, true},
      {Comparison::kAtLeast, 9.9, 0, 10, false},
      {Comparison::kAbove, 10, 0, 10, false},
      {Comparison::kAbove, 10.1, 0, 10, true},
      {Comparison::kAtMost, 10, 0, 10, true},
      {Comparison::kAtMost, 10.1, 0, 10, false},
      {Comparison::kBelow, 10, 0, 10, false},
      {Comparison::kBelow, 9.9, 0, 10, true},
      {Comparison::kDifferenceAtLeast, 25, 20, 5, true},
      {Comparison::kDifferenceAtLeast, 24.9, 20, 5, false},
      {Comparison::kChangeAtLeast, 24, 20, 0.2, true},
      {Comparison::kChangeAtLeast, 23.9, 20, 0.2, false},
      {Comparison::kChangeAtLeast, 0.1, 0, 0.2, true},
      {Comparison::kChangeAtLeast, 0, 0, 0.2, false},
      {Comparison::kChangeAtMost, 14, 20, -0.3, true},
      {Comparison::kChangeAtMost, 14.1, 20, -0.3, false},
      {Comparison::kChangeAtMost, 0, 0, -0.3, false},
      {Comparison::kRatioAtLeast, 3, 1.5, 2, true},
      {Comparison::kRatioAtLeast, 2.9, 1.5, 2, false},
      {Comparison::kRatioAtLeast, 3, 0, 2, false},
      {Comparison::kRatioAbove, 1, 2, 0.5, false},
      {Comparison::kRatioAbove, 2, 3, 0.5, true},
      {Comparison::kRatioAbove, 2, 0, 0.5, false},
      {Comparison::kRatioAtMost, 3, 10, 0.3, true},
      {Comparison::kRatioAtMost, 4, 10, 0.3, false},
      {Comparison::kRatioAtMost, 0, 0, 0.3, false},
      {Comparison::kRatioBelow, 1, 2, 0.5, false},
      {Comparison::kRatioBelow, 1, 3, 0.5, true},
      {Comparison::kRatioBelow, 0, 0, 0.5, false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(holds(reason_of(row), kEps), row.holds)
        << to_string(row.test) << " " << row.value << " " << row.reference << " " << row.threshold;
  }
}

TEST(Comparisons, MissingFiguresFail) {
  for (int i = 0; i < 12; ++i) {
    const Row row{static_cast<Comparison>(i), 30, 20, 0.1, true};
    Reason without_value = reason_of(row);
    without_value.value.reset();
    EXPECT_FALSE(holds(without_value, kEps)) << to_string(row.test);
    Reason without_threshold = reason_of(row);
    without_threshold.threshold.reset();
    EXPECT_FALSE(holds(without_threshold, kEps)) << to_string(row.test);
    Reason without_reference = reason_of(row);
    without_reference.reference.reset();
    const bool needs_none = row.test <= Comparison::kBelow;
    EXPECT_EQ(holds(without_reference, kEps), needs_none && holds(reason_of(row), kEps))
        << to_string(row.test);
  }
}

TEST(Phrases, NumbersWithoutASignedZero) {
  EXPECT_EQ(fixed(-0.04, 1), "0.0");
  EXPECT_EQ(fixed(0.04, 1), "0.0");
  EXPECT_EQ(fixed(-0.06, 1), "-0.1");
  EXPECT_EQ(signed_percent(-0.04, 1), "0.0 %");
  EXPECT_EQ(signed_percent(0.06, 1), "+0.1 %");
  EXPECT_EQ(signed_percent(-12.0, 0), "-12 %");
  EXPECT_EQ(millimetres(12.0), "12");
  EXPECT_EQ(millimetres(12.5), "12.5");
}

TEST(Phrases, NothingIsFoundUnderAnUnknownName) {
  EXPECT_EQ(find_timepoint(Case{}, "TP0"), nullptr);
  EXPECT_EQ(find_lesion(Case{}, "L01"), nullptr);
}

}  // namespace
}  // namespace oligard::classify
