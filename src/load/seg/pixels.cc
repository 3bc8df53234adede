#include "load/seg/pixels.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>

#include "load/seg/fragments.h"

namespace oligard::load {
namespace {

static_assert(std::endian::native == std::endian::little, "packed bits are read as little-endian words");

constexpr std::size_t kWindowBytes = std::size_t{1} << 20U;
/// RLE and deflate make noise longer, but never twice as long.
constexpr std::size_t kFragmentSlack = std::size_t{64} << 10U;
constexpr std::size_t kWordBytes = sizeof(std::uint64_t);

/// Uncompressed pixel data, read in pieces of about a mebibyte.
class NativeSource final : public FrameSource {
 public:
  NativeSource(std::unique_ptr<ByteSource> stream, const PixelFormat& format, const PixelDataPlace& place)
      : stream_(std::move(stream)), format_(format), place_(place) {}

  Result<FramePixels> read(std::size_t frame) override {
    const std::size_t frame_bits = format_.shape.pixels() * static_cast<std::size_t>(format_.bits_allocated);
    const std::size_t first_bit = frame * frame_bits;
    const std::size_t begin = first_bit / 8;
    const std::size_t end = (first_bit + frame_bits + 7) / 8;
    if (end > window_end_) {
      if (Status loaded = load(begin, end); !loaded) return fail(loaded);
    }
    FramePixels pixels;
    if (format_.bits_allocated == 1) {
      pixels.words = window_;
      pixels.first_bit = first_bit - window_begin_ * 8;
    } else {
      pixels.bytes = {bytes() + (begin - window_begin_), end - begin};
    }
    return pixels;
  }

 private:
  [[nodiscard]] std::uint8_t* bytes() { return reinterpret_cast<std::uint8_t*>(window_.data()); }

  /// Moves the window on. Frames may share a byte: what it still holds from `begin` on is kept.
  Status load(std::size_t begin, std::size_t end) {
    const std::size_t from = begin / kWordBytes * kWordBytes;
    const std::size_t to = std::min(place_.length, std::max(end + end % 2, from + kWindowBytes));
    const std::size_t kept = from < window_end_ ? window_end_ - from : 0;
    if (kept > 0) std::memmove(bytes(), bytes() + (from - window_begin_), kept);
    window_.resize((to - from + kWordBytes - 1) / kWordBytes);
    const std::span<std::uint8_t> fresh{bytes() + kept, to - from - kept};
    std::fill_n(fresh.data() + fresh.size(), window_.size() * kWordBytes - (to - from), std::uint8_t{0});
    const bool is_read = stream_->skip(from + kept - position_) && stream_->read(fresh);
    if (!is_read)
      return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_DATA_SHORT",
                  "Pixel Data end before the last frame, or cannot be read");
    if (place_.is_swapped)
      for (std::size_t i = 0; i + 1 < fresh.size(); i += 2)
        std::swap(fresh[i], fresh[i + 1]);
    window_begin_ = from;
    window_end_ = position_ = to;
    return {};
  }

  std::unique_ptr<ByteSource> stream_;
  PixelFormat format_;
  PixelDataPlace place_;
  std::vector<std::uint64_t> window_;
  std::size_t window_begin_ = 0;
  std::size_t window_end_ = 0;
  std::size_t position_ = 0;  ///< of the stream within Pixel Data
};

/// One decoder a frame over the fragments of encapsulated pixel data.
class FragmentSource final : public FrameSource {
 public:
  FragmentSource(FragmentTable table, FragmentCodec codec, const PixelFormat& format, std::size_t max_bytes)
      : table_(std::move(table)), codec_(codec), format_(format), bytes_left_(max_bytes) {}

  Result<FramePixels> read(std::size_t frame) override {
    const std::size_t pixels = format_.shape.pixels();
    const auto bits = static_cast<std::size_t>(format_.bits_allocated);
    const std::size_t most = std::max<std::size_t>(pixels * std::max<std::size_t>(bits, 8) / 8, 1);
    if (Status read = table_.read(frame, 2 * most + kFragmentSlack, fragment_); !read) return fail(read);
    if (!decode_fragment(codec_, fragment_, format_.shape, format_.bits_allocated, most, decoded_))
      return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_DATA_DAMAGED",
                  "a compressed frame cannot be decoded, or holds more than its rows and columns");
    if (decoded_.size() > bytes_left_)
      return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE", "the frames decode to more bytes than allowed");
    bytes_left_ -= decoded_.size();
    FramePixels result;
    if (decoded_.size() >= pixels * std::max<std::size_t>(bits / 8, 1)) {
      result.bytes = decoded_;
    } else if (const std::size_t packed = (pixels + 7) / 8;
               bits == 1 && decoded_.size() >= packed && decoded_.size() <= packed + 1) {
      words_.assign((decoded_.size() + kWordBytes - 1) / kWordBytes, 0);
      std::copy(decoded_.begin(), decoded_.end(), reinterpret_cast<std::uint8_t*>(words_.data()));
      result.words = words_;
    } else {
      return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_DATA_SHORT",
                  "a compressed frame holds fewer pixels than its rows and columns");
    }
    return result;
  }

 private:
  FragmentTable table_;
  FragmentCodec codec_;
  PixelFormat format_;
  std::size_t bytes_left_;
  std::vector<std::uint8_t> fragment_;
  std::vector<std::uint8_t> decoded_;
  std::vector<std::uint64_t> words_;
};

