// The clinical inputs as the rules take them at one time point: given, or derived from what was measured
// (clinical-rules 1.3).
#pragma once

#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

/// Given, else "yes" when an earlier time point shows more than `polymetastatic_threshold` lesions (1.2).
[[nodiscard]] ContextInput<bool> history_polymetastatic(const CaseView& view,
                                                        const std::vector<LesionCourse>& courses,
                                                        std::size_t t);

/// Given in months, else from the dates of both diagnoses. Without the second date the first time point that
/// shows a lesion stands for it ("assumed").
[[nodiscard]] ContextInput<double> months_to_oligometastatic(const CaseView& view,
                                                             const std::vector<LesionCourse>& courses);

/// All of them at t. `all`: the assessments with the categories under the first profile.
[[nodiscard]] ContextInputs context_inputs(const CaseView& view, const std::vector<LesionCourse>& courses,
                                           const std::vector<TimePointAssessment>& all, std::size_t t);

}  // namespace oligard::classify
