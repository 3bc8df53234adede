// Status of one lesion at every time point: clinical-rules 3.4.
#pragma once

#include "classify/status/facts.h"

namespace oligard::classify {

/// Rules 1 to 15 for one lesion, time point by time point.
[[nodiscard]] LesionCourse follow_lesion(const CaseView& view, const CaseLesion& lesion);

}  // namespace oligard::classify
