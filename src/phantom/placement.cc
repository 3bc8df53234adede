#include "phantom/placement.h"

#include <algorithm>
#include <cmath>

#include "phantom/anatomy.h"

namespace oligard::phantom {
namespace {

double largest_radius(const PlannedLesion& lesion) {
  return 0.5 * *std::max_element(lesion.diameter_mm.begin(), lesion.diameter_mm.end());
}

}  // namespace

bool has_room(const std::vector<PlannedLesion>& placed, const PlannedLesion& lesion, double gap) {
  return std::all_of(placed.begin(), placed.end(), [&](const PlannedLesion& other) {
    return distance(other.position, lesion.position) >= largest_radius(other) + largest_radius(lesion) + gap;
  });
}

bool belongs_to(std::size_t structure, const Vec3& position) {
  const auto top = topmost_structure(position);
  if (!top) return false;
  if (structures()[structure].hounsfield) return *top == structure;
  return structures()[*top].name == "trunk" || structures()[*top].organ == "lung";
}

Vec3 point_inside(const Shape& shape, Random& random) {
  const double height = std::isfinite(shape.radii[2]) ? shape.radii[2] : shape.half_height;
  Vec3 u;
  do {
    u = {random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)};
  } while (dot(u, u) > 1);
  return shape.centre + 0.85 * Vec3{shape.radii[0] * u.x, shape.radii[1] * u.y, height * u.z};
}

std::size_t structure_in(const std::string& organ, Random& random) {
  std::vector<std::size_t> choices;
  for (std::size_t i = 0; i < structures().size(); ++i) {
    if (structures()[i].organ == organ && structures()[i].max_lesion_mm > 0) choices.push_back(i);
  }
  return choices[random.below(choices.size())];
}

std::string lesion_id(std::size_t index) {
  return (index < 9 ? "T0" : "T") + std::to_string(index + 1);
}

}  // namespace oligard::phantom
