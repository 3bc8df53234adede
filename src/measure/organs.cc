#include "measure/organs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "measure/boundary.h"
#include "measure/itk_shape.h"
#include "measure/mask_lesion.h"
#include "oligard/terms/organs.h"

namespace oligard::measure {
namespace {

constexpr double kNearMm = 5;
constexpr std::int64_t kSurfacePoints = 300;
constexpr double kBluntEnd = 0.25;  // an end slice of more than this share of the largest is a cut

Vec3 slice_centre(const Grid& grid, double slice) {
  return grid.to_patient(0, 0, slice);
}

/// An organ that does not taper off where its grid ends was cut there.
bool has_blunt_end(const Mask& mask) {
  std::vector<std::int64_t> area(static_cast<std::size_t>(mask.grid.slices), 0);
  for (const Run& run : mask.runs)
    area[static_cast<std::size_t>(run.slice)] += run.length;
  const double largest = static_cast<double>(*std::max_element(area.begin(), area.end()));
  return std::max(static_cast<double>(area.front()), static_cast<double>(area.back())) > kBluntEnd * largest;
}

bool is_near(const Box& a, const Box& b, double margin) {
  return a.min.x <= b.max.x + margin && b.min.x <= a.max.x + margin && a.min.y <= b.max.y + margin &&
         b.min.y <= a.max.y + margin && a.min.z <= b.max.z + margin && b.min.z <= a.max.z + margin;
}

std::int32_t nearest(double index) {
  return static_cast<std::int32_t>(std::lround(std::clamp(index, -1e6, 1e6)));
}

/// Distance from a continuous column to the nearest voxel centre of a row's runs, in columns.
double column_distance(std::span<const Run> runs, double column) {
  double best = std::numeric_limits<double>::infinity();
  for (const Run& run : runs) {
    const double last = run.column + run.length - 1;
    best = std::min(best, std::max({0.0, run.column - column, column - last}));
  }
  return best;
}

}  // namespace

Result<OrganMasks> OrganMasks::from(std::span<const load::Segmentation> segmentations,
                                    const SourceStacks& stacks) {
  OrganMasks masks;
  std::vector<const load::Segmentation*> ordered;
  for (const load::Segmentation& segmentation : segmentations)
    ordered.push_back(&segmentation);
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return a->header.sop_instance_uid < b->header.sop_instance_uid;
  });
  for (const load::Segmentation* segmentation : ordered) {
    const Stack* stack = stacks.of(*segmentation);
    for (const load::Segment& segment : segmentation->segments) {
      if (segment.role != load::SegmentRole::kOrgan || segment.mask.runs.empty()) continue;
      if (const Status checked = check_mask(segment.mask); !checked) return tl::unexpected(checked.error());
      const ShapeFigures shape = shape_figures(segment.mask);
      const Grid& grid = segment.mask.grid;
      Entry entry;
      entry.organ = {segment.organ, segment.laterality, shape.centroid_mm, shape.volume_mm3};
      entry.organ.surface_mm = sample_voxels(grid, boundary_runs(segment.mask), kSurfacePoints);
      entry.organ.label = segment.label;
      entry.organ.frame_of_reference_uid = segmentation->frame_of_reference_uid;
      entry.organ.cut = touches_frame_border(segment.mask) ||
                        (stack != nullptr ? reaches_end(*stack, slice_centre(grid, shape.index_low.z),
                                                        slice_centre(grid, shape.index_high.z))
                                          : has_blunt_end(segment.mask));
      entry.bbox_mm = edge_box(segment.mask, shape.index_low, shape.index_high);
      entry.segment = &segment;
      entry.frame_of_reference_uid = segmentation->frame_of_reference_uid;
      entry.rows = std::make_shared<const RowIndex>(segment.mask);
      masks.entries_.push_back(std::move(entry));
    }
  }
  return masks;
}

std::vector<Organ> OrganMasks::organs() const {
  std::vector<Organ> organs;
  for (const Entry& entry : entries_) {
    organs.push_back(entry.organ);
    if (organs.back().name.empty()) organs.back().name = entry.segment->label;
  }
  return organs;
}

bool OrganMasks::holds(const Entry& entry, const Vec3& point) {
  const Vec3 index = entry.segment->mask.grid.to_index(point);
  return entry.rows->contains(nearest(index.z), nearest(index.y), nearest(index.x));
}

double OrganMasks::distance_mm(const Entry& entry, const Vec3& point, double most_mm) {
  const Grid& grid = entry.segment->mask.grid;
  const auto rows = nearest(std::ceil(most_mm / grid.row_spacing));
  double best = std::numeric_limits<double>::infinity();
  // False when the slice is too far for it or any slice behind it.
  const auto look_at = [&](std::int32_t slice) {
    const Vec3 offset = point - grid.slice_origin(slice);
    const double dz = dot(offset, grid.slice_direction);
    if (std::abs(dz) > most_mm) return false;
    const double column = dot(offset, grid.column_direction) / grid.column_spacing;
    const double at = dot(offset, grid.row_direction) / grid.row_spacing;
    for (std::int32_t row = nearest(at) - rows; row <= nearest(at) + rows; ++row) {
      const double dy = (row - at) * grid.row_spacing;
      if (std::hypot(dz, dy) > std::min(best, most_mm)) continue;
      const double dx = column_distance(entry.rows->row(slice, row), column) * grid.column_spacing;
      best = std::min(best, std::hypot(dx, std::hypot(dy, dz)));
    }
    return true;
  };
  const std::int32_t middle = nearest(grid.to_index(point).z);
  look_at(middle);
  for (std::int32_t slice = std::min(middle, grid.slices) - 1; slice >= 0 && look_at(slice);)
    --slice;
  for (std::int32_t slice = std::max(middle, -1) + 1; slice < grid.slices && look_at(slice);)
    ++slice;
  return best;
}

void OrganMasks::place(Lesion& lesion) const {
  if (!lesion.organ.empty() || !lesion.has_position || lesion.frame_of_reference_uid.empty()) return;
  const Entry* best = nullptr;
  std::tuple<int, double, double> best_rank;
  for (const Entry& entry : entries_) {
    if (entry.organ.name.empty() || entry.frame_of_reference_uid != lesion.frame_of_reference_uid) continue;
    if (!is_near(entry.bbox_mm, lesion.bbox_mm, kNearMm)) continue;
    const auto inside = std::count_if(lesion.boundary_mm.begin(), lesion.boundary_mm.end(),
                                      [&entry](const Vec3& point) { return holds(entry, point); });
    const double share = static_cast<double>(inside) /
                         static_cast<double>(std::max<std::size_t>(1, lesion.boundary_mm.size()));
    std::tuple<int, double, double> rank;
    if (holds(entry, lesion.centroid_mm) || share > 0.5) {
      rank = {0, -share, entry.organ.volume_mm3};
    } else {
      double gap = distance_mm(entry, lesion.centroid_mm, kNearMm);
      for (const Vec3& point : lesion.boundary_mm)
        gap = std::min(gap, distance_mm(entry, point, std::min(gap, kNearMm)));
      if (gap > kNearMm) continue;
      rank = {1, gap, entry.organ.volume_mm3};
    }
    if (best == nullptr || rank < best_rank) {
      best = &entry;
      best_rank = rank;
    }
  }
  if (best == nullptr) return;
  lesion.organ = best->organ.name;
  if (lesion.laterality.empty()) lesion.laterality = best->organ.laterality;
  lesion.nodal = lesion.organ == terms::kLymphNode;
}

}  // namespace oligard::measure
