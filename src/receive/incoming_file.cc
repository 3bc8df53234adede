#include "receive/incoming_file.h"

#include "oligard/dicom/file.h"

namespace oligard::receive {
namespace {

constexpr std::int64_t kSpaceCheckEvery = std::int64_t{16} << 20U;

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

Result<std::unique_ptr<IncomingFile>> IncomingFile::create(store::Objects& objects, const ObjectNames& names,
                                                           std::function<bool()> out_of_space) {
  auto object = objects.create();
  if (!object) return fail(object);
  std::unique_ptr<IncomingFile> created(new IncomingFile(std::move(*object), std::move(out_of_space)));
  created->append(meta_header(names));
  return created;
}

void IncomingFile::append(std::string_view bytes) {
  if (error_) return;
  if (Status appended = object_->append(bytes); !appended) error_ = appended.error();
}

offile_off_t IncomingFile::write(const void* bytes, offile_off_t count) {
  if (!error_ && data_set_bytes_ >= next_space_check_) {
    next_space_check_ = data_set_bytes_ + kSpaceCheckEvery;
    if (out_of_space_()) error_ = Error{ErrorKind::kResource, "STORE_FULL", "too little space is left"};
  }
  append({static_cast<const char*>(bytes), static_cast<std::size_t>(count)});
  data_set_bytes_ += count;
  return count;
}

Result<std::shared_ptr<store::NewObject>> IncomingFile::finish() {
  if (!error_) {
    if (Status finished = object_->finish(); !finished) error_ = finished.error();
  }
  if (error_) return tl::unexpected<Error>(*error_);
  return std::move(object_);
}

}  // namespace oligard::receive
