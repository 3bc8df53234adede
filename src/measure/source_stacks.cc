#include "measure/source_stacks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <unordered_map>

namespace oligard::measure {
namespace {

constexpr std::size_t kFewestPlaced = 3;
constexpr double kAxial = 0.94;  // cosine of 20 degrees

using Order = std::unordered_map<std::string, std::ptrdiff_t>;

/// Position of each instance of the source series in the order the segmentation names them.
std::vector<std::string> named_in_order(const load::Segmentation& segmentation) {
  std::vector<std::string> uids;
  for (const load::InstanceReference& image : segmentation.source_images)
    if (image.series_instance_uid == segmentation.source_series_uid) uids.push_back(image.sop_instance_uid);
  return uids;
}

/// The parts of a UID as numbers are compared: by length, then text.
bool numeric_less(const std::string& a, const std::string& b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const std::size_t end_a = std::min(a.find('.', i), a.size());
    const std::size_t end_b = std::min(b.find('.', j), b.size());
    if (end_a - i != end_b - j) return end_a - i < end_b - j;
    const int order = a.compare(i, end_a - i, b, j, end_b - j);
    if (order != 0) return order < 0;
    i = end_a + 1;
    j = end_b + 1;
  }
  return i >= a.size() && j < b.size();
}

/// Sorted as text ("1.10" before "1.2"): an order of names, not of slices.
bool is_sorted_as_text(const std::vector<std::string>& uids) {
  return std::is_sorted(uids.begin(), uids.end()) && !std::is_sorted(uids.begin(), uids.end(), numeric_less);
}

struct Placed {
  std::ptrdiff_t slice;
  std::ptrdiff_t order;
};

std::vector<Placed> placed_instances(const load::Segmentation& segmentation, const Order& order) {
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < segmentation.slice_images.size(); ++i) {
    const load::InstanceReference& image = segmentation.slice_images[i];
    if (image.frame > 1) return {};
    const auto found = order.find(image.sop_instance_uid);
    if (found != order.end()) placed.push_back({static_cast<std::ptrdiff_t>(i), found->second});
  }
  return placed;
}

/// Images per slice of the grid, negative when they are named from the top; 0 when the placed ones disagree.
std::ptrdiff_t common_step(const std::vector<Placed>& placed) {
  if (placed.size() < kFewestPlaced) return 0;
  const std::ptrdiff_t slices = placed.back().slice - placed.front().slice;
  const std::ptrdiff_t images = placed.back().order - placed.front().order;
  if (slices <= 0 || images == 0 || images % slices != 0) return 0;
  const std::ptrdiff_t step = images / slices;
  const bool agree = std::all_of(placed.begin(), placed.end(), [&](const Placed& at) {
    return at.order - placed.front().order == step * (at.slice - placed.front().slice);
  });
  return agree ? step : 0;
}

void widen(Coverage& coverage, const Coverage& by) {
  coverage.z_min_mm = std::min(coverage.z_min_mm, by.z_min_mm);
  coverage.z_max_mm = std::max(coverage.z_max_mm, by.z_max_mm);
}

std::optional<Coverage> hull(const std::vector<Coverage>& slabs) {
  std::optional<Coverage> all;
  for (const Coverage& slab : slabs) {
    if (!all) all = slab;
    widen(*all, slab);
  }
  return all;
}

Vec3 middle(const Grid& grid, double slice) {
  return grid.to_patient(0.5 * (grid.columns - 1), 0.5 * (grid.rows - 1), slice);
}

}  // namespace

