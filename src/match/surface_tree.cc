#include "match/surface_tree.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "match/nearest_points.h"

namespace oligard::match {

struct SurfaceTree::Impl {
  explicit Impl(std::vector<Vec3> points) : tree(std::move(points)) {
    std::vector<double> gaps;
    gaps.reserve(tree.points().size());
    for (const Vec3& p : tree.points())
      gaps.push_back(gap_of(p));
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    spacing_mm = *middle;
  }

  [[nodiscard]] double gap_of(const Vec3& p) const {
    std::array<std::size_t, 2> index{};
    return tree.find(p, index.size(), index.data()) < 2 ? 0 : distance(p, tree.points()[index[1]]);
  }

  NearestPoints tree;
  double spacing_mm = 0;
};

SurfaceTree::SurfaceTree(std::vector<Vec3> points) : impl_(std::make_shared<const Impl>(std::move(points))) {}

const std::vector<Vec3>& SurfaceTree::points() const {
  return impl_->tree.points();
}

const Vec3& SurfaceTree::nearest(const Vec3& place) const {
  std::size_t index = 0;
  (void)impl_->tree.find(place, 1, &index);
  return impl_->tree.points()[index];
}

double SurfaceTree::spacing_mm() const {
  return impl_->spacing_mm;
}

}  // namespace oligard::match
