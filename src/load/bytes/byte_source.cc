#include "load/bytes/byte_source.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <utility>
#include <vector>

#include <zlib.h>

namespace oligard::load {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;

/// Reads and skips within a buffer that `refill` renews.
class BufferedSource : public ByteSource {
 public:
  bool read(std::span<std::uint8_t> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      if (at_ == end_ && !renew()) return false;
      const std::size_t count = std::min(out.size() - done, end_ - at_);
      std::memcpy(out.data() + done, buffer_.data() + at_, count);
      at_ += count;
      advance(count);
      done += count;
    }
    return true;
  }

  bool skip(std::uint64_t count) override {
    const std::uint64_t buffered = std::min<std::uint64_t>(count, end_ - at_);
    at_ += static_cast<std::size_t>(buffered);
    advance(buffered);
    return count == buffered || skip_beyond(count - buffered);
  }

 protected:
  explicit BufferedSource(std::size_t buffer_bytes) : buffer_(buffer_bytes) {}

  /// Up to buffer.size() more bytes; 0 at the end.
  virtual std::size_t refill(std::span<std::uint8_t> buffer) = 0;

  virtual bool skip_beyond(std::uint64_t count) {
    while (count > 0) {
      if (!renew()) return false;
      const std::uint64_t step = std::min<std::uint64_t>(count, end_);
      at_ = static_cast<std::size_t>(step);
      advance(step);
      count -= step;
    }
    return true;
  }

 private:
  bool renew() {
    at_ = 0;
    end_ = refill(buffer_);
    return end_ > 0;
  }

  std::vector<std::uint8_t> buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

class FileSource final : public BufferedSource {
 public:
  FileSource(std::ifstream file, std::uint64_t bytes)
      : BufferedSource(static_cast<std::size_t>(std::clamp<std::uint64_t>(bytes, 1, kPieceBytes))),
        file_(std::move(file)),
        bytes_(bytes) {}

 private:
  std::size_t refill(std::span<std::uint8_t> buffer) override {
    file_.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
    return static_cast<std::size_t>(file_.gcount());
  }

  bool skip_beyond(std::uint64_t count) override {
    // Seeking alone passes the end unnoticed.
    if (count > bytes_ - std::min(bytes_, position())) return false;
    file_.seekg(static_cast<std::streamoff>(count), std::ios::cur);
    advance(count);
    return file_.good();
  }

  std::ifstream file_;
  std::uint64_t bytes_;
};

class InflatedSource final : public BufferedSource {
 public:
  InflatedSource(std::ifstream file, std::uint64_t max_bytes)
      : BufferedSource(kPieceBytes), file_(std::move(file)), in_(kPieceBytes), left_(max_bytes) {
    ready_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK;
  }
  ~InflatedSource() override {
    if (ready_) inflateEnd(&stream_);
  }
  InflatedSource(const InflatedSource&) = delete;
  InflatedSource& operator=(const InflatedSource&) = delete;

 private:
  std::size_t refill(std::span<std::uint8_t> buffer) override {
    stream_.next_out = buffer.data();
    const auto wanted = static_cast<uInt>(std::min<std::uint64_t>(buffer.size(), left_));
    stream_.avail_out = wanted;
    while (ready_ && !ended_ && stream_.avail_out > 0) {
      if (stream_.avail_in == 0) {
        file_.read(reinterpret_cast<char*>(in_.data()), static_cast<std::streamsize>(in_.size()));
        stream_.next_in = in_.data();
        stream_.avail_in = static_cast<uInt>(file_.gcount());
      }
      const int state = inflate(&stream_, Z_NO_FLUSH);
      ended_ = state != Z_OK;
    }
    left_ -= wanted - stream_.avail_out;
    return wanted - stream_.avail_out;
  }

  std::ifstream file_;
  std::vector<Bytef> in_;
  std::uint64_t left_;
  z_stream stream_{};
  bool ready_ = false;
  bool ended_ = false;
};

std::ifstream open_at(const std::filesystem::path& path, std::uint64_t begin) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(begin));
  return file;
}

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path, std::uint64_t begin) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  std::ifstream file = open_at(path, begin);
  if (error || !file || begin > size) return nullptr;
  return std::make_unique<FileSource>(std::move(file), size - begin);
}

std::unique_ptr<ByteSource> open_inflated(const std::filesystem::path& path, std::uint64_t begin,
                                          std::uint64_t max_bytes) {
  std::ifstream file = open_at(path, begin);
  if (!file) return nullptr;
  return std::make_unique<InflatedSource>(std::move(file), max_bytes);
}

}  // namespace oligard::load
