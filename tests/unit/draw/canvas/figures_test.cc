#include "draw/canvas/figures.h"

#include <gtest/gtest.h>

namespace oligard::draw {
namespace {

TEST(Figures, PersonNamesOfOneTwoAndThreeGroups) {
  EXPECT_EQ(readable_name("Doe^Jane"), "Doe, Jane");
  EXPECT_EQ(readable_name("Adams^John Robert Quincy^^Rev.^B.A. M.Div."),
            "Adams, John Robert Quincy, Rev., B.A. M.Div.");
  EXPECT_EQ(readable_name("Yamada^Tarou=山田^太郎=やまだ^たろう"),
            "Yamada, Tarou (山田 太郎) (やまだ たろう)");
  EXPECT_EQ(readable_name("=山田^太郎"), "山田 太郎");
  EXPECT_EQ(readable_name("Doe ^ Jane ^"), "Doe, Jane");
  EXPECT_EQ(readable_name(""), "");
  EXPECT_EQ(readable_name("^^^="), "");
}

TEST(Figures, Numbers) {
  EXPECT_EQ(tenths(26.44), "26.4");
  EXPECT_EQ(tenths(-0.04), "0.0");
  EXPECT_EQ(tenths(-8.8), "\u22128.8");
  EXPECT_EQ(trimmed(26.44), "26.4");
  EXPECT_EQ(trimmed(5), "5");
  EXPECT_EQ(signed_percent(12.5), "+12.5 %");
  EXPECT_EQ(signed_percent(-30), "\u221230 %");
  EXPECT_EQ(change(85.9), "+86 %");
  EXPECT_EQ(change(-12.6), "\u221213 %");
  EXPECT_EQ(change(0.3), "0 %");
  EXPECT_EQ(change(-0.3), "0 %");
  EXPECT_EQ(fine_change(-8.83), "\u22128.8 %");
  EXPECT_EQ(fine_change(0.01), "0.0 %");
  EXPECT_EQ(fine_change(12), "+12.0 %");
}

TEST(Figures, Dates) {
  EXPECT_EQ(readable_dicom_date("19570312"), "12 Mar 1957");
  EXPECT_EQ(readable_dicom_date("about 1957"), "about 1957");
  EXPECT_EQ(readable(UnixTime(std::chrono::seconds(1756728000))), "1 Sep 2025 12:00 UTC");
}

TEST(Figures, Names) {
  EXPECT_EQ(titled("lymph_node"), "Lymph node");
}

}  // namespace
}  // namespace oligard::draw
