#include "load/seg_stack.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace oligard::load {
namespace {

constexpr double kDirectionTolerance = 0.01;
constexpr double kSamePlanePixels = 0.01;
constexpr double kSidewaysPixels = 0.25;
constexpr double kSpacingTolerance = 0.1;
constexpr double kStrictTolerance = 0.01;
constexpr double kIsolatedThicknesses = 2.5;
constexpr std::int64_t kMaxSlices = 65535;
constexpr std::size_t kRegularStackGaps = 4;

/// Steps of each plane on the lattice of a base spacing, from 0.
using Steps = std::vector<std::int64_t>;

bool lies_on_lattice(const std::vector<double>& depths, const Steps& steps, double tolerance) {
  const double base = (depths.back() - depths.front()) / static_cast<double>(steps.back());
  for (std::size_t i = 0; i < depths.size(); ++i) {
    const double expected = depths.front() + base * static_cast<double>(steps[i]);
    if (std::abs(depths[i] - expected) > tolerance * base) return false;
  }
  return true;
}

/// Small gaps come first and refine the estimate, so that rounded positions do not add up over large ones.
std::optional<Steps> steps_on_lattice(const std::vector<double>& depths, double base, double tolerance) {
  std::vector<std::size_t> order(depths.size() - 1);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto gap = [&depths](std::size_t i) { return depths[i + 1] - depths[i]; };
  std::sort(order.begin(), order.end(), [&gap](std::size_t a, std::size_t b) { return gap(a) < gap(b); });
  std::vector<std::int64_t> step(order.size());
  double distance = 0;
  double count = 0;
  for (const std::size_t i : order) {
    const double estimate = count > 0 ? distance / count : base;
    const double steps = std::round(gap(i) / estimate);
    if (steps < 1 || steps > static_cast<double>(kMaxSlices)) return std::nullopt;
    if (std::abs(gap(i) - steps * estimate) > 2 * tolerance * estimate) return std::nullopt;
    step[i] = static_cast<std::int64_t>(steps);
    distance += gap(i);
    count += steps;
  }
  Steps steps(depths.size(), 0);
  std::partial_sum(step.begin(), step.end(), steps.begin() + 1);
  if (steps.back() >= kMaxSlices || !lies_on_lattice(depths, steps, tolerance)) return std::nullopt;
  return steps;
}

/// True for a stack of several planes all one distance apart, each of several stated spacings.
bool is_coarser_stack(const Steps& steps) {
  if (steps.size() <= kRegularStackGaps || steps[1] < 2) return false;
  for (std::size_t i = 1; i < steps.size(); ++i)
    if (steps[i] - steps[i - 1] != steps[1]) return false;
  return true;
}

std::optional<Steps> choose_steps(const PlaneGeometry& plane, const std::vector<double>& depths) {
  double smallest = depths[1] - depths[0];
  for (std::size_t i = 1; i < depths.size(); ++i)
    smallest = std::min(smallest, depths[i] - depths[i - 1]);
  if (plane.spacing_between_slices > 0) {
    auto steps = steps_on_lattice(depths, plane.spacing_between_slices, kSpacingTolerance);
    if (steps && !is_coarser_stack(*steps)) return steps;
  } else if (plane.slice_thickness > 0 && smallest >= kIsolatedThicknesses * plane.slice_thickness) {
    auto steps = steps_on_lattice(depths, plane.slice_thickness, kStrictTolerance);
    if (steps && !is_coarser_stack(*steps)) return steps;
  }
  if (auto steps = steps_on_lattice(depths, smallest, kSpacingTolerance)) return steps;
  for (const double parts : {2.0, 3.0})
    if (auto steps = steps_on_lattice(depths, smallest / parts, kStrictTolerance)) return steps;
  return std::nullopt;
}

/// Distinct planes by depth, and which of them each frame lies on.
struct Planes {
  std::vector<double> depths;
  std::vector<std::size_t> plane_of_frame;
  std::size_t lowest_frame = 0;
};

Planes sort_planes(std::span<const Vec3> positions, const Vec3& normal, double same_plane) {
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> depth(positions.size());
  std::transform(positions.begin(), positions.end(), depth.begin(),
                 [&normal](const Vec3& p) { return dot(p, normal); });
  std::stable_sort(order.begin(), order.end(),
                   [&depth](std::size_t a, std::size_t b) { return depth[a] < depth[b]; });
  Planes planes;
  planes.plane_of_frame.resize(positions.size());
  planes.lowest_frame = order.front();
  for (const std::size_t frame : order) {
    if (planes.depths.empty() || depth[frame] - planes.depths.back() > same_plane)
      planes.depths.push_back(depth[frame]);
    planes.plane_of_frame[frame] = planes.depths.size() - 1;
  }
  return planes;
}

bool are_behind_one_another(std::span<const Vec3> positions, const Vec3& lowest, const Vec3& normal,
                            double tolerance) {
  return std::all_of(positions.begin(), positions.end(), [&](const Vec3& position) {
    const Vec3 offset = position - lowest;
    return norm(offset - dot(offset, normal) * normal) <= tolerance;
  });
}

Grid grid_of(const PlaneGeometry& plane, const Vec3& origin, const Vec3& normal) {
  Grid grid;
  grid.origin = origin;
  grid.column_direction = plane.column_direction;
  grid.row_direction = plane.row_direction;
  grid.slice_direction = normal;
  grid.column_spacing = plane.column_spacing;
  grid.row_spacing = plane.row_spacing;
  grid.columns = plane.columns;
  grid.rows = plane.rows;
  grid.slices = 1;
  return grid;
}

Result<Stack> single_plane(const PlaneGeometry& plane, Grid grid, std::size_t frames) {
  grid.slice_spacing =
      plane.spacing_between_slices > 0 ? plane.spacing_between_slices : plane.slice_thickness;
  if (grid.slice_spacing <= 0)
    return fail(ErrorKind::kInvalidInput, "SEG_NO_SLICE_SPACING",
                "the single plane states neither Spacing Between Slices nor Slice Thickness");
  return Stack{grid, std::vector<std::int32_t>(frames, 0)};
}

}  // namespace

