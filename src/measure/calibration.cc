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
// Oblong pixels, an axis along their sides.
constexpr double kOblongLongFactor = 0.71, kOblongLongDecay = 1.8;
constexpr double kOblongSideFactor = 0.46, kOblongSideDecay = 3.8;
constexpr double kOblongAcrossFactor = 2.46, kOblongAcrossPower = -0.44;
constexpr double kOblongWidth = 11 * std::numbers::pi / 180;
constexpr double kThinDecay = 2;

/// Side of the pixel seen along a direction: the pixel's own side along its axes.
double side_along(Vec2 direction, PixelSize pixel) {
  return std::hypot(direction.x * pixel.x, direction.y * pixel.y);
}

/// Angle between the lattice's nearer direction and the normal of the rows that end the shape in this
/// direction, 0 to 45 degrees.
double angle_to_rows(Vec2 direction, PixelSize pixel) {
  const double x = std::abs(direction.x) * pixel.x;
  const double y = std::abs(direction.y) * pixel.y;
  return std::atan2(std::min(x, y), std::max(x, y));
}

double bell(double angle, double width) {
  return std::exp(-angle * angle / (width * width));
}

/// Tips that point along rows or columns end flat, and are missed by more than others.
double along_rows(double a, double excess, double angle) {
  return kAlongRowsFactor * std::pow(a, kAlongRowsPower) * (1 - std::exp(-kAlongRowsDecay * excess)) *
         (bell(angle, kAlongRowsWidth) - kAlongRowsMean);
}

/// What oblong pixels add to both axes, pixels. `oblong` is positive when the long axis lies along the longer
/// side of a pixel, negative across it.
Shortfall of_oblong(double oblong, double b, double excess, double angle) {
  const double weight = bell(angle, kOblongWidth) * std::abs(oblong);
  if (oblong < 0) return {0, kOblongAcrossFactor * std::pow(b, kOblongAcrossPower) * weight};
  return {kOblongLongFactor * (1 - std::exp(-kOblongLongDecay * excess)) * weight,
          -kOblongSideFactor * (1 - std::exp(-kOblongSideDecay * excess)) * weight};
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
  const double along = side_along(direction, pixel);
  const double across = side_along({-direction.y, direction.x}, pixel);
  const double a = ellipse.major_mm / side;
  const double b = ellipse.minor_mm / side;
  const double thin = std::exp(-kThinDecay * b * b * b);
  const double side_long = mix(side, along, thin);
  const double side_short = mix(side, across, thin);
  if (b < 1e-6) return {side_long, side_short};

  const double radius = b * b / a;
  const double excess = a / b - 1;
  const double angle = angle_to_rows(direction, pixel);
  const double oblong = (along * along - across * across) / (along * along + across * across);
  const Shortfall more = of_oblong(oblong, b, excess, angle);
  const double long_pixels =
      mix(kTipFactor * std::pow(radius, kTipPower), kDiscLongFactor * std::pow(radius, kDiscLongPower),
          std::exp(-kDiscLongDecay * excess)) +
      along_rows(a, excess, angle) + more.long_mm;
  const double short_pixels =
      mix(kSideFactor * std::pow(a, kSidePower), kDiscSideFactor * std::pow(a, kDiscSidePower),
          std::exp(-kDiscSideDecay * excess)) +
      more.short_mm;
  // A voxel has no more than half its side beyond its centre at either end.
  return {std::clamp(side_long * long_pixels, 0.0, std::max(side, along)),
          std::clamp(side_short * mix(short_pixels, 1, thin), 0.0, std::max(side, across))};
}

}  // namespace oligard::measure
