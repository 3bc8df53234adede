#include "load/seg/fragments.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include "load/bytes/compressed_frame.h"
#include "load/bytes/inflate.h"
#include "load/bytes/rle.h"

namespace oligard::load {
namespace {

tl::unexpected<Error> wrong_count(std::size_t frames, std::size_t fragments) {
  return fail(ErrorKind::kInvalidInput, "SEG_FRAME_COUNT",
              std::to_string(fragments) + " fragments of Pixel Data cannot be shared out among " +
                  std::to_string(frames) + " frames");
}

Result<std::vector<std::uint8_t>> bytes_of(DcmPixelItem& item) {
  std::vector<std::uint8_t> bytes(item.getLengthField());
  if (bytes.empty()) return bytes;
  if (item.getPartialValue(bytes.data(), 0, static_cast<Uint32>(bytes.size())).bad())
    return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_DATA_SHORT", "a fragment of Pixel Data cannot be read");
  return bytes;
}

/// First fragment of each frame from the Basic Offset Table; empty when it does not fit the fragments.
std::vector<std::size_t> firsts_from_offsets(const std::vector<std::uint8_t>& table,
                                             const std::vector<DcmPixelItem*>& fragments,
                                             std::size_t frames) {
  if (table.size() / 4 != frames) return {};
  std::vector<std::size_t> firsts;
  std::size_t position = 0;
  std::size_t fragment = 0;
  for (std::size_t frame = 0; frame < frames; ++frame) {
    const std::size_t at = 4 * frame;
    const std::size_t offset = std::size_t{table[at]} | (std::size_t{table[at + 1]} << 8U) |
                               (std::size_t{table[at + 2]} << 16U) | (std::size_t{table[at + 3]} << 24U);
    while (fragment < fragments.size() && position < offset)
      position += 8 + fragments[fragment++]->getLengthField();
    if (fragment >= fragments.size() || position != offset) return {};
    if (!firsts.empty() && firsts.back() == fragment) return {};
    firsts.push_back(fragment);
  }
  if (firsts.front() != 0) return {};
  firsts.push_back(fragments.size());
  return firsts;
}

bool decode_rle_frame(std::span<const std::uint8_t> fragment, std::size_t pixels, int bits_allocated,
                      std::size_t max_bytes, std::vector<std::uint8_t>& out) {
  const auto segments = rle_segments(fragment);
  const std::size_t planes = bits_allocated == 16 ? 2 : 1;
  if (segments.size() != planes) return false;
  if (planes == 1) {
    // A padding byte can look like one run more: what lies beyond the frame is left out.
    out.resize(std::min(rle_decoded_size(segments[0]), max_bytes));
    return decode_rle(segments[0], out) == out.size();
  }
  if (2 * pixels > max_bytes) return false;
  out.assign(2 * pixels, 0);
  return decode_rle(segments[0], out, 1, 2) == pixels && decode_rle(segments[1], out, 0, 2) == pixels;
}

}  // namespace

std::optional<FragmentCodec> fragment_codec(const std::string& transfer_syntax_uid) {
  using enum FragmentCodec;
  constexpr std::array<std::pair<std::string_view, FragmentCodec>, 7> kCodecs{{
      {"1.2.840.10008.1.2.5", kRle},
      {"1.2.840.10008.1.2.8.1", kDeflate},
      {"1.2.840.10008.1.2.1.98", kNone},
      {"1.2.840.10008.1.2.4.57", kJpegLossless},
      {"1.2.840.10008.1.2.4.70", kJpegLossless},  // Selection Value 1
      {"1.2.840.10008.1.2.4.80", kJpegLs},
      {"1.2.840.10008.1.2.4.90", kJpeg2000},
  }};
  const auto* found = std::find_if(kCodecs.begin(), kCodecs.end(),
                                   [&](const auto& entry) { return entry.first == transfer_syntax_uid; });
  return found == kCodecs.end() ? std::nullopt : std::optional(found->second);
}

bool is_native_syntax(const std::string& transfer_syntax_uid) {
  constexpr std::array<std::string_view, 4> kNative{"1.2.840.10008.1.2", "1.2.840.10008.1.2.1",
                                                    "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"};
  return std::find(kNative.begin(), kNative.end(), transfer_syntax_uid) != kNative.end();
}

Result<FragmentTable> FragmentTable::make(DcmPixelSequence& sequence, FragmentCodec codec,
                                          std::size_t frames) {
  FragmentTable table;
  DcmPixelItem* offsets = nullptr;
  for (DcmObject* object = sequence.nextInContainer(nullptr); object != nullptr;
       object = sequence.nextInContainer(object)) {
    auto* item = dynamic_cast<DcmPixelItem*>(object);
    if (item == nullptr) continue;
    if (offsets == nullptr) {
      offsets = item;
    } else {
      table.fragments_.push_back(item);
    }
  }
  const std::size_t count = table.fragments_.size();
  if (offsets == nullptr || count < frames || frames == 0) return wrong_count(frames, count);
  if (count == frames) {
    table.first_of_frame_.resize(frames + 1);
    std::iota(table.first_of_frame_.begin(), table.first_of_frame_.end(), std::size_t{0});
  } else if (codec == FragmentCodec::kRle) {
    return wrong_count(frames, count);
  } else if (frames == 1) {
    table.first_of_frame_ = {0, count};
  } else {
    const Result<std::vector<std::uint8_t>> bytes = bytes_of(*offsets);
    if (!bytes) return fail(bytes);
    table.first_of_frame_ = firsts_from_offsets(*bytes, table.fragments_, frames);
    if (table.first_of_frame_.empty()) return wrong_count(frames, count);
  }
  return table;
}

Status FragmentTable::read(std::size_t frame, std::size_t max_bytes, std::vector<std::uint8_t>& out) {
  out.clear();
  for (std::size_t i = first_of_frame_[frame]; i < first_of_frame_[frame + 1]; ++i) {
    if (fragments_[i]->getLengthField() > max_bytes - out.size())
      return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_DATA_DAMAGED",
                  "a compressed frame holds more bytes than its rows and columns can need");
    const Result<std::vector<std::uint8_t>> bytes = bytes_of(*fragments_[i]);
    if (!bytes) return fail(bytes);
    out.insert(out.end(), bytes->begin(), bytes->end());
  }
  return {};
}

bool decode_fragment(FragmentCodec codec, std::span<const std::uint8_t> fragment, FrameShape shape,
                     int bits_allocated, std::size_t max_bytes, std::vector<std::uint8_t>& out) {
  const FrameFormat format{shape, bits_allocated == 16 ? 2 : 1};
  out.clear();
  switch (codec) {
    case FragmentCodec::kRle:
      return decode_rle_frame(fragment, shape.pixels(), bits_allocated, max_bytes, out);
    case FragmentCodec::kDeflate:
      // One byte of padding to an even length may be part of the stream.
      if (!inflate_raw(fragment, max_bytes + 1, out)) return false;
      break;
    case FragmentCodec::kNone:
      if (fragment.size() > max_bytes + 1) return false;
      out.assign(fragment.begin(), fragment.end());
      break;
    case FragmentCodec::kJpegLossless:
      return format.bytes() <= max_bytes && decode_jpeg_lossless(fragment, format, out);
    case FragmentCodec::kJpegLs:
      return format.bytes() <= max_bytes && decode_jpeg_ls(fragment, format, out);
    case FragmentCodec::kJpeg2000:
      return format.bytes() <= max_bytes && decode_jpeg_2000(fragment, format, out);
  }
  if (out.size() > max_bytes) out.resize(max_bytes);
  return true;
}

}  // namespace oligard::load
