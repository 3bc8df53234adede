#include "measure/calipers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace oligard::measure {
namespace {

constexpr double kTie = 1e-9;  // relative; far below a voxel, far above rounding

Vec2 to_mm(const HalfPoint& point, PixelSize pixel) {
  return {0.5 * pixel.x * point.x, 0.5 * pixel.y * point.y};
}

/// Calls visit(i, j) for all antipodal corner pairs (Shamos 1978); which corners are antipodal does not
/// depend on the pixel size, so integers decide.
template <class Visit>
void for_antipodal_pairs(std::span<const HalfPoint> outline, Visit visit) {
  const std::size_t n = outline.size();
  if (n == 1) return;
  if (n == 2) return visit(std::size_t{0}, std::size_t{1});
  const auto next = [n](std::size_t i) { return i + 1 == n ? 0 : i + 1; };
  const auto height = [&](std::size_t edge, std::size_t point) {
    return turn(outline[edge], outline[next(edge)], outline[point]);
  };
  std::size_t far = 1;
  for (std::size_t i = 0; i < n; ++i) {
    while (height(i, next(far)) > height(i, far)) {
      far = next(far);
      visit(i, far);
    }
    visit(i, far);
    visit(next(i), far);
    if (height(i, next(far)) == height(i, far)) {
      visit(i, next(far));
      visit(next(i), next(far));
    }
  }
}

double longest2(std::span<const HalfPoint> outline, PixelSize pixel) {
  double longest = 0;
  for_antipodal_pairs(outline, [&](std::size_t i, std::size_t j) {
    const Vec2 d = to_mm(outline[j], pixel) - to_mm(outline[i], pixel);
    longest = std::max(longest, dot(d, d));
  });
  return longest;
}

/// Extent across `direction`, with the line that shows it.
void measure_width(std::span<const HalfPoint> outline, PixelSize pixel, CaliperResult& result) {
  const Vec2 across{-result.direction.y, result.direction.x};
  struct Support {
    double height, t_min, t_max;
  };
  constexpr double kInf = std::numeric_limits<double>::infinity();
  Support low{kInf, 0, 0};
  Support high{-kInf, 0, 0};
  const double slack = kTie * (1 + result.length_mm);
  for (const HalfPoint& corner : outline) {
    const Vec2 point = to_mm(corner, pixel);
    const double h = dot(point, across);
    const double t = dot(point, result.direction);
    if (h > high.height + slack) high = {h, t, t};
    if (h < low.height - slack) low = {h, t, t};
    if (std::abs(h - high.height) <= slack) {
      high.t_min = std::min(high.t_min, t);
      high.t_max = std::max(high.t_max, t);
    }
    if (std::abs(h - low.height) <= slack) {
      low.t_min = std::min(low.t_min, t);
      low.t_max = std::max(low.t_max, t);
    }
  }
  const double t = 0.25 * (low.t_min + low.t_max + high.t_min + high.t_max);
  result.width_mm = high.height - low.height;
  result.q1 = t * result.direction + low.height * across;
  result.q2 = t * result.direction + high.height * across;
}

}  // namespace

double longest_line(std::span<const HalfPoint> outline, PixelSize pixel) {
  return std::sqrt(longest2(outline, pixel));
}

CaliperResult measure_outline(std::span<const HalfPoint> outline, PixelSize pixel) {
  CaliperResult best;
  if (outline.size() == 1) {
    best.direction = pixel.y > pixel.x ? Vec2{0, 1} : Vec2{1, 0};
    best.p1 = best.p2 = best.q1 = best.q2 = to_mm(outline[0], pixel);
    return best;
  }
  const double longest = longest2(outline, pixel);
  for_antipodal_pairs(outline, [&](std::size_t i, std::size_t j) {
    const Vec2 a = to_mm(outline[i], pixel);
    const Vec2 b = to_mm(outline[j], pixel);
    const double length2 = dot(b - a, b - a);
    if (length2 < longest * (1 - kTie)) return;
    CaliperResult found;
    found.length_mm = std::sqrt(length2);
    found.p1 = a;
    found.p2 = b;
    found.direction = (1 / found.length_mm) * (b - a);
    measure_width(outline, pixel, found);
    if (best.length_mm == 0 || found.width_mm > best.width_mm * (1 + kTie)) best = found;
  });
  return best;
}

}  // namespace oligard::measure
