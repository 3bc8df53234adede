#include "app/error_guide.h"

#include <algorithm>

#include "app/operations_page.h"

namespace oligard::app {
namespace {

std::string plain(std::string_view cell) {
  std::string text(cell);
  std::erase(text, '`');
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t at = line.find('|'); at != std::string_view::npos;) {
    const std::size_t end = line.find('|', at + 1);
    if (end != std::string_view::npos) cells.push_back(plain(line.substr(at + 1, end - at - 1)));
    at = end;
  }
  return cells;
}

bool is_code(std::string_view text) {
  return text.find('_') != std::string_view::npos && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

}  // namespace

std::vector<ErrorGuide> parse_error_guides(std::string_view markdown) {
  std::vector<ErrorGuide> guides;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    const std::vector<std::string> cells = cells_of(markdown.substr(0, end));
    if (cells.size() == 3 && is_code(cells[0])) guides.push_back({cells[0], cells[1], cells[2]});
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
  }
  std::sort(guides.begin(), guides.end(),
            [](const ErrorGuide& a, const ErrorGuide& b) { return a.code < b.code; });
  return guides;
}

const std::vector<ErrorGuide>& error_guides() {
  static const std::vector<ErrorGuide> guides = parse_error_guides(operations_page());
  return guides;
}

const ErrorGuide* error_guide(std::string_view code) {
  const std::vector<ErrorGuide>& guides = error_guides();
  const auto found = std::find_if(guides.begin(), guides.end(),
                                  [code](const ErrorGuide& guide) { return guide.code == code; });
  return found == guides.end() ? nullptr : &*found;
}

}  // namespace oligard::app
