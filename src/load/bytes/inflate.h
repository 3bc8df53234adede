// Bounded raw inflate (RFC 1951).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace oligard::load {

/// Inflates one raw deflate stream into `out`, which never grows beyond `max_bytes`; what follows the stream
/// (padding) is left alone. False when the data are damaged, end early or hold more than `max_bytes`.
[[nodiscard]] bool inflate_raw(std::span<const std::uint8_t> in, std::size_t max_bytes,
                               std::vector<std::uint8_t>& out);

}  // namespace oligard::load
