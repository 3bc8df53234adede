// SHA-256, and the UIDs that are derived from it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "oligard/base/result.h"

namespace oligard {

/// Incremental SHA-256. Not copyable; one thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  /// 64 lower-case hexadecimal digits; the object is spent afterwards.
  [[nodiscard]] std::string hex();

 private:
  void* context_;
};

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// Digest of a file's bytes, read in pieces. Error FILE_UNREADABLE.
[[nodiscard]] Result<std::string> sha256_hex_of_file(const std::filesystem::path& path);

/// The first 16 digits of the SHA-256 of a text for people, any run of white space taken as one space: how a
/// text that was stored again is known to be the same.
[[nodiscard]] std::string digest_of_text(std::string_view text);

/// A UID below 2.25 (PS3.5 B.2) from the first 128 bits of a SHA-256 in hex, with the version and variant
/// bits of a name-based UUID. The same digest gives the same UID.
[[nodiscard]] std::string uid_from_digest(std::string_view sha256_hex);

/// Shorthand: the UID of sha256(text).
[[nodiscard]] std::string uid_from_text(std::string_view text);

}  // namespace oligard
