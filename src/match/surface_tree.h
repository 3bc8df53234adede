// Nearest point of an organ's surface sample.
#pragma once

#include <memory>
#include <vector>

#include "oligard/base/geometry.h"

namespace oligard::match {

/// Not empty. Copies share the tree; reading from several threads is safe.
class SurfaceTree {
 public:
  explicit SurfaceTree(std::vector<Vec3> points);

  [[nodiscard]] const std::vector<Vec3>& points() const;
  [[nodiscard]] const Vec3& nearest(const Vec3& place) const;
  /// Median distance of a point to the next one, mm; 0 for one point.
  [[nodiscard]] double spacing_mm() const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace oligard::match
