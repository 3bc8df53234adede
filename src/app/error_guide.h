// What each code means and what to do about it: the table of docs/operations.md, compiled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oligard::app {

struct ErrorGuide {
  std::string code;
  std::string cause;
  std::string next_step;
};

/// All rows of the table, by code, without markup.
[[nodiscard]] const std::vector<ErrorGuide>& error_guides();

/// Null for a code that the table does not have.
[[nodiscard]] const ErrorGuide* error_guide(std::string_view code);

/// "| `CODE` | cause | next step |" lines of a text; anything else is passed over.
[[nodiscard]] std::vector<ErrorGuide> parse_error_guides(std::string_view markdown);

}  // namespace oligard::app
