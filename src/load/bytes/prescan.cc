#include "load/bytes/prescan.h"

#include <limits>
#include <string>
#include <vector>

#include "load/bytes/byte_source.h"

namespace oligard::load {
namespace {

constexpr std::uint64_t kOpenEnd = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint32_t kPixelData = 0x7FE00010;
constexpr std::uint32_t kPerFrameGroups = 0x52009230;
/// Measured with DCMTK 3.6.7: 224 bytes an element, 256 an item; see docs/operations.md.
constexpr std::uint64_t kObjectBytes = 256;
constexpr std::uint64_t kCopies = 3;

/// A sequence or item that is open.
struct Level {
  std::uint64_t end;
  Encoding encoding;
};

/// Implicit encoding names no VR: there a sequence shows by its length or by its first item.
bool opens_sequence(const ElementHeader& header) {
  return header.has_vr("SQ") || header.length == kUndefinedLength;
}

bool holds_fragments(const ElementHeader& header) {
  return header.length == kUndefinedLength &&
         (header.tag == kPixelData || header.has_vr("OB") || header.has_vr("OW"));
}

class Scan {
 public:
  Scan(ByteSource& source, DataSetLayout& layout) : source_(source), layout_(layout) {}

  enum class End { kDone, kTooDeep, kTruncated };

  End run() {
    while (true) {
      // A sequence and its item are two levels here.
      if (open_.size() > 2 * kMaxSequenceDepth) return End::kTooDeep;
      while (!open_.empty() && source_.position() >= open_.back().end)
        open_.pop_back();
      const Encoding current = open_.empty() ? layout_.start.encoding : open_.back().encoding;
      const std::uint64_t begin = source_.position();
      const std::optional<ElementHeader> header = read_element_header(source_, current);
      if (!header) return finish(End::kDone);
      if (open_.empty() && header->tag >= kPerFrameGroups) end_header();
      if (open_.empty() && header->tag == kPerFrameGroups && !layout_.per_frame_groups)
        layout_.per_frame_groups = begin;
      layout_.memory += kObjectBytes;
      const bool is_pixels = open_.empty() && header->tag == kPixelData && !layout_.pixel_data;
      if (!(is_pixels ? pass_pixels(*header) : pass(*header, current)))
        // Behind Pixel Data some senders leave what is no element.
        return finish(layout_.pixel_data && !is_pixels ? End::kDone : End::kTruncated);
    }
  }

 private:
  /// Enters or skips an element; false when the rest cannot be followed.
  bool pass(const ElementHeader& header, const Encoding& current) {
    if (header.tag == kItemDelimiter || header.tag == kSequenceDelimiter) {
      if (!open_.empty()) open_.pop_back();
      return true;
    }
    if (header.tag == kItem) {
      open_.push_back({end_of(header.length), current});
      return true;
    }
    if (holds_fragments(header)) return pass_fragments(current);
    if (opens_sequence(header)) {
      open_.push_back({end_of(header.length), encoding_inside(header, current)});
      return true;
    }
    if (!current.is_explicit && header.length >= 8) return look_inside(header, current);
    return pass_value(header.length, header.length);
  }

  bool pass_value(std::uint64_t length, std::uint64_t left) {
    layout_.memory += kCopies * length;
    return source_.skip(left);
  }

  /// Each fragment is an item; their bytes stay in the file except where it is deflated.
  bool pass_fragments(const Encoding& current) {
    const std::uint64_t begin = source_.position();
    std::size_t fragments = 0;
    const bool is_whole = skip_fragments(source_, current, &fragments);
    layout_.memory += kObjectBytes * fragments;
    if (layout_.start.is_deflated) layout_.memory += source_.position() - begin;
    return is_whole;
  }

  /// A value in implicit encoding that begins with an item is a sequence.
  bool look_inside(const ElementHeader& header, const Encoding& current) {
    const std::uint64_t end = source_.position() + header.length;
    const auto inner = read_element_header(source_, current);
    if (!inner) return false;
    if (inner->tag != kItem) return pass_value(header.length, end - source_.position());
    layout_.memory += kObjectBytes;
    open_.push_back({end, current});
    open_.push_back({end_of(inner->length), current});
    return true;
  }

  bool pass_pixels(const ElementHeader& header) {
    PixelDataPlace place;
    place.offset = source_.position();
    place.is_encapsulated = header.length == kUndefinedLength;
    place.is_swapped = layout_.start.encoding.is_big_endian && header.has_vr("OW");
    place.length = place.is_encapsulated ? 0 : header.length;
    layout_.pixel_data = place;
    if (place.is_encapsulated) return pass_fragments(layout_.start.encoding);
    if (layout_.start.is_deflated) layout_.memory += place.length;
    return source_.skip(place.length);
  }

  /// Parsing for the header stops at the first element of this group or a later one.
  void end_header() {
    if (!has_header_) layout_.header_memory = layout_.memory;
    has_header_ = true;
  }

  End finish(End end) {
    end_header();
    return end;
  }

  [[nodiscard]] std::uint64_t end_of(std::uint32_t length) const {
    return length == kUndefinedLength ? kOpenEnd : source_.position() + length;
  }

  ByteSource& source_;
  DataSetLayout& layout_;
  std::vector<Level> open_;
  bool has_header_ = false;
};

Status check_size(ByteSource& source, std::size_t max_bytes) {
  constexpr std::uint64_t kStep = std::uint64_t{1} << 20U;
  while (source.skip(kStep)) {
  }
  if (source.position() <= max_bytes) return {};
  return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE",
              "the deflated data set inflates to more than " + std::to_string(max_bytes) + " bytes");
}

}  // namespace

Result<DataSetLayout> prescan(const std::filesystem::path& path, std::size_t max_inflated_bytes) {
  const Result<DataSetStart> start = find_data_set(path);
  if (!start) return fail(start);
  DataSetLayout layout;
  layout.start = *start;
  const auto source = open_data_set(path, *start, 0, std::uint64_t{max_inflated_bytes} + 1);
  if (source == nullptr) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "the file cannot be opened");
  const Scan::End end = Scan(*source, layout).run();
  if (end == Scan::End::kTooDeep)
    return fail(ErrorKind::kUnsupported, "FILE_TOO_DEEP",
                "sequences are nested deeper than " + std::to_string(kMaxSequenceDepth) + " levels");
  if (start->is_deflated) {
    if (Status checked = check_size(*source, max_inflated_bytes); !checked) return fail(checked);
  }
  if (end == Scan::End::kTruncated && !start->has_preamble)
    return fail(ErrorKind::kInvalidInput, "FILE_NOT_DICOM", "the file is not a DICOM object");
  if (end == Scan::End::kTruncated)
    return fail(ErrorKind::kInvalidInput, "FILE_TRUNCATED",
                "the file ends before an element that it states does");
  return layout;
}

}  // namespace oligard::load
