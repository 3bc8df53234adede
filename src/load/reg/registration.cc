#include "oligard/load/registration.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace oligard::load {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

Vec3 times(const Matrix& m, const Vec3& p) {
  return {m[0][0] * p.x + m[0][1] * p.y + m[0][2] * p.z, m[1][0] * p.x + m[1][1] * p.y + m[1][2] * p.z,
          m[2][0] * p.x + m[2][1] * p.y + m[2][2] * p.z};
}

/// Inverse and transposed; the determinant is not 0.
Matrix inverse_transpose(const Matrix& m) {
  const auto cofactor = [&m](std::size_t r, std::size_t c) {
    const std::size_t r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  const double determinant = m[0][0] * cofactor(0, 0) + m[0][1] * cofactor(0, 1) + m[0][2] * cofactor(0, 2);
  Matrix result{};
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c)
      result[r][c] = cofactor(r, c) / determinant;
  return result;
}

/// The orthogonal factor of the polar decomposition (Higham 1986: Newton's iteration converges to it).
Matrix orthogonal_part(Matrix m) {
  for (int step = 0; step < 60; ++step) {
    const Matrix inverse = inverse_transpose(m);
    double change = 0;
    for (std::size_t r = 0; r < 3; ++r)
      for (std::size_t c = 0; c < 3; ++c) {
        const double next = 0.5 * (m[r][c] + inverse[r][c]);
        change = std::max(change, std::abs(next - m[r][c]));
        m[r][c] = next;
      }
    if (change < 1e-14) break;
  }
  return m;
}

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

Vec3 AffineMap::map(const Vec3& point) const {
  return times(linear, point) + translation;
}

AffineMap AffineMap::after(const AffineMap& first) const {
  AffineMap both;
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c)
      both.linear[r][c] = linear[r][0] * first.linear[0][c] + linear[r][1] * first.linear[1][c] +
                          linear[r][2] * first.linear[2][c];
  both.translation = map(first.translation);
  return both;
}

double AffineMap::rotation_deg() const {
  Matrix rotation = orthogonal_part(linear);
  const Vec3 x{rotation[0][0], rotation[0][1], rotation[0][2]};
  const Vec3 y{rotation[1][0], rotation[1][1], rotation[1][2]};
  const Vec3 z{rotation[2][0], rotation[2][1], rotation[2][2]};
  if (dot(cross(x, y), z) < 0)
    for (auto& row : rotation)
      for (double& value : row)
        value = -value;
  // sin from the skew part, cos from the trace: well conditioned at small and large angles alike.
  const double sine = 0.5 * std::hypot(rotation[2][1] - rotation[1][2], rotation[0][2] - rotation[2][0],
                                       rotation[1][0] - rotation[0][1]);
  const double cosine = 0.5 * (rotation[0][0] + rotation[1][1] + rotation[2][2] - 1);
  return std::atan2(sine, cosine) * 180 / std::numbers::pi;
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
  Vec3 moved = pre ? pre->map(point) : point;
  if (grid) {
    const std::optional<Vec3> offset = grid->offset_at(point);
    if (!offset) return std::nullopt;
    moved = moved + *offset;
  }
  return post ? post->map(moved) : moved;
}

}  // namespace oligard::load
