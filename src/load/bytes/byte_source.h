// Bytes of a file in order, deflated or not, for checks that need no memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace oligard::load {

/// A stream of bytes that knows where it stands. One thread at a time.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills `out`; false when the stream ends before.
  [[nodiscard]] virtual bool read(std::span<std::uint8_t> out) = 0;
  /// Moves on by `count` bytes; false when the stream ends before.
  [[nodiscard]] virtual bool skip(std::uint64_t count) = 0;
  /// Bytes read and skipped so far.
  [[nodiscard]] std::uint64_t position() const { return position_; }

 protected:
  void advance(std::uint64_t count) { position_ += count; }

 private:
  std::uint64_t position_ = 0;
};

/// The file from byte `begin` on. Null when it cannot be opened.
[[nodiscard]] std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path, std::uint64_t begin);

/// The raw deflate stream (RFC 1951) from byte `begin` on, inflated; it ends after `max_bytes` at the latest.
/// Null when it cannot be opened.
[[nodiscard]] std::unique_ptr<ByteSource> open_inflated(const std::filesystem::path& path,
                                                        std::uint64_t begin, std::uint64_t max_bytes);

}  // namespace oligard::load
