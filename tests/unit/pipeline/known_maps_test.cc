#include "pipeline/known_maps.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

namespace oligard::pipeline {
namespace {

AffineMap turned(double degrees, const Vec3& shift) {
  const double a = degrees * std::numbers::pi / 180;
  return {{std::cos(a), -std::sin(a), 0, std::sin(a), std::cos(a), 0, 0, 0, 1}, shift};
}

load::MatrixRegistration matrix(const std::string& frame, const AffineMap& map) {
  load::MatrixRegistration item;
  item.source.frame_of_reference_uid = frame;
  item.transform = map;
  return item;
}

load::Registration to_frame(const std::string& frame, std::vector<load::MatrixRegistration> items) {
  load::Registration registration;
  registration.header.sop_instance_uid = "2.25.1";
  registration.frame_of_reference_uid = frame;
  registration.matrices = std::move(items);
  return registration;
}

/// A bump of `height_mm` along x around the origin, 10 mm voxels.
load::DeformableRegistration bump(double height_mm, double width_mm) {
  load::DeformationGrid field;
  field.grid.origin = {-100, -100, -100};
  field.grid.column_spacing = field.grid.row_spacing = field.grid.slice_spacing = 10;
  field.grid.columns = field.grid.rows = field.grid.slices = 21;
  for (int k = 0; k < 21; ++k)
    for (int j = 0; j < 21; ++j)
      for (int i = 0; i < 21; ++i) {
        const double r = norm(Vec3{10.0 * (i - 10), 10.0 * (j - 10), 10.0 * (k - 10)});
        field.offsets_mm.push_back(
            {static_cast<float>(height_mm * std::exp(-r * r / (2 * width_mm * width_mm))), 0, 0});
      }
  load::DeformableRegistration item;
  item.source.frame_of_reference_uid = "B";
  item.pre = turned(5, {3, -2, 40});
  item.grid = std::move(field);
  return item;
}

RegistrationMaps maps(load::Registration registration, const std::vector<RegisteredSpace>& spaces) {
  return maps_of(std::make_shared<const load::Registration>(std::move(registration)), spaces);
}

const std::vector<RegisteredSpace> kTwo{{"A", {"1.1", "1.2"}}, {"B", {"2.1", "2.2"}}};
const Vec3 kPlace{10, 20, 30};

void expect_near(const std::optional<Vec3>& found, const Vec3& wanted, double tolerance = 1e-9) {
  ASSERT_TRUE(found);
  EXPECT_NEAR(distance(*found, wanted), 0, tolerance);
}

TEST(KnownMaps, MatrixGoesFromSourceToRegisteredFrame) {
  const AffineMap b_to_a = turned(90, {1, 2, 3});
  const RegistrationMaps found = maps(to_frame("A", {matrix("B", b_to_a)}), kTwo);
  ASSERT_EQ(found.maps.size(), 1U);
  EXPECT_EQ(found.maps[0].from, 0);
  EXPECT_EQ(found.maps[0].to, 1);
  EXPECT_EQ(found.maps[0].method, match::Evidence::kRegistrationObject);
  EXPECT_LT(found.maps[0].trust, 0.8) << "lesions must confirm it";
  expect_near(found.maps[0].map(b_to_a.apply(kPlace)), kPlace);
  const RegistrationMaps other = maps(to_frame("B", {matrix("A", b_to_a)}), kTwo);
  expect_near(other.maps.at(0).map(kPlace), b_to_a.apply(kPlace));
}

TEST(KnownMaps, TwoSourcesMeetInTheRegisteredFrame) {
  const AffineMap a = turned(10, {100, 0, 0});
  const AffineMap b = turned(-20, {0, 50, 0});
  const RegistrationMaps found = maps(to_frame("atlas", {matrix("B", b), matrix("A", a)}), kTwo);
  ASSERT_EQ(found.maps.size(), 1U);
  const auto place = found.maps[0].map(kPlace);
  ASSERT_TRUE(place);
  EXPECT_NEAR(distance(b.apply(*place), a.apply(kPlace)), 0, 1e-9);
}

TEST(KnownMaps, SourcesWithoutFrameAreFoundByTheirImages) {
  load::MatrixRegistration item = matrix("", turned(0, {5, 0, 0}));
  item.source.images = {{"", "", "", "2.2", 0}, {"", "", "", "9.9", 0}};
  const RegistrationMaps found = maps(to_frame("A", {item}), kTwo);
  ASSERT_EQ(found.maps.size(), 1U);
  expect_near(found.maps[0].map({5, 0, 0}), {0, 0, 0});
  item.source.images = {{"", "", "", "9.9", 0}};
  EXPECT_TRUE(maps(to_frame("A", {item}), kTwo).maps.empty());
  item.source.images = {{"", "", "", "1.1", 0}, {"", "", "", "2.1", 0}};
  EXPECT_TRUE(maps(to_frame("A", {item}), kTwo).maps.empty()) << "images of two time points";
}

TEST(KnownMaps, JoinsAllTimePointsOfAFrame) {
  const std::vector<RegisteredSpace> spaces{{"A", {}}, {"B", {}}, {"A", {}}};
  const RegistrationMaps found = maps(to_frame("A", {matrix("B", turned(0, {5, 0, 0}))}), spaces);
  ASSERT_EQ(found.maps.size(), 2U) << "none between the two of one frame";
  EXPECT_EQ(found.maps[0].to, 1);
  EXPECT_EQ(found.maps[1].from, 1);
  expect_near(found.maps[1].map({0, 0, 0}), {5, 0, 0});
}

TEST(KnownMaps, WhatJoinsNothingSaysWhy) {
  const RegistrationMaps unknown = maps(to_frame("A", {matrix("C", {})}), kTwo);
  EXPECT_TRUE(unknown.maps.empty());
  EXPECT_EQ(unknown.reason,
            "1 of the frames of reference that it joins belong to no time point with lesions");
  const RegistrationMaps alone = maps(to_frame("A", {matrix("A", {})}), kTwo);
  EXPECT_EQ(alone.reason, "all that it joins belongs to one time point");
}

TEST(KnownMaps, MirrorsAndOtherScalesArePassedOver) {
  for (const double scale : {-1.0, 0.7, 1.4}) {
    AffineMap map;
    map.linear[0] = scale;
    const RegistrationMaps found = maps(to_frame("A", {matrix("B", map)}), kTwo);
    EXPECT_TRUE(found.maps.empty()) << scale;
    EXPECT_NE(found.reason.find("a matrix mirrors"), std::string::npos) << found.reason;
  }
  AffineMap girth;
  girth.linear[0] = 1.1;
  EXPECT_EQ(maps(to_frame("A", {matrix("B", girth)}), kTwo).maps.size(), 1U);
}

TEST(KnownMaps, SeveralMatricesAreTrustedLess) {
  load::MatrixRegistration item = matrix("B", turned(3, {5, 0, 0}));
  const double one = maps(to_frame("A", {item}), kTwo).maps.at(0).trust;
  item.matrix_count = 2;
  EXPECT_LT(maps(to_frame("A", {item}), kTwo).maps.at(0).trust, one);
}

TEST(KnownMaps, DeformationGoesTheOtherWayAndIsInverted) {
  load::Registration registration = to_frame("A", {});
  registration.deformations = {bump(15, 40)};
  const load::DeformableRegistration item = registration.deformations[0];
  const RegistrationMaps forward = maps(registration, kTwo);
  ASSERT_EQ(forward.maps.size(), 1U);
  const std::vector<RegisteredSpace> swapped{{"B", {}}, {"A", {}}};
  const RegistrationMaps backward = maps(registration, swapped);
  for (const Vec3& p : {Vec3{0, 0, 0}, {20, -10, 5}, {-35, 12, 60}, {500, 0, 0}}) {
    const Vec3 there = item.map(p).value();
    expect_near(forward.maps[0].map(p), there);
    expect_near(backward.maps.at(0).map(there), p, 0.2);
  }
}

TEST(KnownMaps, UndefinedOrFoldedDeformationGivesNoPlace) {
  load::Registration registration = to_frame("A", {});
  registration.deformations = {bump(15, 40)};
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (auto& offset : registration.deformations[0].grid->offsets_mm)
    offset = {nan, nan, nan};
  EXPECT_FALSE(maps(registration, kTwo).maps.at(0).map({0, 0, 0}));
  const std::vector<RegisteredSpace> swapped{{"B", {}}, {"A", {}}};
  EXPECT_FALSE(maps(registration, swapped).maps.at(0).map({3, -2, 40}));
  registration.deformations = {bump(-120, 12)};
  const Vec3 folded = registration.deformations[0].map({8, 0, 0}).value();
  const auto back = maps(registration, swapped).maps.at(0).map(folded);
  if (back) {
    EXPECT_NEAR(distance(registration.deformations[0].map(*back).value(), folded), 0, 0.1);
  }
}

TEST(KnownMaps, SpaceHoldsImagesOfItsFrameAlone) {
  load::TimePointObjects objects;
  objects.frame_of_reference_uid = "A";
  load::Segmentation here, elsewhere;
  here.frame_of_reference_uid = "A";
  here.source_images = {{"", "", "", "1.2", 0}, {"", "", "", "1.1", 0}};
  elsewhere.frame_of_reference_uid = "Z";
  elsewhere.source_images = {{"", "", "", "7.1", 0}};
  objects.segmentations = {here, elsewhere};
  load::ImageObject image;
  image.header.sop_instance_uid = "1.0";
  image.frame_of_reference_uid = "A";
  objects.images = {image};
  const RegisteredSpace space = space_of(objects);
  EXPECT_EQ(space.frame_of_reference_uid, "A");
  EXPECT_EQ(space.image_uids, (std::vector<std::string>{"1.0", "1.1", "1.2"}));
}

}  // namespace
}  // namespace oligard::pipeline
