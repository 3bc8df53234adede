// The frames of a Segmentation: which plane and segment each belongs to.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "load/bytes/prescan.h"
#include "load/seg/frame_groups.h"
#include "load/seg/stack.h"
#include "oligard/base/result.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// One frame, in the order of the pixel data.
struct SegFrame {
  static constexpr int kNoSource = -1;

  int segment_number = -1;  ///< -1 = not stated (label maps)
  int source = kNoSource;   ///< index of the one image it was drawn on; none when none or several are named
  int source_frame = 0;     ///< 1-based frame of that image; 0 = the whole object
};

struct SegFrames {
  PlaneGeometry plane;  ///< straightened; rows and columns are left to the caller
  std::vector<SegFrame> frames;
  std::vector<Vec3> positions;          ///< one a frame
  std::map<int, FrameAnatomy> anatomy;  ///< by segment number; -1 for frames that name no segment
  std::vector<InstanceReference>
      sources;  ///< all images that the frames name, each once, without frame numbers
};

/// True for a data set of tiles of a microscopy slide.
[[nodiscard]] bool is_whole_slide(DcmItem& dataset);

/// Shared groups come from `dataset`, per-frame groups are read from the file where `layout` has them; what a
/// frame states itself wins over the shared statement. Errors: SEG_FRAME_COUNT, SEG_NO_GEOMETRY,
/// SEG_NO_PIXEL_SPACING, SEG_MIXED_PLANES, SEG_WHOLE_SLIDE, FILE_TRUNCATED.
[[nodiscard]] Result<SegFrames> read_seg_frames(DcmItem& dataset, const std::filesystem::path& path,
                                                const DataSetLayout& layout, std::size_t number_of_frames);

}  // namespace oligard::load
