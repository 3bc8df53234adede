#include "pipeline/grey_window.h"

#include <cmath>

#include <gtest/gtest.h>

namespace oligard::pipeline {
namespace {

TEST(GreyWindow, CtHasTheWindowOfItsOrgan) {
  const std::vector<float> values = {0, 40};
  const GreyWindow soft = window_for("CT", "liver", values);
  EXPECT_EQ((soft.black + soft.white) / 2, 40);
  EXPECT_EQ(soft.white - soft.black, 400);
  EXPECT_LT(window_for("CT", "lung", values).black, -1000);
  EXPECT_GT(window_for("CT", "bone", values).white, 1000);
}

TEST(GreyWindow, OthersReachFromDarkToBright) {
  std::vector<float> values;
  for (int i = 0; i <= 1000; ++i)
    values.push_back(static_cast<float>(i));
  values.push_back(kOutside);
  const GreyWindow mr = window_for("MR", "liver", values);
  EXPECT_EQ(mr.black, 10);
  EXPECT_EQ(mr.white, 995);
  const GreyWindow pet = window_for("PT", "liver", values);
  EXPECT_GT(pet.black, pet.white) << "uptake is dark";
  const std::vector<float> flat(10, 7.0F);
  EXPECT_GT(window_for("MR", "", flat).white, window_for("MR", "", flat).black);
  EXPECT_EQ(window_for("MR", "", std::vector<float>{kOutside}).white, 1);
}

TEST(GreyWindow, ValuesBecomeShades) {
  const std::vector<float> values = {-500, -160, 40, 240, 900, kOutside};
  EXPECT_EQ(to_grey(values, {-160, 240}), (std::vector<std::uint8_t>{0, 0, 128, 255, 255, 0}));
}

TEST(GreyWindow, InterpolatesBetweenCentresAndEndsAtTheEdge) {
  Grid grid;
  grid.columns = 2;
  grid.rows = 2;
  const std::vector<float> values = {0, 10, 20, 30};
  EXPECT_FLOAT_EQ(interpolated(values, grid, {0, 0, 0}), 0);
  EXPECT_FLOAT_EQ(interpolated(values, grid, {1, 1, 0}), 30);
  EXPECT_FLOAT_EQ(interpolated(values, grid, {0.5, 0.5, 0}), 15);
  EXPECT_FLOAT_EQ(interpolated(values, grid, {-0.4, 0, 0}), 0);
  EXPECT_TRUE(std::isnan(interpolated(values, grid, {-0.6, 0, 0})));
  EXPECT_TRUE(std::isnan(interpolated(values, grid, {0, 1.6, 0})));
  EXPECT_TRUE(std::isnan(interpolated(values, grid, {std::nan(""), 0, 0})));
  grid.columns = grid.rows = 1;
  EXPECT_FLOAT_EQ(interpolated(std::vector<float>{4}, grid, {0.3, 0, 0}), 4);
}

}  // namespace
}  // namespace oligard::pipeline
