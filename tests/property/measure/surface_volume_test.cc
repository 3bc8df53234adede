// The volume of runs against a mesh built cell by cell from a dense grid.
#include "measure/surface_volume.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace oligard::measure {
namespace {

using Index = std::array<int, 3>;  // column, row, slice

Mask random_mask() {
  Mask mask;
  mask.grid.column_spacing = *rc::gen::elementOf(std::vector<double>{0.5, 0.8, 2.5});
  mask.grid.row_spacing = *rc::gen::elementOf(std::vector<double>{0.5, 1.0});
  mask.grid.slice_spacing = *rc::gen::elementOf(std::vector<double>{0.7, 5.0});
  mask.grid.columns = 12;
  mask.grid.rows = 6;
  mask.grid.slices = 5;
  mask.runs = *rc::gen::container<std::vector<Run>>(
      *rc::gen::inRange(1, 40), rc::gen::build<Run>(rc::gen::set(&Run::slice, rc::gen::inRange(0, 5)),
                                                    rc::gen::set(&Run::row, rc::gen::inRange(0, 6)),
                                                    rc::gen::set(&Run::column, rc::gen::inRange(0, 9)),
                                                    rc::gen::set(&Run::length, rc::gen::inRange(1, 4))));
  normalise(mask);
  return mask;
}

std::set<Index> voxels_of(const Mask& mask) {
  std::set<Index> voxels;
  for (const Run& run : mask.runs) {
    for (int i = 0; i < run.length; ++i)
      voxels.insert({run.column + i, run.row, run.slice});
  }
  return voxels;
}

struct Triangle {
  std::array<Vec3, 3> corners;
};

/// The surface inside the cell whose lowest corner is voxel `low`, in voxels, normals to the outside.
class CellSurface {
 public:
  CellSurface(const std::set<Index>& voxels, Index low) : voxels_(voxels), low_(low) {
    for (int axis = 0; axis < 3; ++axis) {
      for (const int side : {0, 1})
        add_face(axis, side);
    }
  }

  std::vector<Triangle> triangles() const {
    std::vector<Triangle> found;
    std::set<Index> done;
    for (const auto& [start, unused] : next_) {
      if (done.contains(start)) continue;
      std::vector<Vec3> loop;
      for (Index at = start; done.insert(at).second; at = next_.at(at))
        loop.push_back({0.5 * at[0], 0.5 * at[1], 0.5 * at[2]});
      Vec3 mean;
      for (const Vec3& p : loop)
        mean = mean + (1.0 / static_cast<double>(loop.size())) * p;
      for (std::size_t i = 0; i < loop.size(); ++i)
        found.push_back({{mean, loop[i], loop[(i + 1) % loop.size()]}});
    }
    return found;
  }

 private:
  bool inside(const Index& corner) const { return voxels_.contains(corner); }

  /// Twice the middle of an edge between two corners.
  static Index middle(const Index& a, const Index& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }

  /// A line cuts off each corner that differs from both neighbours: of two crossing diagonals the outer ones,
  /// so that the inner ones are joined. A line between two pairs runs straight across.
  void add_face(int axis, int side) {
    const auto corner = [&](int u, int v) {
      Index at = low_;
      at[static_cast<std::size_t>(axis)] += side;
      at[static_cast<std::size_t>((axis + 1) % 3)] += u;
      at[static_cast<std::size_t>((axis + 2) % 3)] += v;
      return at;
    };
    const std::array<Index, 4> around = {corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)};
    std::size_t count = 0;
    for (const Index& c : around)
      count += inside(c) ? 1 : 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const Index& before = around[(i + 3) % 4];
      const Index& here = around[i];
      const Index& after = around[(i + 1) % 4];
      const Index& opposite = around[(i + 2) % 4];
      const bool alone = inside(before) != inside(here) && inside(after) != inside(here);
      if (alone && !(count == 2 && inside(here)))
        add_line(middle(before, here), middle(here, after), inside(here) ? here : before, axis, side);
      const bool pair = inside(here) && inside(after) && !inside(before) && !inside(opposite);
      if (pair) add_line(middle(before, here), middle(after, opposite), here, axis, side);
    }
  }

  /// Directed so that the body's inside lies to the right, seen from outside the cell.
  void add_line(const Index& a, const Index& b, const Index& inner, int axis, int side) {
    const auto u = static_cast<std::size_t>((axis + 1) % 3);
    const auto v = static_cast<std::size_t>((axis + 2) % 3);
    const int left = (b[u] - a[u]) * (2 * inner[v] - a[v]) - (b[v] - a[v]) * (2 * inner[u] - a[u]);
    const bool inner_is_left = side == 1 ? left > 0 : left < 0;
    const Index& from = inner_is_left ? b : a;
    const Index& to = inner_is_left ? a : b;
    RC_ASSERT(next_.emplace(from, to).second);
  }

  const std::set<Index>& voxels_;
  Index low_;
  std::map<Index, Index> next_;
};

std::vector<Triangle> mesh_of(const Mask& mask) {
  const std::set<Index> voxels = voxels_of(mask);
  std::vector<Triangle> mesh;
  for (int z = -1; z < mask.grid.slices; ++z) {
    for (int y = -1; y < mask.grid.rows; ++y) {
      for (int x = -1; x < mask.grid.columns; ++x) {
        for (Triangle triangle : CellSurface(voxels, {x, y, z}).triangles()) {
          for (Vec3& p : triangle.corners)
            p = {p.x * mask.grid.column_spacing, p.y * mask.grid.row_spacing, p.z * mask.grid.slice_spacing};
          mesh.push_back(triangle);
        }
      }
    }
  }
  return mesh;
}

double volume_seen_from(const Vec3& origin, const std::vector<Triangle>& mesh) {
  double sum = 0;
  for (const Triangle& t : mesh)
    sum += dot(cross(t.corners[0] - origin, t.corners[1] - origin), t.corners[2] - origin) / 6;
  return sum;
}

RC_GTEST_PROP(SurfaceVolume, EqualsAMeshAndTheMeshIsClosed, ()) {
  const Mask mask = random_mask();
  const std::vector<Triangle> mesh = mesh_of(mask);
  const double expected = volume_seen_from({}, mesh);
  RC_ASSERT(std::abs(surface_volume_mm3(mask) - expected) < 1e-9 * (1 + expected));
  RC_ASSERT(std::abs(volume_seen_from({100, -200, 300}, mesh) - expected) < 1e-6 * (1 + expected));
}

}  // namespace
}  // namespace oligard::measure
