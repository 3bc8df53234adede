#include "draw/plots/axis.h"

#include <algorithm>
#include <cmath>

#include "draw/plots/layout.h"
#include "draw/plots/picture.h"

namespace oligard::draw {
namespace {

constexpr double kLinearTo = 100;
constexpr double kLabelGap = 13;

}  // namespace

double compressed(double percent) {
  return percent <= kLinearTo ? percent : kLinearTo * (1 + std::log(percent / kLinearTo));
}

PercentAxis::PercentAxis(const Rect& frame, double low, double high, double rim)
    : frame_(frame), low_(std::min(low, -10.0)), high_(std::max(high, 40.0)), rim_(rim) {}

double PercentAxis::y(double percent) const {
  const double bottom = compressed(low_);
  const double share = (compressed(percent) - bottom) / (compressed(high_) - bottom);
  const double at = frame_.bottom - rim_ - share * (frame_.bottom - frame_.top - 2 * rim_);
  return std::clamp(at, frame_.top, frame_.bottom);
}

void PercentAxis::draw(SvgWriter& svg, const std::vector<double>& limits) const {
  std::vector<double> labelled;
  const auto add = [&](double percent, bool is_limit) {
    if (!is_within(percent)) return;
    const double at = y(percent);
    const bool touches = std::any_of(labelled.begin(), labelled.end(),
                                     [at](double other) { return std::abs(at - other) < kLabelGap; });
    if (touches && !is_limit && percent != 0) return;
    svg.shape("path", {{"class", is_limit       ? "limit"
                                 : percent == 0 ? "zero"
                                                : "grid"},
                       {"d", "M" + number(frame_.left) + " " + number(at) + "H" + number(frame_.right)}});
    svg.text(frame_.left - 8, at + 4, is_limit ? "tick strong" : "tick", signed_percent(percent), "end");
    labelled.push_back(at);
  };
  add(0, false);
  for (const double limit : limits)
    add(limit, true);
  for (const double percent : {-100.0, 100.0, 50.0, -50.0, 200.0, 400.0, 800.0})
    add(percent, false);
  for (double percent = 1600; percent <= high_ && percent < 1e9; percent *= 4)
    add(percent, false);
}

std::string_view axis_css() {
  return ".grid{stroke:#e3e7eb;stroke-width:1;fill:none}\n"
         ".zero{stroke:#555555;stroke-width:1;fill:none}\n"
         ".limit{stroke:#222222;stroke-width:1;stroke-dasharray:6 4;fill:none}\n"
         ".tick{font-size:11px;fill:#333333}\n";
}

std::vector<double> spread(std::vector<double> sorted, double gap, double low, double high) {
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sorted[i] = std::max(sorted[i], low);
    if (i > 0) sorted[i] = std::max(sorted[i], sorted[i - 1] + gap);
  }
  double limit = high;
  for (std::size_t i = sorted.size(); i-- > 0;) {
    sorted[i] = std::min(sorted[i], limit);
    limit = sorted[i] - gap;
  }
  return sorted;
}

std::string clipped(const std::string& text, double width, double font_size) {
  if (text_width(text, font_size) <= width) return text;
  std::string shorter = text;
  while (!shorter.empty() && text_width(shorter + "\xE2\x80\xA6", font_size) > width) {
    while (shorter.size() > 1 && (static_cast<unsigned char>(shorter.back()) & 0xC0U) == 0x80U)
      shorter.pop_back();
    shorter.pop_back();
  }
  return shorter + "\xE2\x80\xA6";
}

}  // namespace oligard::draw
