// The geometry of a received image: its pixels are not read.
#pragma once

#include <string>
#include <vector>

#include "oligard/base/geometry.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// One frame's plane. A single-frame image has exactly one.
struct ImagePlane {
  int frame = 0;  ///< 1-based in a multi-frame object, 0 in a single-frame one
  Grid grid;      ///< slices = 1; slice_spacing = slice thickness, or 1 when not stated
};

/// A CT, MR or PET instance.
struct ImageObject {
  ObjectHeader header;
  std::string frame_of_reference_uid;
  double slice_thickness_mm = 0;   ///< 0 = not stated
  std::string body_part;           ///< Body Part Examined, as stated
  std::vector<ImagePlane> planes;  ///< empty when the object states no position
};

}  // namespace oligard::load
