#include <memory>
#include <mutex>
#include <optional>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmjpeg/djdecode.h>

#include "load/bytes/compressed_frame.h"

namespace oligard::load {
namespace {

struct JpegFrame {
  int bits = 0;
  int rows = 0;
  int columns = 0;
  int components = 0;
};

/// The frame header of a lossless process (SOF3, ITU-T T.81 B.2.2); nothing for any other process.
std::optional<JpegFrame> lossless_frame_header(std::span<const std::uint8_t> in) {
  constexpr int kStartOfImage = 0xD8, kLosslessHuffman = 0xC3, kStartOfScan = 0xDA;
  if (in.size() < 4 || in[0] != 0xFF || in[1] != kStartOfImage) return std::nullopt;
  const auto two_bytes = [&in](std::size_t at) { return in[at] * 256 + in[at + 1]; };
  std::size_t at = 2;
  while (at + 4 <= in.size()) {
    if (in[at] != 0xFF) return std::nullopt;
    const int marker = in[at + 1];
    if (marker == 0xFF) {
      ++at;  // fill byte
      continue;
    }
    const auto length = static_cast<std::size_t>(two_bytes(at + 2));
    if (length < 2 || length > in.size() - at - 2) return std::nullopt;
    if (marker == kLosslessHuffman) {
      if (length < 8) return std::nullopt;
      return JpegFrame{in[at + 4], two_bytes(at + 5), two_bytes(at + 7), in[at + 9]};
    }
    const bool is_other_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xCC;
    if (is_other_frame || marker == kStartOfScan) return std::nullopt;
    at += 2 + length;
  }
  return std::nullopt;
}

void register_codecs() {
  static std::once_flag once;
  std::call_once(once, [] { DJDecoderRegistration::registerCodecs(); });
}

void describe(const FrameFormat& format, int bits, DcmItem& item) {
  const auto put = [&item](const DcmTagKey& tag, int value) {
    item.putAndInsertUint16(tag, static_cast<Uint16>(value));
  };
  put(DCM_SamplesPerPixel, 1);
  put(DCM_Rows, format.shape.rows);
  put(DCM_Columns, format.shape.columns);
  put(DCM_BitsAllocated, 8 * format.bytes_per_pixel);
  put(DCM_BitsStored, bits);
  put(DCM_HighBit, bits - 1);
  put(DCM_PixelRepresentation, 0);
  item.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
}

}  // namespace

bool decode_jpeg_lossless(std::span<const std::uint8_t> in, const FrameFormat& format,
                          std::vector<std::uint8_t>& out) {
  const std::optional<JpegFrame> frame = lossless_frame_header(in);
  const bool fits = frame && frame->components == 1 && frame->rows == format.shape.rows &&
                    frame->columns == format.shape.columns && depth_fits(frame->bits, format.bytes_per_pixel);
  if (!fits) return false;
  register_codecs();
  DcmItem item;
  describe(format, frame->bits, item);
  auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
  sequence->insert(new DcmPixelItem(DcmTag(DCM_PixelItemTag, EVR_OB)));  // owned by the sequence
  auto* fragment = new DcmPixelItem(DcmTag(DCM_PixelItemTag, EVR_OB));
  sequence->insert(fragment);
  if (fragment->putUint8Array(in.data(), in.size()).bad()) return false;
  DcmPixelData pixel_data(DCM_PixelData);
  pixel_data.putOriginalRepresentation(EXS_JPEGProcess14, nullptr, sequence.release());
  out.resize(format.bytes() + format.bytes() % 2);
  Uint32 next_fragment = 0;
  OFString colour;
  const OFCondition decoded = pixel_data.getUncompressedFrame(&item, 0, next_fragment, out.data(),
                                                              static_cast<Uint32>(out.size()), colour);
  out.resize(format.bytes());
  return decoded.good();
}

}  // namespace oligard::load
