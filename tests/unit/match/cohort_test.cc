#include "unit/match/cohort.h"

#include <algorithm>
#include <cstdio>

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
  EXPECT_GE(run("medium", {.level = medium()}).f1(), 0.995);
}

TEST(Cohort, HardIsLinked) {
  EXPECT_GE(run("hard", {.level = hard()}).f1(), 0.97);
}

TEST(Cohort, HardWithFortyLesionsIsLinked) {
  EXPECT_GE(run("hard, 40", {.level = hard(), .min_lesions = 40, .max_lesions = 40}).f1(), 0.975);
}

TEST(Cohort, TrueTrackingUidsAreFollowed) {
  for (const Level& level : {easy(), medium(), hard()}) {
    const LinkScore s = run("true UIDs", {.level = level, .split_share = 0, .uids = Uids::kTrue});
    EXPECT_EQ(s.right, s.wanted);
    EXPECT_EQ(s.gap_right, s.gap_wanted);
  }
}

TEST(Cohort, MisleadingTrackingUidsDoNoHarm) {
  for (const Level& level : {easy(), medium(), hard()}) {
    for (const Uids uids : {Uids::kShuffledCounter, Uids::kCounterByHeight}) {
      CohortOptions options{.level = level, .uids = uids};
      const LinkScore misled = run("misleading UIDs", options);
      options.hide_uids = true;
      EXPECT_GE(misled.f1(), run("the same without", options).f1() - 0.001);
    }
  }
}

TEST(Cohort, OneFrameOfReferenceIsUsed) {
  EXPECT_GE(run("one frame, medium", {.level = medium(), .same_frame = true}).f1(), 0.99);
}

TEST(Cohort, FewLesionsAreRarelyLinkedWrongly) {
  const LinkScore s = run("1-3 lesions, hard", {.level = hard(), .min_lesions = 1, .max_lesions = 3});
  EXPECT_GE(s.precision(), 0.9);
  EXPECT_GE(s.sure_precision(), 0.99);
}

// Two patients are not one: what registers is refused, or at least flagged.
TEST(Cohort, WrongPatientsAreRejected) {
  for (const auto& [name, level] : {std::pair{"easy", easy()}, {"medium", medium()}, {"hard", hard()}}) {
    int tried = 0;
    int accepted = 0;
    int confident = 0;
    for (std::uint64_t i = 0; i < 150; ++i) {
      const Patient one = make_patient(40000 + i, {.level = level});
      const Patient two = make_patient(50000 + i, {.level = level});
      const auto graph = match_lesions({one.timepoints[0], two.timepoints[1]}, {"P"});
      ASSERT_TRUE(graph);
      ++tried;
      accepted += graph->registrations[0].accepted ? 1 : 0;
      confident +=
          std::any_of(graph->links.begin(), graph->links.end(), [](const Link& l) { return !l.ambiguous; })
              ? 1
              : 0;
    }
    std::printf("wrong patient, %-6s   accepted %d of %d, with a confident link %d\n", name, accepted, tried,
                confident);
    EXPECT_LE(accepted, tried * 2 / 100);
    EXPECT_EQ(confident, 0);
  }
}

TEST(Cohort, HardWithoutBoundariesIsLinked) {
  EXPECT_GE(run("hard, no boundaries", {.level = hard(), .boundaries = false}).f1(), 0.95);
}

}  // namespace
}  // namespace oligard::match::test
