// Plain operations on text that every module needs: joining, names as words, case, numbers. ASCII unless a
// function tells otherwise. Pure functions, for any thread.
#pragma once

#include <string>
#include <string_view>

namespace oligard {

/// Adds a part to a list in text, behind the separator where the list has a part already.
void append(std::string& list, std::string_view separator, std::string_view part);

/// The parts in their order with the separator between them; `text_of` makes text of a part.
template <class Parts, class TextOf>
[[nodiscard]] std::string joined(const Parts& parts, std::string_view separator, const TextOf& text_of) {
  std::string list;
  bool is_first = true;
  for (const auto& part : parts) {
    if (!is_first) list += separator;
    list += text_of(part);
    is_first = false;
  }
  return list;
}
template <class Parts>
[[nodiscard]] std::string joined(const Parts& parts, std::string_view separator = ", ") {
  return joined(
      parts, separator, [](const auto& part) -> const auto& { return part; });
}

/// A name in words: "lymph_node" = "lymph node".
[[nodiscard]] std::string in_words(std::string_view name);

/// A to Z become a to z; every other byte stays.
[[nodiscard]] constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string lower_case(std::string_view text);

/// With this many decimals, "." between; never "-0.0". "?" for what is not finite or has hundreds of digits.
[[nodiscard]] std::string fixed(double value, int decimals);

/// 1 to 64 digits and dots (PS3.5 section 9.1), leading zeros included: producers write them.
[[nodiscard]] bool is_uid(std::string_view text);

}  // namespace oligard
