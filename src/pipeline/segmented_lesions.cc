#include "pipeline/segmented_lesions.h"

#include <algorithm>
#include <utility>

#include "oligard/measure/measure.h"

namespace oligard::pipeline {
namespace {

const load::Segment& segment_of(const load::Segmentation& segmentation, int number) {
  return *std::find_if(segmentation.segments.begin(), segmentation.segments.end(),
                       [number](const load::Segment& segment) { return segment.number == number; });
}

report::SegmentedLesions lesions_of(const load::Segmentation& segmentation) {
  report::SegmentedLesions result;
  result.sop_instance_uid = segmentation.header.sop_instance_uid;
  result.frame_of_reference_uid = segmentation.frame_of_reference_uid;
  result.source_series_uid = segmentation.source_series_uid;
  result.slice_thickness_mm = segmentation.slice_thickness_mm;
  for (const load::InstanceReference& image : segmentation.slice_images)
    result.slice_images.push_back({image.sop_class_uid, image.sop_instance_uid, image.frame});
  for (measure::LesionMask& lesion : measure::lesion_masks(segmentation)) {
    const load::Segment& segment = segment_of(segmentation, lesion.number);
    result.lesions.push_back({lesion.number, lesion.component, segment.algorithm_type, segment.algorithm_name,
                              std::move(lesion.mask)});
  }
  return result;
}

}  // namespace

std::vector<report::SegmentedLesions> segmented_lesions(
    const std::vector<load::Segmentation>& segmentations) {
  std::vector<report::SegmentedLesions> result;
  for (const load::Segmentation& segmentation : segmentations) {
    if (segmentation.segmentation_type.empty()) continue;
    report::SegmentedLesions lesions = lesions_of(segmentation);
    if (!lesions.lesions.empty()) result.push_back(std::move(lesions));
  }
  return result;
}

}  // namespace oligard::pipeline
