// find_data_set: where DCMTK will take the data set to begin, and how it will read it.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include <dcmtk/dcmdata/dcistrmf.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include "load/bytes/element_reader.h"

namespace oligard::load {
namespace {

constexpr std::uint64_t kPreamble = 128;
constexpr std::uint32_t kMetaGroup = 0x0002;
constexpr std::uint32_t kGroupLength = 0x00020000;
constexpr std::uint32_t kTransferSyntax = 0x00020010;
constexpr std::uint32_t kMaxMetaBytes = std::uint32_t{1} << 20U;
constexpr std::uint32_t kMaxUidBytes = 64;

tl::unexpected<Error> damaged() {
  return fail(ErrorKind::kInvalidInput, "FILE_TRUNCATED", "the File Meta Information is damaged");
}

tl::unexpected<Error> not_dicom() {
  return fail(ErrorKind::kInvalidInput, "FILE_NOT_DICOM", "the file is not a DICOM object");
}

/// DCMTK's guess from the first six bytes, which it takes where no transfer syntax is stated.
class SyntaxGuess : public DcmItem {
 public:
  E_TransferSyntax at(const std::filesystem::path& path, std::uint64_t offset) {
    DcmInputFileStream stream(path.c_str(), static_cast<offile_off_t>(offset));
    return checkTransferSyntax(stream);
  }
};

Encoding encoding_of(E_TransferSyntax syntax) {
  const DcmXfer known(syntax);
  return {known.isExplicitVR() == OFTrue, known.getByteOrder() == EBO_BigEndian};
}

/// Blanks may stand anywhere; a NUL ends the text.
std::string uid_of(std::string text) {
  text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

/// Reads group 0002 as DCMTK does, but no sequences: the standard puts none there.
class MetaHeader {
 public:
  MetaHeader(const std::filesystem::path& path, std::uint64_t begin, Encoding encoding)
      : source_(open_bytes(path, begin)), encoding_(encoding) {}

  /// False when it is damaged.
  bool read() {
    if (source_ == nullptr) return false;
    auto header = read_element_header(*source_, encoding_);
    if (!header || !is_meta(*header)) return true;
    std::uint64_t stop = 0;
    if (header->tag == kGroupLength && header->length > 0) {
      if (!read_group_length(*header, stop)) return false;
    } else if (!take(*header)) {
      return false;
    }
    end_ = source_->position();
    while (stop == 0 || end_ < stop) {
      header = read_element_header(*source_, encoding_);
      if (!header) return stop == 0;
      if (stop == 0 && !is_meta(*header)) return true;
      if (!take(*header)) return false;
      end_ = source_->position();
    }
    return true;
  }

  [[nodiscard]] std::uint64_t size() const { return end_; }
  [[nodiscard]] const std::string& transfer_syntax() const { return transfer_syntax_; }

 private:
  [[nodiscard]] static bool is_meta(const ElementHeader& header) {
    const std::uint32_t group = header.tag >> 16U;
    return group == kMetaGroup || group == kMetaGroup << 8U;
  }

  bool read_group_length(const ElementHeader& header, std::uint64_t& stop) {
    std::array<std::uint8_t, 4> bytes{};
    if (header.length != bytes.size() || !source_->read(bytes)) return false;
    if (encoding_.is_big_endian) std::reverse(bytes.begin(), bytes.end());
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    stop = source_->position() + length;
    return length <= kMaxMetaBytes;
  }

  bool take(const ElementHeader& header) {
    if (header.length == kUndefinedLength || header.has_vr("SQ")) return false;
    if (header.tag == kTransferSyntax && header.length <= kMaxUidBytes && transfer_syntax_.empty()) {
      std::string text(header.length, '\0');
      const bool is_read = source_->read({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
      transfer_syntax_ = uid_of(text);
      return is_read;
    }
    if (encoding_.is_explicit || header.length < 8) return source_->skip(header.length);
    // Implicit encoding names no sequences: a value that begins with an item is one.
    const auto inner = read_element_header(*source_, encoding_);
    return inner && inner->tag != kItem && source_->skip(header.length - 8);
  }

  std::unique_ptr<ByteSource> source_;
  Encoding encoding_;
  std::uint64_t end_ = 0;
  std::string transfer_syntax_;
};

/// Where the File Meta Information or, without one, the data set begins.
Result<std::uint64_t> find_begin(const std::filesystem::path& path) {
  const auto source = open_bytes(path, 0);
  if (source == nullptr) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "the file cannot be opened");
  std::array<std::uint8_t, 6> head{};
  if (!source->read(head)) return not_dicom();
  std::array<std::uint8_t, 4> magic{};
  const bool has_preamble = source->skip(kPreamble - head.size()) && source->read(magic) &&
                            std::memcmp(magic.data(), "DICM", magic.size()) == 0;
  return has_preamble ? kPreamble + magic.size() : 0;
}

}  // namespace

Result<DataSetStart> find_data_set(const std::filesystem::path& path) {
  const Result<std::uint64_t> begin = find_begin(path);
  if (!begin) return fail(begin);
  MetaHeader meta(path, *begin, encoding_of(SyntaxGuess().at(path, *begin)));
  DataSetStart start;
  start.has_preamble = *begin > 0;
  if (!meta.read()) return start.has_preamble ? damaged() : not_dicom();
  start.begin = *begin + meta.size();
  // DCMTK has a syntax of its own under the empty UID.
  E_TransferSyntax syntax =
      meta.transfer_syntax().empty() ? EXS_Unknown : DcmXfer(meta.transfer_syntax().c_str()).getXfer();
  if (syntax == EXS_Unknown) syntax = SyntaxGuess().at(path, start.begin);
  start.encoding = encoding_of(syntax);
  start.is_deflated = DcmXfer(syntax).getStreamCompression() == ESC_zlib;
  return start;
}

}  // namespace oligard::load
