#include "load/inflate.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

#include <zlib.h>

namespace oligard::load {
namespace {

constexpr std::string_view kDeflatedDataSet = "1.2.840.10008.1.2.1.99";
constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;
constexpr std::size_t kMetaProbeBytes = std::size_t{16} << 10U;

/// A zlib stream that is always ended.
class InflateStream {
 public:
  InflateStream() { ready_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK; }
  ~InflateStream() {
    if (ready_) inflateEnd(&stream_);
  }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;

  [[nodiscard]] bool is_ready() const { return ready_; }
  z_stream& get() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

unsigned little_endian_16(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) | (static_cast<unsigned char>(bytes[at + 1]) << 8U);
}

/// Byte position of a deflated data set, 0 when the file is in another transfer syntax or its meta header
/// cannot be followed.
std::size_t deflated_data_set_begin(std::string_view head) {
  std::size_t at = 132;
  if (head.size() < at || head.substr(128, 4) != "DICM") return 0;
  bool deflated = false;
  while (at + 8 <= head.size() && little_endian_16(head, at) == 2) {
    const unsigned element = little_endian_16(head, at + 2);
    const std::string_view vr = head.substr(at + 4, 2);
    const bool is_long = vr == "OB" || vr == "UN" || vr == "OW" || vr == "UT" || vr == "SQ";
    std::size_t length = little_endian_16(head, at + 6);
    std::size_t header = 8;
    if (is_long) {
      if (at + 12 > head.size()) return 0;
      length = little_endian_16(head, at + 8) | (std::size_t{little_endian_16(head, at + 10)} << 16U);
      header = 12;
    }
    if (length > head.size() || at + header + length > head.size()) return 0;
    if (element == 0x0010) {
      std::string_view uid = head.substr(at + header, length);
      while (!uid.empty() && (uid.back() == '\0' || uid.back() == ' '))
        uid.remove_suffix(1);
      deflated = uid == kDeflatedDataSet;
    }
    at += header + length;
  }
  return deflated ? at : 0;
}

Status count_inflated(std::ifstream& file, std::size_t max_bytes) {
  InflateStream stream;
  if (!stream.is_ready()) return fail(ErrorKind::kResource, "FILE_UNREADABLE", "zlib could not be started");
  std::array<Bytef, kPieceBytes> in{};
  std::array<Bytef, kPieceBytes> out{};
  std::size_t total = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    file.read(reinterpret_cast<char*>(in.data()), static_cast<std::streamsize>(in.size()));
    stream.get().avail_in = static_cast<uInt>(file.gcount());
    stream.get().next_in = in.data();
    if (stream.get().avail_in == 0) return {};
    do {
      stream.get().avail_out = static_cast<uInt>(out.size());
      stream.get().next_out = out.data();
      state = inflate(&stream.get(), Z_NO_FLUSH);
      total += out.size() - stream.get().avail_out;
      if (total > max_bytes)
        return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE",
                    "the deflated data set inflates to more than " + std::to_string(max_bytes) + " bytes");
    } while (state == Z_OK && stream.get().avail_out == 0);
    if (state == Z_BUF_ERROR) state = Z_OK;
  }
  return {};
}

}  // namespace

bool inflate_raw(std::span<const std::uint8_t> in, std::size_t max_bytes, std::vector<std::uint8_t>& out) {
  InflateStream stream;
  out.clear();
  if (!stream.is_ready() || in.size() > std::numeric_limits<uInt>::max()) return false;
  stream.get().next_in = const_cast<Bytef*>(in.data());
  stream.get().avail_in = static_cast<uInt>(in.size());
  std::array<std::uint8_t, kPieceBytes> piece{};
  int state = Z_OK;
  while (state == Z_OK) {
    stream.get().next_out = piece.data();
    stream.get().avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream.get(), Z_NO_FLUSH);
    const std::size_t count = piece.size() - stream.get().avail_out;
    if (count > max_bytes - out.size()) return false;
    out.insert(out.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return state == Z_STREAM_END;
}

Status check_inflated_size(const std::filesystem::path& path, std::size_t max_bytes) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::kInvalidInput, "FILE_UNREADABLE", "the file cannot be opened");
  std::string head(kMetaProbeBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  const std::size_t begin = deflated_data_set_begin(head);
  if (begin == 0) return {};
  file.clear();
  file.seekg(static_cast<std::streamoff>(begin));
  return count_inflated(file, max_bytes);
}

}  // namespace oligard::load
