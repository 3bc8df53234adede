#include "measure/outline.h"

#include <algorithm>
#include <limits>

namespace oligard::measure {

void OutlineBuilder::prepare(std::span<const Run> runs) {
  y0_ = 2 * runs.front().row - 1;
  const auto count = 2 * static_cast<std::size_t>(runs.back().row - runs.front().row) + 3;
  low_.assign(count, std::numeric_limits<std::int32_t>::max());
  high_.assign(count, std::numeric_limits<std::int32_t>::min());
}

void OutlineBuilder::widen(std::int32_t y, std::int32_t low, std::int32_t high) {
  const auto at = static_cast<std::size_t>(y - y0_);
  low_[at] = std::min(low_[at], low);
  high_[at] = std::max(high_[at], high);
}

void OutlineBuilder::centres(std::span<const Run> runs, Outline& out) {
  prepare(runs);
  for (const Run& run : runs)
    widen(2 * run.row, 2 * run.column, 2 * (run.column + run.length - 1));
  close(out);
}

// Six points a row suffice: both outer edges of the row, and the edges above and below its first and last
// voxel.
void OutlineBuilder::edges(std::span<const Run> runs, Outline& out) {
  prepare(runs);
  for (const Run& run : runs) {
    const std::int32_t first = 2 * run.column;
    const std::int32_t last = 2 * (run.column + run.length - 1);
    widen(2 * run.row, first - 1, last + 1);
    widen(2 * run.row - 1, first, last);
    widen(2 * run.row + 1, first, last);
  }
  close(out);
}

// Monotone chains (Andrew 1979) over rows that are sorted already: up along the high side, down along the low
// side.
void OutlineBuilder::close(Outline& out) const {
  out.clear();
  const auto add = [&out](std::size_t floor, HalfPoint point) {
    if (!out.empty() && out.back() == point) return;
    while (out.size() >= floor + 2 && turn(out[out.size() - 2], out.back(), point) <= 0)
      out.pop_back();
    out.push_back(point);
  };
  const auto y_of = [this](std::size_t i) { return y0_ + static_cast<std::int32_t>(i); };
  const std::size_t count = low_.size();
  std::size_t first = 0;
  while (low_[first] > high_[first])
    ++first;
  add(0, {low_[first], y_of(first)});
  for (std::size_t i = first; i < count; ++i) {
    if (low_[i] <= high_[i]) add(0, {high_[i], y_of(i)});
  }
  const std::size_t corner = out.size() - 1;
  for (std::size_t i = count; i-- > first;) {
    if (low_[i] <= high_[i]) add(corner, {low_[i], y_of(i)});
  }
  if (out.size() > 1 && out.front() == out.back()) out.pop_back();
}

}  // namespace oligard::measure
