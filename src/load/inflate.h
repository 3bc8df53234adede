// Bounded raw inflate (RFC 1951).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "oligard/base/result.h"

namespace oligard::load {

/// Inflates one raw deflate stream into `out`, which never grows beyond `max_bytes`; what follows the stream
/// (padding) is left alone. False when the data are damaged, end early or hold more than `max_bytes`.
[[nodiscard]] bool inflate_raw(std::span<const std::uint8_t> in, std::size_t max_bytes,
                               std::vector<std::uint8_t>& out);

/// Inflates the deflated data set of a file, keeping nothing, to learn whether it stays within `max_bytes`.
/// Files in other transfer syntaxes and files without a meta header pass. Error FILE_TOO_LARGE,
/// FILE_UNREADABLE.
[[nodiscard]] Status check_inflated_size(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace oligard::load
