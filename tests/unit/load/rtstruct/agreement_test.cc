#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/shared_data.h"
#include "unit/load/rtstruct/builder.h"
#include "unit/load/seg/builder.h"

namespace oligard::load {
namespace {

using namespace test;

TEST(StructureSet, AgreesWithTheSegOfTheSameSphere) {
  constexpr int kSide = 40;
  constexpr double kPixel = 0.8;
  constexpr double kSpacing = 2;
  constexpr double kRadius = 11.3;
  const Vec3 centre{15.3, 15.9, 14.2};
  test::SegToBuild seg;
  seg.rows = seg.columns = kSide;
  seg.pixel_spacing = {kPixel, kPixel};
  StructureSetToBuild contours = one({});
  for (int slice = 0; slice < 15; ++slice) {
    const double z = slice * kSpacing;
    const double across = kRadius * kRadius - (z - centre.z) * (z - centre.z);
    if (across <= 0) continue;
    test::FrameToBuild frame;
    frame.position = {0, 0, z};
    frame.pixels = test::draw(kSide, kSide, [&](int row, int column) {
      return std::hypot(column * kPixel - centre.x, row * kPixel - centre.y) <= std::sqrt(across);
    });
    seg.frames.push_back(frame);
    contours.rois[0].contours.push_back(circle(centre.x, centre.y, z, std::sqrt(across), 180));
  }
  const Result<LoadedObject> loaded = test::load_seg(seg);
  ASSERT_TRUE(loaded) << loaded.error().reason;
  const auto& from_seg = std::get<Segmentation>(*loaded);
  const Segmentation from_contours = read_structure_set(contours);
  ASSERT_EQ(from_contours.grid.slices, from_seg.grid.slices);
  std::vector<std::vector<std::vector<bool>>> in_seg(
      static_cast<std::size_t>(from_seg.grid.slices),
      std::vector<std::vector<bool>>(kSide, std::vector<bool>(kSide, false)));
  for (const std::vector<int>& v : test::voxels_of(from_seg.segments[0].mask))
    in_seg[static_cast<std::size_t>(v[0])][static_cast<std::size_t>(v[1])][static_cast<std::size_t>(v[2])] =
        true;
  const auto has = [&](int slice, int row, int column) {
    return row >= 0 && column >= 0 && row < kSide && column < kSide &&
           in_seg[static_cast<std::size_t>(slice)][static_cast<std::size_t>(row)]
                 [static_cast<std::size_t>(column)];
  };
  int far = 0;
  for (const std::vector<int>& v : test::voxels_of(from_contours.segments[0].mask)) {
    const Vec3 index = from_seg.grid.to_index(from_contours.grid.to_patient(v[2], v[1], v[0]));
    const int column = static_cast<int>(std::lround(index.x));
    const int row = static_cast<int>(std::lround(index.y));
    bool near = false;
    for (int r = row - 1; r <= row + 1; ++r)
      for (int c = column - 1; c <= column + 1; ++c)
        near = near || has(v[0], r, c);
    far += near ? 0 : 1;
  }
  EXPECT_EQ(far, 0) << "within one voxel of the SEG";
  const double a = volume_of(from_seg.segments[0]);
  const double b = volume_of(from_contours.segments[0]);
  EXPECT_NEAR(b, a, 0.01 * a);
}

TEST(RealStructureSet, IsRead) {
  ASSERT_TRUE(dicom::set_up());
  OLIGARD_NEED_SHARED_DATA();
  const Result<LoadedObject> object = load_object(shared_data("real/other/rtstruct.dcm"));
  ASSERT_TRUE(object) << object.error().code;
  const auto& seg = std::get<Segmentation>(*object);
  ASSERT_EQ(seg.segments.size(), 3U);
  EXPECT_EQ(seg.segments[0].role, SegmentRole::kOther) << "EXTERNAL";
  EXPECT_NEAR(volume_of(seg.segments[0]), 400.0 * 300 * 30, 1) << "three planes 10 mm apart";
  EXPECT_EQ(seg.segments[1].left_out, "RTSTRUCT_NO_AREA") << "an isocenter";
}

}  // namespace
}  // namespace oligard::load
