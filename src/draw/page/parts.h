// The parts of the page, each in the box that it is given.
#pragma once

#include "draw/canvas/canvas.h"
#include "draw/page/content.h"

namespace oligard::draw {

/// Who, what and when, and that nobody has checked it. Returns the bottom edge.
double draw_identity(Canvas& canvas, const Content& content, const Box& box);
/// Headline, response, conclusion and how many lesions have which status. Returns the bottom edge.
double draw_verdict(Canvas& canvas, const Content& content, const Box& box);
/// The progressing lesions, one a row with its course and key slices, then the others in short.
void draw_lesions(Canvas& canvas, const Content& content, const Box& box);
/// Where the lesions are, on a schematic body.
void draw_body(Canvas& canvas, const Content& content, const classify::Assessment& assessment,
               const Box& box);
/// Caveats, remarks, rules and program, at the bottom of the box. Returns the top edge.
double draw_limits(Canvas& canvas, const Content& content, const Box& box);

/// Title of a part, on a line. Returns the bottom edge.
double draw_title(Canvas& canvas, std::string_view title, std::string_view note, const Box& box);

}  // namespace oligard::draw
