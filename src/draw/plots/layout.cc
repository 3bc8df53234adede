#include "draw/plots/layout.h"

#include <algorithm>
#include <cmath>

namespace oligard::draw {
namespace {

constexpr double kMinRangeMm = 260;
constexpr double kRimMm = 14;
constexpr double kCoverageRimMm = 40;
constexpr double kMinPanelWidth = 250;
constexpr double kMaxPanelWidth = 460;
constexpr double kMaxWidth = 2600;
constexpr double kUsualHeight = 540;
constexpr double kMaxHeight = 940;
constexpr double kUsualMarks = 40;
constexpr double kMinWidth = 760;
constexpr double kTitleHeight = 62;

struct Range {
  double low = 1e9, high = -1e9;

  void add(double centre, double half) {
    low = std::min(low, centre - half);
    high = std::max(high, centre + half);
  }
  [[nodiscard]] bool is_empty() const { return low > high; }
  [[nodiscard]] double size() const { return high - low; }
  void widen_to(double size_mm) {
    if (is_empty()) low = high = 0;
    const double more = std::max(0.0, size_mm - size()) / 2;
    low -= more;
    high += more;
  }
};

std::size_t unplaced(const Panel& panel) {
  return static_cast<std::size_t>(std::count_if(panel.marks.begin(), panel.marks.end(),
                                                [](const Mark& mark) { return !mark.is_placed; }));
}

}  // namespace

double text_width(std::string_view text, double font_size) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return 0.58 * font_size * static_cast<double>(characters);
}

std::vector<std::string> wrapped(const std::string& text, double width, double font_size) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = std::min(text.find(' ', at), text.size());
    while (end + 1 < text.size() && text[end + 1] == '%')
      end = std::min(text.find(' ', end + 1), text.size());
    const std::string word = text.substr(at, end - at);
    std::string longer = line;
    if (!line.empty()) longer += ' ';
    longer += word;
    if (!line.empty() && text_width(longer, font_size) > width) {
      lines.push_back(line);
      line = word;
    } else {
      line = longer;
    }
    at = end + 1;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

Layout::Layout(const Scene& scene) {
  choose_scale(scene);
  const auto count = static_cast<double>(std::max<std::size_t>(1, scene.panels.size()));
  width_ = std::max(kMinWidth, 2 * kMargin + count * panel_width_ + (count - 1) * kPanelGap);
  header_top_ = kTitleHeight + kLineHeight;
  std::size_t header_lines = 0;
  std::size_t strip_rows = 0;
  for (const Panel& panel : scene.panels) {
    std::size_t lines = 1;
    for (const std::string& line : panel.lines)
      lines += wrapped(line, panel_width_, 12).size();
    if (!panel.alert.empty()) lines += wrapped(panel.alert, panel_width_, 12).size();
    header_lines = std::max(header_lines, lines);
    const auto columns = static_cast<std::size_t>(strip_columns());
    strip_rows = std::max(strip_rows, (unplaced(panel) + columns - 1) / columns);
  }
  panel_top_ = header_top_ + static_cast<double>(header_lines) * kLineHeight;
  const double strip_height =
      strip_rows == 0 ? 0 : static_cast<double>(strip_rows) * kStripCellHeight + kLineHeight;
  legend_top_ = strip_top() + strip_height + kLineHeight;
}

void Layout::choose_scale(const Scene& scene) {
  Range x, z;
  std::size_t most = 0;
  for (const Panel& panel : scene.panels) {
    most = std::max(most, panel.marks.size());
    for (const Mark& mark : panel.marks) {
      if (!mark.is_placed) continue;
      x.add(mark.x, mark.half_x + kRimMm);
      z.add(mark.z, mark.half_z + kRimMm);
    }
    for (const Outline& organ : panel.organs) {
      x.add(organ.x, organ.half_x + kRimMm);
      z.add(organ.z, organ.half_z + kRimMm);
    }
  }
  if (!z.is_empty()) {
    const Range content = z;
    for (const Panel& panel : scene.panels) {
      if (!panel.coverage) continue;
      z.low = std::min(z.low, std::max(panel.coverage->low - kRimMm, content.low - kCoverageRimMm));
      z.high = std::max(z.high, std::min(panel.coverage->high + kRimMm, content.high + kCoverageRimMm));
    }
  }
  x.widen_to(kMinRangeMm);
  z.widen_to(kMinRangeMm);
  const double more = std::max(0.0, static_cast<double>(most) - kUsualMarks);
  const double height = std::min(kMaxHeight, kUsualHeight + 1.5 * more);
  const auto count = static_cast<double>(std::max<std::size_t>(1, scene.panels.size()));
  const double room = std::clamp(kMaxWidth / count - kPanelGap, kMinPanelWidth,
                                 most > static_cast<std::size_t>(kUsualMarks) ? kMaxWidth : kMaxPanelWidth);
  scale_ = std::min(height / z.size(), room / x.size());
  panel_width_ = std::max(kMinPanelWidth, x.size() * scale_);
  x.widen_to(panel_width_ / scale_);
  panel_height_ = z.size() * scale_;
  left_mm_ = x.low;
  top_mm_ = z.high;
}

Rect Layout::panel(std::size_t t) const {
  const double left = kMargin + static_cast<double>(t) * (panel_width_ + kPanelGap);
  return {left, panel_top_, left + panel_width_, panel_top_ + panel_height_};
}

int Layout::strip_columns() const {
  return std::max(1, static_cast<int>(panel_width_ / kStripCellWidth));
}

}  // namespace oligard::draw
