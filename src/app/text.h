// Text for people: printf formats as strings.
#pragma once

#include <string>

namespace oligard::app {

/// As printf.
[[nodiscard]] [[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...);

}  // namespace oligard::app
