#include "oligard/registration/image_stack.h"

#include <gtest/gtest.h>

namespace oligard::registration {
namespace {

load::ImageObject slice(const std::string& series, int number, double z, const std::string& modality = "CT",
                        const std::string& frame = "1.2") {
  load::ImageObject image;
  image.header.modality = modality;
  image.header.series_instance_uid = series;
  image.header.sop_instance_uid = series + "." + std::to_string(1000 + number);
  image.header.path = image.header.sop_instance_uid;
  image.frame_of_reference_uid = frame;
  Grid grid;
  grid.origin = {0, 0, z};
  grid.columns = grid.rows = 64;
  grid.slices = 1;
  image.planes.push_back({0, grid});
  return image;
}

void add_series(std::vector<load::ImageObject>& images, const std::string& series, int slices, double step_mm,
                const std::string& modality = "CT", const std::string& frame = "1.2") {
  for (int i = 0; i < slices; ++i)
    images.insert(images.begin(), slice(series, i, i * step_mm, modality, frame));
}

std::string refusal(const std::vector<load::ImageObject>& images, const StackWish& wish) {
  const auto stacks = stacks_of(images, wish);
  return stacks ? "" : stacks.error().code;
}

TEST(ImageStack, OrdersPlanesAndPrefersTheSeriesThatWasDrawnOn) {
  std::vector<load::ImageObject> images;
  add_series(images, "1.2.1", 30, 5);
  add_series(images, "1.2.2", 90, 2);
  const auto most = stacks_of(images, {"1.2", {}});
  ASSERT_TRUE(most);
  ASSERT_EQ(most->size(), 2U);
  EXPECT_EQ(most->front().series_instance_uid, "1.2.2");
  const auto wished = stacks_of(images, {"1.2", {"1.2.1"}});
  ASSERT_TRUE(wished);
  EXPECT_EQ(wished->front().series_instance_uid, "1.2.1");
  EXPECT_EQ(wished->front().spacing_mm, 5);
  ASSERT_EQ(wished->front().planes.size(), 30U);
  EXPECT_LT(wished->front().planes[3].grid.origin.z, wished->front().planes[4].grid.origin.z);
}

TEST(ImageStack, TakesTheCtThatSharesTheFrameOfAPet) {
  std::vector<load::ImageObject> images;
  add_series(images, "1.2.1", 60, 3, "PT");
  EXPECT_EQ(refusal(images, {"1.2", {"1.2.1"}}), "IMAGE_REGISTRATION_MODALITY");
  add_series(images, "1.2.2", 60, 3, "CT");
  const auto stacks = stacks_of(images, {"1.2", {"1.2.1"}});
  ASSERT_TRUE(stacks);
  EXPECT_EQ(stacks->front().series_instance_uid, "1.2.2");
}

TEST(ImageStack, LeavesOutImagesOfAnotherFrameOfReference) {
  std::vector<load::ImageObject> images;
  add_series(images, "1.2.1", 60, 3, "CT", "9.9");
  EXPECT_EQ(refusal(images, {"1.2", {}}), "IMAGE_REGISTRATION_NO_IMAGES");
}

TEST(ImageStack, CutsAtGapsAndTakesAPositionOnce) {
  std::vector<load::ImageObject> images;
  for (int i = 0; i < 10; ++i)
    images.push_back(slice("1.2.1", i, 5 * i));
  for (int i = 0; i < 30; ++i) {
    images.push_back(slice("1.2.1", 100 + i, 200 + 5 * i));
    images.push_back(slice("1.2.1", 200 + i, 200 + 5 * i));
  }
  const auto stacks = stacks_of(images, {});
  ASSERT_TRUE(stacks);
  ASSERT_EQ(stacks->front().planes.size(), 30U);
  EXPECT_EQ(stacks->front().planes.front().grid.origin.z, 200);
  EXPECT_EQ(stacks->front().planes.front().path, "1.2.1.1100");
}

TEST(ImageStack, RefusesTooFewSlices) {
  std::vector<load::ImageObject> images;
  add_series(images, "1.2.1", 7, 20);
  EXPECT_EQ(refusal(images, {}), "IMAGE_REGISTRATION_FEW_SLICES");
  images.clear();
  add_series(images, "1.2.1", 40, 1);
  EXPECT_EQ(refusal(images, {}), "IMAGE_REGISTRATION_FEW_SLICES");
}

}  // namespace
}  // namespace oligard::registration
