#include "support/expected_cases.h"
#include "support/shared_data.h"

namespace oligard::classify::testing {
namespace {

TEST(WorkedCases, EveryExpectedFieldOfTheRuleBookComesOut) {
  OLIGARD_NEED_SHARED_DATA();
  check_case_file(shared_data("worked-cases.json"));
}

TEST(WorkedCases, BuiltInRulesAreThoseOfTheRuleBook) {
  OLIGARD_NEED_SHARED_DATA();
  const Result<CaseFile> file = parse_case_file(read_text(shared_data("worked-cases.json")));
  ASSERT_TRUE(file.has_value());
  const Rules built_in;
  ASSERT_EQ(file->rules.profiles.size(), built_in.profiles.size());
  for (const auto& [name, given] : file->rules.profiles) {
    ASSERT_TRUE(built_in.profiles.contains(name)) << name;
    const Profile& ours = built_in.profiles.at(name);
    EXPECT_EQ(ours.description, given.description);
    EXPECT_EQ(ours.source, given.source);
    EXPECT_EQ(ours.source_verified, given.source_verified) << name;
    EXPECT_EQ(ours.max_lesions, given.max_lesions) << name;
    EXPECT_EQ(ours.max_organs, given.max_organs) << name;
    EXPECT_EQ(ours.max_per_organ, given.max_per_organ) << name;
    EXPECT_EQ(ours.max_share, given.max_share) << name;
    EXPECT_EQ(ours.share_inclusive, given.share_inclusive) << name;
    EXPECT_EQ(ours.cns_mode, given.cns_mode) << name;
    EXPECT_EQ(ours.allowed_organs, given.allowed_organs) << name;
  }
}

}  // namespace
}  // namespace oligard::classify::testing
