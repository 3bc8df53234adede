#include "registration/agreement.h"

#include <algorithm>
#include <cmath>

namespace oligard::registration {
namespace {

/// Sums of a correlation.
struct Moments {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

  void add(double a, double b) {
    ++n;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  [[nodiscard]] double correlation() const {
    const double spread = (n * xx - x * x) * (n * yy - y * y);
    return spread > 0 ? (n * xy - x * y) / std::sqrt(spread) : 0;
  }
};

template <class Visit>
void for_each_voxel(const CoarseVolume& volume, int step, Visit&& visit) {
  for (int k = 0; k < volume.grid.slices; k += step)
    for (int j = 0; j < volume.grid.rows; j += step)
      for (int i = 0; i < volume.grid.columns; i += step)
        visit(i, j, k);
}

}  // namespace

double body_voxels(const CoarseVolume& volume) {
  return static_cast<double>(std::count(volume.body.begin(), volume.body.end(), 1));
}

Overlay overlay(const CoarseVolume& from, const CoarseVolume& to, const PlaceMap& map, int step) {
  double both = 0, either = 0, first_shown = 0;
  Moments moments, around;
  for_each_voxel(from, step, [&](int i, int j, int k) {
    const std::size_t index = from.at(i, j, k);
    if (from.seen[index] == 0) return;
    const Vec3 there = to.grid.to_index(map(from.grid.to_patient(i, j, k)));
    const auto c = static_cast<int>(std::lround(there.x));
    const auto r = static_cast<int>(std::lround(there.y));
    const auto s = static_cast<int>(std::lround(there.z));
    if (c < 0 || r < 0 || s < 0 || c >= to.grid.columns || r >= to.grid.rows || s >= to.grid.slices) return;
    const std::size_t other = to.at(c, r, s);
    if (to.seen[other] == 0) return;
    const bool a = from.body[index] != 0;
    const bool b = to.body[other] != 0;
    first_shown += a ? 1 : 0;
    either += (a ? 1 : 0) + (b ? 1 : 0);
    both += a && b ? 1 : 0;
    if (a || b) around.add(from.values[index], to.values[other]);
    if (a && b) moments.add(from.values[index], to.values[other]);
  });
  const double voxel = static_cast<double>(step) * step * step * from.grid.voxel_volume();
  const double smaller =
      std::min(body_voxels(from) * from.grid.voxel_volume(), body_voxels(to) * to.grid.voxel_volume());
  Overlay result;
  result.common_mm3 = first_shown * voxel;
  result.common_share = smaller > 0 ? std::min(1.0, result.common_mm3 / smaller) : 0;
  result.dice = either > 0 ? 2 * both / either : 0;
  result.correlation = moments.correlation();
  result.correlation_of_either = around.correlation();
  return result;
}

Vec3 body_centre(const CoarseVolume& volume) {
  Vec3 sum;
  double count = 0;
  for_each_voxel(volume, 1, [&](int i, int j, int k) {
    if (volume.body[volume.at(i, j, k)] == 0) return;
    sum = sum + volume.grid.to_patient(i, j, k);
    ++count;
  });
  return (1 / std::max(count, 1.0)) * sum;
}

CoarseVolume mirrored(const CoarseVolume& volume) {
  CoarseVolume result = volume;
  const auto columns = static_cast<std::ptrdiff_t>(volume.grid.columns);
  for (std::size_t start = 0; start < volume.values.size(); start += static_cast<std::size_t>(columns)) {
    const auto reverse = [&](auto& list) {
      const auto first = list.begin() + static_cast<std::ptrdiff_t>(start);
      std::reverse(first, first + columns);
    };
    reverse(result.values);
    reverse(result.seen);
    reverse(result.body);
  }
  return result;
}

CoarseVolume bones_of(const CoarseVolume& volume) {
  constexpr float kSoftest = 100, kBone = 180, kHardest = 400;
  constexpr int kNear = 2;
  CoarseVolume result = volume;
  std::fill(result.body.begin(), result.body.end(), std::uint8_t{0});
  const Grid& grid = volume.grid;
  for_each_voxel(volume, 1, [&](int i, int j, int k) {
    const std::size_t index = volume.at(i, j, k);
    result.values[index] = std::clamp(volume.values[index], kSoftest, kHardest);
    if (volume.values[index] < kBone || volume.body[index] == 0) return;
    for (int s = std::max(k - kNear, 0); s <= std::min(k + kNear, grid.slices - 1); ++s)
      for (int r = std::max(j - kNear, 0); r <= std::min(j + kNear, grid.rows - 1); ++r)
        for (int c = std::max(i - kNear, 0); c <= std::min(i + kNear, grid.columns - 1); ++c)
          result.body[volume.at(c, r, s)] = 1;
  });
  return result;
}

bool shows(const CoarseVolume& volume, const Vec3& place, double margin_mm) {
  const Grid& grid = volume.grid;
  const Vec3 index = grid.to_index(place);
  const auto within = [margin_mm](double at, int count, double spacing) {
    const double margin = 0.5 + margin_mm / spacing;
    return at >= -margin && at <= count - 1 + margin;
  };
  return within(index.x, grid.columns, grid.column_spacing) && within(index.y, grid.rows, grid.row_spacing) &&
         within(index.z, grid.slices, grid.slice_spacing);
}

}  // namespace oligard::registration
