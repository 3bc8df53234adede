#include "measure/segmentation_lesions.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "measure/mask_lesion.h"
#include "measure/missing_slices.h"
#include "measure/weighted_volume.h"
#include "oligard/load/components.h"
#include "oligard/terms/organs.h"

namespace oligard::measure {
namespace {

constexpr double kJoinGapMm = 10;  // or two slices, see load/components.h

void describe(const load::Segmentation& segmentation, const load::Segment& segment, Lesion& lesion) {
  lesion.source = {LesionSource::Kind::kSegment,
                   segmentation.header.study_instance_uid,
                   segmentation.header.series_instance_uid,
                   segmentation.header.sop_class_uid,
                   segmentation.header.sop_instance_uid,
                   segment.number,
                   segment.label,
                   0,
                   segmentation.source_series_uid};
  lesion.tracking_id = segment.tracking_id;
  lesion.tracking_uid = segment.tracking_uid;
  lesion.organ = segment.organ;
  lesion.laterality = segment.laterality;
  lesion.nodal = segment.organ == terms::kLymphNode;
  lesion.finding_value = segment.type.value;
  lesion.finding_scheme = segment.type.scheme;
  lesion.finding_meaning = segment.type.meaning;
  lesion.frame_of_reference_uid = segmentation.frame_of_reference_uid;
  const auto slice = static_cast<std::size_t>(lesion.slice_index);
  if (slice < segmentation.slice_images.size()) {
    lesion.axis_image_class_uid = segmentation.slice_images[slice].sop_class_uid;
    lesion.axis_image_uid = segmentation.slice_images[slice].sop_instance_uid;
    lesion.axis_image_frame = segmentation.slice_images[slice].frame;
  }
}

/// Components of a segment where the source rule splits it; fewer than two when it stays whole.
std::vector<Mask> parts_of(const load::Segmentation& segmentation, const load::Segment& segment,
                           const std::vector<std::int32_t>& missing) {
  if (!segmentation.rule.split_components) return {};
  const double join_gap_mm = segmentation.rule.join_fragments ? kJoinGapMm : 0;
  return join_across(load::connected_components(segment.mask, join_gap_mm), missing);
}

/// Segments that lesions are measured in, by number.
std::vector<const load::Segment*> lesion_segments(const load::Segmentation& segmentation,
                                                  const MeasureOptions& options) {
  std::vector<const load::Segment*> chosen;
  for (const load::Segment& segment : segmentation.segments) {
    const bool wanted = options.all_segments_are_lesions || segment.role == load::SegmentRole::kLesion;
    if (wanted && !segment.mask.runs.empty()) chosen.push_back(&segment);
  }
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const load::Segment* a, const load::Segment* b) { return a->number < b->number; });
  return chosen;
}

Status add_lesions(const load::Segmentation& segmentation, const load::Segment& segment,
                   const std::vector<std::int32_t>& missing, const MeasureOptions& options,
                   const Stack* stack, std::vector<Lesion>& lesions) {
  if (Status checked = check_mask(segment.mask); !checked) return checked;
  const std::vector<Mask> parts = parts_of(segmentation, segment, missing);
  const bool split = parts.size() > 1;
  const std::span<const Mask> masks = split ? std::span<const Mask>(parts) : std::span(&segment.mask, 1);
  std::vector<double> weighted_mm3;
  if (!segment.fractions.runs.empty()) weighted_mm3 = weighted_volumes_mm3(segment.fractions, masks);
  for (std::size_t i = 0; i < masks.size(); ++i) {
    const Mask& mask = masks[i];
    Result<Lesion> lesion = measure_mask(mask, options, segmentation.slice_thickness_mm);
    if (!lesion) return fail(lesion);
    if (const double lacking_mm3 = missing_volume_mm3(mask, missing); lacking_mm3 > 0) {
      lesion->missing_slices = true;
      lesion->volume_mm3 = *lesion->volume_mm3 + lacking_mm3;
      lesion->surface_volume_mm3.reset();
    }
    if (!weighted_mm3.empty()) lesion->weighted_volume_mm3 = weighted_mm3[i];
    describe(segmentation, segment, *lesion);
    lesion->source.component = split ? static_cast<int>(i) + 1 : 0;
    if (stack != nullptr) {
      const Vec3 low = mask.grid.to_patient(0, 0, mask.runs.front().slice);
      const Vec3 high = mask.grid.to_patient(0, 0, mask.runs.back().slice);
      lesion->truncated = lesion->truncated || reaches_end(*stack, low, high);
    }
    lesions.push_back(std::move(*lesion));
  }
  return {};
}

}  // namespace

Result<std::vector<Lesion>> measure_segmentation(const load::Segmentation& segmentation,
                                                 const MeasureOptions& options, const Stack* stack) {
  const std::vector<std::int32_t> missing = missing_slices(segmentation);
  std::vector<Lesion> lesions;
  for (const load::Segment* segment : lesion_segments(segmentation, options)) {
    if (const Status added = add_lesions(segmentation, *segment, missing, options, stack, lesions); !added) {
      return tl::unexpected(added.error());
    }
  }
  return lesions;
}

Result<std::vector<Lesion>> measure_segmentation(const load::Segmentation& segmentation,
                                                 const MeasureOptions& options) {
  return measure_segmentation(segmentation, options, nullptr);
}

std::vector<LesionMask> lesion_masks(const load::Segmentation& segmentation, const MeasureOptions& options) {
  const std::vector<std::int32_t> missing = missing_slices(segmentation);
  std::vector<LesionMask> masks;
  for (const load::Segment* segment : lesion_segments(segmentation, options)) {
    std::vector<Mask> parts = parts_of(segmentation, *segment, missing);
    if (parts.size() < 2) {
      masks.push_back({segment->number, 0, segment->mask});
      continue;
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
      masks.push_back({segment->number, static_cast<int>(i) + 1, std::move(parts[i])});
  }
  return masks;
}

}  // namespace oligard::measure
