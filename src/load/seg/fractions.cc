#include "load/seg/fractions.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace oligard::load {
namespace {

auto place_of(const Run& run) {
  return std::tie(run.slice, run.row, run.column);
}

/// True when `next` may follow `run` in a mask.
bool is_apart(const Run& run, const Run& next) {
  return std::tie(run.slice, run.row) < std::tie(next.slice, next.row) ||
         (run.slice == next.slice && run.row == next.row && run.column + run.length < next.column);
}

bool is_normal(const std::vector<Run>& runs) {
  return std::adjacent_find(runs.begin(), runs.end(),
                            [](const Run& a, const Run& b) { return !is_apart(a, b); }) == runs.end();
}

/// Lays the values of `run` over the end of `joined`.
void lay_over(const Run& run, std::span<const std::uint8_t> values, Fractions& joined) {
  Run& last = joined.runs.back();
  const auto begin = joined.values.size() - static_cast<std::size_t>(last.length) +
                     static_cast<std::size_t>(run.column - last.column);
  const std::size_t common = std::min(joined.values.size() - begin, values.size());
  for (std::size_t i = 0; i < common; ++i)
    joined.values[begin + i] = std::max(joined.values[begin + i], values[i]);
  joined.values.insert(joined.values.end(), values.begin() + static_cast<std::ptrdiff_t>(common),
                       values.end());
  last.length = std::max(last.length, run.column + run.length - last.column);
}

}  // namespace

void append_fractions(std::span<const std::uint8_t> bytes, FrameShape shape, std::int32_t slice,
                      std::size_t max_runs, Fractions& fractions) {
  const std::size_t before = fractions.runs.size();
  append_threshold_runs(bytes, 1, shape, slice, max_runs, fractions.runs);
  for (std::size_t i = before; i < fractions.runs.size(); ++i) {
    const Run& run = fractions.runs[i];
    const std::size_t begin = static_cast<std::size_t>(run.row) * static_cast<std::size_t>(shape.columns) +
                              static_cast<std::size_t>(run.column);
    const auto values = bytes.subspan(begin, static_cast<std::size_t>(run.length));
    fractions.values.insert(fractions.values.end(), values.begin(), values.end());
  }
}

void normalise(Fractions& fractions) {
  const std::vector<Run>& runs = fractions.runs;
  if (is_normal(runs)) return;
  std::vector<std::size_t> begin(runs.size(), 0);
  for (std::size_t i = 1; i < runs.size(); ++i)
    begin[i] = begin[i - 1] + static_cast<std::size_t>(runs[i - 1].length);
  std::vector<std::size_t> order(runs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&runs](std::size_t a, std::size_t b) { return place_of(runs[a]) < place_of(runs[b]); });
  Fractions joined;
  joined.maximum = fractions.maximum;
  for (const std::size_t i : order) {
    const auto values =
        std::span(fractions.values).subspan(begin[i], static_cast<std::size_t>(runs[i].length));
    if (!joined.runs.empty() && !is_apart(joined.runs.back(), runs[i])) {
      lay_over(runs[i], values, joined);
    } else {
      joined.runs.push_back(runs[i]);
      joined.values.insert(joined.values.end(), values.begin(), values.end());
    }
  }
  fractions = std::move(joined);
}

}  // namespace oligard::load
