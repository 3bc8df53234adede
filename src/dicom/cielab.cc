#include "oligard/dicom/cielab.h"

#include <cmath>

namespace oligard::dicom {
namespace {

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// CIE 1976: the cube root, and the line that replaces it near zero.
double lightness(double ratio) {
  constexpr double kEpsilon = 216.0 / 24389.0;
  constexpr double kKappa = 24389.0 / 27.0;
  return ratio > kEpsilon ? std::cbrt(ratio) : (kKappa * ratio + 16) / 116;
}

std::uint16_t scaled(double value, double low, double range) {
  return static_cast<std::uint16_t>(std::lround((value - low) / range * 65535));
}

}  // namespace

std::vector<std::uint16_t> cielab_of(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  const double r = linear(red);
  const double g = linear(green);
  const double b = linear(blue);
  // Rows: linear sRGB to XYZ under D50, each divided by its white.
  const double x = lightness((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / 0.9642200);
  const double y = lightness(0.2225045 * r + 0.7168786 * g + 0.0606169 * b);
  const double z = lightness((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / 0.8252100);
  return {scaled(116 * y - 16, 0, 100), scaled(500 * (x - y), -128, 255), scaled(200 * (y - z), -128, 255)};
}

}  // namespace oligard::dicom
