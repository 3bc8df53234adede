#include "draw/page/sparkline.h"

#include <algorithm>
#include <cmath>

namespace oligard::draw {
namespace {

/// A change below this share of the largest size stays flat.
constexpr double kLeastSpan = 0.4;
constexpr double kRim = 0.08;

/// Millimetres and days to points.
struct Scale {
  Box box;
  double low_mm = 0, high_mm = 1;
  double last_day = 1;

  [[nodiscard]] double x(double days) const {
    return last_day > 0 ? box.left + box.width * std::clamp(days / last_day, 0.0, 1.0)
                        : box.left + box.width / 2;
  }
  [[nodiscard]] double y(double mm) const {
    const double share = std::clamp((mm - low_mm) / (high_mm - low_mm), 0.0, 1.0);
    return box.bottom() - box.height * share;
  }
};

Scale scale_of(const std::vector<ChangePoint>& points, std::optional<double> limit_mm,
               const SparklineStyle& style, const Box& box) {
  double low = points.front().size_mm;
  double high = low;
  for (const ChangePoint& point : points) {
    const double half = point.half_width_mm.value_or(0);
    low = std::min(low, point.size_mm - half);
    high = std::max(high, point.size_mm + half);
  }
  if (limit_mm) high = std::max(high, *limit_mm);
  const double span = std::max({high - low, kLeastSpan * high, 1.0});
  const double middle = (low + high) / 2;
  Scale scale;
  scale.box = box;
  scale.low_mm = std::max(0.0, middle - span * (0.5 + kRim));
  scale.high_mm = scale.low_mm + span * (1 + 2 * kRim);
  scale.last_day = style.last_day;
  return scale;
}

void draw_band(Canvas& canvas, const std::vector<ChangePoint>& points, const Scale& scale) {
  std::vector<Point> upper, lower;
  const auto flush = [&] {
    if (upper.size() > 1) {
      upper.insert(upper.end(), lower.rbegin(), lower.rend());
      canvas.polygon(upper, kGrey, 0.22);
    }
    upper.clear();
    lower.clear();
  };
  for (const ChangePoint& point : points) {
    if (!point.half_width_mm || point.follows_gap) flush();
    if (!point.half_width_mm) continue;
    const double x = scale.x(point.days);
    upper.push_back({x, scale.y(point.size_mm + *point.half_width_mm)});
    lower.push_back({x, scale.y(point.size_mm - *point.half_width_mm)});
    const Point whisker[] = {upper.back(), lower.back()};
    canvas.polyline(whisker, {0.5, kGrey, {}, 0.6});
  }
  flush();
}

}  // namespace

void draw_sparkline(Canvas& canvas, const std::vector<ChangePoint>& points, std::optional<double> limit_mm,
                    const SparklineStyle& style, const Box& box) {
  if (points.empty()) return;
  const Scale scale = scale_of(points, limit_mm, style, box);
  draw_band(canvas, points, scale);
  if (limit_mm) {
    const Point limit[] = {{box.left, scale.y(*limit_mm)}, {box.right(), scale.y(*limit_mm)}};
    canvas.polyline(limit, {0.6, kInk, {1, 2}});
  }
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point step[] = {{scale.x(points[i - 1].days), scale.y(points[i - 1].size_mm)},
                          {scale.x(points[i].days), scale.y(points[i].size_mm)}};
    canvas.polyline(step, {style.has_dots ? 1.1 : 0.8, kInk,
                           points[i].follows_gap ? std::vector<double>{2, 1.5} : std::vector<double>{}});
  }
  for (std::size_t i = style.has_dots ? 0 : points.size() - 1; i < points.size(); ++i)
    canvas.dot({scale.x(points[i].days), scale.y(points[i].size_mm)}, style.has_dots ? 2.2 : 1.5,
               *points[i].style);
}

}  // namespace oligard::draw
