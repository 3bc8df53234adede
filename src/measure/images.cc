#include "measure/images.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace oligard::measure {
namespace {

constexpr double kParallel = 0.999;
constexpr double kLargestStep = 1.5;  // of the median: beyond it planes are missing
constexpr double kSamePlane = 0.1;    // of the spacing
constexpr std::size_t kFewestPlanes = 3;

const std::string& uid_of(const PlaneReference& reference) {
  return reference.image->header.sop_instance_uid;
}

double plane_spacing(const PlaneReference& reference) {
  return reference.plane->grid.slice_spacing > 0 ? reference.plane->grid.slice_spacing : 1;
}

/// Widens a z-range to the corners of a plane, half a slice to either side.
void widen(const Grid& grid, double half_slice_mm, Stack& stack) {
  for (const double column : {-0.5, grid.columns - 0.5}) {
    for (const double row : {-0.5, grid.rows - 0.5}) {
      const double z = grid.to_patient(column, row, 0).z;
      const double reach = half_slice_mm * std::abs(grid.slice_direction.z);
      stack.z_min_mm = std::min(stack.z_min_mm, z - reach);
      stack.z_max_mm = std::max(stack.z_max_mm, z + reach);
    }
  }
}

std::optional<Stack> make_stack(const std::vector<PlaneReference>& planes) {
  const PlaneReference& first = planes.front();
  Stack stack;
  stack.series_instance_uid = first.image->header.series_instance_uid;
  stack.frame_of_reference_uid = first.image->frame_of_reference_uid;
  stack.normal = first.plane->grid.slice_direction;
  std::vector<double> positions;
  for (const PlaneReference& plane : planes) {
    if (dot(plane.plane->grid.slice_direction, stack.normal) < kParallel) return std::nullopt;
    if (plane.image->frame_of_reference_uid != stack.frame_of_reference_uid) return std::nullopt;
    positions.push_back(dot(plane.plane->grid.origin, stack.normal));
  }
  std::sort(positions.begin(), positions.end());
  std::vector<double> steps;
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const double step = positions[i] - positions[i - 1];
    if (step > 1e-3) steps.push_back(step);
  }
  if (steps.size() + 1 < kFewestPlanes) return std::nullopt;
  std::sort(steps.begin(), steps.end());
  stack.spacing_mm = steps[steps.size() / 2];
  if (steps.back() > kLargestStep * stack.spacing_mm) return std::nullopt;
  stack.first_mm = positions.front();
  stack.last_mm = positions.back();
  stack.z_min_mm = std::numeric_limits<double>::infinity();
  stack.z_max_mm = -stack.z_min_mm;
  for (const PlaneReference& plane : planes)
    widen(plane.plane->grid, 0.5 * stack.spacing_mm, stack);
  return stack;
}

/// Instances of each series that the segmentations name: fewer images than that are not the whole series.
std::map<std::string, std::size_t> named_instances(const load::TimePointObjects& objects) {
  std::map<std::string, std::set<std::string>> named;
  for (const load::Segmentation& segmentation : objects.segmentations) {
    for (const load::InstanceReference& reference : segmentation.source_images) {
      named[reference.series_instance_uid].insert(reference.sop_instance_uid);
    }
  }
  std::map<std::string, std::size_t> count;
  for (const auto& [series, instances] : named)
    count[series] = instances.size();
  return count;
}

}  // namespace

Images::Images(const load::TimePointObjects& objects) {
  std::map<std::string, std::vector<PlaneReference>> by_series;
  std::map<std::string, std::set<std::string>> instances;
  for (const load::ImageObject& image : objects.images) {
    for (const load::ImagePlane& plane : image.planes) {
      planes_.push_back({&image, &plane});
      by_series[image.header.series_instance_uid].push_back({&image, &plane});
    }
    instances[image.header.series_instance_uid].insert(image.header.sop_instance_uid);
  }
  std::sort(planes_.begin(), planes_.end(), [](const PlaneReference& a, const PlaneReference& b) {
    return std::tie(uid_of(a), a.plane->frame) < std::tie(uid_of(b), b.plane->frame);
  });
  const std::map<std::string, std::size_t> named = named_instances(objects);
  for (const auto& [series, planes] : by_series) {
    const auto expected = named.find(series);
    if (expected != named.end() && instances[series].size() < expected->second) continue;
    if (std::optional<Stack> stack = make_stack(planes)) stacks_.push_back(std::move(*stack));
  }
}

std::optional<PlaneReference> Images::find(const std::string& sop_instance_uid, int frame) const {
  if (sop_instance_uid.empty()) return std::nullopt;
  const auto first = std::lower_bound(
      planes_.begin(), planes_.end(), sop_instance_uid,
      [](const PlaneReference& plane, const std::string& uid) { return uid_of(plane) < uid; });
  for (auto at = first; at != planes_.end() && uid_of(*at) == sop_instance_uid; ++at) {
    if (std::max(1, at->plane->frame) == std::max(1, frame)) return *at;
  }
  return std::nullopt;
}

std::optional<PlaneReference> Images::plane_through(const std::string& frame_of_reference_uid,
                                                    const std::string& series_instance_uid, const Vec3& p1,
                                                    const Vec3& p2) const {
  std::optional<PlaneReference> found;
  for (const PlaneReference& reference : planes_) {
    if (frame_of_reference_uid.empty() || reference.image->frame_of_reference_uid != frame_of_reference_uid)
      continue;
    const Grid& grid = reference.plane->grid;
    const double reach = kSamePlane * plane_spacing(reference);
    if (std::abs(dot(p1 - grid.origin, grid.slice_direction)) >= reach) continue;
    if (std::abs(dot(p2 - grid.origin, grid.slice_direction)) >= reach) continue;
    if (reference.image->header.series_instance_uid == series_instance_uid) return reference;
    if (!found) found = reference;
  }
  return found;
}

const Stack* Images::stack_of(const std::string& series_instance_uid,
                              const std::string& frame_of_reference_uid) const {
  const Stack* only = nullptr;
  int same_frame = 0;
  for (const Stack& stack : stacks_) {
    if (stack.frame_of_reference_uid != frame_of_reference_uid) continue;
    if (stack.series_instance_uid == series_instance_uid) return &stack;
    only = &stack;
    ++same_frame;
  }
  return series_instance_uid.empty() && same_frame == 1 ? only : nullptr;
}

std::vector<Coverage> Images::slabs(std::span<const load::Segmentation> segmentations) const {
  std::vector<const Stack*> used;
  for (const load::Segmentation& segmentation : segmentations) {
    const Stack* stack = stack_of(segmentation.source_series_uid, segmentation.frame_of_reference_uid);
    if (stack != nullptr && std::find(used.begin(), used.end(), stack) == used.end()) used.push_back(stack);
  }
  if (used.empty() && segmentations.empty()) {
    for (const Stack& stack : stacks_)
      used.push_back(&stack);
  }
  std::vector<Coverage> slabs;
  slabs.reserve(used.size());
  for (const Stack* stack : used)
    slabs.push_back({stack->z_min_mm, stack->z_max_mm});
  return slabs;
}

bool reaches_end(const Stack& stack, const Vec3& low, const Vec3& high) {
  const double a = dot(low, stack.normal);
  const double b = dot(high, stack.normal);
  const double half = 0.5 * stack.spacing_mm;
  return std::min(a, b) < stack.first_mm + half || std::max(a, b) > stack.last_mm - half;
}

}  // namespace oligard::measure
