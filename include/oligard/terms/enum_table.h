// Tables with one row for each value of an enum, in the order of the enum. A missing row does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace oligard::terms {

/// The compiler writes an enumerator by its name and any other value as "(Type)7".
template <auto kValue>
consteval bool is_enumerator() {
  return std::string_view(__PRETTY_FUNCTION__).find("= (") == std::string_view::npos;
}

/// `kTable` is a std::array whose rows name their enum value in the member `kKey`; values count up from 0.
template <const auto& kTable, auto kKey>
consteval bool has_one_row_each() {
  for (std::size_t i = 0; i < kTable.size(); ++i)
    if (static_cast<std::size_t>(kTable[i].*kKey) != i) return false;
  using Key = std::remove_cvref_t<decltype(kTable[0].*kKey)>;
  return !is_enumerator<static_cast<Key>(kTable.size())>();
}

}  // namespace oligard::terms
