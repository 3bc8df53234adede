#include "oligard/dicom/cielab.h"

#include <gtest/gtest.h>

namespace oligard::dicom {
namespace {

double lightness(const std::vector<std::uint16_t>& lab) {
  return lab[0] / 65535.0 * 100;
}
double chroma(const std::vector<std::uint16_t>& lab, std::size_t axis) {
  return lab[axis] / 65535.0 * 255 - 128;
}

// Published CIELAB coordinates of the sRGB primaries under D50.
TEST(CieLab, PrimariesOfSrgb) {
  struct Row {
    std::uint8_t red, green, blue;
    double l, a, b;
  };
  for (const Row& row :
       {Row{255, 0, 0, 54.29, 80.80, 69.89}, Row{0, 255, 0, 87.82, -79.27, 80.99},
        Row{0, 0, 255, 29.57, 68.29, -112.03}, Row{255, 255, 255, 100, 0, 0}, Row{0, 0, 0, 0, 0, 0}}) {
    const auto lab = cielab_of(row.red, row.green, row.blue);
    ASSERT_EQ(lab.size(), 3U);
    EXPECT_NEAR(lightness(lab), row.l, 0.05) << int{row.red} << int{row.green} << int{row.blue};
    EXPECT_NEAR(chroma(lab, 1), row.a, 0.1) << int{row.red} << int{row.green} << int{row.blue};
    EXPECT_NEAR(chroma(lab, 2), row.b, 0.1) << int{row.red} << int{row.green} << int{row.blue};
  }
}

}  // namespace
}  // namespace oligard::dicom
