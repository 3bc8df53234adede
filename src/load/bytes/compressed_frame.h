// One compressed frame of a mask → a byte or two a pixel. Lossless codings alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "load/bytes/bit_runs.h"

namespace oligard::load {

/// What the header says a frame is. Values of two bytes come out little endian.
struct FrameFormat {
  FrameShape shape;
  int bytes_per_pixel = 1;  ///< 1 or 2

  [[nodiscard]] std::size_t bytes() const {
    return shape.pixels() * static_cast<std::size_t>(bytes_per_pixel);
  }
};

/// All three fill `out` with format.bytes(). False when the frame is damaged, was coded with loss, or has
/// other rows, columns, components or a greater depth than the header says: none of its pixels is then
/// decoded.

/// JPEG-LS Lossless (PS3.5 A.4.3), by CharLS.
[[nodiscard]] bool decode_jpeg_ls(std::span<const std::uint8_t> in, const FrameFormat& format,
                                  std::vector<std::uint8_t>& out);

/// JPEG Lossless, Process 14 (PS3.5 A.4.1), by DCMTK.
[[nodiscard]] bool decode_jpeg_lossless(std::span<const std::uint8_t> in, const FrameFormat& format,
                                        std::vector<std::uint8_t>& out);

/// JPEG 2000 Lossless (PS3.5 A.4.4), by OpenJPEG.
[[nodiscard]] bool decode_jpeg_2000(std::span<const std::uint8_t> in, const FrameFormat& format,
                                    std::vector<std::uint8_t>& out);

/// True when samples of this depth fill bytes_per_pixel bytes each.
[[nodiscard]] inline bool depth_fits(int bits, int bytes_per_pixel) {
  return bits >= 1 && (bits + 7) / 8 == bytes_per_pixel;
}

}  // namespace oligard::load
