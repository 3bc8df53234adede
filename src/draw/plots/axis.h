// A vertical axis of percentages.
#pragma once

#include <string>
#include <vector>

#include "draw/plots/labels.h"
#include "draw/plots/svg.h"

namespace oligard::draw {

/// Linear up to +100 %, logarithmic above, without a kink.
[[nodiscard]] double compressed(double percent);

class PercentAxis {
 public:
  /// Shows `low` to `high`, at least -10 to +40 %, with `rim` pixels of the frame free above and below.
  PercentAxis(const Rect& frame, double low, double high, double rim);

  /// Within the frame, whatever the value.
  [[nodiscard]] double y(double percent) const;
  [[nodiscard]] bool is_within(double percent) const { return percent >= low_ && percent <= high_; }
  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] const Rect& frame() const { return frame_; }
  /// Grid lines with their labels at the left; `limits` are dashed and bold, and win where labels would
  /// touch.
  void draw(SvgWriter& svg, const std::vector<double>& limits) const;

 private:
  Rect frame_;
  double low_, high_, rim_;
};

/// CSS of what `draw` draws.
[[nodiscard]] std::string_view axis_css();

/// Keeps order; moves values apart to `gap`, within [low, high] as far as there is room.
[[nodiscard]] std::vector<double> spread(std::vector<double> sorted, double gap, double low, double high);

/// At most `width` wide; an ellipsis in place of what was cut off.
[[nodiscard]] std::string clipped(const std::string& text, double width, double font_size);

}  // namespace oligard::draw
