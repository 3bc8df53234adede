// A file system that fails at a chosen call, and one whose power can be cut.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/file_system.h"

namespace oligard::store {

/// Does its work on real files, and remembers what a power cut would undo: bytes that were not synced, names
/// in folders that were not synced. One thread.
class FaultyFiles final : public FileSystem {
 public:
  enum class Fault {
    kFails,     ///< the call fails, those after it work
    kPowerCut,  ///< neither this call nor any after it does anything
  };
  /// `call` counts from 1; 0: none fails.
  FaultyFiles(Fault fault, int call) : fault_(fault), call_(call) {}

  [[nodiscard]] bool was_hit() const { return calls_ >= call_; }
  /// Counts from here.
  void arm() { calls_ = 0, armed_ = true; }

  Result<int> create(const std::filesystem::path& file) override {
    if (fails()) return failure();
    const auto created = disk_.create(file);
    if (!created) return created;
    open_[*created] = file;
    unsynced_files_.insert(file);
    undo(file, [file] { std::filesystem::remove(file); });
    return created;
  }
  Status write(int file, std::string_view bytes) override {
    if (!fails()) return disk_.write(file, bytes);
    return failure();
  }
  Status sync(int file) override {
    if (fails()) return failure();
    unsynced_files_.erase(open_[file]);
    return disk_.sync(file);
  }
  Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    if (fails()) return failure();
    if (Status renamed = disk_.rename(from, to); !renamed) return renamed;
    if (auto unsynced = unsynced_files_.extract(from)) {
      unsynced.value() = to;
      unsynced_files_.insert(std::move(unsynced));
    }
    undo(to, [from, to] {
      std::error_code ignored;
      std::filesystem::rename(to, from, ignored);
    });
    return {};
  }
  Status remove(const std::filesystem::path& file) override {
    if (fails()) return failure();
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (Status removed = disk_.remove(file); !removed) return removed;
    undo(file, [file, bytes] { std::ofstream(file, std::ios::binary) << bytes; });
    return {};
  }
  Status sync_folder(const std::filesystem::path& folder) override {
    if (fails()) return failure();
    std::erase_if(undos_, [&](const auto& undo) { return undo.first == folder; });
    return disk_.sync_folder(folder);
  }

  /// What was not synced is gone: the latest first, and half of the bytes of a file.
  void lose_unsynced() {
    for (const auto& file : unsynced_files_)
      if (std::filesystem::exists(file))
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    for (auto undo = undos_.rbegin(); undo != undos_.rend(); ++undo)
      undo->second();
    undos_.clear();
  }

 private:
  bool fails() {
    if (!armed_ || call_ == 0) return false;
    ++calls_;
    return fault_ == Fault::kFails ? calls_ == call_ : calls_ >= call_;
  }
  static tl::unexpected<Error> failure() {
    return fail(ErrorKind::kUnavailable, "STORE_UNAVAILABLE", "a fault");
  }
  void undo(const std::filesystem::path& file, std::function<void()> action) {
    undos_.emplace_back(file.parent_path(), std::move(action));
  }

  FileSystem& disk_ = local_file_system();
  Fault fault_;
  int call_;
  bool armed_ = false;
  int calls_ = 0;
  std::map<int, std::filesystem::path> open_;
  std::set<std::filesystem::path> unsynced_files_;
  std::vector<std::pair<std::filesystem::path, std::function<void()>>> undos_;
};

}  // namespace oligard::store
