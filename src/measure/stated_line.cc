#include "measure/stated_line.h"

#include <algorithm>
#include <cmath>

#include "measure/mask_lesion.h"

namespace oligard::measure {
namespace {

constexpr double kLengthTolerance = 0.05;
constexpr double kLeastToleranceMm = 1;

void set_image(const PlaneReference& reference, PlacedLine& line) {
  line.image_series_uid = reference.image->header.series_instance_uid;
  line.image_class_uid = reference.image->header.sop_class_uid;
  line.image_uid = reference.image->header.sop_instance_uid;
  line.image_frame = reference.plane->frame;
  line.slice_spacing_mm = reference.plane->grid.slice_spacing;
  line.axial = is_axial(reference.plane->grid);
}

/// Pixel coordinates are the SR's: half a pixel more than grid indices.
void draw_on(const Grid& grid, int slice, const load::StatedLine& stated, PlacedLine& line) {
  Axis& axis = line.axis;
  axis.column1 = stated.column1 - 0.5;
  axis.row1 = stated.row1 - 0.5;
  axis.column2 = stated.column2 - 0.5;
  axis.row2 = stated.row2 - 0.5;
  axis.p1_mm = grid.to_patient(axis.column1, axis.row1, slice);
  axis.p2_mm = grid.to_patient(axis.column2, axis.row2, slice);
}

PlacedLine place_in_space(const load::StatedLine& stated, const Images& images, PlacedLine line) {
  line.axis.p1_mm = stated.p1_mm;
  line.axis.p2_mm = stated.p2_mm;
  line.frame_of_reference_uid = stated.frame_of_reference_uid;
  const auto plane = images.plane_through(stated.frame_of_reference_uid, "", stated.p1_mm, stated.p2_mm);
  if (!plane) return line;
  set_image(*plane, line);
  const Vec3 a = plane->plane->grid.to_index(stated.p1_mm);
  const Vec3 b = plane->plane->grid.to_index(stated.p2_mm);
  line.axis.column1 = a.x;
  line.axis.row1 = a.y;
  line.axis.column2 = b.x;
  line.axis.row2 = b.y;
  return line;
}

bool is_same_image(const load::InstanceReference& a, const load::InstanceReference& b) {
  return a.sop_instance_uid == b.sop_instance_uid && std::max(1, a.frame) == std::max(1, b.frame);
}

bool fits(const PlacedLine& line) {
  const double drawn = distance(line.axis.p1_mm, line.axis.p2_mm);
  const double tolerance = std::max(kLeastToleranceMm, kLengthTolerance * line.axis.length_mm);
  return std::abs(drawn - line.axis.length_mm) <= tolerance;
}

/// On a segmentation's slice of the same image. The image's own pixels are not known: only a line that has
/// the stated length there is taken.
std::optional<PlacedLine> place_on_slice(const load::StatedLine& stated,
                                         std::span<const load::Segmentation> segmentations, PlacedLine line) {
  for (const load::Segmentation& segmentation : segmentations) {
    for (std::size_t slice = 0; slice < segmentation.slice_images.size(); ++slice) {
      if (!is_same_image(segmentation.slice_images[slice], stated.image)) continue;
      draw_on(segmentation.grid, static_cast<int>(slice), stated, line);
      const double drawn = distance(line.axis.p1_mm, line.axis.p2_mm);
      if (std::abs(drawn - line.axis.length_mm) > kLengthTolerance * line.axis.length_mm) continue;
      line.frame_of_reference_uid = segmentation.frame_of_reference_uid;
      line.image_series_uid = segmentation.source_series_uid;
      line.image_class_uid = segmentation.slice_images[slice].sop_class_uid;
      line.image_uid = stated.image.sop_instance_uid;
      line.image_frame = segmentation.slice_images[slice].frame;
      line.slice_spacing_mm = segmentation.grid.slice_spacing;
      line.axial = is_axial(segmentation.grid);
      return line;
    }
  }
  return std::nullopt;
}

/// A circle states its centre first; a closed outline repeats its first point.
Vec3 middle_of(const load::StatedRegion& region) {
  std::size_t count = region.points.size();
  if (region.graphic_type == "CIRCLE") count = 1;
  if (count > 2 && region.points.front() == region.points.back()) --count;
  Vec3 sum;
  for (std::size_t i = 0; i < count; ++i)
    sum = sum + region.points[i];
  return (1.0 / static_cast<double>(count)) * sum;
}

std::optional<PlacedMiddle> place_region(const load::StatedRegion& region, const Images& images) {
  if (region.points.empty()) return std::nullopt;
  const Vec3 middle = middle_of(region);
  if (region.in_patient_space) return PlacedMiddle{middle, region.frame_of_reference_uid};
  const auto plane = images.find(region.image.sop_instance_uid, region.image.frame);
  if (!plane) return std::nullopt;
  return PlacedMiddle{plane->plane->grid.to_patient(middle.x - 0.5, middle.y - 0.5, 0),
                      plane->image->frame_of_reference_uid};
}

}  // namespace

std::optional<PlacedLine> place_line(const load::StatedNumber& number, const Images& images,
                                     std::span<const load::Segmentation> segmentations) {
  if (!number.line) return std::nullopt;
  const load::StatedLine& stated = *number.line;
  PlacedLine line;
  line.axis.length_mm = number.value;
  if (stated.in_patient_space) {
    line = place_in_space(stated, images, std::move(line));
    line.fits_length = fits(line);
    return line;
  }
  if (stated.image.sop_instance_uid.empty()) return std::nullopt;
  const auto plane = images.find(stated.image.sop_instance_uid, stated.image.frame);
  if (!plane) return place_on_slice(stated, segmentations, std::move(line));
  set_image(*plane, line);
  line.frame_of_reference_uid = plane->image->frame_of_reference_uid;
  draw_on(plane->plane->grid, 0, stated, line);
  line.fits_length = fits(line);
  return line;
}

std::optional<PlacedMiddle> place_regions(std::span<const load::StatedRegion> regions, const Images& images) {
  std::optional<PlacedMiddle> all;
  int count = 0;
  for (const load::StatedRegion& region : regions) {
    const std::optional<PlacedMiddle> placed = place_region(region, images);
    if (!placed) continue;
    if (!all) all = PlacedMiddle{{}, placed->frame_of_reference_uid};
    if (placed->frame_of_reference_uid != all->frame_of_reference_uid) continue;
    all->point_mm = all->point_mm + placed->point_mm;
    ++count;
  }
  if (all) all->point_mm = (1.0 / count) * all->point_mm;
  return all;
}

}  // namespace oligard::measure
