#include "phantom/movement.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "phantom/anatomy.h"

namespace oligard::phantom {
namespace {

constexpr double kScaleCentreZ = 320;
constexpr double kShortestWaveMm = 250;
constexpr double kLongestWaveMm = 500;
constexpr double kBoneJitter = 0.1;

Vec3 normal_vector(Random& random) {
  const double x = random.normal();
  const double y = random.normal();
  return {x, y, random.normal()};
}

Vec3 displacement(const std::array<Wave, 3>& waves, const Vec3& point) {
  Vec3 sum;
  for (const Wave& wave : waves)
    sum = sum + std::sin(dot(wave.direction, point) + wave.phase) * wave.amplitude;
  return sum;
}

/// What displaced a point that is now at `moved`.
Vec3 displacement_back(const std::array<Wave, 3>& waves, const Vec3& moved) {
  return displacement(waves, moved - displacement(waves, moved - displacement(waves, moved)));
}

/// x → matrix · x + translation with a matrix that is no rotation.
struct Affine {
  std::array<Vec3, 3> rows = {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};
  Vec3 translation;

  [[nodiscard]] Vec3 turn(const Vec3& v) const { return {dot(rows[0], v), dot(rows[1], v), dot(rows[2], v)}; }
  [[nodiscard]] Vec3 apply(const Vec3& x) const { return turn(x) + translation; }
};

/// Patient coordinates → body frame before its scaling.
Affine to_body(const Movement& movement, const Rigid& pose) {
  const auto& r = pose.rows;
  const double across = 1 / movement.girth;
  const double along = 1 / movement.length;
  Affine map;
  map.rows = {across * Vec3{r[0].x, r[1].x, r[2].x}, across * Vec3{r[0].y, r[1].y, r[2].y},
              along * Vec3{r[0].z, r[1].z, r[2].z}};
  map.translation = Vec3{0, 0, kScaleCentreZ * (1 - along)} - map.turn(pose.translation);
  return map;
}

/// Body frame before waves → the structure at rest. Affine, because breathing grows linearly along a lung.
Affine to_rest(const Movement& movement, std::size_t structure) {
  const Structure& of = structures()[structure];
  const auto shift_at = [&](const Vec3& point) {
    return movement.organ_shifts[structure] + breathing_shift(of, point, movement.breath_mm);
  };
  const Vec3 centre = of.shape.centre;
  const Vec3 here = shift_at(centre);
  constexpr double kStep = 10;
  const Vec3 slope = (1 / kStep) * (shift_at(centre + Vec3{0, 0, kStep}) - here);
  const double along = 1 / (1 + slope.z);
  Affine map;
  map.rows = {Vec3{1, 0, -slope.x * along}, Vec3{0, 1, -slope.y * along}, Vec3{0, 0, along}};
  map.translation = centre - map.turn(centre + here);
  return map;
}

/// A sphere around the moved structure, or the whole length of a cylinder.
Shape bounds_of(const Movement& movement, std::size_t structure, const Rigid& pose) {
  constexpr double kMarginMm = 25;
  const Shape& rest = structures()[structure].shape;
  Shape bounds = rest;
  bounds.centre = moved_point(movement, structure, rest.centre);
  for (double& radius : bounds.radii)
    radius = 1.25 * radius + kMarginMm;
  bounds.half_height = 1.25 * rest.half_height + kMarginMm;
  return moved(bounds, pose);
}

}  // namespace

Movement draw_movement(const CohortSettings& settings, Random& random) {
  Movement movement;
  const double way = random.uniform(settings.breathing_min_mm, settings.breathing_max_mm);
  movement.breath_mm = random.below(2) == 0 ? 0.5 * way : -0.5 * way;
  for (const Structure& structure : structures()) {
    const double share = structure.organ == "bone" ? kBoneJitter : 1;
    const bool moves = structure.organ.empty() ? structure.breathing > 0 : true;
    movement.organ_shifts.push_back((moves ? share * settings.organ_jitter_mm : 0) * normal_vector(random));
  }
  for (Wave& wave : movement.waves) {
    const Vec3 direction = normal_vector(random);
    const double length = random.uniform(kShortestWaveMm, kLongestWaveMm);
    wave.direction = (2 * std::numbers::pi / length / std::max(norm(direction), 1e-3)) * direction;
    wave.amplitude = (settings.deformation_mm / std::sqrt(3.0)) * normal_vector(random);
    wave.phase = random.uniform(0, 2 * std::numbers::pi);
  }
  movement.girth = 1 + std::clamp(settings.girth * random.normal(), -0.15, 0.15);
  movement.length = 1 + std::clamp(settings.length * random.normal(), -0.05, 0.05);
  return movement;
}

Vec3 moved_point(const Movement& movement, std::size_t structure, const Vec3& rest, const Vec3& shift) {
  Vec3 point = rest + movement.organ_shifts[structure] + shift +
               breathing_shift(structures()[structure], rest, movement.breath_mm);
  point = point + displacement(movement.waves, point);
  return {point.x * movement.girth, point.y * movement.girth,
          kScaleCentreZ + (point.z - kScaleCentreZ) * movement.length};
}

Mask digitise_structure(const Movement& movement, std::size_t structure, const Rigid& pose,
                        const Grid& grid) {
  const Shape& rest = structures()[structure].shape;
  const Affine body = to_body(movement, pose);
  const Affine back = to_rest(movement, structure);
  const Vec3 step = body.turn(grid.column_spacing * grid.column_direction);
  const Vec3 rest_step = back.turn(step);
  const Vec3 centre = back.apply(body.apply(pose.apply(moved_point(movement, structure, rest.centre))));
  const auto solve = [&](const Vec3& start, double column) {
    const Vec3 point = start + column * step;
    return columns_inside(rest, back.apply(start - displacement_back(movement.waves, point)), rest_step);
  };
  return digitise_rows(bounds_of(movement, structure, pose), grid, [&](const Vec3& row_start) {
    const Vec3 start = body.apply(row_start);
    const double middle = dot(centre - start, step) / dot(step, step);
    const Interval rough = solve(start, std::clamp(middle, 0.0, static_cast<double>(grid.columns)));
    if (rough.first > rough.last) return rough;
    Interval exact = rough;
    for (int round = 0; round < 2; ++round) {
      const Interval at_first = solve(start, exact.first);
      const Interval at_last = solve(start, exact.last);
      if (at_first.first > at_first.last || at_last.first > at_last.last) return rough;
      exact = {at_first.first, at_last.last};
    }
    return exact;
  });
}

}  // namespace oligard::phantom
