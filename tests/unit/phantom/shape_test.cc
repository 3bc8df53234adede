#include "phantom/shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "oligard/dicom/anatomy.h"
#include "phantom/anatomy.h"
#include "phantom/patient_plan.h"
#include "phantom/random.h"
#include "phantom/truth.h"

namespace oligard::phantom {
namespace {

Grid grid(double pixel, double slice, int size, int slices) {
  Grid result;
  result.origin = {-0.5 * pixel * (size - 1), -0.5 * pixel * (size - 1), -0.5 * slice * (slices - 1)};
  result.row_spacing = result.column_spacing = pixel;
  result.slice_spacing = slice;
  result.rows = result.columns = size;
  result.slices = slices;
  return result;
}

Shape tilted_ellipsoid() {
  Shape shape;
  shape.centre = {0.3, -0.7, 0.4};
  shape.radii = {14, 9, 11};
  return moved(shape, rotation_about({0, 0, 0}, {0.3, -0.2, 0.5}, {1, 2, -1}));
}

TEST(Shape, DigitisesExactlyTheCentresInside) {
  const Shape shape = tilted_ellipsoid();
  const Grid lattice = grid(1.3, 2.1, 40, 20);
  Mask expected{lattice, {}};
  for (int s = 0; s < lattice.slices; ++s) {
    for (int r = 0; r < lattice.rows; ++r) {
      for (int c = 0; c < lattice.columns; ++c) {
        if (shape.contains(lattice.to_patient(c, r, s))) expected.runs.push_back({s, r, c, 1});
      }
    }
  }
  normalise(expected);
  EXPECT_FALSE(expected.runs.empty());
  EXPECT_EQ(digitise(shape, lattice).runs, expected.runs);
}

TEST(Shape, DigitisesCylindersWithEnds) {
  Shape shape;
  shape.radii = {8, 6, std::numeric_limits<double>::infinity()};
  shape.half_height = 7;
  shape = moved(shape, rotation_about({0, 0, 0}, {0.2, 0.1, 0}, {0, 0, 0}));
  const Mask mask = digitise(shape, grid(0.5, 0.5, 60, 60));
  const double volume = std::numbers::pi * 8 * 6 * 14;
  EXPECT_NEAR(static_cast<double>(voxel_count(mask)) * 0.125, volume, 0.01 * volume);
}

TEST(Shape, ClipsAtTheGrid) {
  Shape shape;
  shape.radii = {100, 100, 100};
  const Mask mask = digitise(shape, grid(1, 1, 10, 3));
  EXPECT_EQ(voxel_count(mask), 300);
  shape.centre = {500, 0, 0};
  EXPECT_TRUE(digitise(shape, grid(1, 1, 10, 3)).runs.empty());
}

TEST(Shape, SizesMatchTheDigitisedOnes) {
  const Shape shape = tilted_ellipsoid();
  const EllipsoidSize size = size_of(shape);
  const Grid fine = grid(0.25, 0.25, 160, 160);
  const Mask mask = digitise(shape, fine);
  EXPECT_NEAR(static_cast<double>(voxel_count(mask)) * fine.voxel_volume(), size.volume, 0.005 * size.volume);
  EXPECT_DOUBLE_EQ(size.max_3d_diameter, 28);
  double longest = 0;
  for (std::size_t i = 0; i < mask.runs.size(); ++i) {
    const oligard::Run& a = mask.runs[i];
    for (std::size_t j = i; j < mask.runs.size() && mask.runs[j].slice == a.slice; ++j) {
      const oligard::Run& b = mask.runs[j];
      longest = std::max(
          {longest,
           distance(fine.to_patient(a.column, a.row, 0), fine.to_patient(b.column + b.length - 1, b.row, 0)),
           distance(fine.to_patient(a.column + a.length - 1, a.row, 0),
                    fine.to_patient(b.column, b.row, 0))});
    }
  }
  EXPECT_NEAR(longest, size.long_axis, 0.5);
  EXPECT_LT(size.short_axis, size.long_axis);
  EXPECT_LE(size.long_axis, size.max_3d_diameter);
}

TEST(Shape, RotationsKeepLengthsAndHandedness) {
  const Rigid motion = rotation_about({1, 2, 3}, {0.1, -0.4, 0.2}, {5, 6, 7});
  EXPECT_NEAR(dot(motion.turn({1, 0, 0}), cross(motion.turn({0, 1, 0}), motion.turn({0, 0, 1}))), 1, 1e-12);
  EXPECT_NEAR(distance(motion.apply({1, 2, 3}), {6, 8, 10}), 0, 1e-12);
  EXPECT_NEAR(distance(motion.apply({4, 2, 3}), motion.apply({1, 2, 3})), 3, 1e-12);
}

TEST(Random, StreamsAreFixedAndIndependent) {
  std::uint64_t state = 1234567;
  EXPECT_EQ(splitmix64(state), 6457827717110365317U);  // published first output for this seed
  Random a(1, "a");
  Random again(1, "a");
  Random b(1, "b");
  const std::uint64_t first = a.next();
  EXPECT_EQ(first, again.next());
  EXPECT_NE(first, b.next());
}

TEST(Random, DistributionsHaveTheirMoments) {
  Random random(7, "moments");
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 20000;
  for (int i = 0; i < kCount; ++i) {
    const double x = random.normal();
    sum += x;
    squares += x * x;
    ASSERT_LT(random.below(3), 3U);
    const double u = random.uniform();
    ASSERT_TRUE(u >= 0 && u < 1);
  }
  EXPECT_NEAR(sum / kCount, 0, 0.03);
  EXPECT_NEAR(squares / kCount, 1, 0.05);
}

TEST(Anatomy, RegionsNameTheirOrgan) {
  for (const Structure& structure : structures()) {
    if (structure.organ.empty()) continue;
    const terms::Organ* organ = dicom::organ_of(structure.region);
    ASSERT_NE(organ, nullptr) << structure.name;
    EXPECT_EQ(organ->name, structure.organ) << structure.name;
  }
}

TEST(DemoLesions, LieWhereTheySay) {
  for (const PlannedLesion& lesion : demo_lesions()) {
    ASSERT_LT(lesion.structure, structures().size()) << lesion.id;
    const Structure& structure = structures()[lesion.structure];
    EXPECT_TRUE(structure.shape.contains(lesion.position)) << lesion.id;
    if (structure.hounsfield) {
      EXPECT_EQ(topmost_structure(lesion.position), lesion.structure) << lesion.id;
    }
  }
}

TEST(DemoLesions, KeepApartAndAwayFromThresholds) {
  const std::vector<PlannedLesion> lesions = demo_lesions();
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GT(distance(lesions[i].position, lesions[j].position), 40)
          << lesions[i].id << " " << lesions[j].id;
    }
    const std::vector<double>& d = lesions[i].diameter_mm;
    if (lesions[i].behaviour == "new") {
      EXPECT_GE(d[2], 14);
      continue;
    }
    EXPECT_LE(d[1], 0.63 * d[0]) << lesions[i].id;
    if (lesions[i].behaviour == "shrink") {
      EXPECT_LE(d[2], d[1]) << lesions[i].id;
    } else {
      EXPECT_GE(d[2], 1.5 * d[1]);
      EXPECT_GE(d[2], d[1] + 10);
    }
  }
}

TEST(StatusCourse, FollowsTheThresholds) {
  using Course = std::vector<std::string>;
  EXPECT_EQ(status_course({20, 14, 13}), (Course{"BASELINE", "REGRESSING", "REGRESSING"}));
  EXPECT_EQ(status_course({20, 14.1, 19.1}), (Course{"BASELINE", "STABLE", "PROGRESSING"}));
  EXPECT_EQ(status_course({20, 24.9, 25}), (Course{"BASELINE", "STABLE", "PROGRESSING"}));
  EXPECT_EQ(status_course({40, 47, 48}), (Course{"BASELINE", "STABLE", "PROGRESSING"}));
  EXPECT_EQ(status_course({0, 9, 0}), (Course{"", "NEW", "RESOLVED"}));
}

}  // namespace
}  // namespace oligard::phantom