Status straighten(PlaneGeometry& plane) {
  const double column_norm = norm(plane.column_direction);
  const double row_norm = norm(plane.row_direction);
  const bool are_units =
      std::abs(column_norm - 1) <= kDirectionTolerance && std::abs(row_norm - 1) <= kDirectionTolerance;
  if (!are_units || std::abs(dot(plane.column_direction, plane.row_direction)) > kDirectionTolerance)
    return fail(ErrorKind::kInvalidInput, "SEG_NO_GEOMETRY",
                "Image Orientation (Patient) does not hold two unit vectors at right angles");
  plane.column_direction = (1 / column_norm) * plane.column_direction;
  const Vec3 upright =
      plane.row_direction - dot(plane.row_direction, plane.column_direction) * plane.column_direction;
  plane.row_direction = (1 / norm(upright)) * upright;
  return {};
}

Result<Stack> stack_planes(const PlaneGeometry& plane, std::span<const Vec3> positions) {
  if (positions.empty()) return fail(ErrorKind::kInvalidInput, "SEG_NO_FRAMES", "there is no frame");
  const Vec3 normal = cross(plane.column_direction, plane.row_direction);
  const double pixel = std::min(plane.column_spacing, plane.row_spacing);
  const Planes planes = sort_planes(positions, normal, kSamePlanePixels * pixel);
  const Vec3& lowest = positions[planes.lowest_frame];
  if (!are_behind_one_another(positions, lowest, normal, kSidewaysPixels * pixel))
    return fail(ErrorKind::kUnsupported, "SEG_NOT_A_STACK",
                "the planes are shifted sideways against each other (tilted gantry or tiles)");
  Grid grid = grid_of(plane, lowest, normal);
  if (planes.depths.size() == 1) return single_plane(plane, grid, positions.size());
  const std::optional<Steps> steps = choose_steps(plane, planes.depths);
  if (!steps)
    return fail(ErrorKind::kUnsupported, "SEG_IRREGULAR_SPACING",
                "the distances between the planes are no multiples of one slice spacing");
  grid.slices = static_cast<int>(steps->back() + 1);
  grid.slice_spacing = (planes.depths.back() - planes.depths.front()) / static_cast<double>(steps->back());
  Stack stack{grid, {}};
  stack.slice_of_frame.reserve(positions.size());
  for (const std::size_t on : planes.plane_of_frame)
    stack.slice_of_frame.push_back(static_cast<std::int32_t>((*steps)[on]));
  return stack;
}

}  // namespace oligard::load
