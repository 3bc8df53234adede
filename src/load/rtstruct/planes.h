// The planes of contours: their common orientation, and the slices they make.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "load/rtstruct/rois.h"
#include "oligard/base/geometry.h"
#include "oligard/base/result.h"

namespace oligard::load {

/// Axes of parallel planes: right-handed unit vectors, the normal towards +z, +y or -x, whichever it is
/// nearest to; columns run along x (sagittal planes: y) as far as the plane allows.
struct PlaneAxes {
  Vec3 column;
  Vec3 row;
  Vec3 normal;
};

/// Axes of the leading contours: those of the patient when every one lies in a plane of them, else those of
/// the largest, its normal averaged over all contours parallel to it, since rounding tilts small ones.
/// Nothing when that cannot be told: no leading contour encloses an area.
[[nodiscard]] std::optional<PlaneAxes> common_axes(std::span<const RoiContour* const> leading,
                                                   std::span<const RoiContour* const> all);

/// Where a contour's plane lies along the normal, mm; nothing when its points do not lie in one such plane.
[[nodiscard]] std::optional<double> depth_of(const RoiContour& contour, const Vec3& normal);

/// Slices made of the depths of contours.
struct ContourSlices {
  /// One slice each, ascending, of all that a regular grid or a slice table has.
  std::vector<double> depths;
  std::vector<double> heights;
  double spacing = 0;  ///< distance of a regular stack, else the median
  bool is_regular = true;
  std::vector<std::int32_t> slice_of_contour;  ///< in the order given

  /// A regular stack goes on beyond both ends.
  [[nodiscard]] bool has(std::int32_t slice) const {
    return is_regular || (slice >= 0 && slice < static_cast<std::int32_t>(depths.size()));
  }
  [[nodiscard]] double depth(std::int32_t slice) const {
    return is_regular ? depths.front() + slice * spacing : depths[static_cast<std::size_t>(slice)];
  }
};

/// Distances between planes are multiples of one spacing, or the slices are irregular: then each reaches
/// half-way to its neighbours, and gaps of more than 1.5 times the median distance get empty slices. A single
/// plane has the height `slab_thickness`. More than 15 mm, unless stated, is no distance between slices.
/// Errors: RTSTRUCT_NO_SLICE_SPACING, RTSTRUCT_EXTENT.
[[nodiscard]] Result<ContourSlices> slices_of(std::span<const double> depths, double slab_thickness);

}  // namespace oligard::load
