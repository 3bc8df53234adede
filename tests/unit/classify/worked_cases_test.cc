#include "expected_cases.h"

namespace oligard::classify::testing {
namespace {

TEST(WorkedCases, EveryExpectedFieldOfTheRuleBookComesOut) {
  const std::filesystem::path path = OLIGARD_SOURCE_DIR "/../shared/data/worked-cases.json";
  if (!std::filesystem::exists(path))
    GTEST_SKIP() << "the worked cases of the rule book are not on this machine";
  check_case_file(path);
}

TEST(WorkedCases, BuiltInRulesAreThoseOfTheRuleBook) {
  const std::filesystem::path path = OLIGARD_SOURCE_DIR "/../shared/data/worked-cases.json";
  if (!std::filesystem::exists(path))
    GTEST_SKIP() << "the worked cases of the rule book are not on this machine";
  const Result<CaseFile> file = parse_case_file(read_text(path));
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
