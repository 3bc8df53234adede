// The known word that a mistyped one stands for.
#pragma once

#include <string>
#include <vector>

namespace oligard::config {

/// The candidate with the smallest edit distance, or "" when none is near.
[[nodiscard]] std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace oligard::config
