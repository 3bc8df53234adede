#include "measure/calibration.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace oligard::measure {
namespace {

// Fitted to digitised ellipses of 5 to 80 pixels and aspect 1 to 3; pixels, i.e. units of the mean pixel
// side.
constexpr double kTipFactor = 0.87, kTipPower = -0.30;
constexpr double kDiscLongFactor = 0.81, kDiscLongPower = -0.62, kDiscLongDecay = 9;
constexpr double kSideFactor = 0.705, kSidePower = -0.40;
constexpr double kDiscSideFactor = 0.88, kDiscSidePower = -0.28, kDiscSideDecay = 12;
constexpr double kAlongRowsFactor = 0.095, kAlongRowsPower = 0.40, kAlongRowsDecay = 3.2;
constexpr double kAlongRowsWidth = 7 * std::numbers::pi / 180;
constexpr double kAlongRowsMean =
    0.138;  // of the bell over all directions: what is added near the rows is taken here
constexpr double kThinDecay = 2;
constexpr double kMost = 1;  // a voxel has no more than half a pixel beyond its centre at either end

/// Side of the pixel seen along a direction: the pixel's own side along its axes.
double side_along(Vec2 direction, PixelSize pixel) {
  return std::hypot(direction.x * pixel.x, direction.y * pixel.y);
}

/// Angle to the nearer of the grid's two directions, 0 to 45 degrees.
double angle_to_rows(Vec2 direction) {
  const double x = std::abs(direction.x);
  const double y = std::abs(direction.y);
  return std::atan2(std::min(x, y), std::max(x, y));
}

/// Tips that point along rows or columns end flat, and are missed by more than others.
double along_rows(double a, double excess, Vec2 direction) {
  const double turned = angle_to_rows(direction) / kAlongRowsWidth;
  return kAlongRowsFactor * std::pow(a, kAlongRowsPower) * (1 - std::exp(-kAlongRowsDecay * excess)) *
         (std::exp(-turned * turned) - kAlongRowsMean);
}

double mix(double a, double b, double share_of_b) {
  return a + share_of_b * (b - a);
}

}  // namespace

MomentEllipse moment_ellipse(std::span<const Run> runs, PixelSize pixel) {
  const Run& origin = runs.front();
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (const Run& run : runs) {
    const double length = run.length;
    const double middle = run.column - origin.column + 0.5 * (length - 1);
    const double y = run.row - origin.row;
    n += length;
    sx += length * middle;
    sy += length * y;
    sxx += length * (middle * middle + (length * length - 1) / 12);
    syy += length * y * y;
    sxy += length * middle * y;
  }
  const double xx = (sxx / n - sx / n * (sx / n)) * pixel.x * pixel.x;
  const double yy = (syy / n - sy / n * (sy / n)) * pixel.y * pixel.y;
  const double xy = (sxy / n - sx / n * (sy / n)) * pixel.x * pixel.y;
  const double mean = 0.5 * (xx + yy);
  const double spread = std::hypot(0.5 * (xx - yy), xy);
  return {2 * std::sqrt(std::max(0.0, mean + spread)), 2 * std::sqrt(std::max(0.0, mean - spread))};
}

Shortfall expected_shortfall(const MomentEllipse& ellipse, Vec2 direction, PixelSize pixel) {
  const double side = std::sqrt(pixel.x * pixel.y);
  const double a = ellipse.major_mm / side;
  const double b = ellipse.minor_mm / side;
  const double thin = std::exp(-kThinDecay * b * b * b);
  const double side_long = mix(side, side_along(direction, pixel), thin);
  const double side_short = mix(side, side_along({-direction.y, direction.x}, pixel), thin);
  if (b < 1e-6) return {side_long, side_short};

  const double radius = b * b / a;
  const double excess = a / b - 1;
  const double long_pixels =
      mix(kTipFactor * std::pow(radius, kTipPower), kDiscLongFactor * std::pow(radius, kDiscLongPower),
          std::exp(-kDiscLongDecay * excess)) +
      along_rows(a, excess, direction);
  const double short_pixels =
      mix(kSideFactor * std::pow(a, kSidePower), kDiscSideFactor * std::pow(a, kDiscSidePower),
          std::exp(-kDiscSideDecay * excess));
  return {side_long * std::clamp(long_pixels, 0.0, kMost),
          side_short * std::min(kMost, mix(short_pixels, kMost, thin))};
}

}  // namespace oligard::measure
