// docs/operations.md as it was when the program was built.
#pragma once

#include <string_view>

namespace oligard::app {

/// The section "Error codes".
[[nodiscard]] std::string_view operations_page();

}  // namespace oligard::app
