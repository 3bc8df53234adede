#include "measure/diameter_3d.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "measure/calipers.h"

namespace oligard::measure {
namespace {

/// Corners of one plane, with a circle that holds them; mm along columns, rows and slices.
struct Layer {
  std::span<const HalfPoint> corners;
  Vec3 origin;  ///< of the corners' coordinates
  Vec3 middle;
  double radius = 0;
};

class FarthestPair {
 public:
  FarthestPair(const std::vector<Layer>& layers, PixelSize pixel) : layers_(layers), pixel_(pixel) {
    best_.p1_mm = best_.p2_mm = point(layers[0], layers[0].corners[0]);
    for (int round = 0; round < 3; ++round)
      search_from(best_.p2_mm);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      for (std::size_t j = i; j-- > 0;)
        search_pair(layers[i], layers[j]);
      search_pair(layers[i], layers[i]);
    }
    best_.length_mm = std::sqrt(longest2_);
  }

  [[nodiscard]] const Diameter3d& result() const { return best_; }

 private:
  [[nodiscard]] Vec3 point(const Layer& layer, const HalfPoint& corner) const {
    return layer.origin + Vec3{0.5 * pixel_.x * corner.x, 0.5 * pixel_.y * corner.y, 0};
  }

  /// No point of the layer is farther from `p`.
  static double reach2(const Vec3& p, const Layer& layer, double more) {
    const Vec3 d = p - layer.middle;
    const double in_plane = std::sqrt(d.x * d.x + d.y * d.y) + layer.radius + more;
    return in_plane * in_plane + d.z * d.z;
  }

  void consider(const Vec3& p, const Vec3& q) {
    const Vec3 d = p - q;
    const double length2 = dot(d, d);
    if (length2 <= longest2_) return;
    longest2_ = length2;
    best_.p1_mm = p;
    best_.p2_mm = q;
  }

  void search_from(Vec3 from) {
    for (const Layer& layer : layers_) {
      if (reach2(from, layer, 0) <= longest2_) continue;
      for (const HalfPoint& corner : layer.corners)
        consider(from, point(layer, corner));
    }
  }

  /// The corners of `layer` that may be an end of a longer line to `other`.
  void keep_hopeful(const Layer& layer, const Layer& other, std::vector<Vec3>& kept) const {
    kept.clear();
    for (const HalfPoint& corner : layer.corners) {
      const Vec3 p = point(layer, corner);
      if (reach2(p, other, 0) > longest2_) kept.push_back(p);
    }
  }

  void search_pair(const Layer& a, const Layer& b) {
    if (reach2(a.middle, b, a.radius) <= longest2_) return;
    keep_hopeful(a, b, from_);
    if (from_.empty()) return;
    keep_hopeful(b, a, to_);
    for (const Vec3& p : from_) {
      for (const Vec3& q : to_)
        consider(p, q);
    }
  }

  const std::vector<Layer>& layers_;
  PixelSize pixel_;
  double longest2_ = 0;
  Diameter3d best_;
  std::vector<Vec3> from_, to_;
};

/// A plane of the grid at a slice index, which may lie between two slices.
Layer make_layer(const Grid& grid, double slice, std::span<const HalfPoint> corners) {
  const Vec3 shift = grid.slice_origin(slice) - grid.origin;
  Layer layer;
  layer.corners = corners;
  layer.origin = {dot(shift, grid.column_direction), dot(shift, grid.row_direction),
                  dot(shift, grid.slice_direction)};
  HalfPoint low = corners[0];
  HalfPoint high = corners[0];
  for (const HalfPoint& p : corners) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  const double x = 0.5 * (low.x + high.x);
  const double y = 0.5 * (low.y + high.y);
  double radius2 = 0;
  for (const HalfPoint& p : corners) {
    const double dx = 0.5 * grid.column_spacing * (p.x - x);
    const double dy = 0.5 * grid.row_spacing * (p.y - y);
    radius2 = std::max(radius2, dx * dx + dy * dy);
  }
  constexpr double kRounding = 1 + 1e-12;
  layer.middle = layer.origin + Vec3{0.5 * grid.column_spacing * x, 0.5 * grid.row_spacing * y, 0};
  layer.radius = std::sqrt(radius2) * kRounding;
  return layer;
}

}  // namespace

Diameter3d max_diameter_3d(const SliceOutlines& outlines, VoxelPoint rule) {
  if (outlines.slices().empty()) return {};
  const Grid& grid = outlines.grid();
  Outline edges;
  std::size_t most = 0;
  for (const SliceOutlines::Slice& slice : outlines.slices())
    most += slice.centres.size() + 4;
  edges.reserve(most);  // layers keep views of it
  std::vector<Layer> layers;
  for (const SliceOutlines::Slice& slice : outlines.slices()) {
    if (rule == VoxelPoint::kCentre) {
      layers.push_back(make_layer(grid, slice.slice, slice.centres));
      continue;
    }
    const std::size_t begin = edges.size();
    append_edges(slice.centres, edges);
    layers.push_back(make_layer(grid, slice.slice - 0.5, slice.centres));
    layers.push_back(make_layer(grid, slice.slice, std::span<const HalfPoint>(edges).subspan(begin)));
    layers.push_back(make_layer(grid, slice.slice + 0.5, slice.centres));
  }
  return FarthestPair(layers, {grid.column_spacing, grid.row_spacing}).result();
}

}  // namespace oligard::measure
