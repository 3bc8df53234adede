// A stack of images averaged to voxels of about 4 mm, enough to register by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oligard/base/geometry.h"
#include "oligard/base/result.h"
#include "oligard/registration/image_stack.h"

namespace oligard::registration {

/// Averages of the pixels of each voxel. Columns change fastest, then rows, then slices.
struct CoarseVolume {
  std::string modality;
  Grid grid;                       ///< regular
  std::vector<float> values;       ///< HU of a CT, clamped to [-1000, 1000]; of an MR 0 … 1000 between its
                                   ///< darkest and brightest hundredth
  std::vector<std::uint8_t> seen;  ///< 1 where pixels were
  std::vector<std::uint8_t> body;  ///< 1 inside the patient: largest bright part, filled slice by slice

  [[nodiscard]] std::size_t at(int column, int row, int slice) const {
    return (static_cast<std::size_t>(slice) * static_cast<std::size_t>(grid.rows) +
            static_cast<std::size_t>(row)) *
               static_cast<std::size_t>(grid.columns) +
           static_cast<std::size_t>(column);
  }
};

/// Reads the pixels a slice at a time; the volume at full resolution is never held. Errors: those of
/// load::read_image_values, IMAGE_REGISTRATION_FEW_SLICES, IMAGE_REGISTRATION_TOO_LARGE,
/// IMAGE_REGISTRATION_NO_BODY.
[[nodiscard]] Result<CoarseVolume> read_coarse_volume(const ImageStack& stack);

}  // namespace oligard::registration
