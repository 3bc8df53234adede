// A look at a file's structure before DCMTK parses it.
#pragma once

#include <cstddef>
#include <filesystem>

#include "oligard/base/result.h"

namespace oligard::load {

/// Deepest nesting of sequences that is parsed. DCMTK recurses once a level and has no limit of its own; real
/// content trees stay below 40.
inline constexpr std::size_t kMaxSequenceDepth = 256;

/// Refuses sequences nested deeper than kMaxSequenceDepth and deflated data sets that inflate to more than
/// `max_inflated_bytes`. Walks element headers up to Pixel Data and keeps nothing; what it cannot follow,
/// DCMTK judges. Errors: FILE_UNREADABLE, FILE_TOO_DEEP, FILE_TOO_LARGE.
[[nodiscard]] Status prescan(const std::filesystem::path& path, std::size_t max_inflated_bytes);

}  // namespace oligard::load
