#include "load/bytes/rle.h"

#include <algorithm>
#include <cstring>

namespace oligard::load {
namespace {

constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kMaxSegments = 15;

std::uint32_t little_endian_32(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} | (std::uint32_t{bytes[at + 1]} << 8U) |
         (std::uint32_t{bytes[at + 2]} << 16U) | (std::uint32_t{bytes[at + 3]} << 24U);
}

/// Calls literal(span) or repeat(byte, count) for each run until one returns false.
template <class Literal, class Repeat>
void for_each_packet(std::span<const std::uint8_t> in, Literal literal, Repeat repeat) {
  std::size_t at = 0;
  while (at < in.size()) {
    const std::uint8_t control = in[at++];
    if (control < 128) {
      const std::size_t count = std::min<std::size_t>(control + 1U, in.size() - at);
      if (!literal(in.subspan(at, count))) return;
      at += count;
    } else if (control > 128) {
      if (at >= in.size()) return;
      if (!repeat(in[at++], std::size_t{257} - control)) return;
    }
  }
}

}  // namespace

std::vector<std::span<const std::uint8_t>> rle_segments(std::span<const std::uint8_t> fragment) {
  if (fragment.size() < kHeaderBytes) return {};
  const std::size_t count = little_endian_32(fragment, 0);
  if (count == 0 || count > kMaxSegments) return {};
  std::vector<std::span<const std::uint8_t>> segments;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = little_endian_32(fragment, 4 + 4 * i);
    const std::size_t end = i + 1 < count ? little_endian_32(fragment, 8 + 4 * i) : fragment.size();
    if (begin < kHeaderBytes || begin > end || end > fragment.size()) return {};
    segments.push_back(fragment.subspan(begin, end - begin));
  }
  return segments;
}

std::size_t rle_decoded_size(std::span<const std::uint8_t> segment) {
  std::size_t size = 0;
  for_each_packet(
      segment,
      [&size](std::span<const std::uint8_t> bytes) {
        size += bytes.size();
        return true;
      },
      [&size](std::uint8_t, std::size_t count) {
        size += count;
        return true;
      });
  return size;
}

std::size_t decode_rle(std::span<const std::uint8_t> segment, std::span<std::uint8_t> out, std::size_t offset,
                       std::size_t stride) {
  if (offset >= out.size()) return 0;
  const std::size_t capacity = (out.size() - offset + stride - 1) / stride;
  std::size_t written = 0;
  for_each_packet(
      segment,
      [&](std::span<const std::uint8_t> bytes) {
        const std::size_t count = std::min(bytes.size(), capacity - written);
        for (std::size_t i = 0; i < count; ++i)
          out[offset + (written + i) * stride] = bytes[i];
        written += count;
        return written < capacity;
      },
      [&](std::uint8_t value, std::size_t repeats) {
        const std::size_t count = std::min(repeats, capacity - written);
        if (stride == 1) {
          std::memset(out.data() + offset + written, value, count);
        } else {
          for (std::size_t i = 0; i < count; ++i)
            out[offset + (written + i) * stride] = value;
        }
        written += count;
        return written < capacity;
      });
  return written;
}

}  // namespace oligard::load
