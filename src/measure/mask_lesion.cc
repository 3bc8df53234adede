#include "measure/mask_lesion.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "measure/boundary.h"
#include "measure/diameter_3d.h"
#include "measure/irregular_shape.h"
#include "measure/itk_shape.h"
#include "measure/slice_axes.h"
#include "measure/surface_volume.h"
#include "measure/uncertainty.h"

namespace oligard::measure {
namespace {

constexpr std::int64_t kMatcherPoints = 200;
constexpr double kCosTenDegrees = 0.984807753012208;

struct SliceFacts {
  int count = 0;
  double mean_height_mm = 0;
  double largest_area_mm2 = 0;
};

SliceFacts slice_facts(const Mask& mask) {
  SliceFacts facts;
  std::int64_t area = 0;
  std::int64_t largest = 0;
  double height = 0;
  for (std::size_t i = 0; i < mask.runs.size(); ++i) {
    if (i == 0 || mask.runs[i].slice != mask.runs[i - 1].slice) {
      ++facts.count;
      height += mask.grid.slice_height(mask.runs[i].slice);
      area = 0;
    }
    area += mask.runs[i].length;
    largest = std::max(largest, area);
  }
  facts.mean_height_mm = mask.grid.is_regular() ? mask.grid.slice_spacing : height / facts.count;
  facts.largest_area_mm2 = static_cast<double>(largest) * mask.grid.column_spacing * mask.grid.row_spacing;
  return facts;
}

Axis to_axis(const Grid& grid, int slice, double length_mm, Vec2 a, Vec2 b) {
  Axis axis;
  axis.length_mm = length_mm;
  axis.column1 = a.x / grid.column_spacing;
  axis.row1 = a.y / grid.row_spacing;
  axis.column2 = b.x / grid.column_spacing;
  axis.row2 = b.y / grid.row_spacing;
  axis.p1_mm = grid.to_patient(axis.column1, axis.row1, slice);
  axis.p2_mm = grid.to_patient(axis.column2, axis.row2, slice);
  return axis;
}

std::string_view name_of(Convention convention) {
  switch (convention) {
    case Convention::kCentre:
      return "centre";
    case Convention::kEdge:
      return "edge";
    case Convention::kCalibrated:
      break;
  }
  return "calibrated";
}

void set_axes(const Grid& grid, const SliceAxes& found, Lesion& lesion) {
  const CaliperResult& axes = found.axes;
  lesion.long_axis = to_axis(grid, found.slice, axes.length_mm, axes.p1, axes.p2);
  lesion.short_axis = to_axis(grid, found.slice, axes.width_mm, axes.q1, axes.q2);
  lesion.long_axis_mm = axes.length_mm;
  lesion.short_axis_mm = axes.width_mm;
  lesion.slice_index = found.slice;
  lesion.slice_z_mm = 0.5 * (lesion.long_axis->p1_mm.z + lesion.long_axis->p2_mm.z);
}

/// 0 for a ball or a disc; by how much the longest of the three axes exceeds the middle one.
double elongation(const Grid& grid, const Vec3& moments) {
  const double voxel = grid.column_spacing * grid.row_spacing / 12;  // keeps lines of voxels finite
  return std::sqrt((moments.z + voxel) / (moments.y + voxel)) - 1;
}

Vec3 diameter_direction(const Diameter3d& diameter) {
  if (diameter.length_mm == 0) return {0, 0, 1};
  return (1 / diameter.length_mm) * (diameter.p2_mm - diameter.p1_mm);
}

bool table_fits(const Grid& grid) {
  const SliceTable& table = *grid.table;
  const auto slices = static_cast<std::size_t>(std::max(0, grid.slices));
  const auto is_height = [](double height) { return std::isfinite(height) && height > 0; };
  return slices > 0 && table.origins.size() == slices && table.heights_mm.size() == slices &&
         std::all_of(table.heights_mm.begin(), table.heights_mm.end(), is_height);
}

}  // namespace

Status check_mask(const Mask& mask) {
  const Grid& grid = mask.grid;
  for (const double spacing : {grid.column_spacing, grid.row_spacing, grid.slice_spacing}) {
    if (!std::isfinite(spacing) || spacing <= 0) {
      return fail(ErrorKind::kInvalidInput, "GRID_INVALID", "A voxel spacing is not a positive number.");
    }
  }
  const double volume = dot(cross(grid.column_direction, grid.row_direction), grid.slice_direction);
  if (!std::isfinite(norm(grid.origin)) || !std::isfinite(volume) || volume < 0.5) {
    return fail(ErrorKind::kInvalidInput, "GRID_INVALID",
                "The grid's directions are no right-handed system.");
  }
  if (!grid.is_regular() && !table_fits(grid)) {
    return fail(ErrorKind::kInvalidInput, "GRID_INVALID", "The slice table does not fit the slices.");
  }
  if (mask.runs.empty()) {
    return fail(ErrorKind::kInvalidInput, "MASK_EMPTY", "The mask has no voxel to measure.");
  }
  const bool inside = std::all_of(mask.runs.begin(), mask.runs.end(), [&grid](const Run& run) {
    return run.length > 0 && run.column >= 0 && run.row >= 0 && run.slice >= 0 && run.row < grid.rows &&
           run.slice < grid.slices && run.length <= grid.columns - run.column;
  });
  if (!inside) {
    return fail(ErrorKind::kInvalidInput, "MASK_OFF_GRID", "A voxel of the mask lies outside its grid.");
  }
  return {};
}

bool touches_frame_border(const Mask& mask) {
  return std::any_of(mask.runs.begin(), mask.runs.end(), [&mask](const Run& run) {
    return run.row == 0 || run.row == mask.grid.rows - 1 || run.column == 0 ||
           run.column + run.length == mask.grid.columns;
  });
}

Box edge_box(const Mask& mask, const Vec3& low, const Vec3& high) {
  const Grid& grid = mask.grid;
  if (!grid.is_regular()) return irregular_edge_box(mask);
  constexpr double kInf = std::numeric_limits<double>::infinity();
  Box box{{kInf, kInf, kInf}, {-kInf, -kInf, -kInf}};
  for (const double column : {low.x - 0.5, high.x + 0.5}) {
    for (const double row : {low.y - 0.5, high.y + 0.5}) {
      for (const double slice : {low.z - 0.5, high.z + 0.5}) {
        const Vec3 p = grid.to_patient(column, row, slice);
        box.min = {std::min(box.min.x, p.x), std::min(box.min.y, p.y), std::min(box.min.z, p.z)};
        box.max = {std::max(box.max.x, p.x), std::max(box.max.y, p.y), std::max(box.max.z, p.z)};
      }
    }
  }
  return box;
}

bool is_axial(const Grid& grid) {
  return std::abs(grid.slice_direction.z) >= kCosTenDegrees;
}

Result<Lesion> measure_mask(const Mask& mask, const MeasureOptions& options, double slice_thickness_mm) {
  if (const Status checked = check_mask(mask); !checked) return tl::unexpected(checked.error());
  const Grid& grid = mask.grid;
  const ShapeFigures shape = shape_figures(mask);
  const SliceFacts slices = slice_facts(mask);
  const std::vector<Run> boundary = boundary_runs(mask);
  const SliceOutlines outlines(mask);
  const SliceAxes axes =
      measure_axes(outlines, options.convention, 0.5 * (shape.index_low.z + shape.index_high.z));
  const Diameter3d extent = max_diameter_3d(outlines, VoxelPoint::kFaceCentre);
  const Diameter3d diameter =
      options.convention == Convention::kCentre ? max_diameter_3d(outlines, VoxelPoint::kCentre) : extent;

  Lesion lesion;
  lesion.has_position = true;
  lesion.centroid_mm = shape.centroid_mm;
  lesion.bbox_mm = edge_box(mask, shape.index_low, shape.index_high);
  lesion.voxel_count = shape.voxel_count;
  lesion.volume_mm3 = shape.volume_mm3;
  lesion.surface_volume_mm3 = surface_volume_mm3(mask);
  set_axes(grid, axes, lesion);
  lesion.max_3d_diameter_mm = diameter.length_mm;
  lesion.axial = is_axial(grid);
  lesion.convention = name_of(options.convention);
  lesion.truncated = touches_frame_border(mask);
  lesion.extent_mm = extent.length_mm;
  lesion.principal_moments_mm2 = shape.principal_moments_mm2;
  lesion.slice_spacing_mm = slices.mean_height_mm;
  lesion.boundary_mm = sample_voxels(grid, boundary, kMatcherPoints);

  UncertaintyInput in;
  in.grid = grid;
  in.slice_height_mm = slices.mean_height_mm;
  in.slice_step_mm = std::max(slices.mean_height_mm, slice_thickness_mm);
  for (const Run& run : boundary)
    in.boundary_voxels += run.length;
  in.slice_count = slices.count;
  in.largest_area_mm2 = slices.largest_area_mm2;
  in.long_mm = axes.axes.length_mm;
  in.short_mm = axes.axes.width_mm;
  in.missed = axes.missed;
  in.elongation = elongation(grid, shape.principal_moments_mm2);
  in.diameter_direction = diameter_direction(extent);
  lesion.uncertainty = digitisation_uncertainty(in);
  return lesion;
}

Result<Lesion> measure_mask(const Mask& mask, const MeasureOptions& options) {
  return measure_mask(mask, options, 0);
}

}  // namespace oligard::measure
