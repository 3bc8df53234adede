// A DICOM file as a tree of elements that can be changed and written again, wrong lengths included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace oligard::fuzz {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::uint32_t kItemTag = 0xFFFEE000;
inline constexpr std::uint32_t kTransferSyntaxTag = 0x00020010;
inline constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;

struct Encoding {
  bool is_explicit = true;
  bool is_big_endian = false;
  bool is_deflated = false;
};

/// An element, an item, or (`is_raw`) bytes that could not be followed.
struct Element {
  std::uint32_t tag = 0;
  std::string vr;
  Bytes value;
  std::vector<Element> children;               ///< items of a sequence, elements of an item
  std::optional<std::uint32_t> stated_length;  ///< written instead of the true length
  bool is_container = false;
  bool has_undefined_length = false;
  bool is_raw = false;
};

struct FileTree {
  std::vector<Element> meta;  ///< group 0002
  std::vector<Element> data_set;
  Encoding encoding;  ///< of the data set
};

/// Null without preamble and meta header. Everything else is kept, as raw bytes where need be.
[[nodiscard]] std::optional<FileTree> parse(std::span<const std::uint8_t> file);

/// Lengths follow the content except where `stated_length` says otherwise.
[[nodiscard]] Bytes write(const FileTree& tree);

[[nodiscard]] Encoding encoding_of(const std::string& transfer_syntax_uid);

}  // namespace oligard::fuzz
