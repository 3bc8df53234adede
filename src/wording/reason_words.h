// The codes of reasons in words (docs/reasons.md).
#pragma once

#include <string_view>

namespace oligard::wording {

/// What the step is about, for people; empty for a code that is not in the table.
[[nodiscard]] std::string_view reason_words(std::string_view code);

}  // namespace oligard::wording
