// Slices shifted sideways (tilted gantry): which of their voxels lie one behind the other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "oligard/base/geometry.h"
#include "oligard/base/mask.h"

namespace oligard {

/// By how many whole columns and rows the slices of a grid are shifted against its slice 0. Voxels of two
/// slices lie one behind the other along the slice direction, within half a pixel, when their indices plus
/// these shifts are equal. A regular grid has none.
class SliceShifts {
 public:
  explicit SliceShifts(const Grid& grid);

  [[nodiscard]] bool empty() const { return columns_.empty(); }
  [[nodiscard]] std::int32_t column(std::int32_t slice) const {
    return empty() ? 0 : columns_[static_cast<std::size_t>(slice)];
  }
  [[nodiscard]] std::int32_t row(std::int32_t slice) const {
    return empty() ? 0 : rows_[static_cast<std::size_t>(slice)];
  }

  /// The runs with the shifts added: in the same order, on indices that slices have in common.
  [[nodiscard]] std::vector<Run> aligned(std::span<const Run> runs) const;

 private:
  std::vector<std::int32_t> columns_;  ///< empty when no slice is shifted
  std::vector<std::int32_t> rows_;
};

}  // namespace oligard
