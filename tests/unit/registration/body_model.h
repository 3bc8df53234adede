// A generated patient for tests of registration: organs with texture that lie, breathe and turn as told, seen
// in volumes with noise of their own. Where every point goes is known.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "oligard/registration/coarse_volume.h"
#include "registration/body_mask.h"

namespace oligard::registration::model {

/// A number in [-1, 1) of the lattice point (SplitMix64).
inline double hashed(std::int64_t x, std::int64_t y, std::int64_t z, std::uint64_t seed) {
  std::uint64_t h = seed + 0x9E3779B97F4A7C15ULL;
  for (const std::int64_t v : {x, y, z}) {
    h = (h ^ static_cast<std::uint64_t>(v)) * 0xBF58476D1CE4E5B9ULL;
    h ^= h >> 29U;
    h *= 0x94D049BB133111EBULL;
    h ^= h >> 32U;
  }
  return static_cast<double>(h >> 11U) * 0x1.0p-52 - 1;
}

/// Smooth texture: values of a lattice of `period_mm`, trilinear between.
inline double texture(const Vec3& p, double period_mm, std::uint64_t seed) {
  const Vec3 q = (1 / period_mm) * p;
  const std::array<double, 3> floor{std::floor(q.x), std::floor(q.y), std::floor(q.z)};
  const std::array<double, 3> part{q.x - floor[0], q.y - floor[1], q.z - floor[2]};
  double sum = 0;
  for (int corner = 0; corner < 8; ++corner) {
    double weight = 1;
    std::array<std::int64_t, 3> at{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const int up = corner >> axis & 1;
      weight *= up != 0 ? part[axis] : 1 - part[axis];
      at[axis] = static_cast<std::int64_t>(floor[axis]) + up;
    }
    sum += weight * hashed(at[0], at[1], at[2], seed);
  }
  return sum;
}

inline constexpr double kVoxelMm = 6;

struct Organ {
  Vec3 centre;  ///< body frame: z from pelvis (0) to neck (640)
  Vec3 radii;
  double breathing = 0;  ///< share of the breath that it follows
  double hounsfield = 0;
  double texture_hu = 0;
  double texture_mm = 20;
};

inline const std::vector<Organ>& organs() {
  static const std::vector<Organ> all = [] {
    std::vector<Organ> list{
        {{-80, 0, 510}, {55, 80, 120}, 0.6, -830, 150, 18}, {{80, 0, 510}, {50, 75, 120}, 0.6, -830, 150, 18},
        {{12, -30, 445}, {48, 42, 48}, 0.6, 90, 40, 25},    {{-70, -10, 375}, {80, 70, 68}, 1, 105, 40, 18},
        {{98, 30, 375}, {30, 40, 50}, 0.9, 115, 30, 18},    {{-62, 48, 285}, {26, 26, 55}, 0.65, 150, 60, 14},
        {{62, 48, 295}, {26, 26, 55}, 0.65, 150, 60, 14},   {{10, -40, 230}, {90, 40, 90}, 0.2, -20, 120, 22},
        {{0, -20, 70}, {40, 40, 40}, 0, 10, 30, 20},        {{-88, 40, 110}, {15, 40, 50}, 0, 350, 150, 14},
        {{88, 40, 110}, {15, 40, 50}, 0, 350, 150, 14}};
    for (int level = 0; level < 15; ++level)
      list.push_back({{0, 62, 60 + 38.0 * level}, {20, 17, 15}, 0, 280, 120, 12});
    for (int rib = 0; rib < 9; ++rib)
      for (const double side : {-1.0, 1.0})
        list.push_back({{side * 130, 20, 410 + 24.0 * rib}, {9, 60, 6}, 0.1, 300, 60, 15});
    return list;
  }();
  return all;
}

/// How the patient lies at one time.
struct Pose {
  Vec3 angles;  ///< radians about x, y, z, applied in this order about the body's centre
  Vec3 shift;
  double girth = 1;                  ///< scale of x and y
  double breath_mm = 0;              ///< the diaphragm below its rest
  double organ_jitter_mm = 0;        ///< each organ on its own
  double waves_mm = 0;               ///< smooth deformation
  double low_mm = 0, high_mm = 640;  ///< what is imaged, body frame
  double tilt_rad = 0;               ///< of the planes about x
  double noise_hu = 12;
  std::uint64_t seed = 1;
  std::string modality = "CT";
};

class Body {
 public:
  explicit Body(const Pose& pose) : pose_(pose) {
    const auto turn = [](double angle, int a, int b) {
      std::array<std::array<double, 3>, 3> m{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
      const auto i = static_cast<std::size_t>(a);
      const auto j = static_cast<std::size_t>(b);
      m[i][i] = m[j][j] = std::cos(angle);
      m[i][j] = -std::sin(angle);
      m[j][i] = std::sin(angle);
      return m;
    };
    const auto times = [](const auto& a, const auto& b) {
      std::array<std::array<double, 3>, 3> m{};
      for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
          for (std::size_t k = 0; k < 3; ++k)
            m[i][j] += a[i][k] * b[k][j];
      return m;
    };
    rotation_ = times(turn(pose.angles.z, 0, 1), times(turn(pose.angles.y, 2, 0), turn(pose.angles.x, 1, 2)));
    for (std::size_t i = 0; i < organs().size(); ++i) {
      const double way = organs()[i].breathing * pose.breath_mm;
      const auto n = static_cast<std::int64_t>(i);
      // Bones keep their place.
      const double own = organs()[i].hounsfield > 250 ? 0 : pose.organ_jitter_mm;
      moves_.push_back(Vec3{own * hashed(n, 1, 0, pose.seed), own * hashed(n, 2, 0, pose.seed) - 0.25 * way,
                            own * hashed(n, 3, 0, pose.seed) - way});
    }
  }

  /// Where a body point of an organ (-1: none) lies, patient coordinates.
  [[nodiscard]] Vec3 place(const Vec3& rest, int organ) const {
    Vec3 x = organ < 0 ? rest : rest + moves_[static_cast<std::size_t>(organ)];
    x = x + wave(x);
    return rotate({pose_.girth * x.x, pose_.girth * x.y, x.z - 300}) + Vec3{0, 0, 300} + pose_.shift;
  }

  /// HU at a patient point, without noise.
  [[nodiscard]] double hounsfield(const Vec3& point) const {
    const Vec3 turned = unrotate(point - pose_.shift - Vec3{0, 0, 300});
    const Vec3 y{turned.x / pose_.girth, turned.y / pose_.girth, turned.z + 300};
    Vec3 x = y;
    for (int i = 0; i < 3; ++i)
      x = y - wave(x);
    const double around = x.x * x.x / (165.0 * 165) + x.y * x.y / (110.0 * 110);
    if (around > 1) return -1000;
    double value = around > 0.8 ? -100 : 40 + 40 * texture(x, 25, 77);
    for (std::size_t i = 0; i < organs().size(); ++i) {
      const Organ& organ = organs()[i];
      const Vec3 d = x - moves_[i] - organ.centre;
      const double r = d.x * d.x / (organ.radii.x * organ.radii.x) +
                       d.y * d.y / (organ.radii.y * organ.radii.y) +
                       d.z * d.z / (organ.radii.z * organ.radii.z);
      if (r <= 1) value = organ.hounsfield + organ.texture_hu * texture(d, organ.texture_mm, i);
    }
    return value;
  }

  /// What a scanner sees in voxels of 6 mm: coarser than a real one, to be quick.
  [[nodiscard]] CoarseVolume volume() const {
    CoarseVolume result;
    result.modality = pose_.modality;
    Grid& grid = result.grid;
    grid.columns = 70;
    grid.rows = 51;
    grid.column_spacing = grid.row_spacing = grid.slice_spacing = kVoxelMm;
    grid.row_direction = {0, std::cos(pose_.tilt_rad), std::sin(pose_.tilt_rad)};
    grid.slice_direction = cross(grid.column_direction, grid.row_direction);
    const Vec3 centre = Vec3{0, 0, 0.5 * (pose_.low_mm + pose_.high_mm)} + pose_.shift;
    grid.slices = static_cast<int>((pose_.high_mm - pose_.low_mm) / kVoxelMm);
    grid.origin = centre - 0.5 * kVoxelMm * (grid.columns - 1) * grid.column_direction -
                  0.5 * kVoxelMm * (grid.rows - 1) * grid.row_direction -
                  0.5 * kVoxelMm * (grid.slices - 1) * grid.slice_direction;
    for (int k = 0; k < grid.slices; ++k)
      for (int j = 0; j < grid.rows; ++j)
        for (int i = 0; i < grid.columns; ++i) {
          double hu = hounsfield(grid.to_patient(i, j, k)) +
                      pose_.noise_hu * 1.7 * hashed(i, j, k, pose_.seed + 1000);
          // An MR-like contrast: no bone signal, water between fat and air.
          if (pose_.modality == "MR") hu = hu > 200 ? 150 : hu < -300 ? 20 : 500 - 2.2 * hu;
          const float low = pose_.modality == "MR" ? 0 : -1000;
          result.values.push_back(std::clamp(static_cast<float>(hu), low, 1000.0F));
        }
    result.seen.assign(result.values.size(), 1);
    (void)find_body(result, pose_.modality == "MR" ? 80 : -300);
    return result;
  }

 private:
  [[nodiscard]] Vec3 wave(const Vec3& x) const {
    constexpr double kTurn = 2 * std::numbers::pi / 180;  // a wave of 180 mm
    const double phase = static_cast<double>(pose_.seed);
    return pose_.waves_mm * Vec3{std::sin(kTurn * x.z + phase), std::sin(kTurn * x.x + 2 * phase),
                                 std::sin(kTurn * x.y + 3 * phase)};
  }
  [[nodiscard]] Vec3 rotate(const Vec3& v) const {
    return {rotation_[0][0] * v.x + rotation_[0][1] * v.y + rotation_[0][2] * v.z,
            rotation_[1][0] * v.x + rotation_[1][1] * v.y + rotation_[1][2] * v.z,
            rotation_[2][0] * v.x + rotation_[2][1] * v.y + rotation_[2][2] * v.z};
  }
  [[nodiscard]] Vec3 unrotate(const Vec3& v) const {
    return {rotation_[0][0] * v.x + rotation_[1][0] * v.y + rotation_[2][0] * v.z,
            rotation_[0][1] * v.x + rotation_[1][1] * v.y + rotation_[2][1] * v.z,
            rotation_[0][2] * v.x + rotation_[1][2] * v.y + rotation_[2][2] * v.z};
  }

  Pose pose_;
  std::array<std::array<double, 3>, 3> rotation_{};
  std::vector<Vec3> moves_;
};

/// A place inside an organ at two times.
struct Landmark {
  Vec3 from;
  Vec3 to;
  int organ = 0;
};

/// Several in every organ, half way between its centre and its edge, that both images show.
inline std::vector<Landmark> landmarks(const Pose& from, const Pose& to) {
  const Body a(from);
  const Body b(to);
  std::vector<Landmark> result;
  for (std::size_t i = 0; i < organs().size(); ++i) {
    for (std::int64_t k = 0; k < 4; ++k) {
      const Organ& organ = organs()[i];
      const auto n = static_cast<std::int64_t>(i);
      const auto part = [&](std::int64_t axis) { return 0.6 * hashed(n, k, axis, 5); };
      const Vec3 rest =
          organ.centre + Vec3{part(0) * organ.radii.x, part(1) * organ.radii.y, part(2) * organ.radii.z};
      const bool shown =
          rest.z > std::max(from.low_mm, to.low_mm) + 25 && rest.z < std::min(from.high_mm, to.high_mm) - 25;
      const int index = static_cast<int>(i);
      if (shown) result.push_back({a.place(rest, index), b.place(rest, index), index});
    }
  }
  return result;
}

}  // namespace oligard::registration::model
