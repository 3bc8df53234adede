#include "load/sr/line.h"

#include <cmath>
#include <utility>

namespace oligard::load {
namespace {

using Ends = std::pair<Vec3, Vec3>;

constexpr double kSineOfSkew = 0.26;  // 15 degrees

/// z is 0 in image coordinates.
std::vector<Vec3> points_of(const ContentItem& item) {
  const std::size_t dimensions = item.value_type == "SCOORD3D" ? 3 : 2;
  std::vector<Vec3> points;
  if (item.points.size() % dimensions != 0) return points;
  points.reserve(item.points.size() / dimensions);
  for (std::size_t i = 0; i < item.points.size(); i += dimensions)
    points.push_back({item.points[i], item.points[i + 1], dimensions == 3 ? item.points[i + 2] : 0});
  return points;
}

/// Of two pairs of points the longer or the shorter one.
Ends pair_of(const std::vector<Vec3>& points, LineAxis axis) {
  const bool first_is_long = distance(points[0], points[1]) >= distance(points[2], points[3]);
  const std::size_t first = first_is_long == (axis == LineAxis::kLong) ? 0 : 2;
  return {points[first], points[first + 1]};
}

bool is_cross(const std::vector<Vec3>& points) {
  const Vec3 a = points[1] - points[0];
  const Vec3 b = points[3] - points[2];
  const double lengths = std::sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 && std::abs(dot(a, b)) <= kSineOfSkew * lengths;
}

std::optional<Ends> ends_of(const ContentItem& item, LineAxis axis) {
  const std::vector<Vec3> points = points_of(item);
  if (item.graphic_type == "ELLIPSE" && points.size() == 4) return pair_of(points, axis);
  if (item.graphic_type != "POLYLINE" && item.graphic_type != "MULTIPOINT") return std::nullopt;
  const bool closed = points.size() == 3 && points[0] == points[2];
  if (points.size() == 2 || closed) return Ends(points[0], points[1]);
  if (points.size() == 4 && !(points[0] == points[3]) && is_cross(points)) return pair_of(points, axis);
  return std::nullopt;
}

InstanceReference image_of(const ContentItem& item) {
  for (const ContentItem& child : item.children)
    if (child.value_type == "IMAGE") return child.reference;
  return {};
}

StatedLine line_from(const ContentItem& item, const Ends& ends) {
  StatedLine line;
  line.in_patient_space = item.value_type == "SCOORD3D";
  if (line.in_patient_space) {
    line.p1_mm = ends.first;
    line.p2_mm = ends.second;
    line.frame_of_reference_uid = item.frame_of_reference_uid;
    return line;
  }
  line.column1 = ends.first.x;
  line.row1 = ends.first.y;
  line.column2 = ends.second.x;
  line.row2 = ends.second.y;
  line.image = image_of(item);
  return line;
}

}  // namespace

bool is_graphic(const ContentItem& item) {
  return item.value_type == "SCOORD" || item.value_type == "SCOORD3D";
}

std::optional<StatedLine> line_of(const ContentItem& item, LineAxis axis) {
  if (!is_graphic(item)) return std::nullopt;
  const std::optional<Ends> ends = ends_of(item, axis);
  if (!ends) return std::nullopt;
  return line_from(item, *ends);
}

std::optional<StatedLine> line_between(const ContentItem& a, const ContentItem& b) {
  if (!is_graphic(a) || a.value_type != b.value_type) return std::nullopt;
  const std::vector<Vec3> first = points_of(a);
  const std::vector<Vec3> second = points_of(b);
  const bool same_place = a.frame_of_reference_uid == b.frame_of_reference_uid && image_of(a) == image_of(b);
  if (first.size() != 1 || second.size() != 1 || !same_place) return std::nullopt;
  return line_from(a, {first.front(), second.front()});
}

std::optional<StatedRegion> region_of(const ContentItem& item) {
  if (!is_graphic(item)) return std::nullopt;
  StatedRegion region;
  region.graphic_type = item.graphic_type;
  region.in_patient_space = item.value_type == "SCOORD3D";
  region.points = points_of(item);
  if (region.points.empty()) return std::nullopt;
  if (region.in_patient_space)
    region.frame_of_reference_uid = item.frame_of_reference_uid;
  else
    region.image = image_of(item);
  return region;
}

double length_of(const StatedLine& line) {
  if (line.in_patient_space) return distance(line.p1_mm, line.p2_mm);
  return std::hypot(line.column2 - line.column1, line.row2 - line.row1);
}

}  // namespace oligard::load
