// What organ masks add on synthetic patients.
#include <gtest/gtest.h>

#include "unit/match/cohort.h"

namespace oligard::match::test {
namespace {

constexpr int kPatients = 5;

LinkScore run(const char* name, CohortOptions options, bool organs) {
  options.organs = organs;
  LinkScore sum;
  for (const std::uint64_t seed : {1, 2})
    sum.add(run_cohort(seed, kPatients, options));
  print(name, sum);
  return sum;
}

TEST(OrganCohort, OrganMasksImproveHardPatients) {
  const LinkScore without = run("hard, without organs", {.level = hard()}, false);
  const LinkScore with = run("hard, with organs", {.level = hard()}, true);
  EXPECT_GE(with.f1(), without.f1());
  EXPECT_LE(with.failed_pairs, without.failed_pairs);
}

TEST(OrganCohort, OrganMasksHelpFewLesionsMost) {
  const CohortOptions few{.level = hard(), .min_lesions = 2, .max_lesions = 6};
  const LinkScore without = run("2-6, without organs", few, false);
  const LinkScore with = run("2-6, with organs", few, true);
  EXPECT_GT(with.recall(), without.recall());
  EXPECT_GT(with.f1(), without.f1());
  EXPECT_LT(with.failed_pairs, without.failed_pairs);
}

}  // namespace
}  // namespace oligard::match::test
