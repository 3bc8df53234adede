// The clinical context in assessment.json: every input with its source.
#pragma once

#include <nlohmann/json.hpp>

#include "oligard/classify/assessment.h"

namespace oligard::report {

/// As given, with the chosen baseline and what is known of each lesion.
[[nodiscard]] nlohmann::ordered_json context_json(const classify::Assessment& assessment);

/// As the rules took it at one time point.
[[nodiscard]] nlohmann::ordered_json inputs_json(const classify::ContextInputs& inputs);

}  // namespace oligard::report
