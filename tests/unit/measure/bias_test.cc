// The bias table of docs/measurement-definitions.md. `OLIGARD_PRINT_BIAS=1 test_measure --gtest_filter=Bias*`
// prints it.
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <optional>

#include <gtest/gtest.h>

#include "measure/slice_axes.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

constexpr double kLengths[] = {10, 14, 20, 28, 40, 57, 80};
constexpr double kAspects[] = {1, 1.1, 1.25, 1.5, 2, 2.5, 3};

struct Bias {
  testing::Spread long_axis, short_axis;
};

/// In mean pixels, over random offsets and, unless one is given, angles.
Bias bias_of(Convention convention, double length, double aspect, double sx, double sy, int samples,
             std::optional<double> angle = std::nullopt) {
  testing::Random random(static_cast<std::uint64_t>(1000 * length + 10 * aspect));
  const double pixel = std::sqrt(sx * sy);
  Bias bias;
  for (int i = 0; i < samples; ++i) {
    const double a = 0.5 * length * pixel;
    const testing::Ellipsoid shape{a, a / aspect, 0, angle.value_or(random.uniform(0, std::numbers::pi))};
    const Mask mask = digitise(shape, sx, sy, 1, random.offset());
    const SliceOutlines outlines(mask);
    const CaliperResult axes = measure_slice(outlines.slices()[0], {sx, sy}, convention).axes;
    bias.long_axis.add((axes.length_mm - 2 * a) / pixel);
    bias.short_axis.add((axes.width_mm - 2 * a / aspect) / pixel);
  }
  return bias;
}

void print_table(Convention convention, const char* name, std::optional<double> angle = std::nullopt) {
  std::printf("\n%s\n| length |", name);
  for (const double aspect : kAspects)
    std::printf(" %.2f |", aspect);
  std::printf("\n");
  for (const double length : kLengths) {
    std::printf("| %.0f |", length);
    for (const double aspect : kAspects) {
      const Bias bias = bias_of(convention, length, aspect, 1, 1, 400, angle);
      std::printf(" %+.2f / %+.2f |", bias.long_axis.mean(), bias.short_axis.mean());
    }
    std::printf("\n");
  }
}

TEST(Bias, CalibratedIsWithinTwoTenthsOfAPixelInEveryClass) {
  for (const double length : kLengths) {
    for (const double aspect : kAspects) {
      const Bias bias = bias_of(Convention::kCalibrated, length, aspect, 1, 1, 150);
      EXPECT_NEAR(bias.long_axis.mean(), 0, 0.2) << length << " " << aspect;
      EXPECT_NEAR(bias.short_axis.mean(), 0, 0.2) << length << " " << aspect;
    }
  }
}

TEST(Bias, CalibratedHoldsAlongRowsAndDiagonals) {
  for (const double length : kLengths) {
    for (const double aspect : kAspects) {
      for (const double degrees : {0.0, 45.0}) {
        const double angle = degrees * std::numbers::pi / 180;
        const Bias bias = bias_of(Convention::kCalibrated, length, aspect, 1, 1, 100, angle);
        EXPECT_NEAR(bias.long_axis.mean(), 0, 0.3) << length << " " << aspect << " " << degrees;
        EXPECT_NEAR(bias.short_axis.mean(), 0, 0.3) << length << " " << aspect << " " << degrees;
      }
    }
  }
}

TEST(Bias, CalibratedHoldsOnOblongPixels) {
  for (const double length : {14.0, 28.0, 57.0}) {
    for (const double aspect : {1.0, 1.5, 3.0}) {
      const Bias bias = bias_of(Convention::kCalibrated, length, aspect, 0.7, 1.4, 150);
      EXPECT_NEAR(bias.long_axis.mean(), 0, 0.3) << length << " " << aspect;
      EXPECT_NEAR(bias.short_axis.mean(), 0, 0.3) << length << " " << aspect;
    }
  }
}

TEST(Bias, PlainRulesAreBiasedAsPublished) {
  EXPECT_LT(bias_of(Convention::kCentre, 20, 3, 1, 1, 150).long_axis.mean(), -0.7);
  EXPECT_GT(bias_of(Convention::kEdge, 40, 1, 1, 1, 150).long_axis.mean(), 0.7);
}

TEST(Bias, PrintsTheTable) {
  if (std::getenv("OLIGARD_PRINT_BIAS") == nullptr)
    GTEST_SKIP() << "set OLIGARD_PRINT_BIAS to print the table";
  print_table(Convention::kCalibrated, "calibrated");
  print_table(Convention::kCalibrated, "calibrated, along the rows", 0);
  print_table(Convention::kCentre, "centre");
  print_table(Convention::kEdge, "edge");
}

}  // namespace
}  // namespace oligard::measure
