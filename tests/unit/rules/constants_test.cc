#include "oligard/rules/constants.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/rules/profile.h"

namespace oligard::rules {
namespace {

using ::testing::ElementsAre;

TEST(Constants, TheRuleBooksOwnAreWithinTheirLimits) {
  EXPECT_FALSE(problem_of(Constants{}).has_value());
  EXPECT_TRUE(changed_constants(Constants{}).empty());
}

template <class T, class Table>
void expect_limits_are_inclusive(const Table& table, T step) {
  for (const auto& constant : table) {
    Constants low;
    low.*constant.member = static_cast<T>(constant.min - step);
    ASSERT_TRUE(problem_of(low).has_value()) << constant.name;
    EXPECT_EQ(problem_of(low)->name, constant.name);
    Constants high;
    high.*constant.member = static_cast<T>(constant.max + step);
    ASSERT_TRUE(problem_of(high).has_value()) << constant.name;
    EXPECT_EQ(problem_of(high)->name, constant.name);
    EXPECT_THAT(problem_of(high)->what, ::testing::StartsWith("must be between "));
  }
}

TEST(Constants, EachHasLimits) {
  expect_limits_are_inclusive<double>(kRealConstants, 1e-6);
  expect_limits_are_inclusive<int>(kCountConstants, 1);
}

TEST(Constants, WhatIsNoNumberIsRefused) {
  Constants constants;
  constants.pd_rel = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(problem_of(constants).has_value());
  constants.pd_rel = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(problem_of(constants).has_value());
}

TEST(Constants, PairsKeepTheirOrder) {
  Constants constants;
  constants.new_probable_mm = 11;
  EXPECT_EQ(problem_of(constants)->name, "new_probable_mm");
  constants = {};
  constants.pathological_node_mm = 16;
  EXPECT_EQ(problem_of(constants)->what, "must not exceed target_node_mm");
  constants = {};
  constants.max_targets = 1;
  EXPECT_EQ(problem_of(constants)->name, "max_targets_per_organ");
}

TEST(Constants, SizeClassesAreInOrder) {
  for (const std::vector<RepeatabilityClass>& classes :
       {std::vector<RepeatabilityClass>{{10, 35, 0.39}, {30, 50, 0.29}},
        {{10, 10, 0.3}},
        {{10, 35, 0}},
        {{-1, 35, 0.3}},
        {{10, 2e9, 0.3}}}) {
    Constants constants;
    constants.vol_rc = classes;
    ASSERT_TRUE(problem_of(constants).has_value());
    EXPECT_EQ(problem_of(constants)->name, "vol_rc");
  }
}

TEST(Constants, ChangesAreNamedWithBothValues) {
  Constants constants;
  constants.pd_rel = 0.25;
  constants.max_targets = 10;
  constants.vol_rc = {{10, 1e9, 0.3}};
  EXPECT_THAT(changed_constants(constants),
              ElementsAre(ChangedConstant{"pd_rel", "0.25", "0.2"}, ChangedConstant{"max_targets", "10", "5"},
                          ChangedConstant{"vol_rc", "[[10, 1e+09, 0.3]]",
                                          "[[10, 35, 0.39], [35, 50, 0.29], [50, 1e+09, 0.24]]"}));
}

TEST(Profiles, CnsModesHaveNames) {
  for (const CnsMode mode : {CnsMode::kCount, CnsMode::kSeparateUnlimited, CnsMode::kExtracranialOnly})
    EXPECT_EQ(cns_mode_of(name_of(mode)), mode);
  EXPECT_FALSE(cns_mode_of("ignore").has_value());
}

TEST(Profiles, NamesAreLowerCaseWords) {
  for (const auto& [name, profile] : built_in_profiles())
    EXPECT_TRUE(is_profile_name(name)) << name;
  for (const std::string& name :
       {std::string(), std::string("Mine"), std::string("a b"), std::string("a.b"), std::string(65, 'a')})
    EXPECT_FALSE(is_profile_name(name)) << name;
}

TEST(Profiles, EveryLimitIsInTheText) {
  Profile profile;
  profile.max_lesions = 4;
  profile.max_organs = 2;
  profile.max_per_organ = 1;
  profile.max_share = 0.3;
  profile.cns_mode = CnsMode::kExtracranialOnly;
  profile.allowed_organs = {"bone", "lung"};
  EXPECT_EQ(text_of(profile),
            "max_lesions 4, max_organs 2, max_per_organ 1, max_share 0.3, share_inclusive false, "
            "cns_mode extracranial_only, allowed_organs bone lung");
}

}  // namespace
}  // namespace oligard::rules
