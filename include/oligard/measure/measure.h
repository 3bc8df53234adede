// Masks to figures (ITK for shape attributes, convex hulls and calipers for axes).
#pragma once

#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/load/segmentation.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/measure/time_point.h"

namespace oligard::measure {

/// Where the border of a mask is taken to lie when a length is measured (docs/measurement-definitions.md).
enum class Convention {
  kCalibrated,  ///< the least biased rule, our default
  kCentre,      ///< voxel centre to voxel centre, as ITK's Feret diameter
  kEdge,        ///< voxel edge to voxel edge
};

struct MeasureOptions {
  Convention convention = Convention::kCalibrated;
  bool all_segments_are_lesions = false;
};

/// Measures one lesion mask. Error MASK_EMPTY. O(runs log runs).
/// Source, tracking, organ and finding are left to the caller.
[[nodiscard]] Result<Lesion> measure_mask(const Mask& mask, const MeasureOptions& options = {});

/// All lesions of a segmentation: roles respected, segments split into components where the source rule says
/// so, ordered by number and component.
[[nodiscard]] Result<std::vector<Lesion>> measure_segmentation(const load::Segmentation& segmentation,
                                                               const MeasureOptions& options = {});

/// The voxels of one lesion, named as LesionSource names it.
struct LesionMask {
  int number = 0;
  int component = 0;
  Mask mask;
};

/// What measure_segmentation measures, in its order. A slice that has no frame stays empty.
[[nodiscard]] std::vector<LesionMask> lesion_masks(const load::Segmentation& segmentation,
                                                   const MeasureOptions& options = {});

/// All lesions of one time point: segments measured, organs found (codes, then organ masks), reports joined
/// by segment reference or tracking UID, and reports' own lesions where no segment shows them. `id` names it.
[[nodiscard]] Result<TimePoint> measure_time_point(const load::TimePointObjects& objects, std::string id,
                                                   const MeasureOptions& options = {});

}  // namespace oligard::measure
