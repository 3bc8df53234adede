// The file operations that durability rests on.
#pragma once

#include <filesystem>
#include <string_view>

#include "oligard/base/result.h"

namespace oligard::store {

/// Thread-safe. Errors: STORE_FULL, STORE_UNAVAILABLE, STORE_NOT_FOUND. Tests have one that fails and one
/// that forgets what was not synced.
class FileSystem {
 public:
  FileSystem() = default;
  virtual ~FileSystem() = default;
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;

  /// A new file for the owner alone; its descriptor, which the caller closes. Fails when there is one.
  [[nodiscard]] virtual Result<int> create(const std::filesystem::path& file) = 0;
  [[nodiscard]] virtual Status write(int file, std::string_view bytes) = 0;
  /// The file's bytes are durable then, its name is not.
  [[nodiscard]] virtual Status sync(int file) = 0;
  /// Replaces the target.
  [[nodiscard]] virtual Status rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  [[nodiscard]] virtual Status remove(const std::filesystem::path& file) = 0;
  /// Names that came into the folder or left it are durable then.
  [[nodiscard]] virtual Status sync_folder(const std::filesystem::path& folder) = 0;
};

/// The operating system's.
[[nodiscard]] FileSystem& local_file_system();

/// What errno `number` means to callers.
[[nodiscard]] tl::unexpected<Error> file_error(int number, const std::string& what);

}  // namespace oligard::store
