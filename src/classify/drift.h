// Small growth of many lesions that together reach the threshold: clinical-rules 3.6, "Drift".
#pragma once

#include <cstddef>
#include <vector>

#include "classify/facts.h"

namespace oligard::classify {

/// Over controlled lesions and indeterminate PROGRESSING ones with a size at t that is not cut.
[[nodiscard]] bool is_drifting(const CaseView& view, const std::vector<LesionCourse>& courses, std::size_t t);

}  // namespace oligard::classify
