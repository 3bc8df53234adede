// Finding a row's runs in a mask.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::measure {

/// The runs [begin, end) of one row of a mask.
struct Row {
  std::int32_t slice, row;
  std::size_t begin, end;
};

/// The rows that have runs, in order. O(runs).
[[nodiscard]] std::vector<Row> rows_of(std::span<const Run> runs);

/// Finds rows that are asked for in order: all questions together take O(rows).
class RowCursor {
 public:
  RowCursor(std::span<const Run> runs, std::span<const Row> rows) : runs_(runs), rows_(rows) {}

  /// Runs of one row, by column; empty when the row has none.
  [[nodiscard]] std::span<const Run> row(std::int32_t slice, std::int32_t row) {
    while (at_ < rows_.size() &&
           (rows_[at_].slice < slice || (rows_[at_].slice == slice && rows_[at_].row < row)))
      ++at_;
    if (at_ == rows_.size() || rows_[at_].slice != slice || rows_[at_].row != row) return {};
    return runs_.subspan(rows_[at_].begin, rows_[at_].end - rows_[at_].begin);
  }

 private:
  std::span<const Run> runs_;
  std::span<const Row> rows_;
  std::size_t at_ = 0;
};

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
  std::span<const Run> runs_;
  std::vector<Row> rows_;
  std::int32_t first_slice_ = 0;
  std::vector<std::size_t>
      slice_begin_;  ///< first of rows_ for each slice from first_slice_, and one past the last
};

}  // namespace oligard::measure
