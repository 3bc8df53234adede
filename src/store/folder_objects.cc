#include "store/folder_objects.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <random>
#include <set>
#include <tuple>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace oligard::store {
namespace {

namespace fs = std::filesystem;

/// A name in incoming/ that no other thread or process uses. The random part separates processes that get the
/// same number one after the other.
std::string unique_name() {
  static const unsigned run = std::random_device()();
  static std::atomic<unsigned> next{0};
  return std::to_string(::getpid()) + "-" + std::to_string(run) + "-" + std::to_string(next++);
}

class IncomingFile final : public NewObject {
 public:
  IncomingFile(FileSystem& files, fs::path path, int file)
      : files_(files), path_(std::move(path)), file_(file) {}
  ~IncomingFile() override {
    close();
    if (!moved_to_) std::ignore = files_.remove(path_);
  }

  Status append(std::string_view bytes) override {
    Status written = files_.write(file_, bytes);
    if (!written) return written;
    sha256_.update(bytes);
    bytes_ += static_cast<std::int64_t>(bytes.size());
    return {};
  }

  Status finish() override {
    Status synced = files_.sync(file_);
    close();
    if (synced) digest_ = sha256_.hex();
    return synced;
  }

  Status move(const fs::path& to) {
    Status moved = files_.rename(path_, to);
    if (moved) moved_to_ = to;
    return moved;
  }

  void move_back() {
    if (moved_to_ && files_.rename(*moved_to_, path_)) moved_to_.reset();
  }

 private:
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

  FileSystem& files_;
  fs::path path_;
  int file_;
  Sha256 sha256_;
  std::optional<fs::path> moved_to_;
};

class LockedFolder final : public Reception {
 public:
  explicit LockedFolder(int lock) : lock_(lock) {}
  ~LockedFolder() override { ::close(lock_); }

 private:
  int lock_;
};

Status make_folder(const fs::path& folder) {
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (error) return file_error(error.value(), "a folder of the store cannot be made");
  if (made) fs::permissions(folder, fs::perms::owner_all, error);
  return {};
}

}  // namespace

Result<std::unique_ptr<Objects>> FolderObjects::make(const fs::path& data_dir, FileSystem& files) {
  std::unique_ptr<FolderObjects> made(new FolderObjects(data_dir, files));
  if (Status created = made->create_folders(); !created) return fail(created);
  return made;
}

Status FolderObjects::create_folders() const {
  const fs::path objects = data_dir_ / "objects";
  for (const fs::path& folder : {data_dir_, objects, data_dir_ / "incoming", data_dir_ / "conflicts"}) {
    if (Status made = make_folder(folder); !made) return made;
  }
  for (int prefix = 0; prefix < 256; ++prefix) {
    std::array<char, 3> name{};
    std::snprintf(name.data(), name.size(), "%02x", static_cast<unsigned>(prefix));
    const fs::path folder = objects / name.data();
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      return file_error(errno, "a folder of the store cannot be made");
    }
  }
  for (const fs::path& folder : {data_dir_, objects}) {
    if (Status synced = files_.sync_folder(folder); !synced) return synced;
  }
  return {};
}

fs::path FolderObjects::file_of(const std::string& digest, Shelf shelf) const {
  if (shelf == Shelf::kConflicts) return data_dir_ / "conflicts" / (digest + ".dcm");
  return data_dir_ / "objects" / digest.substr(0, 2) / (digest + ".dcm");
}

Result<std::unique_ptr<NewObject>> FolderObjects::create() {
  fs::path path = data_dir_ / "incoming" / unique_name();
  const Result<int> file = files_.create(path);
  if (!file) return fail(file);
  return std::make_unique<IncomingFile>(files_, std::move(path), *file);
}

Result<std::vector<bool>> FolderObjects::put(const std::vector<Put>& batch) {
  auto placed = move_into_place(batch);
  if (!placed) take_back(batch);
  return placed;
}

Result<std::vector<bool>> FolderObjects::move_into_place(const std::vector<Put>& batch) {
  std::vector<bool> is_new;
  std::set<fs::path> unsynced;
  for (const Put& put : batch) {
    const fs::path to = file_of(put.object->digest(), put.shelf);
    unsynced.insert(to.parent_path());
    // A file of that name has these bytes already: names are digests, and only synced files get one.
    is_new.push_back(!fs::exists(to));
    if (!is_new.back()) continue;
    if (Status moved = static_cast<IncomingFile*>(put.object)->move(to); !moved) return fail(moved);
  }
  for (const fs::path& folder : unsynced) {
    if (Status synced = files_.sync_folder(folder); !synced) return fail(synced);
  }
  return is_new;
}

void FolderObjects::take_back(const std::vector<Put>& batch) {
  for (const Put& put : batch) {
    static_cast<IncomingFile*>(put.object)->move_back();
  }
}

Result<LocalCopy> FolderObjects::open(const std::string& digest) {
  fs::path file = file_of(digest, Shelf::kObjects);
  if (::access(file.c_str(), F_OK) != 0) return file_error(errno, "an object cannot be opened");
  return LocalCopy(std::move(file));
}

Status FolderObjects::remove(const std::string& digest) {
  const fs::path file = file_of(digest, Shelf::kObjects);
  if (Status removed = files_.remove(file); !removed) return removed;
  return files_.sync_folder(file.parent_path());
}

Result<std::vector<std::string>> FolderObjects::list() {
  std::vector<std::string> digests;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(data_dir_ / "objects", error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".dcm") digests.push_back(entry->path().stem().string());
  }
  if (error) return file_error(error.value(), "the objects cannot be listed");
  std::sort(digests.begin(), digests.end());
  return digests;
}

std::int64_t FolderObjects::free_bytes() const {
  struct statvfs disk {};
  if (::statvfs((data_dir_ / "objects").c_str(), &disk) != 0) return 0;
  return static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
}

Result<std::unique_ptr<Reception>> FolderObjects::begin_reception() {
  const int lock = ::open((data_dir_ / "listener.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0)
    return fail(ErrorKind::kUnavailable, "LISTEN_FAILED", "the data folder's lock file cannot be opened");
  auto reception = std::make_unique<LockedFolder>(lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorKind::kUnavailable, "LISTEN_IN_USE",
                "another listener receives into the same data folder");
  }
  if (Status cleaned = clean_incoming(); !cleaned) return fail(cleaned);
  return reception;
}

Status FolderObjects::clean_incoming() const {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(data_dir_ / "incoming", error)) {
    if (!fs::remove(entry.path(), error) && error) break;
  }
  if (error) return file_error(error.value(), "the incoming folder cannot be cleaned");
  return {};
}

}  // namespace oligard::store
