// RLE Lossless (PS3.5 Annex G), including the 1-bit forms that toolkits refuse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace oligard::load {

/// The byte segments of one RLE frame, in order; empty when the header contradicts the fragment.
[[nodiscard]] std::vector<std::span<const std::uint8_t>> rle_segments(std::span<const std::uint8_t> fragment);

/// Bytes that a segment decodes to. A run that the segment's end cuts counts with what is there; a lone
/// control byte at the end (padding) counts nothing.
[[nodiscard]] std::size_t rle_decoded_size(std::span<const std::uint8_t> segment);

/// Decodes into `out` at every `stride`-th byte from `offset` and stops when either side ends. Returns the
/// number of bytes decoded.
std::size_t decode_rle(std::span<const std::uint8_t> segment, std::span<std::uint8_t> out,
                       std::size_t offset = 0, std::size_t stride = 1);

}  // namespace oligard::load
