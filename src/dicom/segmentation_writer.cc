#include "oligard/dicom/segmentation_writer.h"

#include <algorithm>
#include <tuple>

#include "dicom/item_builder.h"
#include "dicom/segmentation_parts.h"
#include "oligard/dicom/file.h"

namespace oligard::dicom {
namespace {

constexpr const char* kUtf8 = "ISO_IR 192";

tl::unexpected<Error> refuse(const char* reason) {
  return fail(ErrorKind::kInternal, "SEG_WRITE", reason);
}

std::string or_default(const std::string& value, const char* fallback) {
  return value.empty() ? fallback : value;
}

bool runs_fit(const Mask& mask) {
  const Grid& grid = mask.grid;
  const Run* previous = nullptr;
  for (const Run& run : mask.runs) {
    const bool inside = run.slice >= 0 && run.slice < grid.slices && run.row >= 0 && run.row < grid.rows &&
                        run.column >= 0 && run.length > 0 && run.length <= grid.columns - run.column;
    if (!inside) return false;
    if (previous != nullptr && std::tie(previous->slice, previous->row) >= std::tie(run.slice, run.row) &&
        !(previous->slice == run.slice && previous->row == run.row &&
          previous->column + previous->length < run.column)) {
      return false;
    }
    previous = &run;
  }
  return true;
}

Status check_references(const SegmentationToWrite& content) {
  const auto slices = static_cast<std::size_t>(content.segments.front().mask.grid.slices);
  if (!content.source_image_uids.empty()) {
    if (content.source_image_uids.size() != slices) return refuse("the source images do not fit the slices");
    if (content.source_series_uid.empty() || content.source_sop_class_uid.empty()) {
      return refuse("the series or class of the source images is missing");
    }
  }
  if (!content.source_frame_numbers.empty() && content.source_frame_numbers.size() != slices) {
    return refuse("the source frame numbers do not fit the slices");
  }
  return {};
}

Status check(const SegmentationToWrite& content) {
  if (content.segments.empty()) return refuse("a segmentation needs at least one segment");
  if (content.segments.size() > 65535) return refuse("a segmentation has at most 65535 segments");
  if (content.sop_instance_uid.empty() || content.series_instance_uid.empty() ||
      content.study_instance_uid.empty() || content.frame_of_reference_uid.empty()) {
    return refuse("the UIDs of instance, series, study and frame of reference are needed");
  }
  const Grid& grid = content.segments.front().mask.grid;
  const bool sized = grid.rows > 0 && grid.rows <= 65535 && grid.columns > 0 && grid.columns <= 65535 &&
                     grid.slices > 0 && grid.slice_spacing > 0 && grid.row_spacing > 0 &&
                     grid.column_spacing > 0;
  if (!sized) return refuse("the grid has no size or no spacing");
  if (!grid.is_regular() && grid.table->origins.size() != static_cast<std::size_t>(grid.slices))
    return refuse("the slice table does not fit the slices");
  for (const SegmentToWrite& segment : content.segments) {
    if (segment.mask.grid != grid) return refuse("the masks lie on different grids");
    if (!runs_fit(segment.mask)) return refuse("runs of a mask are out of order or outside the grid");
    if (segment.category.empty() || segment.type.empty() || segment.label.empty()) {
      return refuse("a segment lacks its label, category or type");
    }
    if (segment.tracking_id.empty() != segment.tracking_uid.empty()) {
      return refuse("a segment has only one of Tracking ID and Tracking UID");
    }
    if (!segment.cielab.empty() && segment.cielab.size() != 3)
      return refuse("a CIELab colour has three values");
  }
  return check_references(content);
}

void put_patient_and_study(DcmItem& dataset, const SegmentationToWrite& content) {
  put(dataset, DCM_PatientName, content.patient_name);
  put(dataset, DCM_PatientID, content.patient_id);
  put_if_known(dataset, DCM_IssuerOfPatientID, content.issuer);
  put(dataset, DCM_PatientBirthDate, content.birth_date);
  put(dataset, DCM_PatientSex, content.sex);
  put(dataset, DCM_StudyInstanceUID, content.study_instance_uid);
  put(dataset, DCM_StudyDate, content.study_date);
  put(dataset, DCM_StudyTime, content.study_time);
  put(dataset, DCM_ReferringPhysicianName, content.referring_physician);
  put(dataset, DCM_StudyID, content.study_id);
  put(dataset, DCM_AccessionNumber, content.accession_number);
  put_if_known(dataset, DCM_StudyDescription, content.study_description);
}

void put_series_and_equipment(DcmItem& dataset, const SegmentationToWrite& content) {
  put(dataset, DCM_Modality, "SEG");
  put(dataset, DCM_SeriesInstanceUID, content.series_instance_uid);
  put(dataset, DCM_SeriesNumber, std::to_string(content.series_number));
  put_if_known(dataset, DCM_SeriesDescription, content.series_description);
  put_if_known(dataset, DCM_BodyPartExamined, content.body_part_examined);
  put(dataset, DCM_FrameOfReferenceUID, content.frame_of_reference_uid);
  put(dataset, DCM_PositionReferenceIndicator, "");
  put(dataset, DCM_Manufacturer, or_default(content.manufacturer, "Oligard"));
  put(dataset, DCM_ManufacturerModelName, or_default(content.model, "Oligard"));
  put(dataset, DCM_DeviceSerialNumber, or_default(content.serial_number, "1"));
  put(dataset, DCM_SoftwareVersions, or_default(content.software_version, kImplementationVersion));
}

void put_image(DcmItem& dataset, const SegmentationToWrite& content) {
  const Grid& grid = content.segments.front().mask.grid;
  put(dataset, DCM_SOPClassUID, UID_SegmentationStorage);
  put(dataset, DCM_SOPInstanceUID, content.sop_instance_uid);
  put(dataset, DCM_InstanceNumber, "1");
  put(dataset, DCM_ContentDate, or_default(content.content_date, content.study_date.c_str()));
  put(dataset, DCM_ContentTime, or_default(content.content_time, content.study_time.c_str()));
  put(dataset, DCM_ImageType, "DERIVED\\PRIMARY");
  put_number(dataset, DCM_SamplesPerPixel, 1);
  put(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  put_number(dataset, DCM_Rows, static_cast<std::uint16_t>(grid.rows));
  put_number(dataset, DCM_Columns, static_cast<std::uint16_t>(grid.columns));
  put_number(dataset, DCM_BitsAllocated, 1);
  put_number(dataset, DCM_BitsStored, 1);
  put_number(dataset, DCM_HighBit, 0);
  put_number(dataset, DCM_PixelRepresentation, 0);
  put(dataset, DCM_LossyImageCompression, "00");
  put(dataset, DCM_SegmentationType, "BINARY");
  put(dataset, DCM_ContentLabel, content.content_label);
  put(dataset, DCM_ContentDescription, content.content_description);
  put(dataset, DCM_ContentCreatorName, "");
}

void put_algorithm(DcmItem& item, const SegmentationToWrite& content, const SegmentToWrite& segment) {
  const std::string model = or_default(content.model, "Oligard");
  const bool is_own = segment.algorithm.type.empty();
  const std::string& type = is_own ? content.algorithm_type : segment.algorithm.type;
  const std::string& name = is_own ? content.algorithm_name : segment.algorithm.name;
  put(item, DCM_SegmentAlgorithmType, type);
  if (type != "MANUAL") put(item, DCM_SegmentAlgorithmName, or_default(name, model.c_str()));
  if (content.algorithm_family.empty()) return;
  DcmItem& identification = append_item(item, DCM_SegmentationAlgorithmIdentificationSequence);
  append_code(identification, DCM_AlgorithmFamilyCodeSequence, content.algorithm_family);
  put(identification, DCM_AlgorithmName, model);
  put(identification, DCM_AlgorithmVersion, or_default(content.software_version, kImplementationVersion));
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// PS3.5 7.5.3 lets an item state its character set. dcmjs, which OHIF reads segmentations with, takes text
/// of items that do not for Latin-1.
void put_character_set(DcmItem& item, const SegmentToWrite& segment) {
  if (!is_ascii(segment.label + segment.description)) put(item, DCM_SpecificCharacterSet, kUtf8);
}

/// One item of the Segment Sequence (PS3.3 C.8.20.2, C.8.20.4).
void put_segment(DcmItem& dataset, const SegmentationToWrite& content, std::size_t index) {
  const SegmentToWrite& segment = content.segments[index];
  DcmItem& item = append_item(dataset, DCM_SegmentSequence);
  put_character_set(item, segment);
  append_code(item, DCM_SegmentedPropertyCategoryCodeSequence, segment.category);
  put_number(item, DCM_SegmentNumber, static_cast<std::uint16_t>(index + 1));
  put(item, DCM_SegmentLabel, segment.label);
  put_if_known(item, DCM_SegmentDescription, segment.description);
  put_algorithm(item, content, segment);
  DcmItem& type = append_code(item, DCM_SegmentedPropertyTypeCodeSequence, segment.type);
  if (!segment.anatomic_region.empty()) {
    DcmItem& region = append_code(item, DCM_AnatomicRegionSequence, segment.anatomic_region);
    if (!segment.laterality.empty()) {
      append_code(region, DCM_AnatomicRegionModifierSequence, segment.laterality);
    }
  } else if (!segment.laterality.empty()) {
    append_code(type, DCM_SegmentedPropertyTypeModifierCodeSequence, segment.laterality);
  }
  put_if_known(item, DCM_TrackingID, segment.tracking_id);
  put_if_known(item, DCM_TrackingUID, segment.tracking_uid);
  if (!segment.cielab.empty()) {
    item.putAndInsertUint16Array(DCM_RecommendedDisplayCIELabValue, segment.cielab.data(), 3);
  }
}

}  // namespace

Result<std::string> make_segmentation(const SegmentationToWrite& content) {
  if (Status checked = check(content); !checked) return fail(checked);
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  put(dataset, DCM_SpecificCharacterSet, kUtf8);
  put_patient_and_study(dataset, content);
  put_series_and_equipment(dataset, content);
  put_image(dataset, content);
  for (std::size_t index = 0; index < content.segments.size(); ++index)
    put_segment(dataset, content, index);
  const std::vector<SegmentationFrame> frames = frames_of(content);
  put_frame_descriptions(dataset, content, frames);
  if (Status packed = put_pixels(dataset, content, frames); !packed) return fail(packed);
  return to_bytes(file);
}

}  // namespace oligard::dicom
