// What context and readers say of single lesions: RECIST role, kind, flags, local therapy.
#pragma once

#include "oligard/classify/case.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::classify {

/// Fills roles, kinds, flags and local therapies of the case's lesions, one a track of the graph, each with
/// its source. Roles: of the context, else of reports: a report of the baseline before later and earlier
/// ones. A stated target that was not there at the baseline is none. Contradictions, and names that fit no
/// lesion or several, become warnings of the case.
void add_lesion_context(const match::LesionGraph& graph, Case& clinical_case);

}  // namespace oligard::classify
