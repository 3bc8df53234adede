// Masks → a Segmentation object (PS3.3 A.51), for phantoms and for the lesion SEG.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "oligard/base/mask.h"
#include "oligard/base/result.h"

namespace oligard::dicom {

/// Who drew or computed the voxels of a segment (PS3.3 C.8.20.2).
struct SegmentAlgorithm {
  std::string type;  ///< AUTOMATIC, SEMIAUTOMATIC or MANUAL
  std::string name;  ///< not written for MANUAL
};

struct SegmentToWrite {
  std::string label;
  std::string description;     ///< empty = not written
  SegmentAlgorithm algorithm;  ///< empty = that of the segmentation
  Code category;
  Code type;
  Code anatomic_region;  ///< empty = not written
  Code laterality;  ///< modifier of the region, or of the type when there is no region; empty = not written
  std::string tracking_id, tracking_uid;  ///< both or neither
  std::vector<std::uint16_t> cielab;      ///< Recommended Display CIELab Value; empty = not written
  Mask mask;                              ///< all masks lie on the same grid
};

/// Attributes of the series and of the images it was drawn on. Text is UTF-8.
struct SegmentationToWrite {
  std::string patient_id, patient_name, issuer, birth_date, sex;
  std::string study_instance_uid, study_date, study_time, study_id, accession_number, study_description;
  std::string referring_physician;
  std::string series_instance_uid, series_description, sop_instance_uid;
  int series_number = 300;
  std::string body_part_examined;  ///< PS3.16 Annex L; empty = not written
  std::string content_date, content_time;
  std::string content_label = "SEGMENTATION";  ///< VR CS
  std::string content_description;
  std::string frame_of_reference_uid;
  std::string manufacturer, model, serial_number, software_version;  ///< empty = the product's own
  std::string algorithm_type = "AUTOMATIC";  ///< AUTOMATIC, SEMIAUTOMATIC or MANUAL (PS3.3 C.8.20.2)
  std::string algorithm_name;                ///< empty = the model
  Code algorithm_family;  ///< CID 7162; written with name and version of the equipment; empty = not written
  double slice_thickness_mm = 0;  ///< 0 = the slice spacing of the grid
  std::string source_series_uid, source_sop_class_uid;
  std::vector<std::string>
      source_image_uids;                  ///< one a grid slice (may be empty where not known), or none at all
  std::vector<int> source_frame_numbers;  ///< one a grid slice when the source is multi-frame, else empty
  std::vector<SegmentToWrite> segments;
};

/// A complete file, BINARY, Explicit VR Little Endian. Frames without a voxel are left out; when no segment
/// has a voxel, one empty frame stands for the first. Segment Numbers are 1, 2, … in the order of `segments`.
/// The same content gives the same bytes. Errors: SEG_WRITE (contradictory content), SEG_TOO_LARGE,
/// DICOM_WRITE.
[[nodiscard]] Result<std::string> make_segmentation(const SegmentationToWrite& content);

}  // namespace oligard::dicom
