#include "oligard/load/components.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

#include "oligard/base/slice_shifts.h"

namespace oligard::load {
namespace {

constexpr double kRounding = 1e-6;  // mm

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parent_(count), size_(count, 1), sets_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t find(std::size_t element) {
    while (parent_[element] != element) {
      parent_[element] = parent_[parent_[element]];
      element = parent_[element];
    }
    return element;
  }

  void unite(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    if (a == b) return;
    if (size_[a] < size_[b]) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
    --sets_;
  }

  [[nodiscard]] std::size_t sets() const { return sets_; }

 private:
  std::vector<std::size_t> parent_;
  std::vector<std::size_t> size_;
  std::size_t sets_;
};

/// The runs [begin, end) of one row.
struct Row {
  std::int32_t slice;
  std::int32_t row;
  std::size_t begin;
  std::size_t end;
};

std::vector<Row> rows_of(const std::vector<Run>& runs) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (rows.empty() || rows.back().slice != runs[i].slice || rows.back().row != runs[i].row)
      rows.push_back({runs[i].slice, runs[i].row, i, i});
    rows.back().end = i + 1;
  }
  return rows;
}

/// A row at (slice + slices, row + rows) is near; runs there are neighbours when at most `columns` columns
/// lie between the centres of their nearest voxels.
struct Offset {
  std::int32_t slices;
  std::int32_t rows;
  std::int64_t columns;
};

void unite_rows(const std::vector<Run>& runs, const Row& a, const Row& b, std::int64_t columns,
                DisjointSets& sets) {
  std::size_t i = a.begin;
  std::size_t j = b.begin;
  while (i < a.end && j < b.end) {
    const std::int64_t a_last = std::int64_t{runs[i].column} + runs[i].length - 1;
    const std::int64_t b_last = std::int64_t{runs[j].column} + runs[j].length - 1;
    if (runs[j].column - a_last <= columns && runs[i].column - b_last <= columns) sets.unite(i, j);
    if (a_last < b_last) {
      ++i;
    } else {
      ++j;
    }
  }
}

void unite_near(const std::vector<Run>& runs, const std::vector<Row>& rows, const Offset& offset,
                DisjointSets& sets) {
  std::size_t other = 0;
  for (const Row& row : rows) {
    const std::int64_t slice = std::int64_t{row.slice} + offset.slices;
    const std::int64_t line = std::int64_t{row.row} + offset.rows;
    while (other < rows.size() &&
           (rows[other].slice < slice || (rows[other].slice == slice && rows[other].row < line)))
      ++other;
    if (other == rows.size()) return;
    if (rows[other].slice == slice && rows[other].row == line)
      unite_rows(runs, row, rows[other], offset.columns, sets);
  }
}

/// Joins neighbours within one row; unite_rows would need a row to look at itself.
void unite_within_rows(const std::vector<Run>& runs, const std::vector<Row>& rows, std::int64_t columns,
                       DisjointSets& sets) {
  for (const Row& row : rows) {
    for (std::size_t i = row.begin + 1; i < row.end; ++i) {
      const std::int64_t last = std::int64_t{runs[i - 1].column} + runs[i - 1].length - 1;
      if (runs[i].column - last <= columns) sets.unite(i - 1, i);
    }
  }
}

std::int32_t steps_within(double distance, double spacing, std::int32_t limit) {
  return static_cast<std::int32_t>(std::min<double>(limit, std::floor(distance / spacing)));
}

std::int32_t row_extent(const std::vector<Row>& rows) {
  const auto [low, high] =
      std::minmax_element(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.row < b.row; });
  return high->row - low->row;
}

