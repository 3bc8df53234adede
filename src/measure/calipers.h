// Rotating calipers on a convex outline.
#pragma once

#include <span>

#include "measure/outline.h"

namespace oligard::measure {

/// mm in the plane of a slice: x along the rows' direction of growing column, y along growing row.
struct Vec2 {
  double x = 0;
  double y = 0;
};

inline Vec2 operator+(Vec2 a, Vec2 b) {
  return {a.x + b.x, a.y + b.y};
}
inline Vec2 operator-(Vec2 a, Vec2 b) {
  return {a.x - b.x, a.y - b.y};
}
inline Vec2 operator*(double s, Vec2 a) {
  return {s * a.x, s * a.y};
}
inline double dot(Vec2 a, Vec2 b) {
  return a.x * b.x + a.y * b.y;
}

/// Size of a pixel, mm.
struct PixelSize {
  double x = 1;
  double y = 1;
};

/// The longest line of an outline and the extent across it.
struct CaliperResult {
  double length_mm = 0;
  double width_mm = 0;   ///< extent along the perpendicular of `direction`
  Vec2 p1, p2;           ///< ends of the longest line
  Vec2 direction{1, 0};  ///< unit vector p1 to p2; along the longer pixel side when the outline is one point
  Vec2 q1, q2;           ///< the width as a line: perpendicular, half-way between the two supporting corners
};

/// Of equally long lines the one with the greatest width is taken, so that mirrored outlines give mirrored
/// results. O(corners).
[[nodiscard]] CaliperResult measure_outline(std::span<const HalfPoint> outline, PixelSize pixel);

/// Its length_mm alone. O(corners).
[[nodiscard]] double longest_line(std::span<const HalfPoint> outline, PixelSize pixel);

}  // namespace oligard::measure
