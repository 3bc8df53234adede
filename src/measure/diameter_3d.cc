#include "measure/diameter_3d.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "measure/outline.h"

namespace oligard::measure {
namespace {

/// mm in the grid's own axes.
using Point = std::array<double, 3>;

double distance2(const Point& a, const Point& b) {
  const double x = a[0] - b[0];
  const double y = a[1] - b[1];
  const double z = a[2] - b[2];
  return x * x + y * y + z * z;
}

class FarthestPair {
 public:
  explicit FarthestPair(std::vector<Point> points) : points_(std::move(points)) {
    seed();
    drop_hopeless();
    if (points_.size() < 2) return;
    nodes_.reserve(4 * points_.size() / kLeaf + 4);
    root_ = build(0, points_.size());
    search(root_, root_);
  }

  [[nodiscard]] double length2() const { return best_; }
  [[nodiscard]] const Point& first() const { return p1_; }
  [[nodiscard]] const Point& second() const { return p2_; }

 private:
  static constexpr std::size_t kLeaf = 12;

  struct Node {
    std::size_t begin, end;
    Point low, high;
    std::size_t left = 0, right = 0;  ///< 0 in a leaf: the root is never a child
  };

  std::size_t build(std::size_t begin, std::size_t end) {
    Node node{begin, end, points_[begin], points_[begin]};
    for (std::size_t i = begin + 1; i < end; ++i) {
      for (std::size_t k = 0; k < 3; ++k) {
        node.low[k] = std::min(node.low[k], points_[i][k]);
        node.high[k] = std::max(node.high[k], points_[i][k]);
      }
    }
    const std::size_t at = nodes_.size();
    nodes_.push_back(node);
    if (end - begin <= kLeaf) return at;
    std::size_t axis = 0;
    for (std::size_t k = 1; k < 3; ++k) {
      if (node.high[k] - node.low[k] > node.high[axis] - node.low[axis]) axis = k;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const auto to = [this](std::size_t i) { return points_.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(to(begin), to(middle), to(end), [axis](const Point& a, const Point& b) {
      return a[axis] != b[axis] ? a[axis] < b[axis] : a < b;
    });
    const std::size_t left = build(begin, middle);
    const std::size_t right = build(middle, end);
    nodes_[at].left = left;
    nodes_[at].right = right;
    return at;
  }

  void consider(const Point& a, const Point& b) {
    const double length2 = distance2(a, b);
    if (length2 <= best_) return;
    best_ = length2;
    p1_ = a;
    p2_ = b;
  }

  /// A long pair to begin with: from any point to its farthest, and again from there.
  void seed() {
    p1_ = p2_ = points_[0];
    for (int round = 0; round < 3; ++round) {
      const Point from = p2_;
      for (const Point& point : points_)
        consider(from, point);
    }
  }

  /// A point whose distance from the middle of the seed, with the greatest such distance, does not reach the
  /// seed's length is in no longer pair.
  void drop_hopeless() {
    const Point middle{0.5 * (p1_[0] + p2_[0]), 0.5 * (p1_[1] + p2_[1]), 0.5 * (p1_[2] + p2_[2])};
    double farthest2 = 0;
    for (const Point& point : points_)
      farthest2 = std::max(farthest2, distance2(point, middle));
    const double needed = std::sqrt(best_) - std::sqrt(farthest2);
    if (needed <= 0) return;
    std::erase_if(points_,
                  [&](const Point& p) { return distance2(p, middle) < needed * needed * (1 - 1e-12); });
  }

  [[nodiscard]] double bound2(const Node& a, const Node& b) const {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const double reach = std::max(a.high[k] - b.low[k], b.high[k] - a.low[k]);
      sum += reach * reach;
    }
    return sum;
  }

  void search(std::size_t i, std::size_t j) {
    const Node& a = nodes_[i];
    const Node& b = nodes_[j];
    if (bound2(a, b) <= best_) return;
    if (a.left == 0 && b.left == 0) {
      for (std::size_t p = a.begin; p < a.end; ++p) {
        for (std::size_t q = b.begin; q < b.end; ++q)
          consider(points_[p], points_[q]);
      }
      return;
    }
    if (i == j) {
      search(a.left, a.right);
      search(a.left, a.left);
      search(a.right, a.right);
      return;
    }
    const bool split_first = b.left == 0 || (a.left != 0 && a.end - a.begin >= b.end - b.begin);
    const Node& split = split_first ? a : b;
    const std::size_t other = split_first ? j : i;
    const bool left_first =
        bound2(nodes_[split.left], nodes_[other]) >= bound2(nodes_[split.right], nodes_[other]);
    search(left_first ? split.left : split.right, other);
    search(left_first ? split.right : split.left, other);
  }

  std::vector<Point> points_;
  std::vector<Node> nodes_;
  std::size_t root_ = 0;
  double best_ = 0;
  Point p1_{}, p2_{};
};

std::vector<Point> candidates(const Mask& mask, VoxelPoint rule) {
  std::vector<Point> points;
  OutlineBuilder builder;
  Outline outline;
  const Grid& grid = mask.grid;
  const auto add = [&](double slice) {
    for (const HalfPoint& p : outline) {
      points.push_back(
          {0.5 * grid.column_spacing * p.x, 0.5 * grid.row_spacing * p.y, grid.slice_spacing * slice});
    }
  };
  const std::span<const Run> runs(mask.runs);
  for (std::size_t first = 0; first < runs.size();) {
    std::size_t end = first + 1;
    while (end < runs.size() && runs[end].slice == runs[first].slice)
      ++end;
    const std::span<const Run> slice = runs.subspan(first, end - first);
    const std::int32_t at = runs[first].slice;
    builder.centres(slice, outline);
    if (rule == VoxelPoint::kCentre) {
      add(at);
    } else {
      add(at - 0.5);
      add(at + 0.5);
      builder.edges(slice, outline);
      add(at);
    }
    first = end;
  }
  return points;
}

}  // namespace

Diameter3d max_diameter_3d(const Mask& mask, VoxelPoint rule) {
  if (mask.runs.empty()) return {};
  const FarthestPair pair(candidates(mask, rule));
  const auto to_index = [&](const Point& p) {
    return Vec3{p[0] / mask.grid.column_spacing, p[1] / mask.grid.row_spacing,
                p[2] / mask.grid.slice_spacing};
  };
  return {std::sqrt(pair.length2()), to_index(pair.first()), to_index(pair.second())};
}

}  // namespace oligard::measure
