#include "measure/diameter_3d.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "measure/boundary.h"
#include "unit/measure/solids.h"

namespace oligard::measure {
namespace {

/// Over all pairs of face centres of boundary voxels.
double longest_of_all(const Mask& mask) {
  const Vec3 half{0.5 * mask.grid.column_spacing, 0.5 * mask.grid.row_spacing, 0.5 * mask.grid.slice_spacing};
  std::vector<Vec3> points;
  for (const oligard::Run& run : boundary_runs(mask)) {
    for (int i = 0; i < run.length; ++i) {
      const Vec3 centre{2 * half.x * (run.column + i), 2 * half.y * run.row, 2 * half.z * run.slice};
      for (const double side : {-1.0, 1.0}) {
        points.push_back(centre + Vec3{side * half.x, 0, 0});
        points.push_back(centre + Vec3{0, side * half.y, 0});
        points.push_back(centre + Vec3{0, 0, side * half.z});
      }
    }
  }
  double best = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const Vec3 d = points[i] - points[j];
      best = std::max(best, dot(d, d));
    }
  }
  return std::sqrt(best);
}

TEST(Diameter3d, OfTurnedSolidsIsTheLongestOfAllPairs) {
  testing::Random random(21);
  for (int i = 0; i < 8; ++i) {
    const double a = random.uniform(5, 9);
    const testing::Solid solid({a, a * random.uniform(0.5, 1), a * random.uniform(0.5, 1)},
                               testing::random_directions(random));
    const Mask mask = digitise(solid, {0.8, 0.9, 1.3}, random.offset());
    EXPECT_NEAR(max_diameter_3d(SliceOutlines(mask), VoxelPoint::kFaceCentre).length_mm, longest_of_all(mask),
                1e-9);
  }
}

TEST(Diameter3d, OfABallIsTheLongestOfAllPairs) {
  const Mask mask = digitise(testing::Ellipsoid{9, 9, 9, 0}, 1, 1, 1, {0.1, 0.2, -0.3});
  EXPECT_NEAR(max_diameter_3d(SliceOutlines(mask), VoxelPoint::kFaceCentre).length_mm, longest_of_all(mask),
              1e-9);
}

/// Each slice is a bar, turned a little further than the one below: the slices' circles say nothing.
TEST(Diameter3d, OfATwistedBarIsTheLongestOfAllPairs) {
  const Grid grid = testing::make_grid(50, 50, 30, 1, 1, 0.3);
  const Mask mask = testing::digitise(grid, [](const Vec3& p) {
    const testing::Ellipsoid bar{20, 3, 1e9, 0.35 * p.z};
    return bar.holds(p - Vec3{24.6, 25.2, 0});
  });
  EXPECT_NEAR(max_diameter_3d(SliceOutlines(mask), VoxelPoint::kFaceCentre).length_mm, longest_of_all(mask),
              1e-9);
}

}  // namespace
}  // namespace oligard::measure
