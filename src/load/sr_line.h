// SCOORD and SCOORD3D items → two-point lines.
#pragma once

#include <optional>

#include "load/sr_content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// Which axis of an ellipse is meant; lines of two points have only one.
enum class LineAxis { kLong, kShort };

/// A POLYLINE or MULTIPOINT of two points, or an axis of an ELLIPSE (PS3.3 C.18.6.1.2: two points of each
/// axis). Empty for any other item or graphic.
[[nodiscard]] std::optional<StatedLine> line_of(const ContentItem& item, LineAxis axis);

/// Its length, in pixels or, in patient space, in mm.
[[nodiscard]] double length_of(const StatedLine& line);

}  // namespace oligard::load
