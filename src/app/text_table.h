// A table of aligned columns.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal.h"

namespace oligard::app {

/// Columns are as wide as their widest cell. Where the layout is narrower, columns that may shrink are
/// shortened first, down to `narrowest`; what still does not fit is cut at the right edge.
class TextTable {
 public:
  enum class Align { kLeft, kRight };

  struct Column {
    std::string title;  ///< may have several lines
    Align align = Align::kLeft;
    std::size_t narrowest = 0;  ///< 0 = never shortened
  };

  struct Cell {
    std::string text;
    Style style = Style::kPlain;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Cells as they come; control characters are replaced. Missing ones at the end are empty.
  void add_row(std::vector<std::string> cells);
  void add_styled_row(std::vector<Cell> cells);
  /// A line of its own between rows; it does not widen the columns.
  void add_line(std::string_view text);

  /// The titles, then one line for each row, indented by two blanks, without trailing blanks.
  void print(std::ostream& out, const Layout& layout) const;

 private:
  struct Row {
    std::vector<Cell> cells;  ///< empty: `text` across all columns
    std::string text;
  };

  [[nodiscard]] std::vector<Row> titles() const;
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t available) const;
  [[nodiscard]] std::string line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                                 const Layout& layout) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace oligard::app
