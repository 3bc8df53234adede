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
  void TearDown() override {
    for (const char* name :
         {"OLIGARD__LISTENER__PORT", "OLIGARD__RULES__PD_REL", "OLIGARD__RULES__SD_MIN_DAYS",
          "OLIGARD__PROFILES__MINE__MAX_LESIONS", "OLIGARD__CONTEXT__INITIAL_CONTROL"})
      unsetenv(name);
  }
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

TEST_F(SettingsFile, LanguageWithoutACatalogueIsRefused) {
  EXPECT_EQ(load_settings(write("[report]\nlanguage = \"en\"\n"))->report.language, "en");
  const auto settings = load_settings(write("[report]\nlanguage = \"tlh\"\n"));
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, "CONFIG_INVALID");
  EXPECT_NE(settings.error().reason.find("must be one of \"en\""), std::string::npos)
      << settings.error().reason;
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

TEST_F(SettingsFile, ConstantsOfTheRuleBookAreRead) {
  const auto settings = load_settings(
      write("[rules]\npd_rel = 0.25\npd_abs_mm = 6\nsd_min_days = 56\nvol_rc = [[10, 1e9, 0.3]]\n"));
  ASSERT_TRUE(settings) << settings.error().reason;
  EXPECT_EQ(settings->constants.pd_rel, 0.25);
  EXPECT_EQ(settings->constants.pd_abs_mm, 6);
  EXPECT_EQ(settings->constants.sd_min_days, 56);
  EXPECT_EQ(settings->constants.vol_rc, (std::vector<rules::RepeatabilityClass>{{10, 1e9, 0.3}}));
  EXPECT_EQ(settings->constants.pr_rel, -0.30);
  EXPECT_EQ(settings->origins.at("rules.pd_rel"), "ConstantsOfTheRuleBookAreRead.toml:2");
}

TEST_F(SettingsFile, AConstantOutsideItsLimitsIsRefused) {
  for (const char* line :
       {"pd_rel = -3", "pd_rel = nan", "pd_rel = inf", "pr_rel = 0.3", "max_targets = 0", "eps = 1",
        "pd_rel = \"0.2\"", "max_targets = 2.5", "vol_rc = [[10, 35]]", "vol_rc = [[35, 10, 0.3]]",
        "new_probable_mm = 12", "max_targets = 1", "vol_rc = 0.3"}) {
    const auto settings = load_settings(write(std::string("[rules]\n") + line + "\n"));
    ASSERT_FALSE(settings) << line;
    EXPECT_EQ(settings.error().code, "CONFIG_INVALID") << line;
    EXPECT_NE(settings.error().reason.find("rules."), std::string::npos) << settings.error().reason;
  }
  const auto refused = load_settings(write("[rules]\npd_rel = -3\n"));
  EXPECT_EQ(refused.error().reason,
            "AConstantOutsideItsLimitsIsRefused.toml:2: rules.pd_rel must be between 0.01 and 10");
}

TEST_F(SettingsFile, AMistypedConstantIsNamedWithTheNearest) {
  const auto settings = load_settings(write("[rules]\npd_real = 0.25\n"));
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, "CONFIG_UNKNOWN_KEY");
  EXPECT_NE(settings.error().reason.find("\"pd_rel\""), std::string::npos) << settings.error().reason;
}

