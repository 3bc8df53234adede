// Key slices of one lesion, then and now.
#pragma once

#include "draw/canvas/canvas.h"
#include "draw/page/content.h"

namespace oligard::draw {

/// Width that the slices of a row take when they are `side` high.
[[nodiscard]] double film_width(const Row& row, double side);
/// Image with the mask's contour, or the contour alone; a bar of 10 mm; the date below.
void draw_film(Canvas& canvas, const Row& row, double side, double left, double top);

}  // namespace oligard::draw
