// The pixel data of a Segmentation, one frame at a time, whatever the transfer syntax.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include <dcmtk/dcmdata/dcitem.h>

#include "load/bytes/bit_runs.h"
#include "load/bytes/prescan.h"
#include "oligard/base/result.h"

namespace oligard::load {

struct PixelFormat {
  FrameShape shape;
  std::size_t frames = 0;
  int bits_allocated = 0;  ///< 1, 8 or 16
};

/// The pixels of one frame, valid until the next one is read. Of a 1-bit frame either form may come: packed
/// bits (then `bytes` is empty), or a byte a pixel.
struct FramePixels {
  std::span<const std::uint64_t> words;
  std::size_t first_bit = 0;
  std::span<const std::uint8_t> bytes;
};

/// Reads frames in ascending order; some may be left out. One thread at a time.
class FrameSource {
 public:
  FrameSource() = default;
  FrameSource(const FrameSource&) = delete;
  FrameSource& operator=(const FrameSource&) = delete;
  virtual ~FrameSource() = default;

  /// Precondition: frame < number of frames, and beyond the one read before. Errors: SEG_PIXEL_DATA_SHORT,
  /// SEG_PIXEL_DATA_DAMAGED.
  [[nodiscard]] virtual Result<FramePixels> read(std::size_t frame) = 0;
};

/// Native pixel data straight from the file, where `layout` has them; RLE Lossless, Deflated Image Frame and
/// Encapsulated Uncompressed from the parsed `dataset`, which must outlive the source. Frames of compressed
/// data decode to `max_decoded_bytes` in all. Errors: SEG_NO_PIXEL_DATA, SEG_PIXEL_DATA_SHORT,
/// SEG_FRAME_COUNT, SEG_TRANSFER_SYNTAX.
[[nodiscard]] Result<std::unique_ptr<FrameSource>> open_pixels(
    DcmItem& dataset, const std::filesystem::path& path, const DataSetLayout& layout,
    const std::string& transfer_syntax_uid, const PixelFormat& format, std::size_t max_decoded_bytes);

}  // namespace oligard::load
