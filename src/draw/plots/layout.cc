#include "draw/plots/layout.h"

#include <algorithm>

#include "draw/plots/picture.h"

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
constexpr double kMinWidth = 712;
constexpr double kPanelGap = 44;

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

}  // namespace

Layout::Layout(const Scene& scene) : panels_(std::max<std::size_t>(1, scene.panels.size())) {
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
  const auto count = static_cast<double>(panels_);
  const double room = std::clamp(kMaxWidth / count - kPanelGap, kMinPanelWidth,
                                 most > static_cast<std::size_t>(kUsualMarks) ? kMaxWidth : kMaxPanelWidth);
  px_per_mm = std::min(height / z.size(), room / x.size());
  panel_width = std::max(kMinPanelWidth, x.size() * px_per_mm);
  x.widen_to(panel_width / px_per_mm);
  panel_height = z.size() * px_per_mm;
  left_mm_ = x.low;
  top_mm_ = z.high;
}

Box Layout::panel(std::size_t t) const {
  const double left = kMargin + static_cast<double>(t) * (panel_width + kPanelGap);
  return {left, panel_top, panel_width, panel_height};
}

Point Layout::place(std::size_t t, double x_mm, double z_mm) const {
  return {panel(t).left + (x_mm - left_mm_) * px_per_mm, panel_top + (top_mm_ - z_mm) * px_per_mm};
}

double Layout::width() const {
  return std::max(kMinWidth, panel(panels_ - 1).right() - kMargin);
}

}  // namespace oligard::draw
