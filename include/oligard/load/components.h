// Connected components of a run-length mask.
#pragma once

#include <vector>

#include "oligard/base/mask.h"

namespace oligard::load {

/// The parts of a mask that hang together over faces, edges and corners (26-neighbourhood), on the same grid,
/// in the order of their first run. Slices shifted sideways are laid over each other first.
///
/// With `join_gap_mm` > 0 parts whose nearest voxel centres lie at most max(join_gap_mm, 2 × slice spacing)
/// apart count as one. The time goes with the number of runs, and with joining also with the number of rows
/// within that distance. Precondition: the invariant of Mask holds. Thread-safe.
[[nodiscard]] std::vector<Mask> connected_components(const Mask& mask, double join_gap_mm = 0);

}  // namespace oligard::load
