// Pixels of other people's CT images.
#include "oligard/load/image_pixels.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/shared_data.h"

namespace oligard::load {
namespace {

std::vector<float> values_of(const std::filesystem::path& path, int frame) {
  std::vector<float> result;
  const std::vector<int> frames{frame};
  const Status read = read_image_values(path, frames, [&](int given, std::span<const float> values) {
    EXPECT_EQ(given, frame);
    result.assign(values.begin(), values.end());
  });
  EXPECT_TRUE(read) << (read ? "" : read.error().code);
  return result;
}

ImageObject image_of(const std::filesystem::path& path) {
  auto object = load_object(path);
  EXPECT_TRUE(object) << path;
  return object ? std::get<ImageObject>(*object) : ImageObject{};
}

TEST(ImagePixels, FramesOfAnEnhancedCtAreTheSlicesItWasMadeFrom) {
  OLIGARD_NEED_SHARED_DATA();
  const std::filesystem::path folder = shared_data("real/dcmqi-24x38x3");
  const ImageObject enhanced = image_of(folder / "multiframe/mf.dcm");
  ASSERT_EQ(enhanced.planes.size(), 3U);
  int compared = 0;
  for (const std::string name : {"IMG0001.dcm", "IMG0002.dcm", "IMG0003.dcm"}) {
    const ImageObject slice = image_of(folder / "image" / name);
    ASSERT_EQ(slice.planes.size(), 1U);
    for (const ImagePlane& plane : enhanced.planes) {
      if (distance(plane.grid.origin, slice.planes[0].grid.origin) > 1e-3) continue;
      const std::vector<float> values = values_of(folder / "image" / name, 0);
      EXPECT_EQ(values.size(), 24U * 38U);
      EXPECT_EQ(values_of(folder / "multiframe/mf.dcm", plane.frame), values);
      ++compared;
    }
  }
  EXPECT_EQ(compared, 3);
}

TEST(ImagePixels, HounsfieldUnitsOfARealSlice) {
  OLIGARD_NEED_SHARED_DATA();
  std::vector<float> values = values_of(shared_data("real/aim-longitudinal/0022/ct-baseline.dcm"), 0);
  ASSERT_EQ(values.size(), 512U * 512U);
  const auto soft = std::count_if(values.begin(), values.end(), [](float v) { return v > 0 && v < 100; });
  const auto air = std::count_if(values.begin(), values.end(), [](float v) { return v < -900; });
  EXPECT_GT(soft, 20000);
  EXPECT_GT(air, 40000);
}

TEST(ImagePixels, FramesThatAreNotThereAreRefused) {
  OLIGARD_NEED_SHARED_DATA();
  const std::vector<int> frames{3, 4};
  const Status read = read_image_values(shared_data("real/dcmqi-24x38x3/multiframe/mf.dcm"), frames,
                                        [](int, std::span<const float>) {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "IMAGE_PIXELS_UNREADABLE");
}

}  // namespace
}  // namespace oligard::load
