#include "oligard/base/transform.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace oligard {
namespace {

AffineMap about_z(double degrees, double scale, const Vec3& shift) {
  const double angle = degrees * std::numbers::pi / 180;
  const double c = scale * std::cos(angle), s = scale * std::sin(angle);
  return {{c, -s, 0, s, c, 0, 0, 0, scale}, shift};
}

void expect_near(const Vec3& a, const Vec3& b) {
  EXPECT_NEAR(distance(a, b), 0, 1e-12);
}

TEST(Transform, TheFirstMapIsAppliedFirst) {
  const AffineMap turn = about_z(90, 1, {});
  const AffineMap shift = translation_of({10, 0, 0});
  expect_near(compose(shift, turn).apply({1, 0, 0}), {10, 1, 0});
  expect_near(compose(turn, shift).apply({1, 0, 0}), {0, 11, 0});
}

TEST(Transform, TheInverseLeadsBack) {
  const AffineMap map = about_z(35, 1.2, {3, -4, 50});
  expect_near(inverse(map).apply(map.apply({12, 7, -30})), {12, 7, -30});
  expect_near(map.apply(inverse(map).apply({12, 7, -30})), {12, 7, -30});
}

TEST(Transform, TheRotationIsFreeOfScaleAndReflection) {
  EXPECT_NEAR(rotation_degrees(about_z(35, 1.2, {1, 2, 3})), 35, 1e-9);
  EXPECT_NEAR(rotation_degrees({{-1, 0, 0, 0, -1, 0, 0, 0, -1}, {}}), 0, 1e-9);
  EXPECT_NEAR(rotation_degrees(about_z(180, 1, {})), 180, 1e-9);
}

TEST(Transform, TheDeterminantIsTheVolumeOfTheUnitCube) {
  EXPECT_NEAR(determinant(about_z(35, 2, {9, 9, 9})), 8, 1e-12);
  EXPECT_NEAR(determinant({{1, 0, 0, 0, 1, 0, 0, 0, -1}, {}}), -1, 1e-12);
}

}  // namespace
}  // namespace oligard
