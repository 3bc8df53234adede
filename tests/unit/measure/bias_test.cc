// The bias table of docs/measurement-definitions.md, which says how to print it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>

#include <gtest/gtest.h>

#include "measure/slice_axes.h"
#include "unit/measure/solids.h"

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
    Vec3 offset = random.offset();
    offset.z = 0;
    const double turned = angle ? *angle : random.uniform(0, std::numbers::pi);
    const Mask mask = digitise(testing::ellipse(a, a / aspect, turned), {sx, sy, 1}, offset);
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

/// The largest bias of several classes.
struct Worst {
  double long_axis = 0, short_axis = 0;
  void add(const Bias& bias) { add({std::abs(bias.long_axis.mean()), std::abs(bias.short_axis.mean())}); }
  void add(const Worst& other) {
    long_axis = std::max(long_axis, other.long_axis);
    short_axis = std::max(short_axis, other.short_axis);
  }
};

/// Of all angles, for one class.
Worst worst_bias(double length, double aspect, double sx, double sy, int samples) {
  Worst worst;
  for (int degrees = 0; degrees < 180; degrees += 5) {
    worst.add(
        bias_of(Convention::kCalibrated, length, aspect, sx, sy, samples, degrees * std::numbers::pi / 180));
  }
  return worst;
}

TEST(Bias, CalibratedIsWithinThreeTenthsAtEveryAngle) {
  for (const double length : kLengths) {
    for (const double aspect : kAspects) {
      const Worst worst = worst_bias(length, aspect, 1, 1, 60);
      EXPECT_LT(worst.long_axis, 0.3) << length << " " << aspect;
      EXPECT_LT(worst.short_axis, 0.3) << length << " " << aspect;
    }
  }
}

struct Pixel {
  double x, y;
};

class OblongPixels : public ::testing::TestWithParam<Pixel> {};

TEST_P(OblongPixels, CalibratedIsWithinTwoTenthsOfAPixelInEveryClass) {
  const auto [x, y] = GetParam();
  for (const double length : kLengths) {
    for (const double aspect : kAspects) {
      const Bias bias = bias_of(Convention::kCalibrated, length, aspect, x, y, 200);
      EXPECT_NEAR(bias.long_axis.mean(), 0, 0.2) << length << " " << aspect;
      EXPECT_NEAR(bias.short_axis.mean(), 0, 0.25) << length << " " << aspect;
    }
  }
}

TEST_P(OblongPixels, CalibratedHoldsAtEveryAngle) {
  const auto [x, y] = GetParam();
  for (const double length : kLengths) {
    for (const double aspect : kAspects) {
      const Worst worst = worst_bias(length, aspect, x, y, 60);
      EXPECT_LT(worst.long_axis, 0.35) << length << " " << aspect;
      EXPECT_LT(worst.short_axis, 0.5) << length << " " << aspect;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Bias, OblongPixels,
                         ::testing::Values(Pixel{1, 1.5}, Pixel{1.5, 1}, Pixel{0.7, 1.4}, Pixel{2, 1}));

TEST(Bias, PlainRulesAreBiasedAsPublished) {
  EXPECT_LT(bias_of(Convention::kCentre, 20, 3, 1, 1, 150).long_axis.mean(), -0.7);
  EXPECT_GT(bias_of(Convention::kEdge, 40, 1, 1, 1, 150).long_axis.mean(), 0.7);
}

TEST(Bias, DISABLED_PrintsTheTable) {
  print_table(Convention::kCalibrated, "calibrated");
  print_table(Convention::kCalibrated, "calibrated, along the rows", 0);
  print_table(Convention::kCentre, "centre");
  print_table(Convention::kEdge, "edge");
  for (const auto [x, y] :
       {Pixel{1, 1}, Pixel{1, 1.25}, Pixel{1, 1.5}, Pixel{1, 2}, Pixel{2, 1}, Pixel{1, 3}}) {
    Worst mean, at_an_angle;
    for (const double length : kLengths) {
      for (const double aspect : kAspects) {
        mean.add(bias_of(Convention::kCalibrated, length, aspect, x, y, 2000));
        at_an_angle.add(worst_bias(length, aspect, x, y, 400));
      }
    }
    std::printf("| %g × %g | %.2f / %.2f | %.2f / %.2f |\n", x, y, mean.long_axis, mean.short_axis,
                at_an_angle.long_axis, at_an_angle.short_axis);
  }
}

}  // namespace
}  // namespace oligard::measure
