// One tumour focus at one time point, measured. Coordinates LPS mm, volumes mm3, lengths mm.
// Definitions: docs/measurement-definitions.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::measure {

/// A line inside one original slice. Pixel coordinates are continuous grid indices (0,0 = centre of the first
/// voxel); SR coordinates are these + 0.5.
struct Axis {
  double length_mm = 0;
  Vec3 p1_mm, p2_mm;
  double column1 = 0, row1 = 0, column2 = 0, row2 = 0;
};

/// Where a lesion's numbers come from.
struct LesionSource {
  enum class Kind { kSegment, kReport };
  Kind kind = Kind::kSegment;
  std::string study_instance_uid;
  std::string series_instance_uid;
  std::string sop_class_uid;
  std::string sop_instance_uid;  ///< the SEG, or the SR when kind is kReport
  int number = 0;                ///< Segment Number, or 1-based measurement group of an SR
  std::string label;
  int component = 0;              ///< 1-based when the segment was split, 0 when it was not
  std::string source_series_uid;  ///< image series the SEG was drawn on; empty = not stated
};

/// One standard deviation of each figure, from voxel size, partial volume and slice thickness.
struct Uncertainty {
  double volume_mm3 = 0;
  double long_axis_mm = 0;
  double short_axis_mm = 0;
  double max_3d_diameter_mm = 0;
};

/// Sizes of one lesion from one source.
struct StatedSize {
  std::string sop_instance_uid;  ///< the SR, or the SEG for our own
  std::optional<double> long_axis_mm;
  std::optional<double> short_axis_mm;
  std::optional<double> volume_mm3;
  bool disagrees = false;  ///< a length or the volume differs from ours by more than 20 %
};

/// A Tracking UID that a report gives a lesion.
struct StatedUid {
  std::string uid;
  std::string sop_instance_uid;  ///< the SR
  bool by_person = false;        ///< a reader's, not a program's

  friend auto operator<=>(const StatedUid&, const StatedUid&) = default;
};

/// Axis-related members are empty when nothing is drawable: a reader's number without coordinates has a
/// length but no end points.
struct Lesion {
  LesionSource source;
  std::string tracking_id;
  std::string tracking_uid;
  bool uid_by_reader = false;          ///< a reader's report gives the lesion this Tracking UID
  std::vector<StatedUid> stated_uids;  ///< of all reports, by rank of the report
  std::string organ;                   ///< name of terms/organs.h; empty = unknown
  std::string laterality;              ///< "left", "right" or empty
  bool nodal = false;                  ///< a lymph node: short axis counts (RECIST 1.1)
  std::string finding_value, finding_scheme, finding_meaning;  ///< what kind of finding, coded

  bool has_position = false;  ///< centroid_mm and bbox_mm are known
  Vec3 centroid_mm;
  Box bbox_mm;                   ///< of voxel edges
  std::int64_t voxel_count = 0;  ///< 0 for a lesion known from a report alone
  std::optional<double> volume_mm3;
  std::optional<double> long_axis_mm;
  std::optional<double> short_axis_mm;
  std::optional<double> max_3d_diameter_mm;
  std::optional<double> surface_volume_mm3;   ///< enclosed by the mask's surface: a check of volume_mm3
  std::optional<double> weighted_volume_mm3;  ///< FRACTIONAL: each voxel counts by its share
  std::optional<Axis> long_axis;              ///< in slice `slice_index`
  std::optional<Axis> short_axis;             ///< in the same slice
  int slice_index = 0;                        ///< grid slice of both axes
  double slice_z_mm = 0;             ///< patient z of that slice's plane at its centre point of the long axis
  bool axial = true;                 ///< the stored planes are axial within 10 degrees
  std::string axis_image_class_uid;  ///< the image the axes lie on; empty = not known
  std::string axis_image_uid;
  int axis_image_frame = 0;
  std::string convention;  ///< boundary rule of the axes: "calibrated", "centre", "edge" or "stated"
  Uncertainty uncertainty;
  bool truncated = false;          ///< touches the border of what was segmentable
  bool missing_slices = false;     ///< a slice inside the lesion has no frame
  std::vector<StatedSize> stated;  ///< readers' numbers of the same lesion
  /// Our own sizes when a reader's outrank them (SourceRule::reader_outranks): the figures above are then the
  /// reader's.
  std::optional<StatedSize> own;

  // For matching.
  double extent_mm = 0;        ///< longest extent of the mask, edge to edge; 0 = unknown
  Vec3 principal_moments_mm2;  ///< eigenvalues of the second central moment, ascending
  double slice_spacing_mm = 0;
  std::vector<Vec3> boundary_mm;  ///< at most 200 boundary voxel centres, evenly taken
  std::string frame_of_reference_uid;
};

}  // namespace oligard::measure