/// All offsets within `gap`, nearest rows first, so that the search can stop early.
std::vector<Offset> offsets_within(const Grid& grid, double gap, const std::vector<Row>& rows) {
  const std::int32_t max_slices =
      steps_within(gap, grid.slice_spacing, rows.back().slice - rows.front().slice);
  const std::int32_t max_rows = steps_within(gap, grid.row_spacing, row_extent(rows));
  std::vector<std::pair<double, Offset>> found;
  for (std::int32_t s = 0; s <= max_slices; ++s) {
    for (std::int32_t r = s == 0 ? 0 : -max_rows; r <= max_rows; ++r) {
      const double apart = std::hypot(s * grid.slice_spacing, r * grid.row_spacing);
      if (apart > gap) continue;
      const double along = std::sqrt(gap * gap - apart * apart) / grid.column_spacing;
      const std::int32_t columns = steps_within(along, 1, std::numeric_limits<std::int32_t>::max());
      found.emplace_back(apart, Offset{s, r, columns});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Offset> offsets;
  offsets.reserve(found.size());
  for (const auto& [apart, offset] : found)
    offsets.push_back(offset);
  return offsets;
}

void join_fragments(const Grid& grid, const std::vector<Run>& runs, const std::vector<Row>& rows, double gap,
                    DisjointSets& sets) {
  for (const Offset& offset : offsets_within(grid, gap, rows)) {
    if (sets.sets() == 1) return;
    if (offset.slices == 0 && offset.rows == 0) {
      unite_within_rows(runs, rows, offset.columns, sets);
    } else {
      unite_near(runs, rows, offset, sets);
    }
  }
}

/// As join_fragments, with the distances of a slice table: slice by slice.
void join_fragments_on_table(const Grid& grid, const std::vector<Run>& runs, const std::vector<Row>& rows,
                             double gap, DisjointSets& sets) {
  const auto depth = [&grid](std::int32_t slice) {
    return dot(grid.slice_origin(slice), grid.slice_direction);
  };
  for (std::size_t a = 0; a < rows.size(); ++a) {
    for (std::size_t b = a; b < rows.size(); ++b) {
      const double dz = depth(rows[b].slice) - depth(rows[a].slice);
      if (dz > gap) break;
      const double apart = std::hypot(dz, (rows[b].row - rows[a].row) * grid.row_spacing);
      if (apart > gap) continue;
      const double along = std::sqrt(gap * gap - apart * apart) / grid.column_spacing;
      const std::int32_t columns = steps_within(along, 1, std::numeric_limits<std::int32_t>::max());
      if (a == b) {
        unite_within_rows(runs, {rows[a]}, columns, sets);
      } else {
        unite_rows(runs, rows[a], rows[b], columns, sets);
      }
    }
  }
}

std::vector<Mask> split(const Mask& mask, DisjointSets& sets) {
  constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> number(mask.runs.size(), kUnseen);
  std::vector<Mask> components;
  for (std::size_t i = 0; i < mask.runs.size(); ++i) {
    std::size_t& component = number[sets.find(i)];
    if (component == kUnseen) {
      component = components.size();
      components.push_back({mask.grid, {}});
    }
    components[component].runs.push_back(mask.runs[i]);
  }
  return components;
}

}  // namespace

std::vector<Mask> connected_components(const Mask& mask, double join_gap_mm) {
  if (mask.runs.empty()) return {};
  const Grid& grid = mask.grid;
  const SliceShifts shifts(grid);
  const std::vector<Run> aligned = shifts.empty() ? std::vector<Run>{} : shifts.aligned(mask.runs);
  const std::vector<Run>& runs = shifts.empty() ? mask.runs : aligned;
  const std::vector<Row> rows = rows_of(runs);
  DisjointSets sets(runs.size());
  for (const Offset& offset : {Offset{0, 1, 1}, Offset{1, -1, 1}, Offset{1, 0, 1}, Offset{1, 1, 1}})
    unite_near(runs, rows, offset, sets);
  if (join_gap_mm > 0 && sets.sets() > 1) {
    const double gap = std::max(join_gap_mm, 2 * grid.slice_spacing) + kRounding;
    grid.is_regular() ? join_fragments(grid, runs, rows, gap, sets)
                      : join_fragments_on_table(grid, runs, rows, gap, sets);
  }
  return split(mask, sets);
}

}  // namespace oligard::load
