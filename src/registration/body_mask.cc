#include "registration/body_mask.h"

#include <algorithm>
#include <array>

namespace oligard::registration {
namespace {

using Voxels = std::vector<std::uint8_t>;

struct Step {
  int column, row, slice;
};
constexpr std::array<Step, 6> kNeighbours{
    {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}}};

/// Steps over the voxels of a grid.
class Lattice {
 public:
  explicit Lattice(const CoarseVolume& volume)
      : columns_(volume.grid.columns), rows_(volume.grid.rows), slices_(volume.grid.slices) {}

  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) *
           static_cast<std::size_t>(slices_);
  }
  /// Calls visit(index) for each neighbour inside the grid; returns how many of the first `count` steps fall
  /// outside.
  template <class Visit>
  int visit(std::size_t index, std::size_t count, Visit&& visit) const {
    const int column = static_cast<int>(index % static_cast<std::size_t>(columns_));
    const int row =
        static_cast<int>(index / static_cast<std::size_t>(columns_) % static_cast<std::size_t>(rows_));
    const int slice =
        static_cast<int>(index / static_cast<std::size_t>(columns_) / static_cast<std::size_t>(rows_));
    int outside = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const int c = column + kNeighbours[i].column;
      const int r = row + kNeighbours[i].row;
      const int s = slice + kNeighbours[i].slice;
      if (c < 0 || r < 0 || s < 0 || c >= columns_ || r >= rows_ || s >= slices_) {
        ++outside;
        continue;
      }
      visit((static_cast<std::size_t>(s) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(r)) *
                static_cast<std::size_t>(columns_) +
            static_cast<std::size_t>(c));
    }
    return outside;
  }

 private:
  int columns_;
  int rows_;
  int slices_;
};

constexpr std::size_t kInPlane = 4;
constexpr std::size_t kAll = 6;

/// Voxels whose neighbours in the slice are all set.
Voxels eroded(const Voxels& voxels, const Lattice& lattice) {
  Voxels result = voxels;
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    if (voxels[i] == 0) continue;
    lattice.visit(i, kInPlane, [&](std::size_t other) { result[i] &= voxels[other]; });
  }
  return result;
}

/// Marks what hangs together with `seed` by `value`; returns how many voxels that are.
std::size_t mark(std::size_t seed, const Voxels& voxels, const Lattice& lattice,
                 std::vector<std::uint32_t>& marks, std::uint32_t value) {
  std::vector<std::size_t> stack{seed};
  marks[seed] = value;
  std::size_t count = 0;
  while (!stack.empty()) {
    const std::size_t index = stack.back();
    stack.pop_back();
    ++count;
    lattice.visit(index, kAll, [&](std::size_t other) {
      if (voxels[other] == 0 || marks[other] != 0) return;
      marks[other] = value;
      stack.push_back(other);
    });
  }
  return count;
}

Voxels largest_part(const Voxels& voxels, const Lattice& lattice) {
  std::vector<std::uint32_t> marks(voxels.size(), 0);
  std::uint32_t next = 0;
  std::uint32_t best = 0;
  std::size_t best_size = 0;
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    if (voxels[i] == 0 || marks[i] != 0) continue;
    const std::size_t size = mark(i, voxels, lattice, marks, ++next);
    if (size <= best_size) continue;
    best = next;
    best_size = size;
  }
  Voxels result(voxels.size(), 0);
  if (best == 0) return result;
  for (std::size_t i = 0; i < voxels.size(); ++i)
    result[i] = marks[i] == best ? 1 : 0;
  return result;
}

/// Sets what cannot be reached from the border of its slice.
void fill_slices(Voxels& voxels, const Lattice& lattice) {
  Voxels outside(voxels.size(), 0);
  std::vector<std::size_t> stack;
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    if (voxels[i] != 0) continue;
    const bool at_border = lattice.visit(i, kInPlane, [](std::size_t) {}) > 0;
    if (!at_border) continue;
    outside[i] = 1;
    stack.push_back(i);
  }
  while (!stack.empty()) {
    const std::size_t index = stack.back();
    stack.pop_back();
    lattice.visit(index, kInPlane, [&](std::size_t other) {
      if (voxels[other] != 0 || outside[other] != 0) return;
      outside[other] = 1;
      stack.push_back(other);
    });
  }
  for (std::size_t i = 0; i < voxels.size(); ++i)
    voxels[i] = outside[i] == 0 ? 1 : 0;
}

}  // namespace

bool find_body(CoarseVolume& volume, float threshold) {
  const Lattice lattice(volume);
  Voxels bright(lattice.size());
  for (std::size_t i = 0; i < bright.size(); ++i)
    bright[i] = volume.seen[i] != 0 && volume.values[i] > threshold ? 1 : 0;
  const Voxels core = largest_part(eroded(bright, lattice), lattice);
  volume.body = core;
  for (std::size_t i = 0; i < core.size(); ++i) {
    if (core[i] == 0) continue;
    lattice.visit(i, kInPlane, [&](std::size_t other) {
      volume.body[other] = bright[other] != 0 ? 1 : volume.body[other];
    });
  }
  fill_slices(volume.body, lattice);
  return std::find(core.begin(), core.end(), 1) != core.end();
}

}  // namespace oligard::registration
