#include "match/nearest_points.h"

#include <array>

#include <nanoflann.hpp>

namespace oligard::match {
namespace {

constexpr std::size_t kMostAsked = 64;

struct Cloud {
  std::vector<Vec3> points;

  [[nodiscard]] std::size_t kdtree_get_point_count() const { return points.size(); }
  [[nodiscard]] double kdtree_get_pt(std::size_t i, std::size_t dimension) const {
    const Vec3& p = points[i];
    return dimension == 0 ? p.x : dimension == 1 ? p.y : p.z;
  }
  template <class Box>
  bool kdtree_get_bbox(Box& /*box*/) const {
    return false;
  }
};

using KdTree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud, 3>;

}  // namespace

struct NearestPoints::Tree {
  explicit Tree(std::vector<Vec3> points) : cloud{std::move(points)}, index(3, cloud) {}
  Cloud cloud;
  KdTree index;
};

NearestPoints::NearestPoints(std::vector<Vec3> points) : tree_(std::make_unique<Tree>(std::move(points))) {}
NearestPoints::~NearestPoints() = default;

const std::vector<Vec3>& NearestPoints::points() const {
  return tree_->cloud.points;
}

std::size_t NearestPoints::find(const Vec3& place, std::size_t count, std::size_t* indices) const {
  const std::array<double, 3> query{place.x, place.y, place.z};
  std::array<double, kMostAsked> squares{};
  nanoflann::KNNResultSet<double> result(std::min(count, kMostAsked));
  result.init(indices, squares.data());
  tree_->index.findNeighbors(result, query.data(), nanoflann::SearchParams());
  return result.size();
}

}  // namespace oligard::match
