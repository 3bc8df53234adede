// Where the checkout stands that the tests were built from. One source knows it, so that a compiler cache
// serves every clone.
#pragma once

#include <filesystem>

namespace oligard {

[[nodiscard]] std::filesystem::path source_dir();

}  // namespace oligard
