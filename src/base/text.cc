#include "oligard/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace oligard {

void append(std::string& list, std::string_view separator, std::string_view part) {
  if (!list.empty()) list += separator;
  list += part;
}

std::string in_words(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return lower_case(c); });
  return lower;
}

std::string fixed(double value, int decimals) {
  std::array<char, 400> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  if (error != std::errc() || !std::isfinite(value)) return "?";
  std::string text(buffer.data(), end);
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

bool is_uid(std::string_view text) {
  constexpr std::size_t kLongestUid = 64;
  return !text.empty() && text.size() <= kLongestUid &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace oligard
