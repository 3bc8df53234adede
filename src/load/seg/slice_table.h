// Planes at unequal distances, or shifted sideways → slices of a grid with a table.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "load/seg/stack.h"
#include "oligard/base/geometry.h"

namespace oligard::load {

/// Origins of the slices, ascending, and the slice of each plane. Slices without a plane are empty.
struct SliceLayout {
  std::vector<Vec3> origins;
  std::vector<std::int32_t> slice_of_plane;
  double slice_spacing = 0;  ///< the usual distance
};

/// Planes on a lattice (`steps` from 0): a slice for every step of it.
[[nodiscard]] SliceLayout lay_out_lattice(std::span<const Vec3> planes, std::span<const std::int64_t> steps,
                                          double slice_spacing);

/// Planes at any distances, at least two. The usual distance is the median one; where planes are isolated,
/// the stated one. Across more than twice of it nothing was segmented: one or two empty slices keep both
/// sides apart, so that neither counts what lies between. `depths` of the planes ascend.
[[nodiscard]] SliceLayout lay_out_irregular(const PlaneGeometry& plane, std::span<const Vec3> planes,
                                            std::span<const double> depths);

/// A voxel's height is half the distance to each neighbour; at either end the only distance counts twice.
[[nodiscard]] std::shared_ptr<const SliceTable> make_slice_table(std::vector<Vec3> origins,
                                                                 const Vec3& normal, double slice_spacing);

/// Leaves slices [first, end) of a grid, which keep their heights. A single slice becomes a regular grid.
void keep_slices(Grid& grid, int first, int end);

}  // namespace oligard::load
