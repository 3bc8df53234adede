#include "draw/changes/percent_axis.h"

#include <algorithm>
#include <cmath>

#include "draw/canvas/figures.h"

namespace oligard::draw {
namespace {

constexpr double kLinearTo = 100;
constexpr double kLabelPitch = 8;  ///< at the smallest text

double compressed(double percent) {
  return percent <= kLinearTo ? percent : kLinearTo * (1 + std::log(percent / kLinearTo));
}

}  // namespace

void PercentAxis::include(double percent) {
  low = std::min(low, percent);
  high = std::max(high, percent);
}

double PercentAxis::y(double percent) const {
  const auto place = [this](double value) { return is_compressed ? compressed(value) : value; };
  return box.top + box.height * (place(high) - place(percent)) / (place(high) - place(low));
}

void draw_levels(Canvas& canvas, const PercentAxis& axis, const std::vector<Limit>& limits,
                 double label_width, double text_size) {
  const double scale = text_size / kSmallestText;
  std::vector<double> taken;
  const auto add = [&](double percent, const Stroke& stroke) {
    if (!axis.is_within(percent)) return;
    const double at = axis.y(percent);
    if (std::any_of(taken.begin(), taken.end(),
                    [&](double other) { return std::abs(at - other) < kLabelPitch * scale; }))
      return;
    taken.push_back(at);
    const Point rule[] = {{axis.box.left, at}, {axis.box.right(), at}};
    canvas.polyline(rule, stroke);
    canvas.line(signed_percent(percent), axis.box.left - label_width, at + 2.5 * scale,
                label_width - 4 * scale, {text_size, false, kGrey, Align::kRight});
  };
  for (const Limit& limit : limits)
    add(limit.percent, {0.7 * scale, limit.colour, {3 * scale, 2 * scale}});
  const Stroke thin{0.4 * scale, kFaint};
  for (const double percent : {0.0, 100.0, -100.0, 50.0, -50.0, -30.0, 200.0, 400.0, 800.0})
    add(percent, thin);
  for (double percent = 1600; percent <= axis.high && percent < 1e9; percent *= 4)
    add(percent, thin);
}

}  // namespace oligard::draw
