// Reads a table of tab-separated values while compiling. The first line names the columns; "-" is an empty
// cell. A damaged table does not compile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace oligard::terms {

class TsvTable {
 public:
  consteval explicit TsvTable(std::string_view text)
      : header_(text.substr(0, text.find('\n'))), rows_(text.substr(header_.size() + 1)) {}

  [[nodiscard]] consteval std::size_t size() const {
    return static_cast<std::size_t>(std::count(rows_.begin(), rows_.end(), '\n'));
  }

  [[nodiscard]] consteval std::string_view text(std::size_t row, std::string_view column) const {
    const std::string_view value = cell(line(row), column_index(column));
    return value == "-" ? std::string_view() : value;
  }

  [[nodiscard]] consteval bool flag(std::size_t row, std::string_view column) const {
    const std::string_view value = text(row, column);
    if (value != "yes" && value != "no") throw "a cell is neither yes nor no";
    return value == "yes";
  }

  /// Whole numbers.
  [[nodiscard]] consteval double number(std::size_t row, std::string_view column) const {
    std::string_view value = text(row, column);
    const bool is_negative = value.starts_with('-');
    if (is_negative) value.remove_prefix(1);
    if (value.empty()) throw "a cell holds no number";
    double result = 0;
    for (const char digit : value) {
      if (digit < '0' || digit > '9') throw "a cell holds no whole number";
      result = result * 10 + (digit - '0');
    }
    return is_negative ? -result : result;
  }

 private:
  [[nodiscard]] consteval std::size_t column_index(std::string_view column) const {
    for (std::size_t i = 0; i <= static_cast<std::size_t>(std::count(header_.begin(), header_.end(), '\t'));
         ++i)
      if (cell(header_, i) == column) return i;
    throw "no column has this name";
  }

  [[nodiscard]] consteval std::string_view line(std::size_t row) const {
    std::string_view rest = rows_;
    for (; row > 0; --row)
      rest.remove_prefix(rest.find('\n') + 1);
    return rest.substr(0, rest.find('\n'));
  }

  static consteval std::string_view cell(std::string_view line, std::size_t index) {
    for (; index > 0; --index) {
      const std::size_t tab = line.find('\t');
      if (tab == std::string_view::npos) throw "a row has too few cells";
      line.remove_prefix(tab + 1);
    }
    return line.substr(0, line.find('\t'));
  }

  std::string_view header_;
  std::string_view rows_;
};

}  // namespace oligard::terms
