#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/load/time_point_objects.h"
#include "unit/load/reg/builder.h"

namespace oligard::load {
namespace {

using test::GridToBuild;
using test::MatrixToBuild;
using test::RegistrationToBuild;

Registration read(const RegistrationToBuild& content) {
  const Result<LoadedObject> object = test::load_registration(content);
  if (!object) {
    ADD_FAILURE() << object.error().code << ": " << object.error().reason;
    return {};
  }
  return std::get<Registration>(*object);
}

std::string refusal(const RegistrationToBuild& content, const LoadLimits& limits = {}) {
  const Result<LoadedObject> object = test::load_registration(content, limits);
  return object ? "read" : object.error().code;
}

void expect_near(const Vec3& a, const Vec3& b, double tolerance = 1e-6) {
  EXPECT_NEAR(a.x, b.x, tolerance);
  EXPECT_NEAR(a.y, b.y, tolerance);
  EXPECT_NEAR(a.z, b.z, tolerance);
}

/// A quarter turn about z: x becomes y.
const MatrixToBuild kQuarterTurn{{0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, "RIGID"};
const MatrixToBuild kShift{{1, 0, 0, 10, 0, 1, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1}, "RIGID"};

RegistrationToBuild rigid(std::vector<MatrixToBuild> matrices) {
  RegistrationToBuild content;
  content.items.push_back({});
  content.items.back().matrices = std::move(matrices);
  return content;
}

RegistrationToBuild deformable(GridToBuild grid) {
  RegistrationToBuild content;
  content.is_deformable = true;
  content.items.push_back({});
  content.items.back().grid = std::move(grid);
  return content;
}

TEST(SpatialRegistration, MapsTheSourceToTheRegisteredFrame) {
  RegistrationToBuild content = rigid({{{1, 0, 0, 10, 0, 0, -1, 20, 0, 1, 0, 30, 0, 0, 0, 1}, "RIGID"}});
  content.items.push_back(content.items.front());
  content.items[1].source_frame = "";
  content.items[1].images = {"2.25.41", "2.25.42"};
  const Registration registration = read(content);
  EXPECT_EQ(registration.frame_of_reference_uid, "2.25.3004");
  ASSERT_EQ(registration.matrices.size(), 2U);
  EXPECT_EQ(registration.matrices[0].source.frame_of_reference_uid, "2.25.3005");
  EXPECT_EQ(registration.matrices[1].source.images.size(), 2U);
  EXPECT_EQ(registration.matrices[0].type, MatrixType::kRigid);
  expect_near(registration.matrices[0].map({1, 2, 3}), {11, 17, 32});
  EXPECT_NEAR(rotation_degrees(registration.matrices[0].transform), 90, 1e-9);
  EXPECT_EQ(registration.header.sop_instance_uid, "2.25.3001");
}

TEST(SpatialRegistration, AppliesTheFirstMatrixFirst) {
  const Registration turned_then_shifted = read(rigid({kQuarterTurn, kShift}));
  EXPECT_EQ(turned_then_shifted.matrices[0].matrix_count, 2);
  expect_near(turned_then_shifted.matrices[0].map({1, 0, 0}), {10, 21, 30});
  const Registration shifted_then_turned = read(rigid({kShift, kQuarterTurn}));
  expect_near(shifted_then_turned.matrices[0].map({1, 0, 0}), {-20, 11, 30});
}

TEST(SpatialRegistration, MatricesMustBeWhatTheySay) {
  const std::vector<double> stretched{2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  const std::vector<double> sheared{1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  const std::vector<double> mirrored{-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  EXPECT_EQ(refusal(rigid({{stretched, "RIGID"}})), "REG_MATRIX_TYPE");
  EXPECT_EQ(refusal(rigid({{mirrored, "RIGID"}})), "REG_MATRIX_TYPE");
  EXPECT_EQ(refusal(rigid({{sheared, "RIGID_SCALE"}})), "REG_MATRIX_TYPE");
  EXPECT_EQ(refusal(rigid({{sheared, "BSPLINE"}})), "REG_MATRIX_TYPE");
  EXPECT_EQ(read(rigid({{stretched, "RIGID_SCALE"}})).matrices[0].type, MatrixType::kRigidScale);
  EXPECT_EQ(read(rigid({{sheared, "AFFINE"}})).matrices[0].type, MatrixType::kAffine);
  EXPECT_EQ(read(rigid({kShift, {sheared, "AFFINE"}, kShift})).matrices[0].type, MatrixType::kAffine);
}

TEST(SpatialRegistration, MatricesOfRoundedNumbersAreRigid) {
  const double c = std::round(std::cos(0.3) * 1e4) / 1e4;
  const double s = std::round(std::sin(0.3) * 1e4) / 1e4;
  const Registration registration =
      read(rigid({{{c, -s, 0, 5, s, c, 0, 6, 0, 0, 1, 7, 0, 0, 0, 1}, "RIGID"}}));
  EXPECT_NEAR(rotation_degrees(registration.matrices[0].transform), 0.3 * 180 / 3.14159265, 0.01);
}

TEST(SpatialRegistration, NumbersThatMakeNoMapAreRefused) {
  for (const std::vector<double>& values :
       {std::vector<double>{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0},
        std::vector<double>{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0.5, 1},
        std::vector<double>{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2},
        std::vector<double>{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
        std::vector<double>{1, 0, 0, 1e30, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}})
    EXPECT_EQ(refusal(rigid({{values, "AFFINE"}})), "REG_MATRIX");
  RegistrationToBuild content = rigid({kShift});
  content.change = [](DcmDataset& dataset) {
    using test::registration::item;
    DcmItem& matrix = item(item(item(dataset, DCM_RegistrationSequence), DCM_MatrixRegistrationSequence),
                           DCM_MatrixSequence);
    test::registration::put(matrix, DCM_FrameOfReferenceTransformationMatrix,
                            "nan\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1");
  };
  EXPECT_EQ(refusal(content), "REG_MATRIX");
}

TEST(SpatialRegistration, MustSayWhatItRegisters) {
  RegistrationToBuild content = rigid({kShift});
  content.items[0].source_frame = "";
  EXPECT_EQ(refusal(content), "REG_NO_SOURCE");
  content = rigid({kShift});
  content.frame = "";
  EXPECT_EQ(refusal(content), "REG_NO_FRAME_OF_REFERENCE");
  EXPECT_EQ(refusal(rigid({})), "REG_NO_REGISTRATION");
  content.frame = "2.25.3004";
  content.items.clear();
  EXPECT_EQ(refusal(content), "REG_NO_REGISTRATION");
}

TEST(SpatialRegistration, AngleLeavesScalesOut) {
  AffineMap map;
  const double c = std::cos(0.2);
  const double s = std::sin(0.2);
  map.linear = {2 * c, -2 * s, 0, 2 * s, 2 * c, 0, 0, 0, 2};
  EXPECT_NEAR(rotation_degrees(map), 0.2 * 180 / 3.14159265358979, 1e-9);
  map.linear = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  EXPECT_NEAR(rotation_degrees(map), 0, 1e-12);
  map.linear = {-1, 0, 0, 0, -1, 0, 0, 0, 1};
  EXPECT_NEAR(rotation_degrees(map), 180, 1e-9);
}

/// Offsets that grow along x: 0 at the first column, (2, 0, 1) at the second.
GridToBuild ramp() {
  GridToBuild grid;
  for (std::size_t voxel = 0; voxel < 8; ++voxel)
    if (voxel % 2 == 1) {
      grid.vectors[3 * voxel] = 2;
      grid.vectors[3 * voxel + 2] = 1;
    }
  return grid;
}

TEST(DeformableRegistration, InterpolatesBetweenVoxelCentres) {
  const Registration registration = read(deformable(ramp()));
  ASSERT_EQ(registration.deformations.size(), 1U);
  const DeformableRegistration& item = registration.deformations[0];
  EXPECT_EQ(item.source.frame_of_reference_uid, "2.25.3005");
  expect_near(*item.map({0, 0, 0}), {0, 0, 0});
  expect_near(*item.map({10, 0, 0}), {12, 0, 1});
  expect_near(*item.map({2.5, 7, 3}), {3, 7, 3.25});
  expect_near(*item.map({14, 0, 0}), {16, 0, 1});
  expect_near(*item.map({16, 0, 0}), {16, 0, 0});
  expect_near(*item.map({5, 0, -6}), {5, 0, -6});
}

TEST(DeformableRegistration, ColumnsComeFirstThenRowsThenSlices) {
  GridToBuild grid;
  grid.dimensions = {2, 3, 4};
  grid.resolution = {1, 2, 3};
  grid.position = {5, 6, 7};
  grid.orientation = {0, 1, 0, 0, 0, 1};  // columns along y, rows along z, slices along x
  grid.vectors.clear();
  for (int slice = 0; slice < 4; ++slice)
    for (int row = 0; row < 3; ++row)
      for (int column = 0; column < 2; ++column)
        for (const int value : {column, row, slice})
          grid.vectors.push_back(static_cast<float>(value));
  const Registration registration = read(deformable(grid));
  const DeformationGrid& deformation = *registration.deformations[0].grid;
  expect_near(*deformation.offset_at({5, 6, 7}), {0, 0, 0});
  expect_near(*deformation.offset_at({5 + 3 * 3, 6 + 1, 7 + 2 * 2}), {1, 2, 3});
  expect_near(*deformation.offset_at({5 + 3 * 1, 6 + 0.5, 7 + 2 * 1}), {0.5, 1, 1});
}

TEST(DeformableRegistration, MatricesStandBeforeAndAfter) {
  RegistrationToBuild content = deformable(ramp());
  content.items[0].pre = kQuarterTurn;
  content.items[0].post = kShift;
  const DeformableRegistration item = read(content).deformations[0];
  // the offset is that of the registered point (10, 0, 0), added after the turn
  expect_near(*item.map({10, 0, 0}), {0 + 2 + 10, 10 + 20, 1 + 30});
}

TEST(DeformableRegistration, UndefinedPointsHaveNoImage) {
  GridToBuild grid = ramp();
  grid.vectors[3] = grid.vectors[4] = grid.vectors[5] = std::numeric_limits<float>::quiet_NaN();
  const DeformableRegistration item = read(deformable(grid)).deformations[0];
  EXPECT_FALSE(item.map({9, 0, 0}).has_value());
  EXPECT_TRUE(item.map({0, 0, 0}).has_value()) << "that voxel does not count here";
  EXPECT_TRUE(item.map({0, 4, 4}).has_value());
}

TEST(DeformableRegistration, AMatrixMayStandAlone) {
  RegistrationToBuild content = deformable({});
  content.items[0].grid.reset();
  content.items[0].post = kShift;
  expect_near(*read(content).deformations[0].map({1, 2, 3}), {11, 22, 33});
}

TEST(DeformableRegistration, GridsMustBeWhole) {
  GridToBuild grid = ramp();
  grid.vectors.resize(21);
  EXPECT_EQ(refusal(deformable(grid)), "REG_VECTOR_DATA");
  grid = ramp();
  grid.vectors[7] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(refusal(deformable(grid)), "REG_VECTOR_DATA");
  grid = ramp();
  grid.resolution = {1, 0, 1};
  EXPECT_EQ(refusal(deformable(grid)), "REG_GRID");
  grid = ramp();
  grid.dimensions = {2, 0, 2};
  EXPECT_EQ(refusal(deformable(grid)), "REG_GRID");
  grid = ramp();
  grid.orientation = {1, 0, 0, 1, 0, 0};
  EXPECT_EQ(refusal(deformable(grid)), "REG_GRID");
  grid = ramp();
  grid.position = {0, 0};
  EXPECT_EQ(refusal(deformable(grid)), "REG_GRID");
  grid = ramp();
  grid.dimensions = {65535, 65535, 65535};
  EXPECT_EQ(refusal(deformable(grid)), "FILE_TOO_LARGE");
  LoadLimits limits;
  limits.max_deformation_vectors = 15;
  RegistrationToBuild content = deformable(ramp());
  EXPECT_EQ(refusal(content, limits), "read");
  content.items.push_back(content.items[0]);
  EXPECT_EQ(refusal(content, limits), "FILE_TOO_LARGE") << "of all grids together";
}

TEST(DeformableRegistration, BigEndianVectorsAreRead) {
  RegistrationToBuild content = deformable(ramp());
  content.transfer_syntax = EXS_BigEndianExplicit;
  expect_near(*read(content).deformations[0].map({10, 0, 0}), {12, 0, 1});
}

TEST(Grouping, RegistrationsNeedNoDateAndBelongToNoTimePoint) {
  std::vector<LoadedObject> objects;
  objects.push_back(read(rigid({kShift})));
  const std::vector<PatientObjects> patients = group_by_patient(std::move(objects));
  ASSERT_EQ(patients.size(), 1U);
  ASSERT_EQ(patients[0].outcomes.size(), 1U);
  EXPECT_EQ(patients[0].outcomes[0].kind, ObjectOutcome::Kind::kUsed);
  EXPECT_TRUE(patients[0].time_points.empty());
  ASSERT_EQ(patients[0].registrations.size(), 1U);
  EXPECT_EQ(patients[0].registrations[0].matrices.size(), 1U);
}

}  // namespace
}  // namespace oligard::load
