// Elements of SVG 1.1 for what Cairo's surface does not know: text that can be searched, and texts for the
// pointer.
#pragma once

#include <string>

#include "draw/canvas/canvas.h"

namespace oligard::draw {

/// Every line that the layout shows, an ellipsis included, with the width that Pango gave it. `at` is where
/// Pango's cursor starts, turned by 90 degrees against the clock where `is_upright`.
void write_text(std::string& markup, PangoLayout* layout, Point at, const TextStyle& style, bool is_upright);

/// `text` is valid UTF-8 without control characters.
void write_hint(std::string& markup, const Box& box, const std::string& text);
/// Near the curve of Canvas::way.
void write_hint(std::string& markup, Point from, Point to, const std::string& text);

/// What Cairo wrote as one document with the markup.
[[nodiscard]] std::string svg_document(std::string shapes, const SvgMarkup& markup);

}  // namespace oligard::draw
