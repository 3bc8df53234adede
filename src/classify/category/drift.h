// Small growth of many lesions that together reach the threshold: clinical-rules 3.6, "Drift".
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

/// The sum of the lesions that take part, now and when it was smallest.
struct Drift {
  int lesions = 0;
  double sum_mm = 0;
  double smallest_mm = 0;
  std::size_t smallest_at = 0;  ///< time point, the latest of equals
};

/// Over controlled lesions and indeterminate PROGRESSING ones with a size at t that is not cut; empty when
/// there is none, or no earlier time point has all their sizes.
[[nodiscard]] std::optional<Drift> drift_at(const CaseView& view, const std::vector<LesionCourse>& courses,
                                            std::size_t t);

}  // namespace oligard::classify
