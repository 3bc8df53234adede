#include "oligard/config/settings.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace oligard::config {
namespace {

class SettingsFile : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& toml) {
    const std::filesystem::path path =
        std::filesystem::path(::testing::TempDir()) /
        (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml");
    std::ofstream(path) << toml;
    return path;
  }
  void TearDown() override { unsetenv("OLIGARD__LISTENER__PORT"); }
};

TEST_F(SettingsFile, DefaultsAreClosed) {
  const Result<Settings> settings = load_settings(std::nullopt);
  ASSERT_TRUE(settings);
  EXPECT_TRUE(settings->listener.allowed_aets.empty());
  EXPECT_EQ(settings->pipeline.quiet_period_s, 60);
  EXPECT_EQ(settings->pipeline.quiet_cap_s, 5400);
}

TEST_F(SettingsFile, ReadsEveryKindOfValueAndItsOrigin) {
  const auto settings = load_settings(write(R"([listener]
aet = "ONCO"
allowed_aets = ["PACS", "AI"]
[store]
min_free_bytes = 1000
[[destination]]
name = "pacs"
aet = "PACS"
host = "127.0.0.1"
[[source]]
name = "tool"
split_components = false
organ_by_label = { "*liver*" = "liver" }
)"));
  ASSERT_TRUE(settings) << settings.error().reason;
  EXPECT_EQ(settings->listener.aet, "ONCO");
  EXPECT_EQ(settings->listener.allowed_aets, (std::vector<std::string>{"PACS", "AI"}));
  EXPECT_EQ(settings->store.min_free_bytes, 1000);
  ASSERT_EQ(settings->destinations.size(), 1U);
  EXPECT_EQ(settings->destinations[0].port, 104);
  ASSERT_EQ(settings->sources.size(), 1U);
  EXPECT_FALSE(settings->sources[0].split_components);
  EXPECT_EQ(settings->sources[0].organ_by_label.at("*liver*"), "liver");
  EXPECT_EQ(settings->origins.at("listener.aet"), "ReadsEveryKindOfValueAndItsOrigin.toml:2");
}

TEST_F(SettingsFile, UnknownKeyNamesTheNearest) {
  const auto settings = load_settings(write("[listener]\nprot = 1\n"));
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, "CONFIG_UNKNOWN_KEY");
  EXPECT_NE(settings.error().reason.find("\"port\""), std::string::npos) << settings.error().reason;
}

TEST_F(SettingsFile, WrongTypeRangeAndSyntaxAreRefused) {
  EXPECT_EQ(load_settings(write("[listener]\nport = \"x\"\n")).error().code, "CONFIG_INVALID");
  EXPECT_EQ(load_settings(write("[listener]\nport = 70000\n")).error().code, "CONFIG_INVALID");
  EXPECT_EQ(load_settings(write("[listener]\naet = \"SEVENTEEN_LETTERS\"\n")).error().code, "CONFIG_INVALID");
  EXPECT_EQ(load_settings(write("[report]\nsr_class = \"extensible\"\n")).error().code, "CONFIG_INVALID");
  EXPECT_EQ(load_settings(write("[pipeline]\nquiet_cap_s = 1\n")).error().code, "CONFIG_INVALID");
  EXPECT_EQ(load_settings(write("[listener\n")).error().code, "CONFIG_SYNTAX");
  EXPECT_EQ(load_settings("/nonexistent/oligard.toml").error().code, "CONFIG_UNREADABLE");
}

TEST_F(SettingsFile, EnvironmentWinsOverTheFile) {
  setenv("OLIGARD__LISTENER__PORT", "11999", 1);
  const auto settings = load_settings(write("[listener]\nport = 104\n"));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->listener.port, 11999);
  EXPECT_EQ(settings->origins.at("listener.port"), "OLIGARD__LISTENER__PORT");
  EXPECT_NE(describe(*settings).find("port = 11999"), std::string::npos);
}

TEST_F(SettingsFile, OnlyWhatChangesResultsChangesTheDigest) {
  Settings a;
  Settings b;
  b.listener.port = 1;
  b.analysis.context_dir = "/elsewhere";
  EXPECT_EQ(result_relevant_digest(a), result_relevant_digest(b));
  b.analysis.profiles = {"strict_3"};
  EXPECT_NE(result_relevant_digest(a), result_relevant_digest(b));
}

TEST_F(SettingsFile, APriorSourceHasBothNameAndHost) {
  EXPECT_FALSE(load_settings(std::nullopt)->prior_source.is_set());
  const auto whole = load_settings(write("[prior_source]\naet = \"PACS\"\nhost = \"pacs\"\n"));
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->prior_source.is_set());
  EXPECT_EQ(whole->prior_source.images, "never");
  for (const char* half :
       {"aet = \"PACS\"", "host = \"pacs\"", "aet = \"PACS\"\nhost = \"h\"\nimages = \"all\""}) {
    const auto refused = load_settings(write(std::string("[prior_source]\n") + half + "\n"));
    ASSERT_FALSE(refused) << half;
    EXPECT_EQ(refused.error().code, "CONFIG_INVALID");
  }
}

TEST_F(SettingsFile, WherePriorsComeFromChangesNoResult) {
  const auto with = load_settings(write("[prior_source]\naet = \"PACS\"\nhost = \"pacs\"\n"));
  EXPECT_EQ(result_relevant_digest(*with), result_relevant_digest(*load_settings(std::nullopt)));
}

}  // namespace
}  // namespace oligard::config
