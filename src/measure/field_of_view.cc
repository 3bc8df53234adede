#include "measure/field_of_view.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace oligard::measure {
namespace {

constexpr int kFewestPixels = 128;
constexpr double kSmallestMm = 200;
constexpr double kAxial = 0.94;  // cosine of 20 degrees
constexpr double kOneFieldMm = 30;

bool is_full_matrix(const Grid& grid) {
  return grid.columns >= kFewestPixels && grid.rows >= kFewestPixels &&
         grid.columns * grid.column_spacing >= kSmallestMm && grid.rows * grid.row_spacing >= kSmallestMm &&
         std::abs(grid.slice_direction.z) >= kAxial;
}

Vec3 centre_of(const Grid& grid) {
  const Vec3 middle =
      grid.to_patient(0.5 * (grid.columns - 1), 0.5 * (grid.rows - 1), 0.5 * (grid.slices - 1));
  return {middle.x, middle.y, 0};
}

bool is_lesion_list(const load::Segmentation& segmentation) {
  return std::any_of(segmentation.segments.begin(), segmentation.segments.end(),
                     [](const load::Segment& s) { return s.role == load::SegmentRole::kLesion; });
}

/// The middle of the centres' range, which does not depend on their order.
std::optional<Vec3> common_centre(const std::vector<Vec3>& centres) {
  if (centres.empty()) return std::nullopt;
  Vec3 low = centres.front();
  Vec3 high = low;
  for (const Vec3& c : centres) {
    low = {std::min(low.x, c.x), std::min(low.y, c.y), 0};
    high = {std::max(high.x, c.x), std::max(high.y, c.y), 0};
  }
  if (distance(low, high) > kOneFieldMm) return std::nullopt;
  return 0.5 * (low + high);
}

std::vector<Vec3> centres_of_images(std::span<const load::Segmentation> segmentations,
                                    std::span<const load::ImageObject> images, const std::string& frame) {
  std::set<std::string> series;
  for (const load::Segmentation& segmentation : segmentations)
    if (is_lesion_list(segmentation)) series.insert(segmentation.source_series_uid);
  std::vector<Vec3> centres;
  for (const load::ImageObject& image : images) {
    if (!series.contains(image.header.series_instance_uid) || image.frame_of_reference_uid != frame) continue;
    for (const load::ImagePlane& plane : image.planes)
      if (is_full_matrix(plane.grid)) centres.push_back(centre_of(plane.grid));
  }
  return centres;
}

std::vector<Vec3> centres_of_grids(std::span<const load::Segmentation> segmentations,
                                   const std::string& frame, bool lesion_lists) {
  std::vector<Vec3> centres;
  for (const load::Segmentation& segmentation : segmentations) {
    const bool has_pixels = !segmentation.segmentation_type.empty();
    if (!has_pixels || segmentation.frame_of_reference_uid != frame) continue;
    if (is_lesion_list(segmentation) != lesion_lists || !is_full_matrix(segmentation.grid)) continue;
    centres.push_back(centre_of(segmentation.grid));
  }
  return centres;
}

}  // namespace

std::optional<Vec3> field_of_view_centre(std::span<const load::Segmentation> segmentations,
                                         std::span<const load::ImageObject> images,
                                         const std::string& frame_of_reference_uid) {
  std::vector<Vec3> centres = centres_of_images(segmentations, images, frame_of_reference_uid);
  for (const bool lesion_lists : {true, false})
    if (centres.empty()) centres = centres_of_grids(segmentations, frame_of_reference_uid, lesion_lists);
  return common_centre(centres);
}

}  // namespace oligard::measure
