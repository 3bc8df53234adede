// The image series a segmentation was drawn on, as the images show it or, without them, its references.
#pragma once

#include <optional>
#include <vector>

#include "measure/images.h"
#include "oligard/load/segmentation.h"
#include "oligard/measure/time_point.h"

namespace oligard::measure {

/// The source series of a segmentation from its references alone: instances that its frames lie on place the
/// others, which the segmentation names in their order. Empty unless the series is of single-frame images, at
/// least three of them are placed and agree on one order and distance, and the segmentation names more of
/// them than its frames lie on. Acquisitions over time list their slices several times: the ends are then too
/// far.
[[nodiscard]] std::optional<Stack> inferred_stack(const load::Segmentation& segmentation);

/// The slices between the outermost ones that hold a voxel; empty when the planes are not axial within 20
/// degrees.
[[nodiscard]] std::optional<Coverage> occupied_slab(const load::Segmentation& segmentation);

/// Keeps views of images and segmentations: they must outlive it.
class SourceStacks {
 public:
  SourceStacks(std::span<const load::Segmentation> segmentations, const Images& images);

  /// Null when neither images nor references show it.
  [[nodiscard]] const Stack* of(const load::Segmentation& segmentation) const;

  /// Sets coverage, coverage_evidence and imaged of the time point, whose frame of reference is set.
  void describe(TimePoint& point) const;

 private:
  std::span<const load::Segmentation> segmentations_;
  const Images& images_;
  std::vector<std::optional<Stack>> inferred_;  ///< as segmentations_
};

}  // namespace oligard::measure
