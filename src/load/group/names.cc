#include "load/group/names.h"

#include <cstdint>

namespace oligard::load {
namespace {

/// Lower case of the letters that case folding maps one to one in these blocks.
std::uint32_t fold(std::uint32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 0x20;
  const bool even_is_capital = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177);
  const bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  if (even_is_capital && c != 0x130 && c != 0x131) return c | 1U;
  if (odd_is_capital) return (c & 1U) != 0 ? c + 1 : c;
  if (c == 0x178) return 0xFF;
  if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  return c;
}

/// Folds ASCII and two-byte sequences; longer ones have no case here.
std::string folded(std::string_view utf8) {
  std::string result;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      result.push_back(static_cast<char>(fold(byte)));
      continue;
    }
    if ((byte & 0xE0U) != 0xC0 || i + 1 == utf8.size()) {
      result.push_back(utf8[i]);
      continue;
    }
    const auto next = static_cast<unsigned char>(utf8[++i]);
    const std::uint32_t c = fold(((byte & 0x1FU) << 6U) | (next & 0x3FU));
    result.push_back(static_cast<char>(0xC0U | (c >> 6U)));
    result.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  }
  return result;
}

/// Spaces around components and empty components at the end go.
std::string trimmed(std::string_view group) {
  std::string result;
  for (const char c : group) {
    if (c == '^')
      while (!result.empty() && result.back() == ' ')
        result.pop_back();
    if (c == ' ' && (result.empty() || result.back() == '^' || result.back() == ' ')) continue;
    result.push_back(c);
  }
  while (!result.empty() && (result.back() == ' ' || result.back() == '^'))
    result.pop_back();
  return result;
}

}  // namespace

PersonName comparable_name(std::string_view utf8) {
  PersonName name;
  for (std::string& group : name) {
    const std::size_t end = utf8.find('=');
    group = trimmed(folded(utf8.substr(0, end)));
    if (end == std::string_view::npos) break;
    utf8.remove_prefix(end + 1);
  }
  return name;
}

bool contradict(const PersonName& a, const PersonName& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!a[i].empty() && !b[i].empty() && a[i] != b[i]) return true;
  return false;
}

}  // namespace oligard::load
