// The convex outline of every slice of a mask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "measure/outline.h"
#include "oligard/base/mask.h"

namespace oligard::measure {

/// Keeps a view of the mask: the mask must outlive it.
class SliceOutlines {
 public:
  struct Slice {
    std::int32_t slice = 0;
    std::span<const Run> runs;
    std::span<const HalfPoint> centres;  ///< outline of the voxel centres
  };

  /// O(runs).
  explicit SliceOutlines(const Mask& mask);
  SliceOutlines(const SliceOutlines&) = delete;
  SliceOutlines& operator=(const SliceOutlines&) = delete;

  [[nodiscard]] const Grid& grid() const { return *grid_; }
  /// Slices with at least one voxel, ascending.
  [[nodiscard]] std::span<const Slice> slices() const { return slices_; }

 private:
  const Grid* grid_;
  Outline corners_;
  std::vector<Slice> slices_;
};

}  // namespace oligard::measure
