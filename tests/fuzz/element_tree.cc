#include "element_tree.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <zlib.h>

namespace oligard::fuzz {
namespace {

constexpr std::size_t kPreamble = 132;
constexpr int kMaxDepth = 24;
constexpr std::size_t kMaxInflated = std::size_t{1} << 20U;
constexpr std::uint32_t kItemEnd = 0xFFFEE00D;
constexpr std::uint32_t kSequenceEnd = 0xFFFEE0DD;
constexpr std::uint32_t kPixelData = 0x7FE00010;

bool has_long_length(std::string_view vr) {
  constexpr std::array<std::string_view, 13> kLong{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                   "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::find(kLong.begin(), kLong.end(), vr) != kLong.end();
}

class Parser {
 public:
  Parser(std::span<const std::uint8_t> in, Encoding encoding) : in_(in), encoding_(encoding) {}

  /// Elements up to `end`, an end marker, or (`group_only`) the first element of another group.
  std::vector<Element> elements(std::size_t end, int depth, std::uint32_t group_only = 0) {
    std::vector<Element> result;
    while (at_ < end) {
      const std::size_t before = at_;
      Element element;
      std::uint32_t length = 0;
      if (!header(end, element, length)) {
        at_ = before;
        break;
      }
      if (group_only != 0 && element.tag >> 16U != group_only) {
        at_ = before;
        return result;
      }
      if (element.tag == kItemEnd || element.tag == kSequenceEnd) {
        if (depth > 0) return result;
        at_ = before;
        break;
      }
      if (!content(end, element, length, depth)) {
        at_ = before;
        break;
      }
      result.push_back(std::move(element));
    }
    if (at_ < end && group_only == 0) {
      Element rest;
      rest.is_raw = true;
      rest.value.assign(in_.begin() + static_cast<std::ptrdiff_t>(at_),
                        in_.begin() + static_cast<std::ptrdiff_t>(end));
      result.push_back(std::move(rest));
      at_ = end;
    }
    return result;
  }

  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  bool number(std::size_t bytes, std::size_t end, std::uint32_t& value) {
    if (end - at_ < bytes) return false;
    value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      value = (value << 8U) | in_[at_ + (encoding_.is_big_endian ? i : bytes - 1 - i)];
    at_ += bytes;
    return true;
  }

  bool header(std::size_t end, Element& element, std::uint32_t& length) {
    std::uint32_t group = 0;
    std::uint32_t number_in_group = 0;
    if (!number(2, end, group) || !number(2, end, number_in_group)) return false;
    element.tag = (group << 16U) | number_in_group;
    if (!encoding_.is_explicit || group == 0xFFFE) return number(4, end, length);
    if (end - at_ < 2) return false;
    element.vr.assign({static_cast<char>(in_[at_]), static_cast<char>(in_[at_ + 1])});
    at_ += 2;
    if (!has_long_length(element.vr)) return number(2, end, length);
    std::uint32_t reserved = 0;
    return number(2, end, reserved) && number(4, end, length);
  }

  [[nodiscard]] bool starts_with_item(std::size_t end) const {
    constexpr std::array<std::uint8_t, 4> kLittle{0xFE, 0xFF, 0x00, 0xE0};
    constexpr std::array<std::uint8_t, 4> kBig{0xFF, 0xFE, 0xE0, 0x00};
    const auto& item = encoding_.is_big_endian ? kBig : kLittle;
    return end - at_ >= 8 &&
           std::equal(item.begin(), item.end(), in_.begin() + static_cast<std::ptrdiff_t>(at_));
  }

  bool content(std::size_t end, Element& element, std::uint32_t length, int depth) {
    element.has_undefined_length = length == kUndefinedLength;
    if (!element.has_undefined_length && length > end - at_) return false;
    const std::size_t stop = element.has_undefined_length ? end : at_ + length;
    const bool is_fragment = element.tag == kItemTag && in_pixel_data_;
    element.is_container = !is_fragment && depth < kMaxDepth &&
                           (element.has_undefined_length || element.tag == kItemTag || element.vr == "SQ" ||
                            (element.vr.empty() && starts_with_item(stop)));
    if (!element.is_container) {
      if (element.has_undefined_length) return false;
      element.value.assign(in_.begin() + static_cast<std::ptrdiff_t>(at_),
                           in_.begin() + static_cast<std::ptrdiff_t>(stop));
      at_ = stop;
      return true;
    }
    in_pixel_data_ = element.tag == kPixelData;
    element.children = elements(stop, depth + 1);
    in_pixel_data_ = false;
    return true;
  }

  std::span<const std::uint8_t> in_;
  Encoding encoding_;
  std::size_t at_ = 0;
  bool in_pixel_data_ = false;
};

class Writer {
 public:
  explicit Writer(Encoding encoding) : encoding_(encoding) {}

  void elements(const std::vector<Element>& elements, Bytes& out) const {
    for (const Element& element : elements)
      write(element, out);
  }

 private:
  void number(std::uint32_t value, std::size_t bytes, Bytes& out) const {
    for (std::size_t i = 0; i < bytes; ++i)
      out.push_back(static_cast<std::uint8_t>(value >> (8 * (encoding_.is_big_endian ? bytes - 1 - i : i))));
  }

  void tag(std::uint32_t tag, Bytes& out) const {
    number(tag >> 16U, 2, out);
    number(tag & 0xFFFFU, 2, out);
  }

  void write(const Element& element, Bytes& out) const {
    if (element.is_raw) {
      out.insert(out.end(), element.value.begin(), element.value.end());
      return;
    }
    Bytes inner;
    if (element.is_container) {
      elements(element.children, inner);
    } else {
      inner = element.value;
    }
    const std::uint32_t length = element.stated_length.value_or(
        element.has_undefined_length ? kUndefinedLength : static_cast<std::uint32_t>(inner.size()));
    tag(element.tag, out);
    if (!encoding_.is_explicit || element.tag >> 16U == 0xFFFE) {
      number(length, 4, out);
    } else {
      // An element that was read in implicit encoding has no VR of its own.
      const std::string vr = element.vr.size() == 2 ? element.vr : element.is_container ? "SQ" : "UN";
      out.insert(out.end(), vr.begin(), vr.end());
      if (has_long_length(vr)) {
        number(0, 2, out);
        number(length, 4, out);
      } else {
        number(length, 2, out);
      }
    }
    out.insert(out.end(), inner.begin(), inner.end());
    if (!element.is_container || !element.has_undefined_length) return;
    tag(element.tag == kItemTag ? kItemEnd : kSequenceEnd, out);
    number(0, 4, out);
  }

  Encoding encoding_;
};

Bytes inflated(std::span<const std::uint8_t> in) {
  Bytes out(kMaxInflated);
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return {};
  stream.next_in = const_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

Bytes deflated(const Bytes& in) {
  z_stream stream{};
  if (deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  Bytes out(deflateBound(&stream, in.size()));
  stream.next_in = const_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

Encoding encoding_of(const std::string& uid) {
  return {uid != "1.2.840.10008.1.2", uid == "1.2.840.10008.1.2.2", uid == "1.2.840.10008.1.2.1.99"};
}

std::optional<FileTree> parse(std::span<const std::uint8_t> file) {
  constexpr std::string_view kMagic = "DICM";
  if (file.size() < kPreamble || !std::equal(kMagic.begin(), kMagic.end(), file.begin() + 128))
    return std::nullopt;
  const auto body = file.subspan(kPreamble);
  FileTree tree;
  Parser meta(body, Encoding{});
  tree.meta = meta.elements(body.size(), 0, 2);
  for (const Element& element : tree.meta) {
    if (element.tag != kTransferSyntaxTag) continue;
    std::string uid(element.value.begin(), element.value.end());
    while (!uid.empty() && (uid.back() == '\0' || uid.back() == ' '))
      uid.pop_back();
    tree.encoding = encoding_of(uid);
  }
  const auto rest = body.subspan(meta.position());
  const Bytes opened = tree.encoding.is_deflated ? inflated(rest) : Bytes();
  const auto data_set = tree.encoding.is_deflated ? std::span<const std::uint8_t>(opened) : rest;
  tree.data_set = Parser(data_set, tree.encoding).elements(data_set.size(), 0);
  return tree;
}

Bytes write(const FileTree& tree) {
  Bytes out(128, 0);
  for (const char c : std::string_view("DICM"))
    out.push_back(static_cast<std::uint8_t>(c));
  Bytes meta;
  Writer(Encoding{}).elements(tree.meta, meta);
  // Group Length (0002,0000) comes first, 12 bytes; it counts what follows it.
  if (!tree.meta.empty() && tree.meta.front().tag == 0x00020000 && meta.size() >= 12)
    for (std::size_t i = 0; i < 4; ++i)
      meta[8 + i] = static_cast<std::uint8_t>((meta.size() - 12) >> (8 * i));
  out.insert(out.end(), meta.begin(), meta.end());
  Bytes data_set;
  Writer(tree.encoding).elements(tree.data_set, data_set);
  if (tree.encoding.is_deflated) data_set = deflated(data_set);
  out.insert(out.end(), data_set.begin(), data_set.end());
  return out;
}

}  // namespace oligard::fuzz
