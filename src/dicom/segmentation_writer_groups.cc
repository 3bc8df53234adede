#include <algorithm>
#include <map>
#include <set>

#include "dicom/item_builder.h"
#include "dicom/segmentation_parts.h"
#include "oligard/base/digest.h"
#include "oligard/dicom/decimal_string.h"

namespace oligard::dicom {
namespace {

std::string decimal_strings(std::initializer_list<double> values) {
  std::string text;
  for (const double value : values) {
    if (!text.empty()) text += '\\';
    text += decimal_string(value);
  }
  return text;
}

void put_dimension_index(DcmItem& dataset, const std::string& organization, const DcmTagKey& attribute,
                         const DcmTagKey& group, const char* label) {
  DcmItem& index = append_item(dataset, DCM_DimensionIndexSequence);
  put(index, DCM_DimensionOrganizationUID, organization);
  index.putAndInsertTagKey(DCM_DimensionIndexPointer, attribute);
  index.putAndInsertTagKey(DCM_FunctionalGroupPointer, group);
  put(index, DCM_DimensionDescriptionLabel, label);
}

/// PS3.3 C.7.6.17: the segment, then the position along the slice direction.
void put_dimensions(DcmItem& dataset, const SegmentationToWrite& content) {
  const std::string organization = uid_from_text(content.sop_instance_uid + " dimension organization");
  put(append_item(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, organization);
  put_dimension_index(dataset, organization, DCM_ReferencedSegmentNumber, DCM_SegmentIdentificationSequence,
                      "Referenced Segment Number");
  put_dimension_index(dataset, organization, DCM_ImagePositionPatient, DCM_PlanePositionSequence,
                      "Image Position (Patient)");
}

void put_shared_groups(DcmItem& dataset, const SegmentationToWrite& content) {
  const Grid& grid = content.segments.front().mask.grid;
  const double thickness = content.slice_thickness_mm > 0 ? content.slice_thickness_mm : grid.slice_spacing;
  DcmItem& shared = append_item(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& orientation = append_item(shared, DCM_PlaneOrientationSequence);
  const Vec3& c = grid.column_direction;
  const Vec3& r = grid.row_direction;
  put(orientation, DCM_ImageOrientationPatient, decimal_strings({c.x, c.y, c.z, r.x, r.y, r.z}));
  DcmItem& measures = append_item(shared, DCM_PixelMeasuresSequence);
  put(measures, DCM_SliceThickness, decimal_string(thickness));
  if (grid.is_regular()) put(measures, DCM_SpacingBetweenSlices, decimal_string(grid.slice_spacing));
  put(measures, DCM_PixelSpacing, decimal_strings({grid.row_spacing, grid.column_spacing}));
}

int frame_number_of(const SegmentationToWrite& content, int slice) {
  return content.source_frame_numbers.empty() ? 0
                                              : content.source_frame_numbers[static_cast<std::size_t>(slice)];
}

/// PS3.3 C.7.6.16.2.6. Nothing when the source image of the slice is not known.
void put_derivation(DcmItem& groups, const SegmentationToWrite& content, int slice) {
  if (content.source_image_uids.empty()) return;
  const std::string& uid = content.source_image_uids[static_cast<std::size_t>(slice)];
  if (uid.empty()) return;
  DcmItem& derivation = append_item(groups, DCM_DerivationImageSequence);
  DcmItem& source = append_item(derivation, DCM_SourceImageSequence);
  put(source, DCM_ReferencedSOPClassUID, content.source_sop_class_uid);
  put(source, DCM_ReferencedSOPInstanceUID, uid);
  if (const int frame = frame_number_of(content, slice); frame > 0) {
    put(source, DCM_ReferencedFrameNumber, std::to_string(frame));
  }
  append_code(source, DCM_PurposeOfReferenceCodeSequence,
              {"121322", "DCM", "Source image for image processing operation"});
  put(source, DCM_SpatialLocationsPreserved, "YES");
  append_code(derivation, DCM_DerivationCodeSequence, {"113076", "DCM", "Segmentation"});
}

void put_frame_groups(DcmItem& dataset, const SegmentationToWrite& content, const SegmentationFrame& frame,
                      Uint32 position_index) {
  const Grid& grid = content.segments.front().mask.grid;
  DcmItem& groups = append_item(dataset, DCM_PerFrameFunctionalGroupsSequence);
  put_derivation(groups, content, frame.slice);
  const Uint32 index[2] = {static_cast<Uint32>(frame.segment + 1), position_index};
  append_item(groups, DCM_FrameContentSequence).putAndInsertUint32Array(DCM_DimensionIndexValues, index, 2);
  const Vec3 position = grid.to_patient(0, 0, frame.slice);
  put(append_item(groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient,
      decimal_strings({position.x, position.y, position.z}));
  put_number(append_item(groups, DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber,
             static_cast<std::uint16_t>(frame.segment + 1));
}

/// Common Instance Reference Module (PS3.3 C.12.2): every image of the grid, each once.
void put_referenced_series(DcmItem& dataset, const SegmentationToWrite& content) {
  std::set<std::string> written{""};
  DcmItem* series = nullptr;
  for (const std::string& uid : content.source_image_uids) {
    if (!written.insert(uid).second) continue;
    if (series == nullptr) {
      series = &append_item(dataset, DCM_ReferencedSeriesSequence);
      put(*series, DCM_SeriesInstanceUID, content.source_series_uid);
    }
    DcmItem& instance = append_item(*series, DCM_ReferencedInstanceSequence);
    put(instance, DCM_ReferencedSOPClassUID, content.source_sop_class_uid);
    put(instance, DCM_ReferencedSOPInstanceUID, uid);
  }
}

}  // namespace

void put_frame_descriptions(DcmItem& dataset, const SegmentationToWrite& content,
                            const std::vector<SegmentationFrame>& frames) {
  put(dataset, DCM_NumberOfFrames, std::to_string(frames.size()));
  put_dimensions(dataset, content);
  put_shared_groups(dataset, content);
  std::map<int, Uint32> position_index;
  for (const SegmentationFrame& frame : frames)
    position_index[frame.slice] = 0;
  Uint32 next = 0;
  for (auto& [slice, index] : position_index)
    index = ++next;
  for (const SegmentationFrame& frame : frames) {
    put_frame_groups(dataset, content, frame, position_index[frame.slice]);
  }
  put_referenced_series(dataset, content);
}

}  // namespace oligard::dicom
