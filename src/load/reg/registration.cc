#include "oligard/load/registration.h"

#include <algorithm>
#include <cmath>

namespace oligard::load {
namespace {

/// Index of the lower voxel and the share of the upper one along one axis; nothing beyond half a voxel.
struct Between {
  std::size_t low = 0;
  std::size_t high = 0;
  double share = 0;
};

std::optional<Between> between(double index, int count) {
  if (!(index >= -0.5 && index <= count - 0.5)) return std::nullopt;
  const double inside = std::clamp(index, 0.0, static_cast<double>(count - 1));
  Between found;
  found.low = static_cast<std::size_t>(inside);
  found.high = std::min(found.low + 1, static_cast<std::size_t>(count - 1));
  found.share = inside - static_cast<double>(found.low);
  return found;
}

}  // namespace

const char* name_of(MatrixType type) {
  switch (type) {
    case MatrixType::kRigid:
      return "rigid";
    case MatrixType::kRigidScale:
      return "rigid with scale";
    case MatrixType::kAffine:
      return "affine";
  }
  return "affine";
}

std::optional<Vec3> DeformationGrid::offset_at(const Vec3& point) const {
  const Vec3 index = grid.to_index(point);
  const auto column = between(index.x, grid.columns);
  const auto row = between(index.y, grid.rows);
  const auto slice = between(index.z, grid.slices);
  if (!column || !row || !slice) return Vec3{};
  Vec3 sum;
  for (const bool up_slice : {false, true})
    for (const bool up_row : {false, true})
      for (const bool up_column : {false, true}) {
        const double weight = (up_slice ? slice->share : 1 - slice->share) *
                              (up_row ? row->share : 1 - row->share) *
                              (up_column ? column->share : 1 - column->share);
        if (weight <= 0) continue;
        const std::size_t at = ((up_slice ? slice->high : slice->low) * static_cast<std::size_t>(grid.rows) +
                                (up_row ? row->high : row->low)) *
                                   static_cast<std::size_t>(grid.columns) +
                               (up_column ? column->high : column->low);
        const std::array<float, 3>& offset = offsets_mm[at];
        if (std::isnan(offset[0])) return std::nullopt;
        sum = sum + weight * Vec3{offset[0], offset[1], offset[2]};
      }
  return sum;
}

std::optional<Vec3> DeformableRegistration::map(const Vec3& point) const {
  Vec3 moved = pre ? pre->apply(point) : point;
  if (grid) {
    const std::optional<Vec3> offset = grid->offset_at(point);
    if (!offset) return std::nullopt;
    moved = moved + *offset;
  }
  return post ? post->apply(moved) : moved;
}

}  // namespace oligard::load
