#include "load/sr_line.h"

#include <cmath>
#include <utility>

namespace oligard::load {
namespace {

Vec3 point_at(const std::vector<double>& points, std::size_t index, std::size_t dimensions) {
  const std::size_t start = index * dimensions;
  return {points[start], points[start + 1], dimensions == 3 ? points[start + 2] : 0};
}

/// The ends of the line; z is 0 in image coordinates.
std::optional<std::pair<Vec3, Vec3>> ends_of(const ContentItem& item, std::size_t dimensions, LineAxis axis) {
  const std::size_t count = item.points.size() / dimensions;
  if (item.points.size() % dimensions != 0) return std::nullopt;
  const auto point = [&](std::size_t index) { return point_at(item.points, index, dimensions); };
  if (item.graphic_type == "POLYLINE" || item.graphic_type == "MULTIPOINT") {
    const bool closed = count == 3 && point(0) == point(2);
    if (count != 2 && !closed) return std::nullopt;
    return std::pair(point(0), point(1));
  }
  if (item.graphic_type != "ELLIPSE" || count != 4) return std::nullopt;
  const bool first_is_long = distance(point(0), point(1)) >= distance(point(2), point(3));
  const std::size_t first = first_is_long == (axis == LineAxis::kLong) ? 0 : 2;
  return std::pair(point(first), point(first + 1));
}

}  // namespace

std::optional<StatedLine> line_of(const ContentItem& item, LineAxis axis) {
  const bool in_space = item.value_type == "SCOORD3D";
  if (!in_space && item.value_type != "SCOORD") return std::nullopt;
  const auto ends = ends_of(item, in_space ? 3 : 2, axis);
  if (!ends) return std::nullopt;
  StatedLine line;
  line.in_patient_space = in_space;
  if (in_space) {
    line.p1_mm = ends->first;
    line.p2_mm = ends->second;
    line.frame_of_reference_uid = item.frame_of_reference_uid;
    return line;
  }
  line.column1 = ends->first.x;
  line.row1 = ends->first.y;
  line.column2 = ends->second.x;
  line.row2 = ends->second.y;
  for (const ContentItem& child : item.children) {
    if (child.value_type != "IMAGE") continue;
    line.image = child.reference;
    break;
  }
  return line;
}

double length_of(const StatedLine& line) {
  if (line.in_patient_space) return distance(line.p1_mm, line.p2_mm);
  return std::hypot(line.column2 - line.column1, line.row2 - line.row1);
}

}  // namespace oligard::load
