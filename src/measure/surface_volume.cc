#include "measure/surface_volume.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "measure/cell_volumes.h"
#include "measure/row_index.h"
#include "oligard/base/slice_shifts.h"

namespace oligard::measure {
namespace {

/// Four rows around a row of cells: this and the next row of two slices.
using RowQuad = std::array<std::span<const Run>, 4>;

/// What the row of cells encloses. Between two run ends all cells are alike.
std::int64_t parts_between(const RowQuad& rows) {
  constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();
  std::array<std::size_t, 4> at{};
  std::array<std::int32_t, 4> next{};
  for (std::size_t k = 0; k < 4; ++k)
    next[k] = rows[k].empty() ? kNever : rows[k][0].column;
  std::int64_t parts = 0;
  unsigned before = 0;
  std::int32_t from = 0;
  for (;;) {
    const std::int32_t column = std::min({next[0], next[1], next[2], next[3]});
    if (column == kNever) return parts;
    unsigned after = before;
    for (std::size_t k = 0; k < 4; ++k) {
      if (next[k] != column) continue;
      after ^= 1U << k;
      const Run& run = rows[k][at[k]];
      if ((after >> k & 1U) != 0) {
        next[k] = run.column + run.length;
      } else {
        next[k] = ++at[k] < rows[k].size() ? rows[k][at[k]].column : kNever;
      }
    }
    // The bits are rows and slices; columns, the third axis, make the high half.
    parts += std::int64_t{column - from - 1} * kCellVolumes[before | before << 4U];
    parts += kCellVolumes[before | after << 4U];
    before = after;
    from = column;
  }
}

/// Rows of one slice, as a range of all rows.
struct SliceRows {
  std::int32_t slice = 0, first_row = 0, last_row = 0;
};

std::vector<SliceRows> slices_of(const std::vector<Row>& rows) {
  std::vector<SliceRows> slices;
  for (const Row& row : rows) {
    if (slices.empty() || slices.back().slice != row.slice) slices.push_back({row.slice, row.row, row.row});
    slices.back().last_row = row.row;
  }
  return slices;
}

/// Visits the layers of cells from the lowest to the highest.
class CellLayers {
 public:
  CellLayers(std::span<const Run> runs, std::span<const Row> rows)
      : below_(runs, rows), below_next_(runs, rows), above_(runs, rows), above_next_(runs, rows) {}

  /// Cells between `slice` and the next one, whose rows lie in [first, last].
  std::int64_t parts_above(std::int32_t slice, std::int32_t first, std::int32_t last) {
    std::int64_t parts = 0;
    for (std::int32_t row = first - 1; row <= last; ++row) {
      parts += parts_between({below_.row(slice, row), below_next_.row(slice, row + 1),
                              above_.row(slice + 1, row), above_next_.row(slice + 1, row + 1)});
    }
    return parts;
  }

 private:
  RowCursor below_, below_next_, above_, above_next_;
};

double enclosed_mm3(const Grid& grid, std::span<const Run> runs) {
  const std::vector<Row> rows = rows_of(runs);
  const std::vector<SliceRows> slices = slices_of(rows);
  CellLayers layers(runs, rows);
  const auto depth = [&grid](std::int32_t slice) {
    if (slice < 0) return grid.slice_height(0);
    if (slice + 1 >= grid.slices) return grid.slice_height(slice);
    return dot(grid.slice_origin(slice + 1) - grid.slice_origin(slice), grid.slice_direction);
  };
  double sum = 0;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const SliceRows& at = slices[i];
    if (i == 0 || slices[i - 1].slice != at.slice - 1) {
      const std::int64_t parts = layers.parts_above(at.slice - 1, at.first_row, at.last_row);
      sum += static_cast<double>(parts) * depth(at.slice - 1);
    }
    const bool goes_on = i + 1 < slices.size() && slices[i + 1].slice == at.slice + 1;
    const SliceRows& next = goes_on ? slices[i + 1] : at;
    const std::int64_t parts = layers.parts_above(at.slice, std::min(at.first_row, next.first_row),
                                                  std::max(at.last_row, next.last_row));
    sum += static_cast<double>(parts) * depth(at.slice);
  }
  return sum / static_cast<double>(kCellParts) * grid.column_spacing * grid.row_spacing;
}

}  // namespace

double surface_volume_mm3(const Mask& mask) {
  const SliceShifts shifts(mask.grid);
  if (shifts.empty()) return enclosed_mm3(mask.grid, mask.runs);
  return enclosed_mm3(mask.grid, shifts.aligned(mask.runs));
}

}  // namespace oligard::measure
