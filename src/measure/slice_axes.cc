#include "measure/slice_axes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
namespace oligard::measure {
namespace {

constexpr double kTie = 1e-9;

/// Lengthens the line at both ends by the same amount.
void extend(Vec2& p1, Vec2& p2, Vec2 direction, double by) {
  p1 = p1 - (0.5 * by) * direction;
  p2 = p2 + (0.5 * by) * direction;
}

bool is_better(const SliceAxes& found, const SliceAxes& best, double middle_slice) {
  const double slack = kTie * (1 + best.axes.length_mm);
  const double by_length = found.axes.length_mm - best.axes.length_mm;
  if (std::abs(by_length) > slack) return by_length > 0;
  const double by_width = found.axes.width_mm - best.axes.width_mm;
  if (std::abs(by_width) > slack) return by_width > 0;
  return std::abs(found.slice - middle_slice) < std::abs(best.slice - middle_slice) - kTie;
}

}  // namespace

SliceAxes SliceMeter::measure(std::span<const Run> runs) {
  if (convention_ == Convention::kEdge) {
    builder_.edges(runs, outline_);
  } else {
    builder_.centres(runs, outline_);
  }
  SliceAxes result;
  result.slice = runs.front().slice;
  CaliperResult& axes = result.axes;
  axes = measure_outline(outline_, pixel_);
  result.missed = expected_shortfall(moment_ellipse(runs, pixel_), axes.direction, pixel_);
  if (convention_ != Convention::kCalibrated) return result;
  const double longer = result.missed.long_mm;
  const double wider = std::min(result.missed.short_mm, axes.length_mm + longer - axes.width_mm);
  extend(axes.p1, axes.p2, axes.direction, longer);
  extend(axes.q1, axes.q2, {-axes.direction.y, axes.direction.x}, wider);
  axes.length_mm += longer;
  axes.width_mm += wider;
  return result;
}

SliceAxes measure_axes(const Mask& mask, Convention convention, double middle_slice) {
  SliceMeter meter({mask.grid.column_spacing, mask.grid.row_spacing}, convention);
  std::optional<SliceAxes> best;
  const std::span<const Run> runs(mask.runs);
  for (std::size_t first = 0; first < runs.size();) {
    std::size_t end = first + 1;
    while (end < runs.size() && runs[end].slice == runs[first].slice)
      ++end;
    const SliceAxes found = meter.measure(runs.subspan(first, end - first));
    if (!best || is_better(found, *best, middle_slice)) best = found;
    first = end;
  }
  return *best;
}

}  // namespace oligard::measure
