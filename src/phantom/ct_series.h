// CT slices of a phantom: shapes painted over each other, with noise.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "phantom/time_point.h"

namespace oligard::phantom {

/// Makes the slices from the lowest to the highest and hands each complete file to `take` with its number
/// from 1; stops at its first error. Errors: those of `take`, DICOM_WRITE.
[[nodiscard]] Status make_ct_series(const PatientPlan& plan, std::size_t timepoint,
                                    const TimePointIdentity& identity,
                                    const std::vector<SegmentedLesion>& lesions,
                                    const std::function<Status(int, const std::string&)>& take);

}  // namespace oligard::phantom
