#include "store/object_files.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace oligard::store {
namespace {

namespace fs = std::filesystem;

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

Status sync_path(const fs::path& path, int flags, const char* what) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return file_error(errno, what);
  const int synced = ::fsync(file);
  const int number = errno;
  ::close(file);
  if (synced != 0) return file_error(number, what);
  return {};
}

Status sync_folder(const fs::path& folder) {
  return sync_path(folder, O_RDONLY | O_DIRECTORY, "a folder of the store cannot be synced");
}

Status make_folder(const fs::path& folder) {
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (error) return file_error(error.value(), "a folder of the store cannot be made");
  if (made) fs::permissions(folder, fs::perms::owner_all, error);
  return {};
}

Status write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(errno, "an object cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Status ObjectFiles::create_folders() const {
  const fs::path objects = data_dir_ / "objects";
  for (const fs::path& folder : {data_dir_, objects, incoming(), data_dir_ / "conflicts"}) {
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
  return sync_folders({data_dir_, objects});
}

fs::path ObjectFiles::object(std::string_view digest) const {
  return data_dir_ / "objects" / digest.substr(0, 2) / (std::string(digest) + ".dcm");
}

fs::path ObjectFiles::conflict(std::string_view digest) const {
  return data_dir_ / "conflicts" / (std::string(digest) + ".dcm");
}

Status ObjectFiles::clean_incoming() const {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(incoming(), error)) {
    if (!fs::remove(entry.path(), error) && error) break;
  }
  if (error) return file_error(error.value(), "the incoming folder cannot be cleaned");
  return {};
}

Result<fs::path> ObjectFiles::write_incoming(std::string_view name, std::string_view bytes) const {
  const fs::path path = incoming() / name;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return file_error(errno, "an object cannot be written");
  Status written = write_all(file, bytes);
  if (written && ::fsync(file) != 0) written = file_error(errno, "an object cannot be synced");
  ::close(file);
  if (!written) {
    ::unlink(path.c_str());
    return fail(written);
  }
  return path;
}

std::int64_t ObjectFiles::free_bytes() const {
  struct statvfs disk {};
  if (::statvfs((data_dir_ / "objects").c_str(), &disk) != 0) return 0;
  return static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
}

Status sync_file(const fs::path& file) {
  return sync_path(file, O_RDONLY, "an object cannot be synced");
}

Status move_file(const fs::path& from, const fs::path& to, std::set<fs::path>& unsynced) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return file_error(errno, "an object cannot be moved into place");
  unsynced.insert(to.parent_path());
  return {};
}

Status sync_folders(const std::set<fs::path>& folders) {
  for (const fs::path& folder : folders) {
    if (Status synced = sync_folder(folder); !synced) return synced;
  }
  return {};
}

}  // namespace oligard::store
