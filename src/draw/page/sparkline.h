// The size of one lesion over time in a small box.
#pragma once

#include <optional>
#include <vector>

#include "draw/canvas/canvas.h"
#include "draw/changes/changes.h"

namespace oligard::draw {

struct SparklineStyle {
  bool has_dots = true;  ///< a dot a date, else at the last one alone
  double last_day = 0;   ///< the box ends at this day after the baseline
};

/// Band: 95 % interval of the measurement, where it is known. Dotted: size from which it progresses.
void draw_sparkline(Canvas& canvas, const std::vector<ChangePoint>& points, std::optional<double> limit_mm,
                    const SparklineStyle& style, const Box& box);

}  // namespace oligard::draw
