// Single steps of a chain in words.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "oligard/classify/case.h"
#include "oligard/classify/reason.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;

/// "size 22 mm against 14 mm on 2 Apr 2025, +8 mm (at least 5 mm), +57.1 % (at least 20 %)": one clause for
/// neighbours that compare the same figures or name the same kind of lesion. Steps that only lead to the next
/// have none.
[[nodiscard]] std::vector<std::string> reason_clauses(std::span<const Reason* const> steps,
                                                      const Case& clinical_case);

/// "At most probable: slice thickness 7 mm (above 5 mm)." for every cap that lowered the confidence.
[[nodiscard]] std::string cap_sentences(const std::vector<Reason>& chain, const Case& clinical_case);

/// " on 2 Apr 2025"; empty for the assessed time point.
[[nodiscard]] std::string on_date(std::int32_t timepoint, const Case& clinical_case);

}  // namespace oligard::wording
