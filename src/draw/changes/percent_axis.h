// A vertical axis of percentages.
#pragma once

#include <vector>

#include "draw/canvas/canvas.h"

namespace oligard::draw {

/// `low` to `high` over the height of a box; at least -10 to +40 %.
struct PercentAxis {
  Box box;
  double low = -10, high = 40;
  bool is_compressed = false;  ///< logarithmic above +100 %, without a kink

  void include(double percent);
  [[nodiscard]] double y(double percent) const;
  [[nodiscard]] bool is_within(double percent) const { return percent >= low && percent <= high; }
};

struct Limit {
  double percent = 0;
  Rgb colour;
};

/// Dashed lines of limits and thin ones of round levels, as far as their labels, which stand within
/// `label_width` left of the box, have room.
void draw_levels(Canvas& canvas, const PercentAxis& axis, const std::vector<Limit>& limits,
                 double label_width, double text_size);

}  // namespace oligard::draw
