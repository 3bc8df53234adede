// The nearest of a set of points.
#pragma once

#include <memory>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::match {

/// A kd-tree (nanoflann) over points that it keeps.
class NearestPoints {
 public:
  explicit NearestPoints(std::vector<Vec3> points);
  ~NearestPoints();
  NearestPoints(const NearestPoints&) = delete;
  NearestPoints& operator=(const NearestPoints&) = delete;

  [[nodiscard]] const std::vector<Vec3>& points() const;

  /// Writes the indices of the `count` nearest points to `place`, nearest first, and says how many there are
  /// (at most 64).
  std::size_t find(const Vec3& place, std::size_t count, std::size_t* indices) const;

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

}  // namespace oligard::match
