// Slices that a segmentation has no frame for. Most producers leave out empty slices, so a slice without a
// frame counts as missing inside a lesion only when the lesion plainly goes on behind it.
#pragma once

#include <cstdint>
#include <vector>

#include "oligard/base/mask.h"
#include "oligard/load/segmentation.h"

namespace oligard::measure {

/// Single slices without a frame, ascending: both neighbours have one.
[[nodiscard]] std::vector<std::int32_t> missing_slices(const load::Segmentation& segmentation);

/// Joins parts across missing slices where their sections on either side cover half of the larger one in
/// common. Order of first runs is kept. O(runs + missing × parts).
[[nodiscard]] std::vector<Mask> join_across(std::vector<Mask> parts,
                                            const std::vector<std::int32_t>& missing);

/// Volume that the mask lacks in missing slices it goes on behind: there the mean of both neighbours. 0 when
/// none.
[[nodiscard]] double missing_volume_mm3(const Mask& mask, const std::vector<std::int32_t>& missing);

}  // namespace oligard::measure
