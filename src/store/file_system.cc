#include "store/file_system.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace oligard::store {
namespace {

namespace fs = std::filesystem;

class LocalFileSystem final : public FileSystem {
 public:
  Result<int> create(const fs::path& file) override {
    const int created = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (created < 0) return file_error(errno, "an object cannot be written");
    return created;
  }

  Status write(int file, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return file_error(errno, "an object cannot be written");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

  Status sync(int file) override {
    if (::fsync(file) != 0) return file_error(errno, "an object cannot be synced");
    return {};
  }

  Status rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0)
      return file_error(errno, "an object cannot be moved into place");
    return {};
  }

  Status remove(const fs::path& file) override {
    if (::unlink(file.c_str()) != 0) return file_error(errno, "an object cannot be removed");
    return {};
  }

  Status sync_folder(const fs::path& folder) override {
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return file_error(errno, "a folder of the store cannot be synced");
    const int synced = ::fsync(opened);
    const int number = errno;
    ::close(opened);
    if (synced != 0) return file_error(number, "a folder of the store cannot be synced");
    return {};
  }
};

}  // namespace

FileSystem& local_file_system() {
  static LocalFileSystem files;
  return files;
}

tl::unexpected<Error> file_error(int number, const std::string& what) {
  const std::string reason = what + ": " + std::strerror(number);
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return fail(ErrorKind::kResource, "STORE_FULL", reason);
    case ENOENT:
      return fail(ErrorKind::kNotFound, "STORE_NOT_FOUND", reason);
    default:
      return fail(ErrorKind::kUnavailable, "STORE_UNAVAILABLE", reason);
  }
}

}  // namespace oligard::store
