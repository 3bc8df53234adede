#include "load/bytes/inflate.h"

#include <array>
#include <limits>

#include <zlib.h>

namespace oligard::load {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;

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

}  // namespace oligard::load
