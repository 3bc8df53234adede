// Where lesions go on a schematic body: in the organ they are in, moved within it as their coordinates say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "draw/page/content.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::draw {

/// Millimetres on the schematic body: x to the patient's left from the middle, z up from the symphysis.
struct BodyPlace {
  double x = 0, z = 0;
};

/// Places of the rows, in their order; empty where neither organ nor region nor coordinates tell.
[[nodiscard]] std::vector<std::optional<BodyPlace>> body_places(const std::vector<const Row*>& rows,
                                                                const match::LesionGraph& graph);

}  // namespace oligard::draw
