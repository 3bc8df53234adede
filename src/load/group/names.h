// Person names made comparable (VR PN, PS3.5 6.2.1).
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace oligard::load {

/// Alphabetic, ideographic and phonetic group. Not for showing.
using PersonName = std::array<std::string, 3>;

/// Case folded (Latin, Greek, Cyrillic), without spaces and empty components at the end of each group.
[[nodiscard]] PersonName comparable_name(std::string_view utf8);

/// Two names contradict each other when a group that both have differs.
[[nodiscard]] bool contradict(const PersonName& a, const PersonName& b);

}  // namespace oligard::load
