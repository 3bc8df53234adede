// Which time point is the baseline (clinical-rules 1.3).
#pragma once

#include <string>
#include <vector>

#include "oligard/classify/context.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::classify {

struct BaselineChoice {
  std::string timepoint;  ///< id; one that the graph does not have when the context names no study there is
  std::string source;
  std::vector<Note> warnings;
};

/// The context's, else the one that reports call baseline, else the one that headers do, else the first
/// ("assumed"). A source that names several, or contradicts itself, names none. Contradicting sources are
/// warned of. A baseline later than all time points, as of when the earlier ones are assessed: the last one,
/// so that nothing is compared. `graph` has at least one time point.
[[nodiscard]] BaselineChoice choose_baseline(const match::LesionGraph& graph, const ClinicalContext& context);

}  // namespace oligard::classify
