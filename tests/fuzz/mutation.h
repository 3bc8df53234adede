// Changes to a file's tree that a hostile or careless sender could have made.
#pragma once

#include <random>

#include "element_tree.h"

namespace oligard::fuzz {

/// Makes one change. `change_bytes(buffer, size, capacity)` is libFuzzer's own mutation of plain bytes.
using ChangeBytes = std::size_t (*)(std::uint8_t*, std::size_t, std::size_t);
void mutate(FileTree& tree, std::minstd_rand& random, ChangeBytes change_bytes);

/// Moves a part of `donor` into `tree`.
void cross(FileTree& tree, FileTree& donor, std::minstd_rand& random);

}  // namespace oligard::fuzz