TEST_F(SettingsFile, ProfilesOfOnesOwn) {
  const auto settings = load_settings(write(R"([analysis]
profiles = ["mine"]
[profiles.mine]
description = "ours"
max_lesions = 4
max_share = 0.4
cns_mode = "extracranial_only"
allowed_organs = ["bone"]
)"));
  ASSERT_TRUE(settings) << settings.error().reason;
  const rules::Profile& mine = settings->profiles.at("mine");
  EXPECT_EQ(mine.max_lesions, 4);
  EXPECT_FALSE(mine.max_organs.has_value());
  EXPECT_EQ(mine.max_share, 0.4);
  EXPECT_EQ(mine.cns_mode, rules::CnsMode::kExtracranialOnly);
  EXPECT_FALSE(mine.source_verified);
}

TEST_F(SettingsFile, ABadProfileIsRefused) {
  struct Bad {
    const char* toml;
    const char* code;
    const char* says;
  };
  for (const Bad& bad :
       {Bad{"[profiles.default_5]\nmax_lesions = 9\n", "CONFIG_INVALID", "give yours another name"},
        Bad{"[profiles.Mine]\nmax_lesions = 9\n", "CONFIG_INVALID", "a-z"},
        Bad{"[profiles.mine]\nmax_lesion = 9\n", "CONFIG_UNKNOWN_KEY", "\"max_lesions\""},
        Bad{"[profiles.mine]\nmax_lesions = 0\n", "CONFIG_INVALID", "profiles.mine.max_lesions"},
        Bad{"[profiles.mine]\nmax_share = 1.5\n", "CONFIG_INVALID", "between 0.001 and 1"},
        Bad{"[profiles.mine]\ncns_mode = \"ignore\"\n", "CONFIG_INVALID", "separate_unlimited"},
        Bad{"profiles = 3\n", "CONFIG_INVALID", "[profiles.NAME]"},
        Bad{"[profiles]\nmine = 3\n", "CONFIG_INVALID", "must be a table"}}) {
    const auto settings = load_settings(write(bad.toml));
    ASSERT_FALSE(settings) << bad.toml;
    EXPECT_EQ(settings.error().code, bad.code) << bad.toml;
    EXPECT_NE(settings.error().reason.find(bad.says), std::string::npos) << settings.error().reason;
  }
}

TEST_F(SettingsFile, RulesAndContextFromTheEnvironment) {
  setenv("OLIGARD__RULES__PD_REL", "0.3", 1);
  setenv("OLIGARD__RULES__SD_MIN_DAYS", "28", 1);
  setenv("OLIGARD__PROFILES__MINE__MAX_LESIONS", "2", 1);
  setenv("OLIGARD__CONTEXT__INITIAL_CONTROL", "false", 1);
  const auto settings = load_settings(write("[profiles.mine]\nmax_lesions = 4\n"));
  ASSERT_TRUE(settings) << settings.error().reason;
  EXPECT_EQ(settings->constants.pd_rel, 0.3);
  EXPECT_EQ(settings->constants.sd_min_days, 28);
  EXPECT_EQ(settings->profiles.at("mine").max_lesions, 2);
  EXPECT_EQ(settings->context.initial_control, false);
  EXPECT_FALSE(settings->context.on_systemic_therapy.has_value());
  setenv("OLIGARD__RULES__PD_REL", "-3", 1);
  EXPECT_EQ(load_settings(write("[profiles.mine]\n")).error().reason,
            "OLIGARD__RULES__PD_REL: rules.pd_rel must be between 0.01 and 10");
}

TEST_F(SettingsFile, EveryConstantAndProfileIsDescribedWithItsOrigin) {
  const auto settings =
      load_settings(write("[rules]\npd_rel = 0.25\npd_abs_mm = 5\n[profiles.mine]\nmax_lesions = 4\n"));
  ASSERT_TRUE(settings) << settings.error().reason;
  const std::string text = describe(*settings);
  for (const auto& constant : rules::kRealConstants)
    EXPECT_NE(text.find(std::string("\n") + constant.name + " = "), std::string::npos) << constant.name;
  for (const auto& constant : rules::kCountConstants)
    EXPECT_NE(text.find(std::string("\n") + constant.name + " = "), std::string::npos) << constant.name;
  for (const auto& [name, profile] : rules::built_in_profiles())
    EXPECT_NE(text.find("[profiles." + name + "]"), std::string::npos) << name;
  const auto line_of = [&text](const std::string& key) {
    const std::size_t start = text.find("\n" + key + " = ") + 1;
    return text.substr(start, text.find('\n', start) - start);
  };
  const std::string file = "EveryConstantAndProfileIsDescribedWithItsOrigin.toml";
  EXPECT_TRUE(line_of("pd_rel").ends_with("# " + file + ":2, changed; default 0.2")) << line_of("pd_rel");
  EXPECT_TRUE(line_of("pd_abs_mm").ends_with("# " + file + ":3")) << line_of("pd_abs_mm");
  EXPECT_TRUE(line_of("pr_rel").ends_with("# default")) << line_of("pr_rel");
  const std::string mine = text.substr(text.find("[profiles.mine]"));
  EXPECT_NE(mine.find("max_lesions = 4"), std::string::npos);
  EXPECT_NE(mine.find("max_organs = not set"), std::string::npos);
}

TEST_F(SettingsFile, RulesProfilesInUseAndContextChangeTheDigest) {
  const Settings usual;
  const std::string digest = result_relevant_digest(usual);
  Settings changed;
  changed.constants.pd_rel = 0.25;
  EXPECT_NE(result_relevant_digest(changed), digest);
  changed = {};
  changed.constants.vol_rc.pop_back();
  EXPECT_NE(result_relevant_digest(changed), digest);
  changed = {};
  changed.context.on_systemic_therapy = true;
  EXPECT_NE(result_relevant_digest(changed), digest);
  changed = {};
  changed.profiles["mine"].max_lesions = 4;
  EXPECT_EQ(result_relevant_digest(changed), digest) << "nobody asks for it";
  changed.analysis.profiles = {"mine"};
  const std::string with_four = result_relevant_digest(changed);
  changed.profiles["mine"].max_lesions = 5;
  EXPECT_NE(result_relevant_digest(changed), with_four);
}

}  // namespace
}  // namespace oligard::config
