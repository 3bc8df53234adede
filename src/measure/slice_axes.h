// Long and short axis of a mask: the longest line within one slice, and the extent across it in that slice.
#pragma once

#include "measure/calibration.h"
#include "measure/calipers.h"
#include "measure/slice_outlines.h"
#include "oligard/measure/measure.h"

namespace oligard::measure {

/// Both axes, ends in mm from the centre of pixel (0, 0) of the slice.
struct SliceAxes {
  int slice = 0;
  CaliperResult axes;
  Shortfall missed;  ///< what the centre rule is expected to miss there, whatever the convention
};

/// Over all slices; equally long axes go to the greater width, then to the slice nearest `middle_slice`, then
/// to the lower one. At least one slice. O(corners + runs of the slices that come near the longest).
[[nodiscard]] SliceAxes measure_axes(const SliceOutlines& outlines, Convention convention,
                                     double middle_slice);

/// The axes of one slice. O(runs).
[[nodiscard]] SliceAxes measure_slice(const SliceOutlines::Slice& slice, PixelSize pixel,
                                      Convention convention);

}  // namespace oligard::measure
