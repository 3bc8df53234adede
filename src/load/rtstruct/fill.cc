#include "load/rtstruct/fill.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

namespace oligard::load {
namespace {

constexpr double kWidest = 1.25;      // of the ROI's median distance: beyond it is a gap
constexpr double kCommonShare = 0.5;  // of the smaller of two sections
constexpr double kRoundingMm = 1e-6;

std::int64_t area_of(const std::vector<RasterRun>& section) {
  std::int64_t area = 0;
  for (const RasterRun& run : section)
    area += run.length;
  return area;
}

std::int64_t common_area(const std::vector<RasterRun>& a, const std::vector<RasterRun>& b) {
  std::int64_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::int32_t end_a = a[i].column + a[i].length;
    const std::int32_t end_b = b[j].column + b[j].length;
    if (a[i].row == b[j].row)
      common += std::max(0, std::min(end_a, end_b) - std::max(a[i].column, b[j].column));
    if (std::tie(a[i].row, end_a) < std::tie(b[j].row, end_b))
      ++i;
    else
      ++j;
  }
  return common;
}

bool go_on(const std::vector<RasterRun>& a, const std::vector<RasterRun>& b) {
  const auto smaller = static_cast<double>(std::min(area_of(a), area_of(b)));
  return smaller > 0 && static_cast<double>(common_area(a, b)) >= kCommonShare * smaller;
}

/// One section with the depths that it stands for.
struct Slab {
  std::int32_t slice = 0;
  double low = 0;
  double high = 0;
};

double median_distance(const std::vector<Slab>& slabs, const ContourSlices& slices) {
  std::vector<double> distances;
  for (std::size_t i = 1; i < slabs.size(); ++i)
    distances.push_back(slices.depth(slabs[i].slice) - slices.depth(slabs[i - 1].slice));
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>((distances.size() - 1) / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle;
}

/// Joined sections reach half-way to each other, and half the median distance beyond a joined end.
void widen(std::vector<Slab>& slabs, const Sections& sections, const ContourSlices& slices) {
  const double distance = median_distance(slabs, slices);
  std::vector<bool> joined(slabs.size(), false);  // with the next
  for (std::size_t i = 0; i + 1 < slabs.size(); ++i) {
    const double gap = slices.depth(slabs[i + 1].slice) - slices.depth(slabs[i].slice);
    joined[i] =
        gap <= kWidest * distance && go_on(sections.at(slabs[i].slice), sections.at(slabs[i + 1].slice));
  }
  for (std::size_t i = 0; i < slabs.size(); ++i) {
    const double depth = slices.depth(slabs[i].slice);
    const bool below = i > 0 && joined[i - 1];
    const bool above = joined[i];
    if (!below && !above) continue;
    slabs[i].low = below ? 0.5 * (slices.depth(slabs[i - 1].slice) + depth) : depth - 0.5 * distance;
    slabs[i].high = above ? 0.5 * (depth + slices.depth(slabs[i + 1].slice)) : depth + 0.5 * distance;
  }
}

}  // namespace

void fill_between(Sections& sections, const ContourSlices& slices, std::size_t max_runs) {
  std::vector<Slab> slabs;
  std::size_t runs = 0;
  for (const auto& [slice, section] : sections) {
    runs += section.size();
    if (!section.empty()) slabs.push_back({slice, slices.depth(slice), slices.depth(slice)});
  }
  if (slabs.size() < 3) return;
  widen(slabs, sections, slices);
  for (const Slab& slab : slabs) {
    const std::vector<RasterRun>& section = sections.at(slab.slice);
    const auto put = [&](std::int32_t slice) {
      std::vector<RasterRun>& target = sections[slice];
      if (!target.empty() || runs > max_runs) return false;
      target = section;
      runs += section.size();
      return true;
    };
    for (std::int32_t s = slab.slice - 1; slices.has(s) && slices.depth(s) > slab.low + kRoundingMm; --s)
      if (!put(s)) break;
    for (std::int32_t s = slab.slice + 1; slices.has(s) && slices.depth(s) <= slab.high + kRoundingMm; ++s)
      if (!put(s)) break;
  }
}

}  // namespace oligard::load
