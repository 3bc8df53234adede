// The folders of a store, and the file operations that make objects durable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "oligard/base/result.h"

namespace oligard::store {

/// Not thread-safe by itself; calls on different files may overlap. Errors: STORE_FULL, STORE_UNAVAILABLE,
/// STORE_NOT_FOUND.
class ObjectFiles {
 public:
  explicit ObjectFiles(std::filesystem::path data_dir) : data_dir_(std::move(data_dir)) {}

  /// Makes the folders, the 256 of objects/ included, and syncs them.
  [[nodiscard]] Status create_folders() const;

  [[nodiscard]] std::filesystem::path database() const { return data_dir_ / "oligard.db"; }
  [[nodiscard]] std::filesystem::path incoming() const { return data_dir_ / "incoming"; }
  [[nodiscard]] std::filesystem::path object(std::string_view digest) const;
  [[nodiscard]] std::filesystem::path conflict(std::string_view digest) const;

  /// Deletes every file in incoming/.
  [[nodiscard]] Status clean_incoming() const;

  /// A new file in incoming/ with these bytes, synced.
  [[nodiscard]] Result<std::filesystem::path> write_incoming(std::string_view name,
                                                             std::string_view bytes) const;

  [[nodiscard]] std::int64_t free_bytes() const;

 private:
  std::filesystem::path data_dir_;
};

/// Syncs a file's bytes.
[[nodiscard]] Status sync_file(const std::filesystem::path& file);

/// Renames within one file system, replacing the target; the target's folder is noted in `unsynced`.
[[nodiscard]] Status move_file(const std::filesystem::path& from, const std::filesystem::path& to,
                               std::set<std::filesystem::path>& unsynced);

/// Makes the entries of these folders durable.
[[nodiscard]] Status sync_folders(const std::set<std::filesystem::path>& folders);

}  // namespace oligard::store
