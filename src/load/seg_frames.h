// The functional groups of a Segmentation (PS3.3 C.7.6.16): which plane and segment each frame belongs to.
#pragma once

#include <map>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "load/seg_stack.h"
#include "oligard/base/code.h"
#include "oligard/base/result.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// One frame, in the order of the pixel data.
struct SegFrame {
  int segment_number = -1;   ///< -1 = not stated (label maps)
  InstanceReference source;  ///< the one image it was drawn on; empty when none or several are named
};

/// Body part of frames, where the segment itself may not say it.
struct FrameAnatomy {
  Code region;
  Code modifier;
  std::string laterality;
};

struct SegFrames {
  PlaneGeometry plane;  ///< straightened; rows and columns are left to the caller
  std::vector<SegFrame> frames;
  std::vector<Vec3> positions;          ///< one a frame
  std::map<int, FrameAnatomy> anatomy;  ///< by segment number; -1 for frames that name no segment
  std::vector<InstanceReference> derivation_images;  ///< all images that the frames name, in order, repeated
};

/// Whole-slide microscopy: tiles of a slide, no patient geometry.
[[nodiscard]] bool is_whole_slide(DcmItem& dataset);

/// Reads shared and per-frame groups; what a frame states itself wins over the shared statement. Errors:
/// SEG_FRAME_COUNT, SEG_NO_GEOMETRY, SEG_NO_PIXEL_SPACING, SEG_MIXED_PLANES.
[[nodiscard]] Result<SegFrames> read_seg_frames(DcmItem& dataset, std::size_t number_of_frames);

}  // namespace oligard::load
