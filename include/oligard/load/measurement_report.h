// Measurements that a reader or another program stated in an SR: values only, no DCMTK type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "oligard/base/geometry.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// A two-point line on an image. Pixel coordinates are column\row, (0.5,0.5) = centre of the top left pixel
/// (PS3.3 C.10.5.1.2); a SCOORD3D line has points in patient space instead.
struct StatedLine {
  InstanceReference image;  ///< empty UID for SCOORD3D
  double column1 = 0, row1 = 0, column2 = 0, row2 = 0;
  bool in_patient_space = false;
  Vec3 p1_mm, p2_mm;                   ///< when in_patient_space
  std::string frame_of_reference_uid;  ///< when in_patient_space
};

/// One number of a measurement group. Lengths, areas and volumes are in mm, mm2 and mm3 whatever unit the
/// object used.
struct StatedNumber {
  Code concept_name;
  double value = 0;
  std::optional<StatedLine> line;
  std::string unit;  ///< of `value`: "mm", "mm2", "mm3" or the unit code as stated; empty when not stated
};

/// What a group says without a number.
enum class Statement {
  kNone,
  kPresent,
  kAbsent,
  kTooSmall,
  kNotEvaluable,
  kIncreasedEquivocal,
  kUnequivocalProgression
};

/// One measurement group (TID 1410, 1411, 1501) or one AIM annotation.
struct PriorMeasurement {
  std::string tracking_id;   ///< (112039, DCM)
  std::string tracking_uid;  ///< (112040, DCM)
  Code finding;
  Code finding_site;
  std::string organ;                       ///< organ name of dicom/anatomy.h; empty = not stated
  std::string laterality;                  ///< "left", "right", "bilateral" or empty
  std::string time_point;                  ///< (C2348792, UMLS) or (126070, DCM)
  std::string segment_sop_instance_uid;    ///< Referenced Segment; empty when none
  int segment_number = 0;                  ///< 0 = the whole SEG
  std::string source_series_uid;           ///< (121232, DCM); empty when not stated
  std::optional<StatedNumber> long_axis;   ///< Long Axis, Length or Diameter, mm
  std::optional<StatedNumber> short_axis;  ///< mm
  std::optional<StatedNumber> volume;      ///< mm3
  std::vector<StatedNumber> others;        ///< all further numbers as stated
  std::vector<InstanceReference> images;   ///< images the group refers to
  Statement statement = Statement::kNone;
  std::string recist_role;                          ///< "target", "non_target" or empty
  std::vector<std::pair<Code, std::string>> texts;  ///< other CODE and TEXT items: concept, value
  std::string units_assumed;  ///< empty, or why a number was taken as mm, e.g. "unit code 1 on a length"
};

/// A loaded SR instance.
struct MeasurementReport {
  ObjectHeader header;
  Code title;
  std::string template_id;     ///< "1500", or empty when not stated
  bool is_own_result = false;  ///< written by this program
  std::vector<PriorMeasurement> measurements;
  std::vector<InstanceReference> evidence;  ///< both evidence sequences
  std::string reader;                       ///< observer as given: person or device; PHI-free use only
};

}  // namespace oligard::load
