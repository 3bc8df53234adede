#include "measure/outline.h"

#include <array>

namespace oligard::measure {
namespace {

/// Appends a corner to the chain that begins at `floor`, and takes back those it hides (Andrew 1979).
void chain(Outline& out, std::size_t floor, HalfPoint point) {
  if (out.size() > floor && out.back() == point) return;
  while (out.size() >= floor + 2 && turn(out[out.size() - 2], out.back(), point) <= 0)
    out.pop_back();
  out.push_back(point);
}

HalfPoint operator-(const HalfPoint& a, const HalfPoint& b) {
  return {a.x - b.x, a.y - b.y};
}

/// 0 for directions from 0 to below 180 degrees, else 1.
int half_turn(const HalfPoint& d) {
  return d.y > 0 || (d.y == 0 && d.x > 0) ? 0 : 1;
}

/// Negative when a comes first by angle from 0 to 360 degrees, 0 when both point the same way.
std::int64_t compare_angle(const HalfPoint& a, const HalfPoint& b) {
  if (half_turn(a) != half_turn(b)) return half_turn(a) - half_turn(b);
  return std::int64_t{a.y} * b.x - std::int64_t{a.x} * b.y;
}

}  // namespace

// Up along the last voxels of the rows, down along the first ones.
void append_centres(std::span<const Run> runs, Outline& out) {
  const std::size_t begin = out.size();
  const auto starts_row = [&](std::size_t i) { return i == 0 || runs[i].row != runs[i - 1].row; };
  chain(out, begin, {2 * runs[0].column, 2 * runs[0].row});
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i + 1 == runs.size() || starts_row(i + 1))
      chain(out, begin, {2 * (runs[i].column + runs[i].length - 1), 2 * runs[i].row});
  }
  const std::size_t top = out.size() - 1;
  for (std::size_t i = runs.size(); i-- > 0;) {
    if (starts_row(i)) chain(out, top, {2 * runs[i].column, 2 * runs[i].row});
  }
  if (out.size() > begin + 1 && out.back() == out[begin]) out.pop_back();
}

// The edge midpoints are the sum of the centres and a diamond; the outline of a sum has the sides of both,
// ordered by angle.
void append_edges(std::span<const HalfPoint> centres, Outline& out) {
  constexpr std::array<HalfPoint, 4> kDiamond = {{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}}};
  const std::size_t n = centres.size();
  const std::size_t sides = n == 1 ? 0 : n;
  const auto side = [&](std::size_t i) { return centres[i + 1 == n ? 0 : i + 1] - centres[i]; };
  HalfPoint at{centres[0].x, centres[0].y - 1};
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < sides || j < kDiamond.size()) {
    out.push_back(at);
    std::int64_t order = 0;
    if (i == sides) {
      order = 1;
    } else {
      order = j == kDiamond.size() ? -1 : compare_angle(side(i), kDiamond[j]);
    }
    if (order <= 0) {
      const HalfPoint step = side(i++);
      at = {at.x + step.x, at.y + step.y};
    }
    if (order >= 0) {
      at = {at.x + kDiamond[j].x, at.y + kDiamond[j].y};
      ++j;
    }
  }
}

}  // namespace oligard::measure
