#include "oligard/registration/image_registration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/agreement.h"
#include "unit/registration/body_model.h"

namespace oligard::registration {
namespace {

using model::Body;
using model::Landmark;
using model::Pose;

/// The trunk from the pelvis to the lungs' base, or to what `high_mm` says.
Pose pose(std::uint64_t seed, double low_mm = 60, double high_mm = 340) {
  Pose result;
  result.seed = seed;
  result.low_mm = low_mm;
  result.high_mm = high_mm;
  return result;
}

std::vector<double> errors(const ImageMap& map, const std::vector<Landmark>& landmarks) {
  std::vector<double> result;
  for (const Landmark& landmark : landmarks) {
    const auto mapped = map.map(landmark.from);
    result.push_back(mapped ? distance(*mapped, landmark.to) : 1000);
  }
  std::sort(result.begin(), result.end());
  return result;
}

TEST(ImageRegistration, FindsAKnownTurnAndShift) {
  const Pose before = pose(1);
  Pose after = pose(2);
  after.angles = {0.04, -0.03, 0.06};
  after.shift = {18, -12, 430};
  const auto found = register_images(Body(before).volume(), Body(after).volume(), {});
  ASSERT_TRUE(found) << found.error().code;
  const auto error = errors(*found, model::landmarks(before, after));
  EXPECT_LT(error[error.size() / 2], 1.5);
  EXPECT_LT(error.back(), 4.0);
  EXPECT_GE(found->quality, 0.8);
  EXPECT_FALSE(found->map({0, 0, 500})) << "outside the first image";
}

TEST(ImageRegistration, FollowsOrgansThatMoveOnTheirOwn) {
  Pose before = pose(3, 60, 420);
  Pose after = pose(4, 60, 420);
  before.breath_mm = 2;
  after.breath_mm = 20;
  before.organ_jitter_mm = after.organ_jitter_mm = 4;
  before.waves_mm = after.waves_mm = 2;
  after.girth = 1.03;
  const auto landmarks = model::landmarks(before, after);
  const auto found = register_images(Body(before).volume(), Body(after).volume(), {});
  ASSERT_TRUE(found) << found.error().code;
  EXPECT_TRUE(found->agreement.deformable);
  const auto error = errors(*found, landmarks);
  EXPECT_LT(error[error.size() / 2], 3.0);
  EXPECT_LT(error[error.size() * 9 / 10], 6.0);
}

TEST(ImageRegistration, FindsTheCommonPartOfDifferentFieldsOfView) {
  const Pose before = pose(5, 60, 340);
  Pose after = pose(6, 200, 480);
  after.angles = {0.02, 0.05, 0};
  const auto found = register_images(Body(before).volume(), Body(after).volume(), {});
  ASSERT_TRUE(found) << found.error().code;
  EXPECT_LT(found->agreement.common_share, 0.6);
  const auto error = errors(*found, model::landmarks(before, after));
  ASSERT_FALSE(error.empty());
  EXPECT_LT(error.back(), 5.0);
}

TEST(ImageRegistration, LaysCtOverMr) {
  const Pose before = pose(7);
  Pose after = pose(8);
  after.modality = "MR";
  after.shift = {10, 5, -40};
  after.angles = {0, 0.03, -0.04};
  const auto found = register_images(Body(before).volume(), Body(after).volume(), {});
  ASSERT_TRUE(found) << found.error().code;
  EXPECT_FALSE(found->agreement.deformable);
  EXPECT_LE(found->quality, 0.75);
  EXPECT_LT(errors(*found, model::landmarks(before, after)).back(), 6.0);
}

TEST(ImageRegistration, GivesTheSameBitsAgain) {
  const CoarseVolume before = Body(pose(11, 60, 240)).volume();
  Pose moved = pose(12, 60, 240);
  moved.breath_mm = 12;
  moved.angles = {0.02, 0.01, 0.03};
  const CoarseVolume after = Body(moved).volume();
  const auto one = register_images(before, after, {});
  const auto two = register_images(before, after, {});
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->quality, two->quality);
  for (const Landmark& landmark : model::landmarks(pose(11, 60, 240), moved))
    EXPECT_EQ(one->map(landmark.from), two->map(landmark.from));
}

TEST(ImageRegistration, RefusesRegionsThatDoNotMeet) {
  const auto found = register_images(Body(pose(13, 0, 220)).volume(), Body(pose(14, 420, 640)).volume(), {});
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().code,
              testing::AnyOf("IMAGE_REGISTRATION_NO_OVERLAP", "IMAGE_REGISTRATION_NO_AGREEMENT",
                             "IMAGE_REGISTRATION_INCONSISTENT"));
}

TEST(ImageRegistration, RefusesAMirroredPatient) {
  const auto found =
      register_images(Body(pose(15, 280, 500)).volume(), mirrored(Body(pose(16, 280, 500)).volume()), {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "IMAGE_REGISTRATION_MIRRORED");
}

TEST(ImageRegistration, RefusesNoiseWithTheOutlineOfABody) {
  const Pose before = pose(17, 60, 220);
  CoarseVolume noise = Body(pose(18, 60, 220)).volume();
  for (std::size_t i = 0; i < noise.values.size(); ++i)
    if (noise.body[i] != 0)
      noise.values[i] = static_cast<float>(300 * model::hashed(static_cast<long>(i), 0, 0, 3));
  const auto found = register_images(Body(before).volume(), noise, {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "IMAGE_REGISTRATION_NO_AGREEMENT");
}

}  // namespace
}  // namespace oligard::registration
