#include "oligard/load/components.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <queue>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace oligard::load {
namespace {

struct Voxel {
  int slice, row, column;
};

/// A small dense volume and the mask of its runs.
struct Volume {
  Grid grid;
  std::vector<char> set;

  [[nodiscard]] std::size_t at(int slice, int row, int column) const {
    return static_cast<std::size_t>((slice * grid.rows + row) * grid.columns + column);
  }
  [[nodiscard]] bool holds(int slice, int row, int column) const {
    return slice >= 0 && slice < grid.slices && row >= 0 && row < grid.rows && column >= 0 &&
           column < grid.columns && set[at(slice, row, column)] != 0;
  }
};

/// Full size from the first case on: RapidCheck's ranges start small.
int draw(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high));
}

Volume draw_volume() {
  Volume volume;
  volume.grid.slices = draw(1, 8);
  volume.grid.rows = draw(1, 12);
  volume.grid.columns = draw(1, 16);
  volume.grid.slice_spacing = *rc::gen::element(1.0, 2.5, 5.0);
  volume.grid.row_spacing = *rc::gen::element(0.75, 2.0);
  volume.grid.column_spacing = *rc::gen::element(0.75, 3.0);
  const int voxels = volume.grid.slices * volume.grid.rows * volume.grid.columns;
  const int percent = *rc::gen::element(1, 3, 8, 25, 60);
  for (int i = 0; i < voxels; ++i)
    volume.set.push_back(draw(0, 100) < percent ? 1 : 0);
  return volume;
}

Mask mask_of(const Volume& volume, const std::vector<int>& labels, int label) {
  Mask mask{volume.grid, {}};
  for (int slice = 0; slice < volume.grid.slices; ++slice)
    for (int row = 0; row < volume.grid.rows; ++row)
      for (int column = 0; column < volume.grid.columns; ++column)
        if (labels[volume.at(slice, row, column)] == label) mask.runs.push_back({slice, row, column, 1});
  normalise(mask);
  return mask;
}

/// Voxels a step apart belong together when `near` says so: flood fill over all pairs.
template <class Near>
std::vector<Mask> flood(const Volume& volume, Near near) {
  std::vector<Voxel> voxels;
  for (int slice = 0; slice < volume.grid.slices; ++slice)
    for (int row = 0; row < volume.grid.rows; ++row)
      for (int column = 0; column < volume.grid.columns; ++column)
        if (volume.holds(slice, row, column)) voxels.push_back({slice, row, column});
  std::vector<int> labels(volume.set.size(), 0);
  int count = 0;
  for (const Voxel& seed : voxels) {
    if (labels[volume.at(seed.slice, seed.row, seed.column)] != 0) continue;
    labels[volume.at(seed.slice, seed.row, seed.column)] = ++count;
    std::queue<Voxel> open({seed});
    while (!open.empty()) {
      const Voxel from = open.front();
      open.pop();
      for (const Voxel& to : voxels) {
        int& label = labels[volume.at(to.slice, to.row, to.column)];
        if (label != 0 || !near(from, to)) continue;
        label = count;
        open.push(to);
      }
    }
  }
  std::vector<Mask> components;
  for (int label = 1; label <= count; ++label)
    components.push_back(mask_of(volume, labels, label));
  return components;
}

bool touch(const Voxel& a, const Voxel& b) {
  return std::abs(a.slice - b.slice) <= 1 && std::abs(a.row - b.row) <= 1 &&
         std::abs(a.column - b.column) <= 1;
}

bool equal(const std::vector<Mask>& a, const std::vector<Mask>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Mask& x, const Mask& y) { return x.grid == y.grid && x.runs == y.runs; });
}

Mask whole(const Volume& volume) {
  std::vector<int> labels(volume.set.begin(), volume.set.end());
  return mask_of(volume, labels, 1);
}

RC_GTEST_PROP(Components, EqualADenseFloodFill, ()) {
  const Volume volume = draw_volume();
  RC_ASSERT(equal(connected_components(whole(volume)), flood(volume, touch)));
}

RC_GTEST_PROP(Components, JoinsFragmentsUpToTheGap, ()) {
  const Volume volume = draw_volume();
  const double gap = *rc::gen::element(0.5, 3.0, 4.5, 10.0);
  const double reach = std::max(gap, 2 * volume.grid.slice_spacing) + 1e-6;
  const auto near = [&](const Voxel& a, const Voxel& b) {
    const double x = (a.column - b.column) * volume.grid.column_spacing;
    const double y = (a.row - b.row) * volume.grid.row_spacing;
    const double z = (a.slice - b.slice) * volume.grid.slice_spacing;
    return touch(a, b) || std::sqrt(x * x + y * y + z * z) <= reach;
  };
  RC_ASSERT(equal(connected_components(whole(volume), gap), flood(volume, near)));
}

}  // namespace
}  // namespace oligard::load
