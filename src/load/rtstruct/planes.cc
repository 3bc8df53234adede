#include "load/rtstruct/planes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "load/seg/stack.h"

namespace oligard::load {
namespace {

constexpr double kPlanarMm = 0.1;     // points of one contour: coordinates are often rounded
constexpr double kSamePlaneMm = 0.1;  // contours of one slice
constexpr double kParallel = 0.9994;  // cosine of 2 degrees
constexpr double kGap = 1.5;          // of the median distance of irregular planes
constexpr double kMaxSlices = 65535;
constexpr double kThickestMm = 15;  // of a slice: planes further apart belong to different lesions

/// Half the vector area: its direction is the normal, its length the enclosed area.
Vec3 area_of(const RoiContour& contour) {
  Vec3 sum;
  const Vec3& first = contour.points.front();
  for (std::size_t i = 1; i + 1 < contour.points.size(); ++i)
    sum = sum + cross(contour.points[i] - first, contour.points[i + 1] - first);
  return 0.5 * sum;
}

Vec3 positive(const Vec3& normal) {
  const double x = std::abs(normal.x);
  const double y = std::abs(normal.y);
  const double z = std::abs(normal.z);
  const double leading = z >= x && z >= y ? normal.z : (y >= x ? normal.y : -normal.x);
  return leading < 0 ? -1.0 * normal : normal;
}

PlaneAxes axes_of(const Vec3& normal) {
  const bool sagittal = std::abs(normal.x) > std::abs(normal.y) && std::abs(normal.x) > std::abs(normal.z);
  const Vec3 wanted = sagittal ? Vec3{0, 1, 0} : Vec3{1, 0, 0};
  const Vec3 in_plane = wanted - dot(wanted, normal) * normal;
  PlaneAxes axes;
  axes.normal = normal;
  axes.column = (1 / norm(in_plane)) * in_plane;
  axes.row = cross(normal, axes.column);
  return axes;
}

bool all_lie_across(std::span<const RoiContour* const> contours, const Vec3& normal) {
  return std::all_of(contours.begin(), contours.end(),
                     [&normal](const RoiContour* contour) { return depth_of(*contour, normal).has_value(); });
}

/// Mean over all contours parallel to the largest leading one, weighted by area.
Vec3 fitted_normal(std::span<const RoiContour* const> leading, std::span<const RoiContour* const> all) {
  Vec3 largest;
  for (const RoiContour* contour : leading)
    if (const Vec3 area = area_of(*contour); norm(area) > norm(largest)) largest = area;
  Vec3 sum;
  for (const RoiContour* contour : all) {
    const Vec3 area = area_of(*contour);
    const double along = dot(area, largest);
    if (std::abs(along) >= kParallel * norm(area) * norm(largest))
      sum = sum + (along < 0 ? -1.0 : 1.0) * area;
  }
  return sum;
}

/// Depths that differ by less than kSamePlaneMm are one plane.
std::vector<double> planes_of(std::span<const double> depths, std::vector<std::size_t>& plane_of_contour) {
  std::vector<std::size_t> order(depths.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return depths[a] < depths[b]; });
  std::vector<double> planes;
  plane_of_contour.resize(depths.size());
  for (const std::size_t i : order) {
    if (planes.empty() || depths[i] - planes.back() > kSamePlaneMm) planes.push_back(depths[i]);
    plane_of_contour[i] = planes.size() - 1;
  }
  return planes;
}

double median_step(const std::vector<double>& planes) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < planes.size(); ++i)
    steps.push_back(planes[i] - planes[i - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>((steps.size() - 1) / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

/// Places of the planes on a regular stack; nothing when there is none.
std::optional<ContourSlices> regular_slices(const std::vector<double>& planes, double slab_thickness,
                                            std::vector<std::int32_t>& slice_of_plane) {
  PlaneGeometry geometry;
  geometry.column_direction = {1, 0, 0};
  geometry.row_direction = {0, 1, 0};
  geometry.column_spacing = geometry.row_spacing = 1;
  geometry.slice_thickness = slab_thickness;
  std::vector<Vec3> positions;
  positions.reserve(planes.size());
  for (const double depth : planes)
    positions.push_back({0, 0, depth});
  const Result<Stack> stack = stack_planes(geometry, positions);
  if (!stack || !stack->grid.is_regular()) return std::nullopt;
  ContourSlices slices;
  slices.spacing = stack->grid.slice_spacing;
  for (int slice = 0; slice < stack->grid.slices; ++slice)
    slices.depths.push_back(planes.front() + slice * slices.spacing);
  slices.heights.assign(slices.depths.size(), slices.spacing);
  slice_of_plane = stack->slice_of_frame;
  return slices;
}

Result<ContourSlices> irregular_slices(const std::vector<double>& planes,
                                       std::vector<std::int32_t>& slice_of_plane) {
  ContourSlices slices;
  slices.is_regular = false;
  slices.spacing = median_step(planes);
  if ((planes.back() - planes.front()) / slices.spacing > kMaxSlices)
    return fail(ErrorKind::kInvalidInput, "RTSTRUCT_EXTENT", "the contours lie too far apart");
  for (std::size_t i = 0; i < planes.size(); ++i) {
    if (i > 0 && planes[i] - planes[i - 1] > kGap * slices.spacing) {
      const double gap = planes[i] - planes[i - 1];
      const double steps = std::max(2.0, std::round(gap / slices.spacing));
      for (double step = 1; step < steps; ++step)
        slices.depths.push_back(planes[i - 1] + step * gap / steps);
    }
    slice_of_plane.push_back(static_cast<std::int32_t>(slices.depths.size()));
    slices.depths.push_back(planes[i]);
  }
  const std::vector<double>& d = slices.depths;
  for (std::size_t i = 0; i < d.size(); ++i) {
    const double below = i > 0 ? d[i] - d[i - 1] : slices.spacing;
    const double above = i + 1 < d.size() ? d[i + 1] - d[i] : slices.spacing;
    slices.heights.push_back(0.5 * (below + above));
  }
  return slices;
}

}  // namespace

std::optional<PlaneAxes> common_axes(std::span<const RoiContour* const> leading,
                                     std::span<const RoiContour* const> all) {
  for (const Vec3& normal : {Vec3{0, 0, 1}, Vec3{0, 1, 0}, Vec3{-1, 0, 0}})
    if (!leading.empty() && all_lie_across(leading, normal)) return axes_of(normal);
  const Vec3 fitted = fitted_normal(leading, all);
  if (!(norm(fitted) > 0)) return std::nullopt;
  return axes_of(positive((1 / norm(fitted)) * fitted));
}

std::optional<double> depth_of(const RoiContour& contour, const Vec3& normal) {
  double low = dot(contour.points.front(), normal);
  double high = low;
  for (const Vec3& point : contour.points) {
    const double depth = dot(point, normal);
    low = std::min(low, depth);
    high = std::max(high, depth);
  }
  if (high - low > kPlanarMm) return std::nullopt;
  return low == high ? low : 0.5 * (low + high);
}

Result<ContourSlices> slices_of(std::span<const double> depths, double slab_thickness) {
  std::vector<std::size_t> plane_of_contour;
  const std::vector<double> planes = planes_of(depths, plane_of_contour);
  if (planes.size() < 2 && !(slab_thickness > 0))
    return fail(ErrorKind::kInvalidInput, "RTSTRUCT_NO_SLICE_SPACING",
                "all contours lie in one plane, and none states a Contour Slab Thickness");
  if (planes.back() - planes.front() > kMaxSlices)
    return fail(ErrorKind::kInvalidInput, "RTSTRUCT_EXTENT", "the contours lie too far apart");
  std::vector<std::int32_t> slice_of_plane;
  std::optional<ContourSlices> slices = regular_slices(planes, slab_thickness, slice_of_plane);
  if (!slices) {
    Result<ContourSlices> irregular = irregular_slices(planes, slice_of_plane);
    if (!irregular) return fail(irregular);
    slices = std::move(*irregular);
  }
  if (slices->spacing > kThickestMm && slices->spacing > slab_thickness)
    return fail(ErrorKind::kInvalidInput, "RTSTRUCT_NO_SLICE_SPACING",
                "the planes of the contours lie too far apart to tell the distance between slices");
  for (const std::size_t plane : plane_of_contour)
    slices->slice_of_contour.push_back(slice_of_plane[plane]);
  return std::move(*slices);
}

}  // namespace oligard::load