/// Frames of a bit a pixel follow each other without padding (PS3.5 8.1.1). Some writers begin each of them,
/// or each segment, on a byte, and old ones did so wrongly: which is not told.
Status check_surplus(std::uint64_t length, const PixelFormat& format) {
  const std::size_t bits = format.shape.pixels() * static_cast<std::size_t>(format.bits_allocated);
  const std::uint64_t surplus = length - (format.frames * bits + 7) / 8;
  if (bits % 8 != 0 && surplus > 1)
    return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_FORMAT",
                "Pixel Data are longer than their frames: padding between frames is not allowed");
  if (surplus >= std::max<std::size_t>(bits / 8, 2))
    return fail(ErrorKind::kInvalidInput, "SEG_FRAME_COUNT",
                "Pixel Data hold more frames than Number of Frames says");
  return {};
}

Result<std::unique_ptr<FrameSource>> open_native(const std::filesystem::path& path,
                                                 const DataSetLayout& layout, const PixelFormat& format) {
  const PixelDataPlace& place = *layout.pixel_data;
  const std::size_t bits = format.shape.pixels() * static_cast<std::size_t>(format.bits_allocated);
  // Divided, not multiplied: the number of frames comes from the sender.
  if (place.length == 0 || format.frames > place.length * 8 / bits)
    return fail(ErrorKind::kInvalidInput, "SEG_PIXEL_DATA_SHORT",
                "Pixel Data hold " + std::to_string(place.length) + " bytes, too few for " +
                    std::to_string(format.frames) + " frames");
  if (Status length = check_surplus(place.length, format); !length) return fail(length);
  auto stream = open_data_set(path, layout.start, place.offset, std::numeric_limits<std::uint64_t>::max());
  if (stream == nullptr) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "the file cannot be opened");
  return std::make_unique<NativeSource>(std::move(stream), format, place);
}

DcmPixelSequence* fragments_of(DcmItem& dataset) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad()) return nullptr;
  auto* pixel_data = dynamic_cast<DcmPixelData*>(element);
  if (pixel_data == nullptr) return nullptr;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixel_data->getOriginalRepresentationKey(syntax, parameter);
  DcmPixelSequence* fragments = nullptr;
  if (pixel_data->getEncapsulatedRepresentation(syntax, parameter, fragments).bad()) return nullptr;
  return fragments;
}

}  // namespace

Result<std::unique_ptr<FrameSource>> open_pixels(DcmItem& dataset, const std::filesystem::path& path,
                                                 const DataSetLayout& layout,
                                                 const std::string& transfer_syntax_uid,
                                                 const PixelFormat& format, std::size_t max_decoded_bytes) {
  if (!layout.pixel_data)
    return fail(ErrorKind::kInvalidInput, "SEG_NO_PIXEL_DATA", "there are no Pixel Data");
  const std::optional<FragmentCodec> codec = fragment_codec(transfer_syntax_uid);
  DcmPixelSequence* fragments = layout.pixel_data->is_encapsulated ? fragments_of(dataset) : nullptr;
  const bool is_native = !layout.pixel_data->is_encapsulated && is_native_syntax(transfer_syntax_uid);
  if (!is_native && (!codec || fragments == nullptr))
    return fail(ErrorKind::kUnsupported, "SEG_TRANSFER_SYNTAX",
                "Pixel Data in transfer syntax " + transfer_syntax_uid + " cannot be decoded");
  if (is_native) return open_native(path, layout, format);
  Result<FragmentTable> table = FragmentTable::make(*fragments, *codec, format.frames);
  if (!table) return fail(table);
  return std::make_unique<FragmentSource>(std::move(*table), *codec, format, max_decoded_bytes);
}

}  // namespace oligard::load
