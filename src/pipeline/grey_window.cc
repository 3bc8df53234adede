#include "pipeline/grey_window.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace oligard::pipeline {
namespace {

/// Hounsfield units.
constexpr GreyWindow kSoftTissue = {-160, 240};
constexpr GreyWindow kLung = {-1350, 150};
constexpr GreyWindow kBone = {-450, 1050};
constexpr double kLowShare = 0.01, kHighShare = 0.995;

double quantile(std::vector<float>& values, double share) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

GreyWindow window_for(const std::string& modality, const std::string& organ, std::span<const float> values) {
  if (modality == "CT") {
    if (organ == "lung" || organ == "pleura") return kLung;
    return organ == "bone" ? kBone : kSoftTissue;
  }
  std::vector<float> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known),
               [](float value) { return std::isfinite(value); });
  if (known.empty()) return {};
  GreyWindow window{quantile(known, kLowShare), quantile(known, kHighShare)};
  if (window.white <= window.black) window.white = window.black + 1;
  if (modality == "PT") std::swap(window.black, window.white);
  return window;
}

std::vector<std::uint8_t> to_grey(std::span<const float> values, const GreyWindow& window) {
  std::vector<std::uint8_t> grey;
  grey.reserve(values.size());
  for (const float value : values) {
    const double share = (value - window.black) / (window.white - window.black);
    const bool is_known = std::isfinite(value);
    grey.push_back(is_known ? static_cast<std::uint8_t>(std::lround(255 * std::clamp(share, 0.0, 1.0))) : 0);
  }
  return grey;
}

float interpolated(std::span<const float> values, const Grid& grid, const Vec3& index) {
  if (!(index.x >= -0.5) || !(index.y >= -0.5) || !(index.x <= grid.columns - 0.5) ||
      !(index.y <= grid.rows - 0.5))
    return kOutside;
  const double x = std::clamp(index.x, 0.0, grid.columns - 1.0);
  const double y = std::clamp(index.y, 0.0, grid.rows - 1.0);
  const int left = std::min(static_cast<int>(x), std::max(grid.columns - 2, 0));
  const int top = std::min(static_cast<int>(y), std::max(grid.rows - 2, 0));
  const int right = std::min(left + 1, grid.columns - 1);
  const int bottom = std::min(top + 1, grid.rows - 1);
  const auto at = [&](int column, int row) {
    return static_cast<double>(values[static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                                      static_cast<std::size_t>(column)]);
  };
  const double fx = x - left, fy = y - top;
  return static_cast<float>((1 - fy) * ((1 - fx) * at(left, top) + fx * at(right, top)) +
                            fy * ((1 - fx) * at(left, bottom) + fx * at(right, bottom)));
}

}  // namespace oligard::pipeline
