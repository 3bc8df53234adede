#include "draw/page/film.h"

#include <algorithm>

namespace oligard::draw {
namespace {

constexpr double kGap = 5;
constexpr double kBarMm = 10;
constexpr Rgb kGround = {0xf3, 0xf3, 0xf3};

void draw_slice(Canvas& canvas, const KeySlice& slice, const terms::StatusLook& look, const Box& box) {
  const double scale = std::min(box.width / slice.width_mm, box.height / slice.height_mm);
  const Box shown{box.left + (box.width - scale * slice.width_mm) / 2,
                  box.top + (box.height - scale * slice.height_mm) / 2, scale * slice.width_mm,
                  scale * slice.height_mm};
  const bool has_image = !slice.grey.empty();
  canvas.fill(box, has_image ? Rgb{0, 0, 0} : kGround);
  if (has_image) canvas.image(slice, shown);
  canvas.clip(box);
  for (const std::vector<SlicePoint>& outline : slice.outlines) {
    std::vector<Point> points;
    points.reserve(outline.size());
    for (const SlicePoint& point : outline)
      points.push_back({shown.left + scale * point.x, shown.top + scale * point.y});
    if (!has_image) canvas.polygon(points, look.colour, 0.25);
    canvas.outline(points, {1, look.colour});
  }
  const double length = scale * kBarMm;
  const Rgb ink = has_image ? kWhite : kInk;
  const Point bar[] = {{box.left + 3, box.bottom() - 3}, {box.left + 3 + length, box.bottom() - 3}};
  canvas.polyline(bar, {1.2, ink});
  canvas.unclip();
  canvas.frame(box, {0.5, kFaint});
}

}  // namespace

double film_width(const Row& row, double side) {
  const auto n = static_cast<double>(row.slices.size());
  return n == 0 ? 0 : n * side + (n - 1) * kGap;
}

void draw_film(Canvas& canvas, const Row& row, double side, double left, double top) {
  for (std::size_t i = 0; i < row.slices.size(); ++i) {
    const double x = left + static_cast<double>(i) * (side + kGap);
    draw_slice(canvas, row.slices[i], *row.look, {x, top, side, side});
    canvas.line(row.titles[i], x - kGap / 2, top + side + 7.5, side + kGap,
                {kSmallestText, false, kGrey, Align::kCentre});
  }
}

}  // namespace oligard::draw
