#include "classify/status/probability.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace oligard::classify {
namespace {

// A repeatability coefficient is 1.96 · √2 standard deviations of one measurement.
constexpr double kRepeatability = 2.77;
// Simpson's rule over the reference, in standard deviations.
constexpr double kReach = 4.0;
constexpr int kSteps = 24;

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double normal_pdf(double z) {
  return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
}

double probability_above(const UncertainSize& size, double limit) {
  if (size.sd <= 0) return size.value >= limit ? 1 : 0;
  return normal_cdf((size.value - limit) / size.sd);
}

}  // namespace

UncertainSize uncertain_diameter(double size_mm, double mask_sd_mm, const Constants& constants) {
  return {size_mm, std::hypot(mask_sd_mm, constants.size_cv * size_mm)};
}

UncertainSize uncertain_volume(double volume_mm3, double mask_sd_mm3, double repeatability) {
  return {volume_mm3, std::hypot(mask_sd_mm3, repeatability / kRepeatability * volume_mm3)};
}

double probability_of_growth(const UncertainSize& now, const UncertainSize& reference) {
  const double sd = std::hypot(now.sd, reference.sd);
  return probability_above({now.value - reference.value, sd}, 0);
}

double probability_of_progression(const UncertainSize& now, const UncertainSize& reference,
                                  const Constants& constants) {
  const auto limit = [&](double from) {
    return std::max(from * (1 + constants.pd_rel), from + constants.pd_abs_mm);
  };
  if (reference.sd <= 0) return probability_above(now, limit(reference.value));
  constexpr double step = 2 * kReach / kSteps;
  double sum = 0;
  double weights = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = -kReach + i * step;
    const bool is_end = i == 0 || i == kSteps;
    const double weight = (is_end ? 1 : 2 + 2 * (i % 2)) * normal_pdf(z);
    sum += weight * probability_above(now, limit(std::max(0.0, reference.value + z * reference.sd)));
    weights += weight;
  }
  return sum / weights;
}

}  // namespace oligard::classify
