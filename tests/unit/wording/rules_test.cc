#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/wording/wording.h"

namespace oligard::wording {
namespace {

using namespace classify;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ChangedRules, ConstantsAndTheProfilesThatAreAskedFor) {
  Rules rules;
  EXPECT_THAT(changed_rules(rules, {"default_5", "strict_3"}), IsEmpty());
  rules.constants.pd_rel = 0.25;
  rules.profiles["strict_3"].max_lesions = 4;
  rules.profiles["mine"].max_organs = 2;
  const std::vector<std::string> changes = changed_rules(rules, {"default_5", "strict_3", "mine", "nobody"});
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0], "pd_rel 0.25 (default 0.2)");
  EXPECT_THAT(changes[1], HasSubstr("profile strict_3 (changed): "));
  EXPECT_THAT(changes[2], HasSubstr("profile mine (user-defined): "));
  EXPECT_THAT(changed_rules(rules, {"default_5"}), ElementsAre("pd_rel 0.25 (default 0.2)"));
  EXPECT_TRUE(is_unchanged_profile(rules, "default_5"));
  EXPECT_FALSE(is_unchanged_profile(rules, "strict_3"));
  EXPECT_FALSE(is_unchanged_profile(rules, "mine"));
  EXPECT_FALSE(is_unchanged_profile(rules, "nobody"));
}

}  // namespace
}  // namespace oligard::wording
