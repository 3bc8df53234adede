// A table of aligned columns.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "app/terminal.h"

namespace oligard::app {

/// Columns are as wide as their widest cell. Where the layout is narrower, columns that may shrink are
/// shortened first, down to `narrowest`; what still does not fit is cut at the right edge.
class TextTable {
 public:
  enum class Align { kLeft, kRight };

  struct Column {
    std::string title;
    Align align = Align::kLeft;
    std::size_t narrowest = 0;  ///< 0 = never shortened
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Cells as they come; control characters are replaced. Missing ones at the end are empty.
  void add_row(std::vector<std::string> cells);

  /// One line for the titles and one for each row, indented by two blanks, without trailing blanks.
  void print(std::ostream& out, const Layout& layout) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t available) const;
  [[nodiscard]] std::string line(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace oligard::app
