// Organ masks: their figures, and which organ a lesion lies in.
#pragma once

#include <memory>
#include <vector>

#include "measure/row_index.h"
#include "measure/source_stacks.h"
#include "oligard/base/result.h"
#include "oligard/load/segmentation.h"
#include "oligard/measure/lesion.h"
#include "oligard/measure/time_point.h"

namespace oligard::measure {

/// The organ masks of a time point. Keeps views of the segmentations: they must outlive it.
class OrganMasks {
 public:
  /// Segments with role kOrgan that have voxels, ordered by SOP Instance UID and number.
  [[nodiscard]] static Result<OrganMasks> from(std::span<const load::Segmentation> segmentations,
                                               const SourceStacks& stacks);

  [[nodiscard]] std::vector<Organ> organs() const;

  /// Gives a lesion without organ the one of the mask that holds its centroid or more than half of its
  /// boundary sample, else of the nearest mask within 5 mm; its laterality too. Masks without an organ name
  /// or in another frame of reference are passed over.
  void place(Lesion& lesion) const;

 private:
  struct Entry {
    Organ organ;
    Box bbox_mm;
    const load::Segment* segment;
    std::string frame_of_reference_uid;
    std::shared_ptr<const RowIndex> rows;
  };
  [[nodiscard]] static bool holds(const Entry& entry, const Vec3& point);
  [[nodiscard]] static double distance_mm(const Entry& entry, const Vec3& point, double most_mm);

  std::vector<Entry> entries_;
};

}  // namespace oligard::measure
