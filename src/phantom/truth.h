// What is true of a phantom patient, as JSON.
#pragma once

#include <string>
#include <vector>

#include "oligard/phantom/phantom.h"
#include "phantom/time_point.h"

namespace oligard::phantom {

/// Status of each time point from the exact sizes, by the thresholds of RECIST 1.1 applied to one lesion:
/// BASELINE, NEW, PROGRESSING, REGRESSING, RESOLVED, STABLE, or empty before it is first seen. `sizes_mm`:
/// long axis, or short axis of a node; 0 = not there.
[[nodiscard]] std::vector<std::string> status_course(const std::vector<double>& sizes_mm);

/// The text of truth.json. `segmented` holds the lesions of each time point.
[[nodiscard]] std::string truth_json(const PatientPlan& plan, const PhantomOptions& options,
                                     const std::vector<std::vector<SegmentedLesion>>& segmented);

}  // namespace oligard::phantom
