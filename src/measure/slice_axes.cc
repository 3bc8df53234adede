#include "measure/slice_axes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

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

SliceAxes measure_slice(const SliceOutlines::Slice& slice, PixelSize pixel, Convention convention) {
  SliceAxes result;
  result.slice = slice.slice;
  CaliperResult& axes = result.axes;
  if (convention == Convention::kEdge) {
    Outline edges;
    append_edges(slice.centres, edges);
    axes = measure_outline(edges, pixel);
  } else {
    axes = measure_outline(slice.centres, pixel);
  }
  result.missed = expected_shortfall(moment_ellipse(slice.runs, pixel), axes.direction, pixel);
  if (convention != Convention::kCalibrated) return result;
  const double longer = result.missed.long_mm;
  const double wider = std::min(result.missed.short_mm, axes.length_mm + longer - axes.width_mm);
  extend(axes.p1, axes.p2, axes.direction, longer);
  extend(axes.q1, axes.q2, {-axes.direction.y, axes.direction.x}, wider);
  axes.length_mm += longer;
  axes.width_mm += wider;
  return result;
}

SliceAxes measure_axes(const SliceOutlines& outlines, Convention convention, double middle_slice) {
  const PixelSize pixel{outlines.grid().column_spacing, outlines.grid().row_spacing};
  std::vector<double> between_centres;
  between_centres.reserve(outlines.slices().size());
  for (const SliceOutlines::Slice& slice : outlines.slices())
    between_centres.push_back(longest_line(slice.centres, pixel));
  // No rule adds more than a voxel, and none takes away.
  const double needed = *std::max_element(between_centres.begin(), between_centres.end()) -
                        std::max(pixel.x, pixel.y) * (1 + kTie);
  std::optional<SliceAxes> best;
  for (std::size_t i = 0; i < between_centres.size(); ++i) {
    if (between_centres[i] < needed) continue;
    const SliceAxes found = measure_slice(outlines.slices()[i], pixel, convention);
    if (!best || is_better(found, *best, middle_slice)) best = found;
  }
  return *best;
}

}  // namespace oligard::measure
