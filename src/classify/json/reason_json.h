// A chain of reasons as JSON (docs/reasons.md).
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "oligard/classify/case.h"
#include "oligard/classify/reason.h"

namespace oligard::classify {

/// One object a step, in order; members that do not apply are left out. Figures are not rounded, so that
/// every comparison can be done again.
[[nodiscard]] nlohmann::json chain_json(const std::vector<Reason>& chain, const Case& clinical_case);

}  // namespace oligard::classify
