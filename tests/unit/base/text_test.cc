#include "oligard/base/text.h"

#include <limits>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace oligard {
namespace {

TEST(Text, JoinsPartsInTheirOrder) {
  EXPECT_EQ(joined(std::vector<std::string>{"liver", "", "bone"}, "; "), "liver; ; bone");
  EXPECT_EQ(joined(std::set<std::string>{"b", "a"}), "a, b");
  EXPECT_EQ(joined(std::vector<int>{3, 1}, " ", [](int n) { return std::to_string(n); }), "3 1");
  EXPECT_EQ(joined(std::vector<std::string>{}), "");
}

TEST(Text, AppendsASeparatorOnlyBetweenParts) {
  std::string list;
  append(list, ", ", "liver");
  append(list, ", ", "bone");
  EXPECT_EQ(list, "liver, bone");
}

TEST(Text, MakesWordsOfNames) {
  EXPECT_EQ(in_words("lymph_node"), "lymph node");
  EXPECT_EQ(lower_case("NOT_EVALUABLE"), "not_evaluable");
  EXPECT_EQ(lower_case("L\xC3\x84SION"), "l\xC3\x84sion");
}

TEST(Text, WritesNumbersWithTheirDecimals) {
  EXPECT_EQ(fixed(26.05, 1), "26.1");
  EXPECT_EQ(fixed(-0.04, 1), "0.0");
  EXPECT_EQ(fixed(-12.34, 1), "-12.3");
  EXPECT_EQ(fixed(3, 0), "3");
  EXPECT_EQ(fixed(std::numeric_limits<double>::infinity(), 1), "?");
  EXPECT_EQ(fixed(std::numeric_limits<double>::quiet_NaN(), 1), "?");
}

TEST(Text, KnowsTheFormOfAUid) {
  EXPECT_TRUE(is_uid("1.2.840.10008.1.1"));
  EXPECT_TRUE(is_uid(std::string(64, '1')));
  EXPECT_FALSE(is_uid(std::string(65, '1')));
  EXPECT_FALSE(is_uid(""));
  EXPECT_FALSE(is_uid("1.2.x"));
}

}  // namespace
}  // namespace oligard
