#include "match/surface_tree.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <nanoflann.hpp>

namespace oligard::match {
namespace {

// What nanoflann reads points through; the names are its own.
struct Cloud {
  std::vector<Vec3> points;

  [[nodiscard]] std::size_t kdtree_get_point_count() const { return points.size(); }
  [[nodiscard]] double kdtree_get_pt(std::size_t i, std::size_t axis) const {
    const Vec3& p = points[i];
    return axis == 0 ? p.x : axis == 1 ? p.y : p.z;
  }
  template <class Box>
  bool kdtree_get_bbox(Box&) const {
    return false;
  }
};

using Tree =
    nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud, 3, std::uint32_t>;

}  // namespace

struct SurfaceTree::Impl {
  explicit Impl(std::vector<Vec3> points) : cloud{std::move(points)}, tree(3, cloud) {
    std::vector<double> gaps;
    for (const Vec3& p : cloud.points)
      gaps.push_back(gap_of(p));
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    spacing_mm = *middle;
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] double gap_of(const Vec3& p) const {
    const double query[3] = {p.x, p.y, p.z};
    std::array<std::uint32_t, 2> index{};
    std::array<double, 2> squared{};
    const std::size_t found = tree.knnSearch(query, 2, index.data(), squared.data());
    return found < 2 ? 0 : std::sqrt(squared[1]);
  }

  Cloud cloud;
  Tree tree;
  double spacing_mm = 0;
};

SurfaceTree::SurfaceTree(std::vector<Vec3> points) : impl_(std::make_shared<const Impl>(std::move(points))) {}

const std::vector<Vec3>& SurfaceTree::points() const {
  return impl_->cloud.points;
}

const Vec3& SurfaceTree::nearest(const Vec3& place) const {
  const double query[3] = {place.x, place.y, place.z};
  std::uint32_t index = 0;
  double squared = 0;
  impl_->tree.knnSearch(query, 1, &index, &squared);
  return impl_->cloud.points[index];
}

double SurfaceTree::spacing_mm() const {
  return impl_->spacing_mm;
}

}  // namespace oligard::match
