#include "classify/status/probability.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace oligard::classify {
namespace {

TEST(Probability, EqualSizesAreAsLikelyToGrowAsNot) {
  EXPECT_DOUBLE_EQ(probability_of_growth({20, 1}, {20, 3}), 0.5);
  EXPECT_NEAR(probability_of_growth({20 + 1.959964, 0}, {20, 1}), 0.975, 1e-6);
  EXPECT_DOUBLE_EQ(probability_of_growth({20, 0}, {19.9, 0}), 1);
  EXPECT_NEAR(probability_of_growth({18, 1}, {20, 1}), 1 - probability_of_growth({20, 1}, {18, 1}), 1e-12);
}

TEST(Probability, AtTheLimitProgressionIsAsLikelyAsNot) {
  const Constants constants;
  EXPECT_NEAR(probability_of_progression({60, 1}, {50, 0}, constants), 0.5, 1e-12);
  EXPECT_NEAR(probability_of_progression({15, 1}, {10, 0}, constants), 0.5, 1e-12);
  EXPECT_DOUBLE_EQ(probability_of_progression({60, 0}, {50, 0}, constants), 1) << "both limits are inclusive";
  EXPECT_DOUBLE_EQ(probability_of_progression({59.9, 0}, {50, 0}, constants), 0);
}

TEST(Probability, ProgressionAgreesWithDrawnSizes) {
  const Constants constants;
  std::mt19937_64 generator(7);
  std::normal_distribution<double> normal;
  const struct {
    UncertainSize now, reference;
  } cases[] = {{{29, 1.8}, {25, 1.5}}, {{33, 2}, {25, 1.5}}, {{14, 0.9}, {10, 0.6}}, {{6, 2}, {2, 1.5}}};
  for (const auto& c : cases) {
    int hits = 0;
    constexpr int kDraws = 200000;
    for (int i = 0; i < kDraws; ++i) {
      const double before = std::max(0.0, c.reference.value + c.reference.sd * normal(generator));
      const double after = c.now.value + c.now.sd * normal(generator);
      hits += after >= before * 1.2 && after >= before + 5 ? 1 : 0;
    }
    EXPECT_NEAR(probability_of_progression(c.now, c.reference, constants), hits / double(kDraws), 0.004);
  }
}

TEST(Probability, ReadersAndMasksBothCount) {
  const Constants constants;
  EXPECT_NEAR(uncertain_diameter(20, 0, constants).sd, 20 * constants.size_cv, 1e-12);
  EXPECT_NEAR(uncertain_diameter(20, 1, constants).sd, std::hypot(1, 20 * constants.size_cv), 1e-12);
  EXPECT_NEAR(uncertain_volume(1000, 0, 0.39).sd, 1000 * 0.39 / 2.77, 1e-9);
  EXPECT_NEAR(uncertain_volume(1000, 200, 0.24).sd, std::hypot(200, 1000 * 0.24 / 2.77), 1e-9);
}

}  // namespace
}  // namespace oligard::classify
