#include "oligard/measure/time_point.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include "measure/field_of_view.h"
#include "measure/images.h"
#include "measure/organs.h"
#include "measure/regions.h"
#include "measure/segmentation_lesions.h"
#include "measure/source_stacks.h"
#include "measure/stated.h"
#include "oligard/measure/measure.h"

namespace oligard::measure {
namespace {

void draw_on(const Grid& grid, Axis& axis) {
  const Vec3 a = grid.to_index(axis.p1_mm);
  const Vec3 b = grid.to_index(axis.p2_mm);
  axis.column1 = a.x;
  axis.row1 = a.y;
  axis.column2 = b.x;
  axis.row2 = b.y;
}

/// The pixels of a structure set's grid are not those of an image.
bool has_image_pixels(const Lesion& lesion) {
  constexpr std::string_view kStructureSet = "1.2.840.10008.5.1.4.1.1.481.3";
  return lesion.source.sop_class_uid != kStructureSet;
}

void forget_axis_image(Lesion& lesion) {
  lesion.axis_image_class_uid.clear();
  lesion.axis_image_uid.clear();
  lesion.axis_image_frame = 0;
}

/// Puts the axes on an image of the time point: the one that the segmentation names for the slice, else one
/// whose plane is the slice's. Without the image itself the axes keep the pixels of a SEG's own grid, which
/// are the image's; axes of a structure set then lie on no image.
void find_axis_image(const Images& images, Lesion& lesion) {
  if (lesion.source.kind != LesionSource::Kind::kSegment || !lesion.long_axis) return;
  auto reference = images.find(lesion.axis_image_uid, lesion.axis_image_frame);
  if (!reference && (lesion.axis_image_uid.empty() || !has_image_pixels(lesion))) {
    reference = images.plane_through(lesion.frame_of_reference_uid, lesion.source.source_series_uid,
                                     lesion.long_axis->p1_mm, lesion.long_axis->p2_mm);
  }
  if (!reference || reference->image->frame_of_reference_uid != lesion.frame_of_reference_uid) {
    if (!has_image_pixels(lesion)) forget_axis_image(lesion);
    return;
  }
  lesion.axis_image_class_uid = reference->image->header.sop_class_uid;
  lesion.axis_image_uid = reference->image->header.sop_instance_uid;
  lesion.axis_image_frame = reference->plane->frame;
  draw_on(reference->plane->grid, *lesion.long_axis);
  if (lesion.short_axis) draw_on(reference->plane->grid, *lesion.short_axis);
}

auto order_of(const Lesion& lesion) {
  return std::tie(lesion.source.sop_instance_uid, lesion.source.number, lesion.source.component);
}

}  // namespace

const char* name_of(CoverageEvidence evidence) {
  switch (evidence) {
    case CoverageEvidence::kNone:
      return "";
    case CoverageEvidence::kImages:
      return "images";
    case CoverageEvidence::kReferencedSeries:
      return "referenced_series";
    case CoverageEvidence::kSegments:
      return "segments";
  }
  return "";
}

Result<TimePoint> measure_time_point(const load::TimePointObjects& objects, std::string id,
                                     const MeasureOptions& options) {
  TimePoint point;
  point.id = std::move(id);
  point.date = objects.date;
  point.study_instance_uids = objects.study_instance_uids;
  point.modality = objects.modality;
  point.slice_thickness_mm = objects.slice_thickness_mm;
  point.frame_of_reference_uid = objects.frame_of_reference_uid;
  point.header_baseline = objects.header_baseline;
  point.report_baseline = objects.report_baseline;

  const Images images(objects);
  const SourceStacks stacks(objects.segmentations, images);
  stacks.describe(point);
  const std::set<std::string> regions = regions_of(objects);
  point.regions.assign(regions.begin(), regions.end());
  point.field_of_view_centre_mm =
      field_of_view_centre(objects.segmentations, objects.images, point.frame_of_reference_uid);
  const Result<OrganMasks> organs = OrganMasks::from(objects.segmentations, stacks);
  if (!organs) return fail(organs);
  point.organs = organs->organs();

  for (const load::Segmentation& segmentation : objects.segmentations) {
    point.segmentation_exhaustive =
        !objects.list_is_incomplete && (point.segmentation_exhaustive || segmentation.rule.exhaustive);
    Result<std::vector<Lesion>> lesions =
        measure_segmentation(segmentation, options, stacks.of(segmentation));
    if (!lesions) return fail(lesions);
    std::move(lesions->begin(), lesions->end(), std::back_inserter(point.lesions));
  }
  std::stable_sort(point.lesions.begin(), point.lesions.end(),
                   [](const Lesion& a, const Lesion& b) { return order_of(a) < order_of(b); });
  const std::vector<JoinedGroup> readers =
      add_stated(objects.reports, objects.segmentations, images, point.lesions);
  for (Lesion& lesion : point.lesions) {
    find_axis_image(images, lesion);
    organs->place(lesion);
  }
  settle_sizes(readers, point.lesions);
  point.says = says_of(objects.reports, objects.copies, objects.segmentations, images, point.lesions);
  for (const load::ComparedCopy& copy : objects.copies)
    point.copies.push_back(copy.copy);
  std::stable_sort(point.lesions.begin(), point.lesions.end(),
                   [](const Lesion& a, const Lesion& b) { return order_of(a) < order_of(b); });
  return point;
}

}  // namespace oligard::measure