std::optional<Stack> inferred_stack(const load::Segmentation& segmentation) {
  const Grid& grid = segmentation.grid;
  if (segmentation.source_series_uid.empty() || !grid.is_regular() || grid.slices < 1) return std::nullopt;
  const std::vector<std::string> named = named_in_order(segmentation);
  Order order;
  for (const std::string& uid : named)
    order.emplace(uid, static_cast<std::ptrdiff_t>(order.size()));
  const std::vector<Placed> placed = placed_instances(segmentation, order);
  if (order.size() <= placed.size() || is_sorted_as_text(named)) return std::nullopt;
  const std::ptrdiff_t step = common_step(placed);
  if (step == 0) return std::nullopt;
  const auto slice_of = [&](std::ptrdiff_t at) {
    return static_cast<double>(placed.front().slice) +
           static_cast<double>(at - placed.front().order) / static_cast<double>(step);
  };
  const double ends[2] = {slice_of(0), slice_of(static_cast<std::ptrdiff_t>(order.size()) - 1)};
  const double low = std::min(ends[0], ends[1]);
  const double high = std::max(ends[0], ends[1]);
  Stack stack;
  stack.series_instance_uid = segmentation.source_series_uid;
  stack.frame_of_reference_uid = segmentation.frame_of_reference_uid;
  stack.normal = grid.slice_direction;
  stack.first_mm = dot(grid.slice_origin(low), stack.normal);
  stack.last_mm = dot(grid.slice_origin(high), stack.normal);
  stack.spacing_mm = grid.slice_spacing / std::abs(static_cast<double>(step));
  const double half = 0.5 * stack.spacing_mm * std::abs(stack.normal.z);
  const double z[2] = {middle(grid, low).z, middle(grid, high).z};
  stack.z_min_mm = std::min(z[0], z[1]) - half;
  stack.z_max_mm = std::max(z[0], z[1]) + half;
  return stack;
}

std::optional<Coverage> occupied_slab(const load::Segmentation& segmentation) {
  const Grid& grid = segmentation.grid;
  if (std::abs(grid.slice_direction.z) < kAxial) return std::nullopt;
  std::optional<Coverage> slab;
  for (const load::Segment& segment : segmentation.segments) {
    if (segment.mask.runs.empty()) continue;
    for (const std::int32_t slice : {segment.mask.runs.front().slice, segment.mask.runs.back().slice}) {
      const double z = middle(grid, slice).z;
      const double half = 0.5 * grid.slice_height(slice);
      if (!slab) slab = Coverage{z - half, z + half};
      widen(*slab, {z - half, z + half});
    }
  }
  return slab;
}

SourceStacks::SourceStacks(std::span<const load::Segmentation> segmentations, const Images& images)
    : segmentations_(segmentations), images_(images) {
  for (const load::Segmentation& segmentation : segmentations_)
    inferred_.push_back(inferred_stack(segmentation));
}

const Stack* SourceStacks::of(const load::Segmentation& segmentation) const {
  const Stack* seen = images_.stack_of(segmentation.source_series_uid, segmentation.frame_of_reference_uid);
  if (seen != nullptr) return seen;
  const auto& inferred = inferred_[static_cast<std::size_t>(&segmentation - segmentations_.data())];
  return inferred ? &*inferred : nullptr;
}

void SourceStacks::describe(TimePoint& point) const {
  std::vector<Coverage> inferred;
  std::vector<Coverage> occupied;
  for (std::size_t i = 0; i < segmentations_.size(); ++i) {
    const load::Segmentation& segmentation = segmentations_[i];
    const std::string& frame = point.frame_of_reference_uid;
    if (!frame.empty() && segmentation.frame_of_reference_uid != frame) continue;
    if (const auto slab = occupied_slab(segmentation)) occupied.push_back(*slab);
    if (inferred_[i] && std::abs(inferred_[i]->normal.z) >= kAxial)
      inferred.push_back({inferred_[i]->z_min_mm, inferred_[i]->z_max_mm});
  }
  point.imaged = images_.slabs(segmentations_);
  point.coverage = hull(point.imaged);
  if (point.coverage) point.coverage_evidence = CoverageEvidence::kImages;
  point.imaged.insert(point.imaged.end(), occupied.begin(), occupied.end());
  if (point.coverage) return;
  if (!inferred.empty()) point.coverage_evidence = CoverageEvidence::kReferencedSeries;
  if (inferred.empty() && !occupied.empty()) point.coverage_evidence = CoverageEvidence::kSegments;
  inferred.insert(inferred.end(), occupied.begin(), occupied.end());
  point.coverage = hull(inferred);
}

}  // namespace oligard::measure
