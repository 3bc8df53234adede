#include "app/text_table.h"

#include <algorithm>
#include <utility>

namespace oligard::app {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

}  // namespace

void TextTable::add_styled_row(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  for (Cell& cell : cells)
    cell.text = printable(cell.text);
  rows_.push_back({std::move(cells), {}});
}

void TextTable::add_row(std::vector<std::string> cells) {
  std::vector<Cell> plain;
  plain.reserve(cells.size());
  for (std::string& cell : cells)
    plain.push_back({std::move(cell), Style::kPlain});
  add_styled_row(std::move(plain));
}

void TextTable::add_line(std::string_view text) {
  rows_.push_back({{}, printable(text)});
}

/// Titles with fewer lines stand at the bottom.
std::vector<TextTable::Row> TextTable::titles() const {
  std::size_t height = 1;
  for (const Column& column : columns_)
    height = std::max(height, lines_of(column.title).size());
  std::vector<Row> rows(height);
  for (const Column& column : columns_) {
    std::vector<std::string> lines = lines_of(column.title);
    lines.insert(lines.begin(), height - lines.size(), "");
    for (std::size_t i = 0; i < height; ++i)
      rows[i].cells.push_back({lines[i], Style::kPlain});
  }
  return rows;
}

std::vector<std::size_t> TextTable::widths(std::size_t available) const {
  std::vector<Row> all = titles();
  all.insert(all.end(), rows_.begin(), rows_.end());
  std::vector<std::size_t> result(columns_.size());
  for (const Row& row : all) {
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      result[i] = std::max(result[i], display_width(row.cells[i].text));
  }
  std::size_t total = kIndent;
  for (std::size_t i = 0; i < result.size(); ++i)
    total += result[i] + (i == 0 ? 0 : kGap);
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

std::string TextTable::line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                            const Layout& layout) const {
  std::string plain(kIndent, ' ');
  std::string styled = plain;
  std::string blanks;  // of the cells so far, written before the next text
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string cell = shortened(cells[i].text, widths[i]);
    const std::string padding(widths[i] - display_width(cell), ' ');
    if (i > 0) blanks.append(kGap, ' ');
    if (columns_[i].align == Align::kRight) blanks += padding;
    if (!cell.empty()) {
      plain += blanks + cell;
      styled += blanks + layout.styled(cells[i].style, cell);
      blanks.clear();
    }
    if (columns_[i].align == Align::kLeft) blanks += padding;
  }
  if (plain.size() == kIndent) return {};
  const bool fits = layout.columns == 0 || display_width(plain) <= layout.columns;
  return fits ? styled : shortened(plain, layout.columns);
}

void TextTable::print(std::ostream& out, const Layout& layout) const {
  const std::vector<std::size_t> of_columns = widths(layout.columns);
  for (const Row& row : titles())
    out << layout.bold(line(row.cells, of_columns, layout)) << "\n";
  for (const Row& row : rows_) {
    if (!row.cells.empty()) {
      out << line(row.cells, of_columns, layout) << "\n";
      continue;
    }
    for (const std::string& part : wrapped(row.text, layout.columns > kIndent ? layout.columns - kIndent : 0))
      out << std::string(kIndent, ' ') << part << "\n";
  }
}

}  // namespace oligard::app
