#include "unit/match/cohort.h"

#include <gtest/gtest.h>

namespace oligard::match::test {
namespace {

constexpr int kPatients = 20;
constexpr std::uint64_t kCohorts[] = {1, 2, 3};

LinkScore run(const char* name, const CohortOptions& options) {
  LinkScore sum;
  for (const std::uint64_t seed : kCohorts)
    sum.add(run_cohort(seed, kPatients, options));
  print(name, sum);
  return sum;
}

TEST(Cohort, EasyIsLinked) {
  EXPECT_GE(run("easy", {.level = easy()}).f1(), 0.999);
}

TEST(Cohort, MediumIsLinked) {
  EXPECT_GE(run("medium", {.level = medium()}).f1(), 0.99);
}

TEST(Cohort, HardIsLinked) {
  EXPECT_GE(run("hard", {.level = hard()}).f1(), 0.95);
}

TEST(Cohort, HardWithFortyLesionsIsLinked) {
  EXPECT_GE(run("hard, 40", {.level = hard(), .min_lesions = 40, .max_lesions = 40}).f1(), 0.95);
}

TEST(Cohort, HardWithoutBoundariesIsLinked) {
  EXPECT_GE(run("hard, no boundaries", {.level = hard(), .boundaries = false}).f1(), 0.95);
}

}  // namespace
}  // namespace oligard::match::test
