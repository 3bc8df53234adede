// DICOM elements read one after the other from a stream of bytes (PS3.5 7.1), without a data dictionary.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "load/bytes/byte_source.h"
#include "oligard/base/result.h"

namespace oligard::load {

inline constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;
inline constexpr std::uint32_t kItem = 0xFFFEE000;
inline constexpr std::uint32_t kItemDelimiter = 0xFFFEE00D;
inline constexpr std::uint32_t kSequenceDelimiter = 0xFFFEE0DD;

/// Deepest nesting of sequences that is followed. DCMTK recurses once a level and has no limit of its own;
/// real content trees stay below 40.
inline constexpr std::size_t kMaxSequenceDepth = 256;

/// How elements are written.
struct Encoding {
  bool is_explicit = true;
  bool is_big_endian = false;
};

/// Where the data set of a file begins and how it is written.
struct DataSetStart {
  std::uint64_t begin = 0;  ///< byte of the file
  Encoding encoding;
  bool is_deflated = false;
  bool has_preamble =
      true;  ///< without one what cannot be followed is no DICOM object rather than a damaged one
};

/// Follows DCMTK: the meta header tells, and where it does not, the first bytes of the data set do. Errors:
/// FILE_UNREADABLE, FILE_NOT_DICOM, FILE_TRUNCATED (a meta header that is damaged).
[[nodiscard]] Result<DataSetStart> find_data_set(const std::filesystem::path& path);

/// The data set's bytes, inflated where it is deflated, from `offset` of it on. Null when the file cannot be
/// opened.
[[nodiscard]] std::unique_ptr<ByteSource> open_data_set(const std::filesystem::path& path,
                                                        const DataSetStart& start, std::uint64_t offset,
                                                        std::uint64_t max_bytes);

struct ElementHeader {
  std::uint32_t tag = 0;
  std::array<char, 2> vr{};  ///< zeros in implicit encoding and for items
  std::uint32_t length = 0;

  [[nodiscard]] bool has_vr(std::string_view name) const { return vr[0] == name[0] && vr[1] == name[1]; }
};

/// The next header; nothing at the end of the stream.
[[nodiscard]] std::optional<ElementHeader> read_element_header(ByteSource& source, const Encoding& encoding);

/// Elements inside a sequence whose header is given: VR UN means implicit little endian (PS3.5 6.2.2).
[[nodiscard]] Encoding encoding_inside(const ElementHeader& sequence, const Encoding& encoding);

/// Skips the fragments of encapsulated data up to their delimiter; false when the stream ends before. Counts
/// them where `count` is given.
[[nodiscard]] bool skip_fragments(ByteSource& source, const Encoding& encoding, std::size_t* count = nullptr);

/// Visits the items and elements below one sequence without keeping anything. All functions are false when
/// the structure is damaged or the stream ends within it.
class SequenceWalker {
 public:
  explicit SequenceWalker(ByteSource& source) : source_(source) {}

  /// An item: its elements end at `end`, or at a delimiter.
  struct Item {
    std::uint64_t end = 0;
    Encoding encoding;
  };

  /// `visit(Item)` must consume the item, e.g. by for_each_element.
  template <class Visit>
  bool for_each_item(const ElementHeader& sequence, const Encoding& encoding, Visit visit) {
    if (++depth_ > kMaxSequenceDepth) return false;
    const Encoding inside = encoding_inside(sequence, encoding);
    const std::uint64_t end = end_of(sequence.length);
    while (source_.position() < end) {
      const auto header = read_element_header(source_, inside);
      if (!header) return false;
      if (header->tag == kSequenceDelimiter) break;
      if (header->tag != kItem || !visit(Item{end_of(header->length), inside})) return false;
    }
    --depth_;
    return true;
  }

  /// `visit(header, encoding)` must consume the value, e.g. by skip or one of the readers.
  template <class Visit>
  bool for_each_element(const Item& item, Visit visit) {
    while (source_.position() < item.end) {
      const auto header = read_element_header(source_, item.encoding);
      if (!header) return false;
      if (header->tag == kItemDelimiter) return true;
      if (!visit(*header, item.encoding)) return false;
    }
    return source_.position() == item.end;
  }

  /// The elements of the first item; further items are skipped.
  template <class Visit>
  bool for_first_item(const ElementHeader& sequence, const Encoding& encoding, Visit visit) {
    bool is_first = true;
    return for_each_item(sequence, encoding, [&](const Item& item) {
      if (!is_first) return skip_item(item);
      is_first = false;
      return for_each_element(item, visit);
    });
  }

  bool skip(const ElementHeader& element, const Encoding& encoding);
  bool skip_item(const Item& item) {
    return for_each_element(item, [this](const ElementHeader& e, const Encoding& c) { return skip(e, c); });
  }

  /// A value of up to 256 bytes; longer ones are skipped and read as "". Padding is cut off.
  bool read_text(const ElementHeader& element, const Encoding& encoding, std::string& out);
  /// Up to `out.size()` numbers of VR DS, IS, FD, FL, US, UL, SS or SL (without VR: text); `count` tells how
  /// many there are, 0 when one is no finite number.
  bool read_numbers(const ElementHeader& element, const Encoding& encoding, std::span<double> out,
                    std::size_t& count);
  /// A number of VR US where no VR is given; -1 when it is no whole number.
  bool read_short(const ElementHeader& element, const Encoding& encoding, long& out);

 private:
  [[nodiscard]] std::uint64_t end_of(std::uint32_t length) const {
    return length == kUndefinedLength ? std::numeric_limits<std::uint64_t>::max()
                                      : source_.position() + length;
  }
  /// The bytes of a short value; nothing when it is longer than the buffer, and skipped.
  bool read_value(const ElementHeader& element, const Encoding& encoding, std::string_view& value);

  ByteSource& source_;
  std::size_t depth_ = 0;
  std::array<char, 256> buffer_{};
};

}  // namespace oligard::load
