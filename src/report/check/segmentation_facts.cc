#include "report/check/segmentation_facts.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::report {
namespace {

SegmentFacts facts_of_segment(DcmItem& item) {
  SegmentFacts facts;
  facts.number = dicom::integer(item, DCM_SegmentNumber).value_or(0);
  facts.label = dicom::text(item, DCM_SegmentLabel);
  facts.tracking_id = dicom::text(item, DCM_TrackingID);
  facts.tracking_uid = dicom::text(item, DCM_TrackingUID);
  facts.algorithm_type = dicom::text(item, DCM_SegmentAlgorithmType);
  facts.algorithm_name = dicom::text(item, DCM_SegmentAlgorithmName);
  facts.category = dicom::code(item, DCM_SegmentedPropertyCategoryCodeSequence);
  facts.type = dicom::code(item, DCM_SegmentedPropertyTypeCodeSequence);
  facts.colour_values = dicom::numbers(item, DCM_RecommendedDisplayCIELabValue).size();
  return facts;
}

std::optional<Vec3> position_in(DcmItem& groups) {
  DcmItem* plane = dicom::item_of(groups, DCM_PlanePositionSequence);
  if (plane == nullptr) return std::nullopt;
  const std::vector<double> values = dicom::numbers(*plane, DCM_ImagePositionPatient);
  if (values.size() != 3) return std::nullopt;
  return Vec3{values[0], values[1], values[2]};
}

FrameFacts facts_of_frame(DcmItem& groups) {
  FrameFacts facts;
  DcmItem* identification = dicom::item_of(groups, DCM_SegmentIdentificationSequence);
  if (identification != nullptr) {
    const std::vector<double> numbers = dicom::numbers(*identification, DCM_ReferencedSegmentNumber);
    if (numbers.size() == 1) facts.segment = static_cast<long>(numbers.front());
  }
  facts.position = position_in(groups);
  if (DcmItem* content = dicom::item_of(groups, DCM_FrameContentSequence))
    facts.dimension_values = dicom::numbers(*content, DCM_DimensionIndexValues).size();
  facts.has_own_geometry = dicom::sequence(groups, DCM_PlaneOrientationSequence) != nullptr ||
                           dicom::sequence(groups, DCM_PixelMeasuresSequence) != nullptr;
  dicom::for_each_item(groups, DCM_DerivationImageSequence, [&](DcmItem& derivation) {
    dicom::for_each_item(derivation, DCM_SourceImageSequence, [&](DcmItem& source) {
      facts.sources.push_back(dicom::text(source, DCM_ReferencedSOPInstanceUID));
    });
  });
  return facts;
}

void add_shared_groups(DcmItem& dataset, SegmentationFacts& facts) {
  DcmItem* shared = dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  if (shared == nullptr) return;
  if (DcmItem* plane = dicom::item_of(*shared, DCM_PlaneOrientationSequence))
    facts.orientation = dicom::numbers(*plane, DCM_ImageOrientationPatient);
  DcmItem* measures = dicom::item_of(*shared, DCM_PixelMeasuresSequence);
  if (measures == nullptr) return;
  facts.pixel_spacing = dicom::numbers(*measures, DCM_PixelSpacing);
  facts.slice_spacing_mm = dicom::number(*measures, DCM_SpacingBetweenSlices);
}

}  // namespace

SegmentationFacts facts_of_segmentation(const Subject& subject) {
  SegmentationFacts facts(subject);
  DcmItem& dataset = subject.dataset;
  dicom::for_each_item(dataset, DCM_SegmentSequence,
                       [&](DcmItem& item) { facts.segments.push_back(facts_of_segment(item)); });
  dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence,
                       [&](DcmItem& item) { facts.frames.push_back(facts_of_frame(item)); });
  add_shared_groups(dataset, facts);
  if (const DcmSequenceOfItems* indices = dicom::sequence(dataset, DCM_DimensionIndexSequence))
    facts.dimensions = indices->card();
  dicom::for_each_item(dataset, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
    if (dicom::text(series, DCM_SeriesInstanceUID).empty()) return;
    dicom::for_each_item(series, DCM_ReferencedInstanceSequence, [&](DcmItem& instance) {
      facts.referenced.insert(dicom::text(instance, DCM_ReferencedSOPInstanceUID));
    });
  });
  return facts;
}

}  // namespace oligard::report
