#include "app/terminal.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace oligard::app {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;  ///< bytes
  bool is_valid = false;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first >= 0xF5 || at + length > text.size()) return {};
  std::uint32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  return {code, length, true};
}

struct Range {
  std::uint32_t first, last;
};

/// Unicode: combining marks, joiners; wide and full-width scripts.
constexpr std::array<Range, 6> kNoWidth{{{0x300, 0x36F},
                                         {0x1AB0, 0x1AFF},
                                         {0x1DC0, 0x1DFF},
                                         {0x200B, 0x200F},
                                         {0x20D0, 0x20FF},
                                         {0xFE00, 0xFE0F}}};
constexpr std::array<Range, 8> kWide{{{0x1100, 0x115F},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0x1F300, 0x3FFFD}}};

template <std::size_t kCount>
bool is_in(const std::array<Range, kCount>& ranges, std::uint32_t code) {
  for (const Range& range : ranges)
    if (code >= range.first && code <= range.last) return true;
  return false;
}

std::size_t width_of(const Character& character) {
  if (is_in(kNoWidth, character.code)) return 0;
  return is_in(kWide, character.code) ? 2 : 1;
}

/// Control characters, and those that turn the direction of writing.
bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string Layout::styled(Style style, const std::string& text) const {
  switch (style) {
    case Style::kPlain:
      break;
    case Style::kStrong:
      return styled("1", text);
    case Style::kFaint:
      return styled("2", text);
    case Style::kGrowth:
      return styled("1;38;5;166", text);
    case Style::kNew:
      return styled("1;38;5;175", text);
    case Style::kSteady:
      return styled("38;5;32", text);
    case Style::kShrinking:
      return styled("38;5;36", text);
  }
  return text;
}

std::string Layout::styled(const char* code, const std::string& text) const {
  return colours && !text.empty() ? "\x1B[" + std::string(code) + "m" + text + "\x1B[0m" : text;
}

Layout standard_output() {
  Layout layout;
  if (isatty(STDOUT_FILENO) == 0) return layout;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  layout.colours =
      (no_color == nullptr || *no_color == '\0') && term != nullptr && std::string(term) != "dumb";
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) layout.columns = size.ws_col;
  return layout;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    width += width_of(character);
    at += character.length;
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool is_shown = character.is_valid && !is_control(character.code);
    result += is_shown ? text.substr(at, character.length) : "?";
    at += character.length;
  }
  return result;
}

std::string shortened(const std::string& text, std::size_t columns) {
  if (display_width(text) <= columns) return text;
  std::size_t width = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Character character = character_at(text, at);
    if (width + width_of(character) + 1 > columns) break;
    width += width_of(character);
    at += character.length;
  }
  return columns == 0 ? std::string() : text.substr(0, at) + std::string(kEllipsis);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  if (columns == 0) return {std::string(text)};
  std::vector<std::string> lines;
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t needed = display_width(word);
    if (lines.empty() || width + 1 + needed > columns) {
      lines.emplace_back(word);
      width = needed;
    } else {
      lines.back() += " " + std::string(word);
      width += 1 + needed;
    }
  }
  return lines;
}

}  // namespace oligard::app
