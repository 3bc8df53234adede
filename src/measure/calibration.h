// What the centre rule misses, and the calibrated convention adds (docs/measurement-definitions.md).
#pragma once

#include <span>

#include "measure/calipers.h"
#include "oligard/base/mask.h"

namespace oligard::measure {

/// The ellipse of equal second moments of one slice's voxel centres, half axes in mm; 0 for lines and points.
struct MomentEllipse {
  double major_mm = 0;
  double minor_mm = 0;
};

/// `runs` are those of one slice, at least one. O(runs).
[[nodiscard]] MomentEllipse moment_ellipse(std::span<const Run> runs, PixelSize pixel);

struct Shortfall {
  double long_mm = 0;
  double short_mm = 0;
};

/// Expected shortfall of the centre rule against the outline that was digitised, for the longest line along
/// `direction` and the extent across it. In units of the mean pixel it depends on the tips alone: a tip of
/// radius of curvature r is missed by about r^-0.3, less when many directions are nearly as long (discs).
[[nodiscard]] Shortfall expected_shortfall(const MomentEllipse& ellipse, Vec2 direction, PixelSize pixel);

}  // namespace oligard::measure
