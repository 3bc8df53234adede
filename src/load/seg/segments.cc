#include "load/seg/segments.h"

#include <string>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/seg/segment_role.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr long kMaxSegmentNumber = 65535;

Segment read_segment(DcmItem& item) {
  Segment segment;
  segment.label = dicom::text(item, DCM_SegmentLabel);
  segment.category = dicom::code(item, DCM_SegmentedPropertyCategoryCodeSequence);
  segment.type = dicom::code(item, DCM_SegmentedPropertyTypeCodeSequence);
  segment.tracking_id = dicom::text(item, DCM_TrackingID);
  segment.tracking_uid = dicom::text(item, DCM_TrackingUID);
  segment.algorithm_type = dicom::text(item, DCM_SegmentAlgorithmType);
  segment.algorithm_name = dicom::text(item, DCM_SegmentAlgorithmName);
  return segment;
}

/// Reads a region sequence whose modifier stands inside its item.
void read_region(DcmItem& item, const DcmTagKey& region_tag, const DcmTagKey& modifier_tag,
                 SegmentSite& site) {
  DcmItem* region = dicom::item_of(item, region_tag);
  if (region == nullptr || !site.region.empty()) return;
  site.region = dicom::code(*region);
  site.region_modifier = dicom::code(*region, modifier_tag);
}

SegmentSite read_site(DcmItem& item, const FrameAnatomy* frames) {
  SegmentSite site;
  read_region(item, DCM_AnatomicRegionSequence, DCM_AnatomicRegionModifierSequence, site);
  read_region(item, DCM_PrimaryAnatomicStructureSequence, DCM_PrimaryAnatomicStructureModifierSequence, site);
  if (DcmItem* type = dicom::item_of(item, DCM_SegmentedPropertyTypeCodeSequence); type != nullptr)
    site.type_modifier = dicom::code(*type, DCM_SegmentedPropertyTypeModifierCodeSequence);
  if (frames != nullptr) {
    site.frame_region = frames->region;
    site.frame_modifier = frames->modifier;
    site.frame_laterality = frames->laterality;
  }
  return site;
}

bool is_background(DcmItem& dataset, const Segment& segment) {
  if (segment.number == 0) return true;
  if (segment.type.value == "125040" && segment.type.scheme == "DCM") return true;
  return dicom::integer(dataset, DCM_PixelPaddingValue) == segment.number;
}

const FrameAnatomy* anatomy_of(const std::map<int, FrameAnatomy>& anatomy, int segment_number) {
  auto found = anatomy.find(segment_number);
  if (found == anatomy.end()) found = anatomy.find(-1);
  return found == anatomy.end() ? nullptr : &found->second;
}

/// A label map's padding is background even when no segment describes it.
void leave_out_padding(DcmItem& dataset, SegmentTable& table) {
  const long padding = dicom::integer(dataset, DCM_PixelPaddingValue).value_or(-1);
  if (padding >= 0 && padding <= kMaxSegmentNumber)
    table.index_of_number.emplace(static_cast<int>(padding), SegmentTable::kLeftOut);
}

}  // namespace

Result<SegmentTable> read_segments(DcmItem& dataset, SegmentationType type,
                                   const std::map<int, FrameAnatomy>& anatomy, const SourceRule& rule) {
  SegmentTable table;
  bool numbers_are_good = true;
  dicom::for_each_item(dataset, DCM_SegmentSequence, [&](DcmItem& item) {
    const long lowest = type == SegmentationType::kLabelMap ? 0 : 1;
    const long number = dicom::integer(item, DCM_SegmentNumber).value_or(-1);
    if (number < lowest || number > kMaxSegmentNumber) {
      numbers_are_good = false;
      return;
    }
    Segment segment = read_segment(item);
    segment.number = static_cast<int>(number);
    const bool left_out = (type == SegmentationType::kLabelMap && is_background(dataset, segment)) ||
                          is_ignored(segment.label, rule);
    const int index = left_out ? SegmentTable::kLeftOut : static_cast<int>(table.segments.size());
    numbers_are_good = table.index_of_number.emplace(segment.number, index).second && numbers_are_good;
    if (left_out) return;
    set_role(segment, rule);
    set_site(segment, read_site(item, anatomy_of(anatomy, segment.number)), rule);
    table.segments.push_back(std::move(segment));
  });
  if (!numbers_are_good)
    return fail(ErrorKind::kInvalidInput, "SEG_SEGMENT_NUMBER",
                "a Segment Number is missing, out of range or used twice");
  if (table.index_of_number.empty())
    return fail(ErrorKind::kInvalidInput, "SEG_NO_SEGMENTS", "the Segment Sequence is absent or empty");
  if (type == SegmentationType::kLabelMap) leave_out_padding(dataset, table);
  return table;
}

}  // namespace oligard::load
