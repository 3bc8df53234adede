#include "load/prescan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/byte_source.h"

namespace oligard::load {
namespace {

constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;
constexpr std::uint64_t kOpenEnd = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint32_t kItem = 0xFFFEE000;
constexpr std::uint32_t kItemDelimiter = 0xFFFEE00D;
constexpr std::uint32_t kSequenceDelimiter = 0xFFFEE0DD;
constexpr std::uint32_t kPixelData = 0x7FE00010;

struct Encoding {
  bool is_explicit = true;
  bool is_big_endian = false;
};

/// Where the data set begins and how it is written.
struct DataSetStart {
  std::uint64_t begin = 0;
  Encoding encoding;
  bool is_deflated = false;
};

/// Numbers in one byte order.
class Numbers {
 public:
  Numbers(ByteSource& source, bool is_big_endian) : source_(source), is_big_endian_(is_big_endian) {}

  std::optional<std::uint32_t> read_16() { return read<2>(); }
  std::optional<std::uint32_t> read_32() { return read<4>(); }
  std::optional<std::uint32_t> read_tag() {
    const auto group = read_16();
    const auto element = read_16();
    if (!group || !element) return std::nullopt;
    return (*group << 16U) | *element;
  }

 private:
  template <std::size_t N>
  std::optional<std::uint32_t> read() {
    std::array<std::uint8_t, N> bytes{};
    if (!source_.read(bytes)) return std::nullopt;
    if (!is_big_endian_) std::reverse(bytes.begin(), bytes.end());
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes)
      value = (value << 8U) | byte;
    return value;
  }

