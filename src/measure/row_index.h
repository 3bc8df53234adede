// Finding a row's runs in a mask.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::measure {

/// Keeps a view of the mask: the mask must outlive it.
class RowIndex {
 public:
  /// O(runs).
  explicit RowIndex(const Mask& mask);

  /// Runs of one row, by column; empty when the row has none. O(log rows of the slice).
  [[nodiscard]] std::span<const Run> row(std::int32_t slice, std::int32_t row) const;

  /// O(log runs).
  [[nodiscard]] bool contains(std::int32_t slice, std::int32_t row, std::int32_t column) const;

 private:
  struct Row {
    std::int32_t slice, row;
    std::size_t begin, end;
  };
  std::span<const Run> runs_;
  std::vector<Row> rows_;
  std::int32_t first_slice_ = 0;
  std::vector<std::size_t>
      slice_begin_;  ///< first of rows_ for each slice from first_slice_, and one past the last
};

}  // namespace oligard::measure
