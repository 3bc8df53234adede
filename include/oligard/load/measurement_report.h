// Measurements that a reader or another program stated in an SR: values only, no DCMTK type.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oligard/base/baseline_claim.h"
#include "oligard/base/code.h"
#include "oligard/base/geometry.h"
#include "oligard/base/source_rule.h"
#include "oligard/base/statement.h"
#include "oligard/base/written_result.h"
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

/// An outline, point or body drawn in a group (PS3.3 C.10.5.1.2, C.18.9.1.2). It has a place and no size.
struct StatedRegion {
  std::string graphic_type;  ///< POINT, MULTIPOINT, POLYLINE, POLYGON, CIRCLE, ELLIPSE or ELLIPSOID
  InstanceReference image;   ///< empty UID for SCOORD3D
  bool in_patient_space = false;
  std::string frame_of_reference_uid;  ///< when in_patient_space
  std::vector<Vec3> points;  ///< as stated: (column, row, 0) like StatedLine's, or patient space in mm
};

/// One measurement group (TID 1410, 1411, 1501) or one AIM annotation.
struct PriorMeasurement {
  int number = 0;            ///< 1-based place among the report's groups, those of one lesion joined
  std::string tracking_id;   ///< (112039, DCM)
  bool shared_id = false;    ///< tracking_id names a drawing tool, or several lesions of the report
  std::string tracking_uid;  ///< (112040, DCM)
  Code finding;
  Code finding_site;
  std::string organ;                              ///< organ name of terms/organs.h; empty = not stated
  std::string laterality;                         ///< "left", "right", "bilateral" or empty
  std::string time_point;                         ///< (C2348792, UMLS), (126070, DCM) or (126071, DCM)
  BaselineClaim baseline = BaselineClaim::kNone;  ///< what its time point context claims
  std::optional<double> time_point_order;         ///< (126073, DCM), else days from (128740, DCM)
  std::string other_time_point;  ///< why the group is not of the document's time point; empty when it is
  std::string segment_sop_instance_uid;   ///< Referenced Segment; empty when none
  int segment_number = 0;                 ///< 0 = the whole SEG
  std::string source_series_uid;          ///< (121232, DCM); empty when not stated
  std::optional<StatedNumber> long_axis;  ///< Long Axis, Major Axis, Diameter, Length or a drawn Distance, mm
  std::optional<StatedNumber> short_axis;       ///< mm
  std::optional<StatedNumber> volume;           ///< mm3
  std::optional<StatedNumber> max_3d_diameter;  ///< mm
  std::vector<StatedNumber> others;             ///< all further numbers as stated
  std::vector<StatedRegion> regions;            ///< all that is drawn and is no two-point line
  std::vector<InstanceReference> images;        ///< images the group refers to
  Statement statement = Statement::kNone;
  std::string recist_role;                          ///< "target", "non_target" or empty
  std::vector<std::pair<Code, std::string>> texts;  ///< other CODE and TEXT items: concept, value
  std::string units_assumed;  ///< empty, or why a number was taken as mm, e.g. "unit code 1 on a length"
  bool is_lesion = true;      ///< false: the finding is an organ, a reference region or declared no lesion
  std::string not_used;       ///< why the group says nothing of a lesion's size or state; empty when it does

  std::string observation_uid;  ///< of the group (0040,A171); empty when not stated
  /// Of reports that use our codes: LESION_STATUS as words of the rule book, empty for an unknown value; and
  /// Comment (121106, DCM), which is then no statement.
  std::vector<std::string> statuses;
  std::vector<std::string> comments;
  std::string whole_lesion_uid;  ///< WHOLE_LESION_UID of a piece of a lesion in several

  /// Says something of a lesion at the report's time point.
  [[nodiscard]] bool is_used() const { return not_used.empty() && other_time_point.empty(); }
  /// A length or a volume.
  [[nodiscard]] bool has_size() const { return long_axis || short_axis || volume || max_3d_diameter; }
};

/// A loaded SR instance.
struct MeasurementReport {
  ObjectHeader header;
  Code title;
  std::string template_id;  ///< "1500", or empty when not stated
  std::string time_point;   ///< of the whole document; empty when not stated
  /// What the time point context (TID 1502) of the document claims, or of all its groups alike;
  /// kContradictory when it is at odds with itself.
  BaselineClaim baseline = BaselineClaim::kNone;
  bool is_own_result = false;  ///< written by this program, and no person put their name to it since
  std::vector<PriorMeasurement> measurements;
  std::vector<InstanceReference> evidence;  ///< both evidence sequences
  std::string reader;                       ///< observer as given: person or device; PHI-free use only
  bool by_person = false;                   ///< names a person observer, or a person verified it
  SourceRule rule;                          ///< the source rule that applied, or the default one

  bool uses_own_codes = false;            ///< has codes of our private scheme
  std::vector<std::string> predecessors;  ///< SOP Instance UIDs of Predecessor Documents Sequence
  bool is_verified = false;               ///< Verification Flag VERIFIED
  std::optional<Date> verified_on;        ///< the last Verification DateTime
  std::vector<std::string> free_texts;    ///< texts about the patient under other names than ours
  WrittenResult states;                   ///< with our codes: what it says
  std::optional<WrittenResult> original;  ///< what the result says that it is a copy of, by its record

  /// A result of ours that a person stored again.
  [[nodiscard]] bool is_reader_copy() const { return uses_own_codes && by_person && !is_own_result; }
};

}  // namespace oligard::load
