// The ROIs of an RT Structure Set as stated (PS3.3 C.8.8.5, C.8.8.6, C.8.8.8).
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// A closed planar contour of at least three points.
struct RoiContour {
  std::vector<Vec3> points;
  bool is_xor = false;        ///< CLOSEDPLANAR_XOR
  double slab_thickness = 0;  ///< Contour Slab Thickness (3006,0044, retired), mm; 0 = not stated
  InstanceReference image;    ///< first item of the Contour Image Sequence; empty UID = not stated
};

struct Roi {
  Segment segment;  ///< without mask; `number` is the ROI Number
  std::string frame_of_reference_uid;
  std::vector<RoiContour> contours;
  bool has_other_contours = false;  ///< points, lines, contours of one or two points
};

/// In the order of the Structure Set ROI Sequence; ROIs that the rule ignores are left out.
/// Errors: RTSTRUCT_NO_ROI, RTSTRUCT_ROI_NUMBER, RTSTRUCT_CONTOUR_DATA, FILE_TOO_LARGE.
[[nodiscard]] Result<std::vector<Roi>> read_rois(DcmItem& dataset, const SourceRule& rule,
                                                 const LoadLimits& limits);

}  // namespace oligard::load
