// The codes of reasons in words (docs/reasons.md).
#pragma once

#include <string_view>

#include "oligard/classify/reason_code.h"

namespace oligard::wording {

/// What the step is about, for people; empty for none.
[[nodiscard]] std::string_view reason_words(classify::ReasonCode code);

}  // namespace oligard::wording
