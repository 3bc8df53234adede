#include "measure/row_index.h"

#include <algorithm>

namespace oligard::measure {

std::vector<Row> rows_of(std::span<const Run> runs) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (rows.empty() || rows.back().slice != runs[i].slice || rows.back().row != runs[i].row)
      rows.push_back({runs[i].slice, runs[i].row, i, i});
    rows.back().end = i + 1;
  }
  return rows;
}

RowIndex::RowIndex(const Mask& mask) : runs_(mask.runs), rows_(rows_of(mask.runs)) {
  if (runs_.empty()) return;
  first_slice_ = runs_.front().slice;
  const auto slices = static_cast<std::size_t>(runs_.back().slice - first_slice_) + 1;
  slice_begin_.reserve(slices + 1);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    while (slice_begin_.size() <= static_cast<std::size_t>(rows_[i].slice - first_slice_))
      slice_begin_.push_back(i);
  }
  slice_begin_.push_back(rows_.size());
}

std::span<const Run> RowIndex::row(std::int32_t slice, std::int32_t row) const {
  const std::int64_t at = std::int64_t{slice} - first_slice_;
  if (at < 0 || at + 1 >= static_cast<std::int64_t>(slice_begin_.size())) return {};
  const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(slice_begin_[static_cast<std::size_t>(at)]);
  const auto end =
      rows_.begin() + static_cast<std::ptrdiff_t>(slice_begin_[static_cast<std::size_t>(at) + 1]);
  const auto found =
      std::lower_bound(begin, end, row, [](const Row& r, std::int32_t value) { return r.row < value; });
  if (found == end || found->row != row) return {};
  return runs_.subspan(found->begin, found->end - found->begin);
}

bool RowIndex::contains(std::int32_t slice, std::int32_t row_number, std::int32_t column) const {
  const std::span<const Run> runs = row(slice, row_number);
  const auto after = std::upper_bound(runs.begin(), runs.end(), column,
                                      [](std::int32_t value, const Run& run) { return value < run.column; });
  return after != runs.begin() && column < std::prev(after)->column + std::prev(after)->length;
}

}  // namespace oligard::measure
