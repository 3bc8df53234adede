// Long and short axis of a mask: the longest line within one slice, and the extent across it in that slice.
#pragma once

#include <span>

#include "measure/calibration.h"
#include "measure/calipers.h"
#include "oligard/base/mask.h"
#include "oligard/measure/measure.h"

namespace oligard::measure {

/// Both axes, ends in mm from the centre of pixel (0, 0) of the slice.
struct SliceAxes {
  int slice = 0;
  CaliperResult axes;
  Shortfall missed;  ///< what the centre rule is expected to miss there, whatever the convention
};

/// Over all slices; equally long axes go to the greater width, then to the slice nearest `middle_slice`, then
/// to the lower one. The mask has at least one run. O(runs + rows of its slices).
[[nodiscard]] SliceAxes measure_axes(const Mask& mask, Convention convention, double middle_slice);

/// The axes of one slice's runs; keeps its buffers between slices. One thread at a time.
class SliceMeter {
 public:
  SliceMeter(PixelSize pixel, Convention convention) : pixel_(pixel), convention_(convention) {}
  /// `runs` are those of one slice, at least one.
  [[nodiscard]] SliceAxes measure(std::span<const Run> runs);

 private:
  PixelSize pixel_;
  Convention convention_;
  OutlineBuilder builder_;
  Outline outline_;
};

}  // namespace oligard::measure
