#include "load/bytes/element_reader.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include <dcmtk/dcmdata/dcvr.h>

namespace oligard::load {
namespace {

std::uint32_t number_16(const std::uint8_t* bytes, bool is_big_endian) {
  return is_big_endian ? (std::uint32_t{bytes[0]} << 8U) | bytes[1]
                       : bytes[0] | (std::uint32_t{bytes[1]} << 8U);
}

std::uint32_t number_32(const std::uint8_t* bytes, bool is_big_endian) {
  const std::uint32_t first = number_16(bytes, is_big_endian);
  const std::uint32_t second = number_16(bytes + 2, is_big_endian);
  return is_big_endian ? (first << 16U) | second : first | (second << 16U);
}

std::uint32_t tag_of(const std::uint8_t* bytes, bool is_big_endian) {
  return (number_16(bytes, is_big_endian) << 16U) | number_16(bytes + 2, is_big_endian);
}

/// Unknown VRs in capitals are taken for VRs of the future, which have a length of 32 bits; other letters for
/// mistakes with one of 16. The rule is DCMTK's, which must see the same elements.
bool has_long_length(const ElementHeader& header) {
  constexpr std::array<std::string_view, 21> kShort{"CS", "DS", "IS", "UI", "LO", "SH", "US",
                                                    "FD", "UL", "FL", "DA", "TM", "PN", "DT",
                                                    "LT", "ST", "AE", "AS", "AT", "SS", "SL"};
  constexpr std::array<std::string_view, 13> kLong{"SQ", "OB", "OW", "UN", "UT", "OD", "OF",
                                                   "OL", "OV", "SV", "UC", "UR", "UV"};
  const auto is_vr = [&header](std::string_view vr) { return header.has_vr(vr); };
  if (std::any_of(kShort.begin(), kShort.end(), is_vr)) return false;
  if (std::any_of(kLong.begin(), kLong.end(), is_vr)) return true;
  const std::array<char, 3> name{header.vr[0], header.vr[1], '\0'};
  return DcmVR(name.data()).usesExtendedLengthEncoding() == OFTrue;
}

/// Items and delimiters have no VR (PS3.5 7.5).
bool has_no_vr(std::uint32_t tag) {
  return tag == kItem || tag == kItemDelimiter || tag == kSequenceDelimiter;
}

template <class T>
double binary_number(const char* bytes, bool is_big_endian) {
  std::array<char, sizeof(T)> ordered{};
  std::copy_n(bytes, sizeof(T), ordered.begin());
  if (is_big_endian) std::reverse(ordered.begin(), ordered.end());
  return static_cast<double>(std::bit_cast<T>(ordered));
}

/// Numbers of a binary VR: their size and reader; null for text.
struct BinaryVr {
  std::string_view vr;
  std::size_t size;
  double (*read)(const char*, bool);
};

constexpr std::array<BinaryVr, 6> kBinaryVrs{{{"FD", 8, binary_number<double>},
                                              {"FL", 4, binary_number<float>},
                                              {"US", 2, binary_number<std::uint16_t>},
                                              {"UL", 4, binary_number<std::uint32_t>},
                                              {"SS", 2, binary_number<std::int16_t>},
                                              {"SL", 4, binary_number<std::int32_t>}}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0'))
    text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  return text;
}

std::optional<double> decimal(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// How many numbers the value holds, of which the first go to `out`; 0 when one of those is none.
std::size_t decimals(std::string_view value, std::span<double> out) {
  std::size_t count = 0;
  if (trimmed(value).empty()) return 0;
  while (true) {
    const std::size_t at = value.find('\\');
    if (count < out.size()) {
      const auto number = decimal(value.substr(0, at));
      if (!number) return 0;
      out[count] = *number;
    }
    ++count;
    if (at == std::string_view::npos) return count;
    value.remove_prefix(at + 1);
  }
}

}  // namespace

std::unique_ptr<ByteSource> open_data_set(const std::filesystem::path& path, const DataSetStart& start,
                                          std::uint64_t offset, std::uint64_t max_bytes) {
  if (!start.is_deflated) return open_bytes(path, start.begin + offset);
  auto source = open_inflated(path, start.begin, max_bytes);
  if (source != nullptr && !source->skip(offset)) return nullptr;
  return source;
}

std::optional<ElementHeader> read_element_header(ByteSource& source, const Encoding& encoding) {
  std::array<std::uint8_t, 8> bytes{};
  if (!source.read(bytes)) return std::nullopt;
  const bool big = encoding.is_big_endian;
  ElementHeader header;
  header.tag = tag_of(bytes.data(), big);
  if (!encoding.is_explicit || has_no_vr(header.tag)) {
    header.length = number_32(bytes.data() + 4, big);
    return header;
  }
  header.vr = {static_cast<char>(bytes[4]), static_cast<char>(bytes[5])};
  header.length = number_16(bytes.data() + 6, big);
  if (!has_long_length(header)) return header;
  std::array<std::uint8_t, 4> length{};
  if (!source.read(length)) return std::nullopt;
  header.length = number_32(length.data(), big);
  return header;
}

Encoding encoding_inside(const ElementHeader& sequence, const Encoding& encoding) {
  if (sequence.has_vr("UN")) return {false, false};
  return encoding;
}

bool skip_fragments(ByteSource& source, const Encoding& encoding, std::size_t* count) {
  while (const auto header = read_element_header(source, encoding)) {
    if (header->tag == kSequenceDelimiter) return true;
    if (count != nullptr) ++*count;
    if (header->tag != kItem || header->length == kUndefinedLength || !source.skip(header->length))
      return false;
  }
  return false;
}

bool SequenceWalker::skip(const ElementHeader& element, const Encoding& encoding) {
  if (element.length != kUndefinedLength) return source_.skip(element.length);
  if (element.has_vr("OB") || element.has_vr("OW")) return skip_fragments(source_, encoding);
  return for_each_item(element, encoding, [this](const Item& item) { return skip_item(item); });
}

bool SequenceWalker::read_value(const ElementHeader& element, const Encoding& encoding,
                                std::string_view& value) {
  value = {};
  if (element.length > buffer_.size()) return skip(element, encoding);
  value = {buffer_.data(), element.length};
  return source_.read({reinterpret_cast<std::uint8_t*>(buffer_.data()), element.length});
}

bool SequenceWalker::read_text(const ElementHeader& element, const Encoding& encoding, std::string& out) {
  std::string_view value;
  if (!read_value(element, encoding, value)) return false;
  out = trimmed(value);
  return true;
}

bool SequenceWalker::read_numbers(const ElementHeader& element, const Encoding& encoding,
                                  std::span<double> out, std::size_t& count) {
  count = 0;
  std::string_view value;
  if (!read_value(element, encoding, value)) return false;
  const auto* binary = std::find_if(kBinaryVrs.begin(), kBinaryVrs.end(),
                                    [&](const BinaryVr& known) { return element.has_vr(known.vr); });
  if (binary == kBinaryVrs.end()) {
    count = decimals(value, out);
    return true;
  }
  for (; (count + 1) * binary->size <= value.size(); ++count) {
    if (count >= out.size()) continue;
    out[count] = binary->read(value.data() + count * binary->size, encoding.is_big_endian);
    if (!std::isfinite(out[count])) {
      count = 0;
      return true;
    }
  }
  return true;
}

bool SequenceWalker::read_short(const ElementHeader& element, const Encoding& encoding, long& out) {
  ElementHeader known = element;
  if (known.vr[0] == '\0' || known.has_vr("UN")) known.vr = {'U', 'S'};
  std::array<double, 1> value{};
  std::size_t count = 0;
  if (!read_numbers(known, encoding, value, count)) return false;
  const bool is_whole = count > 0 && std::abs(value[0]) < 1e9 && value[0] == std::floor(value[0]);
  out = is_whole ? static_cast<long>(value[0]) : -1;
  return true;
}

}  // namespace oligard::load
