#include "app/text_table.h"

#include <algorithm>
#include <utility>

namespace oligard::app {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;

}  // namespace

void TextTable::add_row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells)
    cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> TextTable::widths(std::size_t available) const {
  std::vector<std::size_t> result;
  std::size_t total = kIndent;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].title);
    for (const auto& row : rows_)
      width = std::max(width, display_width(row[i]));
    result.push_back(width);
    total += width + (i == 0 ? 0 : kGap);
  }
  while (available > 0 && total > available) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool can_shrink = columns_[i].narrowest > 0 && result[i] > columns_[i].narrowest;
      if (can_shrink && (widest == columns_.size() || result[i] > result[widest])) widest = i;
    }
    if (widest == columns_.size()) break;
    --result[widest];
    --total;
  }
  return result;
}

std::string TextTable::line(const std::vector<std::string>& cells,
                            const std::vector<std::size_t>& widths) const {
  std::string text(kIndent, ' ');
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string cell = shortened(cells[i], widths[i]);
    const std::string blanks(widths[i] - display_width(cell), ' ');
    if (i > 0) text.append(kGap, ' ');
    text += columns_[i].align == Align::kRight ? blanks + cell : cell + blanks;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

void TextTable::print(std::ostream& out, const Layout& layout) const {
  const std::vector<std::size_t> of_columns = widths(layout.columns);
  const auto fit = [&layout](const std::string& text) {
    return layout.columns > 0 ? shortened(text, layout.columns) : text;
  };
  std::vector<std::string> titles;
  for (const Column& column : columns_)
    titles.push_back(column.title);
  out << layout.bold(fit(line(titles, of_columns))) << "\n";
  for (const auto& row : rows_)
    out << fit(line(row, of_columns)) << "\n";
}

}  // namespace oligard::app