  ByteSource& source_;
  bool is_big_endian_;
};

struct ElementHeader {
  std::uint32_t tag = 0;
  std::string vr;  ///< empty in implicit encoding and for items
  std::uint32_t length = 0;
};

bool has_long_length(std::string_view vr) {
  constexpr std::array<std::string_view, 13> kLong{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                   "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::find(kLong.begin(), kLong.end(), vr) != kLong.end();
}

std::optional<ElementHeader> read_header(ByteSource& source, const Encoding& encoding) {
  Numbers numbers(source, encoding.is_big_endian);
  const auto tag = numbers.read_tag();
  if (!tag) return std::nullopt;
  ElementHeader header{*tag, {}, 0};
  std::optional<std::uint32_t> length;
  if (!encoding.is_explicit || (*tag >> 16U) == 0xFFFE) {
    length = numbers.read_32();
  } else {
    std::array<std::uint8_t, 2> vr{};
    if (!source.read(vr)) return std::nullopt;
    header.vr.assign(vr.begin(), vr.end());
    if (!has_long_length(header.vr)) {
      length = numbers.read_16();
    } else if (numbers.read_16()) {
      length = numbers.read_32();
    }
  }
  if (!length) return std::nullopt;
  header.length = *length;
  return header;
}

Encoding encoding_of(std::string_view transfer_syntax_uid) {
  return {transfer_syntax_uid != "1.2.840.10008.1.2", transfer_syntax_uid == "1.2.840.10008.1.2.2"};
}

/// Without a meta header: explicit when two capitals stand where a VR would.
std::optional<DataSetStart> start_without_meta(const std::filesystem::path& path) {
  const auto source = open_bytes(path, 0);
  std::array<std::uint8_t, 6> head{};
  if (source == nullptr || !source->read(head)) return std::nullopt;
  const auto is_capital = [](std::uint8_t c) { return c >= 'A' && c <= 'Z'; };
  return DataSetStart{0, {is_capital(head[4]) && is_capital(head[5]), false}, false};
}

std::optional<DataSetStart> find_start(const std::filesystem::path& path) {
  constexpr std::uint64_t kPreamble = 128;
  const auto source = open_bytes(path, kPreamble);
  std::array<char, 4> magic{};
  if (source == nullptr || !source->read({reinterpret_cast<std::uint8_t*>(magic.data()), magic.size()}) ||
      std::string_view(magic.data(), magic.size()) != "DICM")
    return start_without_meta(path);
  DataSetStart start;
  start.begin = kPreamble + source->position();
  while (const auto header = read_header(*source, Encoding{})) {
    if ((header->tag >> 16U) != 2 || header->length == kUndefinedLength) break;
    if (header->tag == 0x00020010 && header->length <= 64) {
      std::string uid(header->length, '\0');
      if (!source->read({reinterpret_cast<std::uint8_t*>(uid.data()), uid.size()})) break;
      while (!uid.empty() && (uid.back() == '\0' || uid.back() == ' '))
        uid.pop_back();
      start.encoding = encoding_of(uid);
      start.is_deflated = uid == "1.2.840.10008.1.2.1.99";
    } else if (!source->skip(header->length)) {
      break;
    }
    start.begin = kPreamble + source->position();
  }
  return start;
}

/// A sequence or item that is open.
struct Level {
  std::uint64_t end;
  Encoding encoding;
};

std::uint64_t end_of(const ByteSource& source, std::uint32_t length) {
  return length == kUndefinedLength ? kOpenEnd : source.position() + length;
}

/// Implicit encoding names no VR: there a sequence shows by its length or, see is_shallow, by its first item.
bool opens_sequence(const ElementHeader& header) {
  return header.vr == "SQ" || header.length == kUndefinedLength;
}

/// True when the nesting stays within the limit as far as the structure can be followed.
bool is_shallow(ByteSource& source, const Encoding& encoding) {
  std::vector<Level> open;
  while (true) {
    // A sequence and its item are two levels here.
    if (open.size() > 2 * kMaxSequenceDepth) return false;
    while (!open.empty() && source.position() >= open.back().end)
      open.pop_back();
    const Encoding current = open.empty() ? encoding : open.back().encoding;
    const std::optional<ElementHeader> header = read_header(source, current);
    if (!header || header->tag == kPixelData) return true;
    if (header->tag == kItemDelimiter || header->tag == kSequenceDelimiter) {
      if (!open.empty()) open.pop_back();
    } else if (header->tag == kItem) {
      open.push_back({end_of(source, header->length), current});
    } else if (opens_sequence(*header)) {
      const bool is_unknown = header->vr == "UN";
      open.push_back({end_of(source, header->length),
                      {current.is_explicit && !is_unknown, current.is_big_endian && !is_unknown}});
    } else if (!current.is_explicit && header->length >= 8) {
      const auto inner = read_header(source, current);
      if (!inner) return true;
      const std::uint64_t end = source.position() - 8 + header->length;
      if (inner->tag == kItem) {
        open.push_back({end, current});
        open.push_back({end_of(source, inner->length), current});
      } else if (!source.skip(end - source.position())) {
        return true;
      }
    } else if (!source.skip(header->length)) {
      return true;
    }
  }
}

Status check_size(ByteSource& source, std::size_t max_bytes) {
  constexpr std::uint64_t kStep = std::uint64_t{1} << 20U;
  while (source.skip(kStep)) {
  }
  if (source.position() <= max_bytes) return {};
  return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE",
              "the deflated data set inflates to more than " + std::to_string(max_bytes) + " bytes");
}

}  // namespace

Status prescan(const std::filesystem::path& path, std::size_t max_inflated_bytes) {
  const std::optional<DataSetStart> start = find_start(path);
  if (!start) return {};
  const std::uint64_t one_too_many = std::uint64_t{max_inflated_bytes} + 1;
  const auto source =
      start->is_deflated ? open_inflated(path, start->begin, one_too_many) : open_bytes(path, start->begin);
  if (source == nullptr) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "the file cannot be opened");
  if (!is_shallow(*source, start->encoding))
    return fail(ErrorKind::kUnsupported, "FILE_TOO_DEEP",
                "sequences are nested deeper than " + std::to_string(kMaxSequenceDepth) + " levels");
  return start->is_deflated ? check_size(*source, max_inflated_bytes) : Status{};
}

}  // namespace oligard::load
