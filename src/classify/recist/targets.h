// Which lesions are RECIST targets: clinical-rules 2.1 and 2.2.
#pragma once

#include <cstddef>
#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

/// 2.1 for one lesion at baseline. An unknown slice thickness is taken as thin enough.
[[nodiscard]] bool is_measurable(const CaseView& view, const LesionCourse& course);

/// Indices into `courses`, ordered by lesion id: those with role target, else the automatic selection.
[[nodiscard]] std::vector<std::size_t> select_targets(const CaseView& view,
                                                      const std::vector<LesionCourse>& courses);

}  // namespace oligard::classify
