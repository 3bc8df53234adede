// Frames of pixels → the masks of their segments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "load/seg/pixels.h"
#include "load/seg/segments.h"
#include "oligard/base/result.h"

namespace oligard::load {

struct DecodePlan {
  SegmentationType type;
  PixelFormat format;
  unsigned threshold;        ///< smallest value that counts, for a byte a pixel
  int maximum_fraction = 0;  ///< of a FRACTIONAL segmentation: its values are kept; else 0
  const std::vector<std::int32_t>& slice_of_frame;
  const std::vector<int>& segment_of_frame;  ///< index into the table's segments, or kLeftOut
  std::size_t max_runs;                      ///< of all segments together
};

/// Decodes every frame into the masks of `table`; the masks' grids are left to the caller. Several frames of
/// one segment on one slice add up. Errors: those of FrameSource, SEG_SEGMENT_UNKNOWN (a value of a label map
/// without a segment), SEG_TOO_COMPLEX.
[[nodiscard]] Status decode_frames(FrameSource& source, const DecodePlan& plan, SegmentTable& table);

}  // namespace oligard::load
