#include "receive/incoming_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>

#include "oligard/dicom/file.h"

namespace oligard::receive {
namespace {

constexpr std::int64_t kSpaceCheckEvery = std::int64_t{16} << 20U;

Error write_error(int number) {
  const std::string reason = std::string("an object cannot be written: ") + std::strerror(number);
  if (number == ENOSPC || number == EDQUOT) return {ErrorKind::kResource, "STORE_FULL", reason};
  return {ErrorKind::kUnavailable, "STORE_UNAVAILABLE", reason};
}

void append_number(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(value & 0xFFU);
    value >>= 8U;
  }
}

/// Explicit VR little endian, a VR with a 16-bit length.
void append_element(std::string& out, std::uint16_t element, const char* vr, std::string value,
                    char padding) {
  if (value.size() % 2 != 0) value += padding;
  append_number(out, 0x0002, 2);
  append_number(out, element, 2);
  out += vr;
  append_number(out, static_cast<std::uint32_t>(value.size()), 2);
  out += value;
}

void append_version(std::string& out) {
  append_number(out, 0x0002, 2);
  append_number(out, 0x0001, 2);
  out += "OB";
  append_number(out, 0, 2);
  append_number(out, 2, 4);
  out += std::string("\0\1", 2);
}

}  // namespace

std::string meta_header(const ObjectNames& names) {
  std::string group;
  append_version(group);
  append_element(group, 0x0002, "UI", names.sop_class_uid, '\0');
  append_element(group, 0x0003, "UI", names.sop_instance_uid, '\0');
  append_element(group, 0x0010, "UI", names.transfer_syntax_uid, '\0');
  append_element(group, 0x0012, "UI", dicom::kImplementationClassUid, '\0');
  std::string header(128, '\0');
  header += "DICM";
  std::string length;
  append_number(length, static_cast<std::uint32_t>(group.size()), 4);
  append_element(header, 0x0000, "UL", length, '\0');
  return header + group;
}

Result<std::unique_ptr<IncomingFile>> IncomingFile::create(std::filesystem::path path,
                                                           const ObjectNames& names,
                                                           std::function<bool()> out_of_space) {
  net::FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return tl::unexpected<Error>(write_error(errno));
  std::unique_ptr<IncomingFile> created(
      new IncomingFile(std::move(path), std::move(file), std::move(out_of_space)));
  created->append(meta_header(names));
  return created;
}

IncomingFile::~IncomingFile() {
  ::unlink(path_.c_str());
}

void IncomingFile::append(std::string_view bytes) {
  digest_.update(bytes);
  while (!error_ && !bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      error_ = write_error(errno);
    } else {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
}

offile_off_t IncomingFile::write(const void* bytes, offile_off_t count) {
  if (!error_ && data_set_bytes_ >= next_space_check_) {
    next_space_check_ = data_set_bytes_ + kSpaceCheckEvery;
    if (out_of_space_()) error_ = write_error(ENOSPC);
  }
  if (!error_) append({static_cast<const char*>(bytes), static_cast<std::size_t>(count)});
  data_set_bytes_ += count;
  return count;
}

Result<std::string> IncomingFile::finish() {
  if (!error_ && ::fsync(file_.get()) != 0) error_ = write_error(errno);
  file_.reset();
  if (error_) return tl::unexpected<Error>(*error_);
  return digest_.hex();
}

}  // namespace oligard::receive
