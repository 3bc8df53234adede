// Time points in the patient space of the first.
#pragma once

#include <vector>

#include "oligard/match/lesion_graph.h"

namespace oligard::draw {

struct Alignment {
  AffineMap to_first;    ///< of this time point's places
  bool is_known = true;  ///< false: nothing connects it, it is centred on its lesions
};

/// One a time point. Between a time point and the nearest earlier one that anything connects it to, the map
/// is taken that leaves linked lesions nearest to each other: an accepted registration, one frame of
/// reference, or the median shift of the links.
[[nodiscard]] std::vector<Alignment> aligned(const match::LesionGraph& graph);

}  // namespace oligard::draw
