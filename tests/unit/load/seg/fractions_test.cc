#include "load/seg/fractions.h"

#include <vector>

#include <gtest/gtest.h>

#include "unit/load/seg/builder.h"

namespace oligard::load {
namespace {

using Values = std::vector<std::uint8_t>;

TEST(Fractions, KeepsValuesAboveZeroInOrder) {
  Fractions fractions;
  append_fractions(Values{0, 5, 6, 0, 0, 7}, {2, 3}, 4, 100, fractions);
  append_fractions(Values{1, 0, 0, 0, 0, 2}, {2, 3}, 2, 100, fractions);
  normalise(fractions);
  EXPECT_EQ(fractions.runs,
            (std::vector<oligard::Run>{{2, 0, 0, 1}, {2, 1, 2, 1}, {4, 0, 1, 2}, {4, 1, 2, 1}}));
  EXPECT_EQ(fractions.values, (Values{1, 2, 5, 6, 7}));
}

TEST(Fractions, OfSeveralFramesOfOneVoxelTheGreatestValueIsKept) {
  Fractions fractions;
  append_fractions(Values{0, 5, 6, 9, 0, 0}, {1, 6}, 0, 100, fractions);
  append_fractions(Values{3, 2, 8, 0, 0, 1}, {1, 6}, 0, 100, fractions);
  append_fractions(Values{0, 0, 0, 0, 4, 0}, {1, 6}, 0, 100, fractions);
  normalise(fractions);
  EXPECT_EQ(fractions.runs, (std::vector<oligard::Run>{{0, 0, 0, 6}}));
  EXPECT_EQ(fractions.values, (Values{3, 5, 8, 9, 4, 1}));
}

test::SegToBuild fractional(std::vector<std::uint16_t> pixels) {
  test::SegToBuild seg;
  seg.type = "FRACTIONAL";
  seg.bits_allocated = 8;
  seg.rows = 1;
  seg.columns = static_cast<int>(pixels.size());
  seg.spacing_between_slices = 2;
  seg.frames = {{1, {0, 0, 0}, std::move(pixels)}};
  return seg;
}

TEST(Fractions, TheThresholdOfTheRuleIsExactAtItsLimit) {
  // Maximum Fractional Value is 200: 37 % are 74.
  SourceRule rule;
  rule.fraction_threshold_pct = 37;
  const auto object = test::load_seg(fractional({0, 73, 74, 75, 200, 1}), {rule});
  ASSERT_TRUE(object);
  const auto& seg = std::get<Segmentation>(*object);
  EXPECT_EQ(seg.segments[0].mask.runs, (std::vector<oligard::Run>{{0, 0, 2, 3}}));
  EXPECT_EQ(seg.segments[0].fractions.values, (Values{73, 74, 75, 200, 1}));
  EXPECT_EQ(seg.segments[0].fractions.maximum, 200);
  rule.fraction_threshold_pct = 100;
  const auto whole = test::load_seg(fractional({0, 199, 200, 73}), {rule});
  ASSERT_TRUE(whole);
  EXPECT_EQ(std::get<Segmentation>(*whole).segments[0].mask.runs, (std::vector<oligard::Run>{{0, 0, 2, 1}}));
}

TEST(Fractions, AreBounded) {
  std::vector<std::uint16_t> pixels(4000, 1);
  LoadLimits limits;
  limits.max_runs = 100;
  const auto object = test::load_seg(fractional(pixels), {}, limits);
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().code, "SEG_TOO_COMPLEX");
}

}  // namespace
}  // namespace oligard::load
