// SCOORD and SCOORD3D items → two-point lines and regions.
#pragma once

#include <optional>

#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// Which axis of an ellipse or of a cross of two lines is meant; lines of two points have only one.
enum class LineAxis { kLong, kShort };

[[nodiscard]] bool is_graphic(const ContentItem& item);

/// A POLYLINE or MULTIPOINT of two points; one of four points that are two lines at right angles (within 15
/// degrees); an axis of an ELLIPSE (PS3.3 C.10.5.1.2, C.18.9.1.2: two points of each axis). Empty for any
/// other item or graphic.
[[nodiscard]] std::optional<StatedLine> line_of(const ContentItem& item, LineAxis axis);

/// Between two POINT items on the same image or in the same space.
[[nodiscard]] std::optional<StatedLine> line_between(const ContentItem& a, const ContentItem& b);

/// All of a graphic. Empty when it has no point, or values that are no whole points.
[[nodiscard]] std::optional<StatedRegion> region_of(const ContentItem& item);

/// Its length, in pixels or, in patient space, in mm.
[[nodiscard]] double length_of(const StatedLine& line);

}  // namespace oligard::load
