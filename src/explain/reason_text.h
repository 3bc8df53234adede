// Steps of a chain of reasons in words.
#pragma once

#include <string>
#include <vector>

#include "oligard/classify/assessment.h"

namespace oligard::explain {

/// One line a step, e.g. "3.4/11 size from nadir mm: 26.4 mm - 14.2 mm (TP1) >= 5 (pd_abs_mm), holds".
[[nodiscard]] std::vector<std::string> steps_in_words(const std::vector<classify::Reason>& chain,
                                                      const classify::Case& clinical_case);

}  // namespace oligard::explain
