// What organ masks add on synthetic patients.
#include <gtest/gtest.h>

#include "unit/match/cohort.h"

namespace oligard::match::test {
namespace {

constexpr int kPatients = 12;

LinkScore run(const char* name, CohortOptions options, bool organs) {
  options.organs = organs;
  LinkScore sum;
  for (const std::uint64_t seed : {1, 2})
    sum.add(run_cohort(seed, kPatients, options));
  print(name, sum);
  return sum;
}

TEST(OrganCohort, OrganMasksImproveMediumAndHard) {
  for (const Level& level : {medium(), hard()}) {
    const LinkScore without = run("without organs", {.level = level}, false);
    const LinkScore with = run("with organs", {.level = level}, true);
    EXPECT_GE(with.f1(), without.f1());
    EXPECT_LE(with.failed_pairs, without.failed_pairs);
  }
}

TEST(OrganCohort, OrganMasksHelpFewLesionsMost) {
  const CohortOptions few{.level = hard(), .min_lesions = 2, .max_lesions = 6};
  const LinkScore without = run("2-6, without organs", few, false);
  const LinkScore with = run("2-6, with organs", few, true);
  EXPECT_GE(with.recall(), without.recall());
  EXPECT_GE(with.f1(), without.f1());
  EXPECT_GE(with.sure_precision(), 0.99);
}

}  // namespace
}  // namespace oligard::match::test
