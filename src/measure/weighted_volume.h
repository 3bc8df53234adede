// Volumes of the lesions of a FRACTIONAL segment, each voxel by its share.
#pragma once

#include <span>
#include <vector>

#include "oligard/base/mask.h"
#include "oligard/load/segmentation.h"

namespace oligard::measure {

/// For each lesion the sum of value / maximum × voxel volume, mm3. Voxels below the threshold count, too:
/// each for the lesion that reaches it in the fewest steps over voxels above 0 (faces, edges and corners; of
/// equally near ones the first), and voxels that no lesion reaches for the lesion whose box is nearest to
/// theirs. The lesions are masks of the segment, at least one. O(voxels × log rows).
[[nodiscard]] std::vector<double> weighted_volumes_mm3(const load::Fractions& fractions,
                                                       std::span<const Mask> lesions);

}  // namespace oligard::measure
