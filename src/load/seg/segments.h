// The Segment Sequence (PS3.3 C.8.20.2): what each segment is.
#pragma once

#include <map>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "load/seg/frames.h"
#include "oligard/base/result.h"
#include "oligard/load/segmentation.h"

namespace oligard::load {

enum class SegmentationType { kBinary, kFractional, kLabelMap };

/// Segments in the order of the sequence, without masks, and where each Segment Number stands in them.
struct SegmentTable {
  static constexpr int kUnknown = -1;  ///< no such Segment Number
  static constexpr int kLeftOut = -2;  ///< background, or ignored by the source rule

  std::vector<Segment> segments;
  std::map<int, int> index_of_number;

  [[nodiscard]] int index_of(int segment_number) const {
    const auto found = index_of_number.find(segment_number);
    return found == index_of_number.end() ? kUnknown : found->second;
  }
};

/// Background of a label map (number 0, Pixel Padding Value, type (125040, DCM)) and labels that the rule
/// ignores are left out. Errors: SEG_NO_SEGMENTS, SEG_SEGMENT_NUMBER.
[[nodiscard]] Result<SegmentTable> read_segments(DcmItem& dataset, SegmentationType type,
                                                 const std::map<int, FrameAnatomy>& anatomy,
                                                 const SourceRule& rule);

}  // namespace oligard::load
