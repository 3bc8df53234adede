// Encapsulated pixel data: which fragments make a frame, and how they are decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include "load/bytes/bit_runs.h"
#include "oligard/base/result.h"

namespace oligard::load {

enum class FragmentCodec { kNone, kRle, kDeflate, kJpegLossless, kJpegLs, kJpeg2000 };

/// Encapsulated Uncompressed, RLE Lossless (PS3.5 Annex G), Deflated Image Frame (PS3.5 A.4.13), JPEG
/// Lossless (Process 14), JPEG-LS Lossless and JPEG 2000 Lossless. Syntaxes that may lose information are
/// none of them.
[[nodiscard]] std::optional<FragmentCodec> fragment_codec(const std::string& transfer_syntax_uid);

/// Implicit and explicit, little and big endian, deflated data set.
[[nodiscard]] bool is_native_syntax(const std::string& transfer_syntax_uid);

/// The fragments of each frame. The pixel sequence must outlive the table.
class FragmentTable {
 public:
  /// One fragment a frame; for other codecs than RLE also several, as the Basic Offset Table says, or all of
  /// them when there is one frame. Error SEG_FRAME_COUNT.
  [[nodiscard]] static Result<FragmentTable> make(DcmPixelSequence& sequence, FragmentCodec codec,
                                                  std::size_t frames);

  /// Copies the fragments of a frame, joined, into `out`. Errors: SEG_PIXEL_DATA_SHORT,
  /// SEG_PIXEL_DATA_DAMAGED (more than `max_bytes`).
  [[nodiscard]] Status read(std::size_t frame, std::size_t max_bytes, std::vector<std::uint8_t>& out);

 private:
  std::vector<DcmPixelItem*> fragments_;
  std::vector<std::size_t> first_of_frame_;  ///< one more than frames
};

/// Decodes one frame. `out` never exceeds `max_bytes`. A 1-bit frame may come out packed or as a byte a
/// pixel: the size tells. False when damaged or too large, or when the frame states another size itself.
[[nodiscard]] bool decode_fragment(FragmentCodec codec, std::span<const std::uint8_t> fragment,
                                   FrameShape shape, int bits_allocated, std::size_t max_bytes,
                                   std::vector<std::uint8_t>& out);

}  // namespace oligard::load
