// A lesion that is seen for the first time: rule 5 of clinical-rules 3.4.
#pragma once

#include <optional>

#include "classify/status/comparison.h"

namespace oligard::classify {

/// Rule 5: NEW, by size, capped by what the last earlier look at the place could have shown; empty when the
/// lesion was first seen at another time point.
[[nodiscard]] std::optional<Verdict> first_seen_here(const Situation& s);

}  // namespace oligard::classify
