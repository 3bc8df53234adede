// Colours of DICOM objects.
#pragma once

#include <cstdint>
#include <vector>

namespace oligard::dicom {

/// Recommended Display CIELab Value (0062,000D) of an sRGB colour: L*, a*, b* of the profile connection space
/// (white D50), scaled to 16 bits (PS3.3 C.10.7.1.1). sRGB as in IEC 61966-2-1, adapted from D65 by
/// Bradford's matrix.
[[nodiscard]] std::vector<std::uint16_t> cielab_of(std::uint8_t red, std::uint8_t green, std::uint8_t blue);

}  // namespace oligard::dicom
