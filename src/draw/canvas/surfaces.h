// The three things that a drawing becomes. What is drawn is told by a function, the same for all of them.
// Errors: PAGE_FONT_MISSING, and PAGE_NOT_DRAWN when Cairo fails. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "draw/canvas/canvas.h"
#include "oligard/base/clock.h"
#include "oligard/base/result.h"

namespace oligard::draw {

/// In points.
struct Extent {
  double width = 0, height = 0;
};

struct PdfProperties {
  std::string title, creator;
  UnixTime time;
};

/// PDF 1.4, fonts embedded, one page.
[[nodiscard]] Result<std::string> pdf_of(const Extent& extent, const PdfProperties& properties,
                                         const std::function<void(Canvas&)>& draw);

/// RGB, 8 bits a channel, row after row, from top and left on.
[[nodiscard]] Result<std::vector<std::uint8_t>> pixels_of(const Extent& extent, int columns, int rows,
                                                          const std::function<void(Canvas&)>& draw);

/// SVG 1.1 on white. `draw` returns the extent of what it drew, and is called twice: to learn it, then in it.
[[nodiscard]] Result<std::string> svg_of(const std::function<Extent(Canvas&)>& draw);

}  // namespace oligard::draw
