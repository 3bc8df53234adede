// Masks → a Segmentation object (PS3.3 A.51), for phantoms and for the lesion SEG.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "oligard/base/mask.h"
#include "oligard/base/result.h"

namespace oligard::dicom {

struct SegmentToWrite {
  std::string label;
  Code category;
  Code type;
  Code anatomic_region;                   ///< empty = not written
  Code laterality;                        ///< modifier of the region; empty = not written
  std::string tracking_id, tracking_uid;  ///< both or neither
  std::vector<std::uint16_t> cielab;      ///< Recommended Display CIELab Value; empty = not written
  Mask mask;                              ///< all masks lie on the same grid
};

/// Attributes of the series and of the images it was drawn on.
struct SegmentationToWrite {
  std::string patient_id, patient_name, issuer, birth_date, sex;
  std::string study_instance_uid, study_date, study_time, study_id, accession_number, study_description;
  std::string series_instance_uid, series_description, sop_instance_uid;
  int series_number = 300;
  std::string content_date, content_time;
  std::string frame_of_reference_uid;
  std::string manufacturer, model, serial_number, software_version;
  double slice_thickness_mm = 0;
  std::string source_series_uid, source_sop_class_uid;
  std::vector<std::string> source_image_uids;  ///< one a grid slice, or empty when there are no images
  std::vector<SegmentToWrite> segments;
};

/// A complete file, BINARY, Explicit VR Little Endian, empty frames left out. Errors: SEG_WRITE.
[[nodiscard]] Result<std::string> make_segmentation(const SegmentationToWrite& content);

}  // namespace oligard::dicom
