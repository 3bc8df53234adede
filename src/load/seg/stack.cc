#include "load/seg/stack.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

#include "load/seg/slice_table.h"

namespace oligard::load {
namespace {

constexpr double kDirectionTolerance = 0.01;
constexpr double kSamePlanePixels = 0.01;
constexpr double kSidewaysPixels = 0.25;
constexpr double kRoundedPositionMm = 0.05;
constexpr double kRoundedPositionSpacings = 0.05;
constexpr double kSpacingTolerance = 0.1;
constexpr double kStrictTolerance = 0.01;
constexpr double kIsolatedThicknesses = 2.5;
constexpr std::int64_t kMaxSlices = 65535;
constexpr std::size_t kRegularStackGaps = 4;
constexpr std::size_t kMaxIrregularPlanes = kMaxSlices / 3;

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

/// True for many planes that lie at like distances of several steps each: the base is no distance of theirs.
/// A single missing slice now and then makes no coarser stack.
bool is_coarser_stack(const Steps& steps) {
  if (steps.size() <= kRegularStackGaps) return false;
  Steps gaps;
  for (std::size_t i = 1; i < steps.size(); ++i)
    gaps.push_back(steps[i] - steps[i - 1]);
  std::sort(gaps.begin(), gaps.end());
  if (gaps.front() == gaps.back()) return gaps.front() > 1;
  const std::int64_t median = gaps[(gaps.size() - 1) / 2];
  const auto alike = std::count_if(gaps.begin(), gaps.end(), [median](std::int64_t gap) {
    return gap <= 2 * median && 2 * gap >= median;
  });
  return median > 2 && 4 * static_cast<std::size_t>(alike) >= 3 * gaps.size();
}

std::optional<Steps> choose_steps(const PlaneGeometry& plane, const std::vector<double>& depths) {
  double smallest = depths[1] - depths[0];
  for (std::size_t i = 1; i < depths.size(); ++i)
    smallest = std::min(smallest, depths[i] - depths[i - 1]);
  const auto steps_of = [&depths](double base, double tolerance) {
    auto steps = steps_on_lattice(depths, base, tolerance);
    if (steps && is_coarser_stack(*steps)) steps.reset();
    return steps;
  };
  std::optional<Steps> steps;
  if (plane.spacing_between_slices > 0) {
    steps = steps_of(plane.spacing_between_slices, kSpacingTolerance);
  } else if (plane.slice_thickness > 0 && smallest >= kIsolatedThicknesses * plane.slice_thickness) {
    steps = steps_of(plane.slice_thickness, kStrictTolerance);
  }
  if (!steps) steps = steps_of(smallest, kSpacingTolerance);
  const bool states_thickness_alone = plane.spacing_between_slices <= 0 && plane.slice_thickness > 0;
  if (!steps && states_thickness_alone) steps = steps_of(plane.slice_thickness, kStrictTolerance);
  return steps;
}

/// Distinct planes by depth, the first frame on each, and which of them each frame lies on.
struct Planes {
  std::vector<double> depths;
  std::vector<Vec3> origins;
  std::vector<std::size_t> plane_of_frame;
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
  for (const std::size_t frame : order) {
    if (planes.depths.empty() || depth[frame] - planes.depths.back() > same_plane) {
      planes.depths.push_back(depth[frame]);
      planes.origins.push_back(positions[frame]);
    }
    planes.plane_of_frame[frame] = planes.depths.size() - 1;
  }
  return planes;
}

Vec3 sideways(const Vec3& from, const Vec3& to, const Vec3& normal) {
  const Vec3 offset = to - from;
  return offset - dot(offset, normal) * normal;
}

bool are_behind_one_another(std::span<const Vec3> positions, const Vec3& lowest, const Vec3& normal,
                            double tolerance) {
  return std::all_of(positions.begin(), positions.end(), [&](const Vec3& position) {
    return norm(sideways(lowest, position, normal)) <= tolerance;
  });
}

/// True when frames lie beside each other: on one plane, or on neighbouring planes without anything in
/// common.
bool lie_side_by_side(const PlaneGeometry& plane, std::span<const Vec3> positions, const Planes& planes,
                      const Vec3& normal, double tolerance) {
  for (std::size_t frame = 0; frame < positions.size(); ++frame) {
    const Vec3& origin = planes.origins[planes.plane_of_frame[frame]];
    if (norm(sideways(origin, positions[frame], normal)) > tolerance) return true;
  }
  const auto is_beyond = [](double shift, double extent) { return extent > 0 && std::abs(shift) >= extent; };
  for (std::size_t i = 1; i < planes.origins.size(); ++i) {
    const Vec3 shift = planes.origins[i] - planes.origins[i - 1];
    if (is_beyond(dot(shift, plane.column_direction), plane.columns * plane.column_spacing) ||
        is_beyond(dot(shift, plane.row_direction), plane.rows * plane.row_spacing))
      return true;
  }
  return false;
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

Result<Stack> regular_stack(Grid grid, const Planes& planes, const Steps& steps) {
  grid.slices = static_cast<int>(steps.back() + 1);
  grid.slice_spacing = (planes.depths.back() - planes.depths.front()) / static_cast<double>(steps.back());
  Stack stack{grid, {}};
  stack.slice_of_frame.reserve(planes.plane_of_frame.size());
  for (const std::size_t on : planes.plane_of_frame)
    stack.slice_of_frame.push_back(static_cast<std::int32_t>(steps[on]));
  return stack;
}

Result<Stack> stack_with_table(const PlaneGeometry& plane, Grid grid, const Planes& planes,
                               const std::optional<Steps>& steps) {
  if (!steps && planes.depths.size() > kMaxIrregularPlanes)
    return fail(ErrorKind::kUnsupported, "SEG_IRREGULAR_SPACING",
                "the distances between " + std::to_string(planes.depths.size()) +
                    " planes are no multiples of one slice spacing");
  SliceLayout layout = steps ? lay_out_lattice(planes.origins, *steps,
                                               (planes.depths.back() - planes.depths.front()) /
                                                   static_cast<double>(steps->back()))
                             : lay_out_irregular(plane, planes.origins, planes.depths);
  grid.slices = static_cast<int>(layout.origins.size());
  grid.slice_spacing = layout.slice_spacing;
  grid.table = make_slice_table(std::move(layout.origins), grid.slice_direction, layout.slice_spacing);
  Stack stack{grid, {}};
  stack.slice_of_frame.reserve(planes.plane_of_frame.size());
  for (const std::size_t on : planes.plane_of_frame)
    stack.slice_of_frame.push_back(layout.slice_of_plane[on]);
  return stack;
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
  Planes planes = sort_planes(positions, normal, kSamePlanePixels * pixel);
  std::optional<Steps> steps;
  if (planes.depths.size() > 1) steps = choose_steps(plane, planes.depths);
  if (planes.depths.size() > 1 && !steps) {
    // Frames of one plane may state positions that were rounded differently.
    const double rounded =
        std::max(kRoundedPositionMm, kRoundedPositionSpacings * plane.spacing_between_slices);
    planes = sort_planes(positions, normal, rounded);
    if (planes.depths.size() > 1) steps = choose_steps(plane, planes.depths);
  }
  const double tolerance = kSidewaysPixels * pixel;
  if (lie_side_by_side(plane, positions, planes, normal, tolerance))
    return fail(ErrorKind::kUnsupported, "SEG_NOT_A_STACK",
                "frames lie beside each other, not one behind the other (tiles)");
  const Grid grid = grid_of(plane, planes.origins.front(), normal);
  if (planes.depths.size() == 1) return single_plane(plane, grid, positions.size());
  if (steps && are_behind_one_another(positions, planes.origins.front(), normal, tolerance))
    return regular_stack(grid, planes, *steps);
  return stack_with_table(plane, grid, planes, steps);
}

}  // namespace oligard::load
