// What readers changed in copies of our results (docs/clinical-rules.md, "Readers' corrections").
#pragma once

#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/classify/case.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::classify {

/// Fills reader_status, unsure_status, reader_notes and reviews of a case made of `graph`, whose baseline is
/// chosen. A copy that was written in view of another one outweighs it. Where copies contradict each other or
/// themselves none is followed, and a warning with a code says so.
void add_reader_feedback(const match::LesionGraph& graph, Case& clinical_case);

/// Warns of statuses that were not followed: those of which it cannot be told whether a reader changed them
/// and that differ from what is said, and those before the lesion was seen.
void warn_of_statuses_not_followed(const std::vector<TimePointAssessment>& timepoints, Case& clinical_case);

}  // namespace oligard::classify
