// Image values to shades of grey.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::pipeline {

/// Values from which on all is black, and from which on all is white.
struct GreyWindow {
  double black = 0, white = 1;
};

/// What lies outside of the image.
inline constexpr float kOutside = std::numeric_limits<float>::quiet_NaN();

/// CT: lung, bone or soft tissue, by the organ. Others: from the darkest to the brightest values shown, PET
/// with the brightest black.
[[nodiscard]] GreyWindow window_for(const std::string& modality, const std::string& organ,
                                    std::span<const float> values);

/// Outside is black.
[[nodiscard]] std::vector<std::uint8_t> to_grey(std::span<const float> values, const GreyWindow& window);

/// Bilinear, at a continuous index of a slice; kOutside beyond the outermost pixels.
[[nodiscard]] float interpolated(std::span<const float> values, const Grid& grid, const Vec3& index);

}  // namespace oligard::pipeline
