// What viewers show in a list of segments.
#pragma once

#include <string>

#include "oligard/classify/assessment.h"

namespace oligard::report {

/// "L03 liver PROGRESSING 14→22 mm": tracking identifier, organ, status, and the size now behind the one at
/// the nadir, to 0.1 mm; "(indeterminate)" behind a status of that confidence. At most 64 characters (VR LO):
/// the organ is what is shortened. UTF-8.
[[nodiscard]] std::string segment_label(const std::string& identifier, const std::string& organ,
                                        const classify::LesionAssessment& said);

}  // namespace oligard::report
