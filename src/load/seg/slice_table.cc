#include "load/seg/slice_table.h"

#include <algorithm>

namespace oligard::load {
namespace {

constexpr double kHole = 2.0;        // usual distances: more is no neighbour's distance
constexpr double kOneMissing = 2.5;  // usual distances: up to here one slice is missing
constexpr double kIsolated = 2.5;    // stated distances
constexpr std::size_t kPlainStackGaps = 4;

/// Many planes at like distances are a stack, whatever thickness they state.
bool is_plain_stack(const std::vector<double>& sorted_gaps, double median) {
  if (sorted_gaps.size() <= kPlainStackGaps) return false;
  const auto alike = std::count_if(sorted_gaps.begin(), sorted_gaps.end(),
                                   [median](double gap) { return gap <= 2 * median && 2 * gap >= median; });
  return 4 * static_cast<std::size_t>(alike) >= 3 * sorted_gaps.size();
}

double usual_distance(const PlaneGeometry& plane, std::span<const double> depths) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < depths.size(); ++i)
    gaps.push_back(depths[i] - depths[i - 1]);
  std::sort(gaps.begin(), gaps.end());
  const double median = gaps[(gaps.size() - 1) / 2];
  const double stated =
      plane.spacing_between_slices > 0 ? plane.spacing_between_slices : plane.slice_thickness;
  const bool is_isolated = stated > 0 && median > kIsolated * stated && !is_plain_stack(gaps, median);
  return is_isolated ? stated : median;
}

void append_between(const Vec3& from, const Vec3& to, double share, std::vector<Vec3>& origins) {
  origins.push_back(from + share * (to - from));
}

}  // namespace

SliceLayout lay_out_lattice(std::span<const Vec3> planes, std::span<const std::int64_t> steps,
                            double slice_spacing) {
  SliceLayout layout;
  layout.slice_spacing = slice_spacing;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    if (i > 0) {
      const std::int64_t count = steps[i] - steps[i - 1];
      for (std::int64_t step = 1; step < count; ++step)
        append_between(planes[i - 1], planes[i], static_cast<double>(step) / static_cast<double>(count),
                       layout.origins);
    }
    layout.slice_of_plane.push_back(static_cast<std::int32_t>(layout.origins.size()));
    layout.origins.push_back(planes[i]);
  }
  return layout;
}

SliceLayout lay_out_irregular(const PlaneGeometry& plane, std::span<const Vec3> planes,
                              std::span<const double> depths) {
  SliceLayout layout;
  const double usual = layout.slice_spacing = usual_distance(plane, depths);
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const double gap = i > 0 ? depths[i] - depths[i - 1] : 0;
    if (gap > kOneMissing * usual) {
      append_between(planes[i - 1], planes[i], usual / gap, layout.origins);
      append_between(planes[i - 1], planes[i], 1 - usual / gap, layout.origins);
    } else if (gap > kHole * usual) {
      append_between(planes[i - 1], planes[i], 0.5, layout.origins);
    }
    layout.slice_of_plane.push_back(static_cast<std::int32_t>(layout.origins.size()));
    layout.origins.push_back(planes[i]);
  }
  return layout;
}

std::shared_ptr<const SliceTable> make_slice_table(std::vector<Vec3> origins, const Vec3& normal,
                                                   double slice_spacing) {
  SliceTable table{std::move(origins), {}};
  const std::size_t count = table.origins.size();
  const auto gap_above = [&](std::size_t slice) {
    return dot(table.origins[slice + 1] - table.origins[slice], normal);
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (count == 1) {
      table.heights_mm.push_back(slice_spacing);
    } else {
      const double below = gap_above(i == 0 ? 0 : i - 1);
      const double above = gap_above(i + 1 == count ? i - 1 : i);
      table.heights_mm.push_back(0.5 * (below + above));
    }
  }
  return std::make_shared<const SliceTable>(std::move(table));
}

void keep_slices(Grid& grid, int first, int end) {
  grid.origin = grid.slice_origin(first);
  grid.slices = end - first;
  if (grid.is_regular()) return;
  if (grid.slices == 1) {
    grid.slice_spacing = grid.slice_height(first);
    grid.table = nullptr;
    return;
  }
  const SliceTable& all = *grid.table;
  grid.table = std::make_shared<const SliceTable>(
      SliceTable{{all.origins.begin() + first, all.origins.begin() + end},
                 {all.heights_mm.begin() + first, all.heights_mm.begin() + end}});
}

}  // namespace oligard::load
