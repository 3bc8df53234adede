// The chains of every case file and worked case, checked from their JSON alone: each comparison is done
// again, each reference looked up, each threshold found by its name.
#include <algorithm>
#include <map>
#include <vector>

#include "classify/status/chain.h"
#include "support/expected_cases.h"
#include "support/shared_data.h"
#include "support/source_dir.h"

namespace oligard::classify::testing {
namespace {

using terms::Confidence;

constexpr double kEps = 1e-9;

/// Null where a figure is missing that the test needs.
std::optional<bool> redo(const Json& step) {
  const std::string test = step.at("test");
  const double value = step.at("value");
  const double threshold = step.at("threshold");
  if (test == "at_least") return value >= threshold - kEps;
  if (test == "above") return value > threshold + kEps;
  if (test == "at_most") return value <= threshold + kEps;
  if (test == "below") return value < threshold - kEps;
  if (!step.contains("reference")) return std::nullopt;
  const double reference = step.at("reference");
  if (test == "difference_at_least") return value - reference >= threshold - kEps;
  if (test == "change_at_least") return reference > 0 ? value / reference - 1 >= threshold - kEps : value > 0;
  if (test == "change_at_most") return reference > 0 && value / reference - 1 <= threshold + kEps;
  if (test == "ratio_at_least") return value / reference >= threshold - kEps;
  if (test == "ratio_above") return value / reference > threshold + kEps;
  if (test == "ratio_at_most") return value / reference <= threshold + kEps;
  if (test == "ratio_below") return value / reference < threshold - kEps;
  return std::nullopt;
}

std::map<std::string, double> constants_by_name(const Constants& constants) {
  std::map<std::string, double> values;
  for (const auto& row : kRealConstants)
    values[row.name] = constants.*row.member;
  for (const auto& row : kCountConstants)
    values[row.name] = constants.*row.member;
  return values;
}

/// One chain of a case, and what its steps may refer to.
struct Checked {
  const Case& clinical_case;
  const Rules& rules;
  const Json& assessments;  ///< of all time points
  std::string profile;      ///< whose limits count; empty for lesions and RECIST
  std::string lesion;       ///< empty for RECIST and profiles
  std::string place;
};

void check_threshold(const Checked& c, const Json& step) {
  if (!step.contains("constant")) return;
  const std::string name = step.at("constant");
  const double threshold = step.at("threshold");
  if (name == "vol_rc") {
    EXPECT_TRUE(
        std::any_of(c.rules.constants.vol_rc.begin(), c.rules.constants.vol_rc.end(),
                    [&](const RepeatabilityClass& row) { return row.fraction == std::abs(threshold); }))
        << c.place << step;
    return;
  }
  std::map<std::string, double> values = constants_by_name(c.rules.constants);
  if (!c.profile.empty()) {
    const Profile& profile = c.rules.profiles.at(c.profile);
    if (profile.max_lesions) values["max_lesions"] = *profile.max_lesions;
    if (profile.max_organs) values["max_organs"] = *profile.max_organs;
    if (profile.max_per_organ) values["max_per_organ"] = *profile.max_per_organ;
    if (profile.max_share) values["max_share"] = *profile.max_share;
  }
  ASSERT_TRUE(values.contains(name)) << c.place << step;
  EXPECT_EQ(values.at(name), threshold) << c.place << step;
}

/// A time point that the case has, with its date.
void check_date(const Checked& c, const Json& step, const std::string& prefix) {
  if (!step.contains(prefix + "_timepoint")) return;
  const std::string id = step.at(prefix + "_timepoint");
  const auto& timepoints = c.clinical_case.timepoints;
  const auto found =
      std::find_if(timepoints.begin(), timepoints.end(), [&](const auto& t) { return t.id == id; });
  ASSERT_NE(found, timepoints.end()) << c.place << step;
  EXPECT_EQ(step.at(prefix + "_date"), to_iso(found->date)) << c.place << step;
}

/// Sizes and sums that a step compares with are those assessed at that time point.
void check_reference(const Checked& c, const Json& step) {
  if (!step.contains("reference") || !step.contains("reference_timepoint")) return;
  const std::string code = step.at("code");
  const Json& then = c.assessments.at(step.at("reference_timepoint").get<std::string>());
  if (code.starts_with("size_")) {
    EXPECT_NEAR(then.at("lesions").at(c.lesion).at("size_mm").get<double>(),
                step.at("reference").get<double>(), 0.05)
        << c.place << step;
  }
  if (code.starts_with("sum_from_")) {
    EXPECT_NEAR(then.at("recist").at("target_sum_mm").get<double>(), step.at("reference").get<double>(), 0.05)
        << c.place << step;
  }
}

void check_step(const Checked& c, const Json& step) {
  ASSERT_TRUE(ReasonCode::find(step.at("code").get<std::string>())) << c.place << step;
  const std::string outcome = step.at("outcome");
  if (step.contains("test")) {
    const std::optional<bool> answer = redo(step);
    ASSERT_TRUE(answer.has_value()) << c.place << step;
    EXPECT_EQ(outcome == "holds" || outcome == "caps", *answer) << c.place << step;
    EXPECT_TRUE(outcome == "holds" || outcome == "does_not_hold" || outcome == "caps") << c.place << step;
  }
  check_threshold(c, step);
  check_date(c, step, "value");
  check_date(c, step, "reference");
  check_reference(c, step);
}

int rank(const Json& confidence) {
  return confidence == "definite" ? 2 : confidence == "probable" ? 1 : 0;
}

/// Caps follow each other down to the confidence of the decision.
void check_caps(const Checked& c, const Json& chain, const Json& confidence) {
  Json now;
  for (const Json& step : chain) {
    if (step.at("outcome") != "caps") continue;
    EXPECT_LE(rank(step.at("confidence")), rank(step.at("confidence_before"))) << c.place << step;
    if (!now.is_null()) {
      EXPECT_EQ(step.at("confidence_before"), now) << c.place << step;
    }
    now = step.at("confidence");
  }
  if (!now.is_null()) {
    EXPECT_EQ(now, confidence) << c.place << chain.dump(1);
  }
}

void check_chain(const Checked& c, const Json& chain) {
  ASSERT_FALSE(chain.empty()) << c.place;
  for (const Json& step : chain)
    check_step(c, step);
}

void check_verdict(const Checked& c, const Json& verdict, const char* result) {
  const Json& chain = verdict.at("chain");
  check_chain(c, chain);
  const Json& decision = chain.back();
  EXPECT_EQ(decision.at("outcome"), "decides") << c.place;
  EXPECT_EQ(decision.at("result"), verdict.at(result)) << c.place;
  if (!verdict.at("confidence").is_null()) {
    EXPECT_EQ(decision.at("confidence"), verdict.at("confidence")) << c.place;
  }
  check_caps(c, chain, verdict.at("confidence"));
}

/// A chain that may be empty where there is no verdict.
void check_result(const Checked& c, const Json& chain, const Json& result) {
  EXPECT_EQ(chain.empty(), result.is_null()) << c.place;
  if (chain.empty()) return;
  check_chain(c, chain);
  EXPECT_EQ(chain.back().at("result"), result) << c.place;
}

Json result_of(const Json& chain, const std::string& rule_prefix, const std::string& code) {
  Json result;
  for (const Json& step : chain) {
    const bool decides = step.at("outcome") == "decides";
    const bool named = code.empty() || step.at("code") == code;
    if (decides && named && step.at("rule").get<std::string>().starts_with(rule_prefix))
      result = step.at("result");
  }
  return result;
}

void check_recist(const Checked& c, const Json& recist) {
  const Json& chain = recist.at("chain");
  check_chain(c, chain);
  EXPECT_EQ(result_of(chain, "2.", "target_response"), recist.at("target_response")) << c.place;
  EXPECT_EQ(result_of(chain, "2.", "non_target_response"), recist.at("non_target_response")) << c.place;
  EXPECT_EQ(result_of(chain, "2.", "best_response"), recist.at("best_overall_unconfirmed")) << c.place;
  const bool new_lesion = std::any_of(chain.begin(), chain.end(), [](const Json& step) {
    return step.at("code").get<std::string>().starts_with("new_lesion_");
  });
  EXPECT_EQ(new_lesion, recist.at("new_lesion")) << c.place;
}

void check_scenarios(const Checked& c, const Json& profile) {
  if (profile.at("category") == "SINGLE_TIMEPOINT") return;
  int scenarios = 0;
  for (const Json& step : profile.at("chain")) {
    if (!step.at("code").get<std::string>().starts_with("scenario_")) continue;
    ++scenarios;
    if (step.at("code") != "scenario_base") continue;
    EXPECT_EQ(step.at("result"), profile.at("category")) << c.place;
    EXPECT_EQ(step.at("value"), profile.at("n_progressing")) << c.place;
    EXPECT_EQ(step.at("reference"), profile.at("n_assessable")) << c.place;
  }
  EXPECT_EQ(scenarios, 3) << c.place;
}

void check_case(const Case& clinical_case, const Rules& rules) {
  const auto assessments = classify_case(clinical_case, rules);
  ASSERT_TRUE(assessments.has_value());
  const Json all = Json::parse(to_json({clinical_case}, {*assessments}))["cases"][0]["assessments"];
  for (const auto& [timepoint, said] : all.items()) {
    const std::string place = clinical_case.id + "." + timepoint + " ";
    for (const auto& [id, lesion] : said.at("lesions").items())
      check_verdict({clinical_case, rules, all, "", id, place + id + " "}, lesion, "status");
    check_recist({clinical_case, rules, all, "", "", place}, said.at("recist"));
    check_result({clinical_case, rules, all, "", "", place}, said.at("estro_eortc_chain"),
                 said.at("estro_eortc_state"));
    if (said.contains("irecist"))
      check_result({clinical_case, rules, all, "", "", place}, said.at("irecist_chain"), said.at("irecist"));
    for (const auto& [name, profile] : said.at("profiles").items()) {
      const Checked c{clinical_case, rules, all, name, "", place + name + " "};
      check_verdict(c, profile, "category");
      check_scenarios(c, profile);
    }
  }
}

void check_file(const std::filesystem::path& path) {
  const Result<CaseFile> file = parse_case_file(read_text(path));
  ASSERT_TRUE(file.has_value()) << path;
  ASSERT_FALSE(file->cases.empty()) << path;
  for (const Case& clinical_case : file->cases)
    check_case(clinical_case, file->rules);
}

TEST(Reasons, EveryStepOfTheWorkedCasesIsAsItSays) {
  OLIGARD_NEED_SHARED_DATA();
  check_file(shared_data("worked-cases.json"));
}

TEST(Reasons, EveryStepOfTheCaseFilesIsAsItSays) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "tests/cases/classify")) {
    if (entry.path().extension() != ".json") continue;
    check_file(entry.path());
    ++files;
  }
  EXPECT_GT(files, 10);
}

Reason step(Comparison test, std::optional<double> value, std::optional<double> reference, double threshold) {
  Reason reason;
  reason.test = test;
  reason.value = value;
  reason.reference = reference;
  reason.threshold = threshold;
  return reason;
}

TEST(Holds, LimitsAreInclusiveWhereTheRuleBookSaysSo) {
  EXPECT_TRUE(holds(step(Comparison::kChangeAtLeast, 30, 25, 0.20), kEps));
  EXPECT_FALSE(holds(step(Comparison::kChangeAtLeast, 29.9, 25, 0.20), kEps));
  EXPECT_TRUE(holds(step(Comparison::kDifferenceAtLeast, 0.3, 0.2, 0.1), kEps));
  EXPECT_TRUE(holds(step(Comparison::kChangeAtMost, 14, 20, -0.30), kEps));
  EXPECT_FALSE(holds(step(Comparison::kChangeAtMost, 0, 0, -0.30), kEps));
  EXPECT_TRUE(holds(step(Comparison::kChangeAtLeast, 1, 0, 0.20), kEps));
  EXPECT_FALSE(holds(step(Comparison::kChangeAtLeast, 0, 0, 0.20), kEps));
  EXPECT_TRUE(holds(step(Comparison::kRatioAtMost, 3, 10, 0.30), kEps));
  EXPECT_FALSE(holds(step(Comparison::kRatioBelow, 3, 6, 0.50), kEps));
  EXPECT_FALSE(holds(step(Comparison::kRatioAbove, 3, 6, 0.50), kEps));
  EXPECT_TRUE(holds(step(Comparison::kRatioAtLeast, 5, 2.5, 2), kEps));
  EXPECT_FALSE(holds(step(Comparison::kBelow, 10, {}, 10), kEps));
  EXPECT_FALSE(holds(step(Comparison::kAbove, 5, {}, 5), kEps));
  EXPECT_TRUE(holds(step(Comparison::kAtMost, 5, {}, 5), kEps));
  EXPECT_TRUE(holds(step(Comparison::kAtLeast, 10, {}, 10), kEps));
}

TEST(Holds, NothingHoldsWithoutItsFigures) {
  EXPECT_FALSE(holds(step(Comparison::kNone, 1, 1, 1), kEps));
  EXPECT_FALSE(holds(step(Comparison::kDifferenceAtLeast, 10, {}, 5), kEps));
  EXPECT_FALSE(holds(step(Comparison::kAtLeast, {}, {}, 5), kEps));
}

TEST(Chain, CapsNeverRaiseAndRecordWhatWasBefore) {
  std::vector<Reason> steps;
  Chain chain(&steps, kEps);
  Confidence confidence = Confidence::kIndeterminate;
  chain.cap(confidence, Confidence::kProbable, named("3.4/9", "cap_necrotic"));
  EXPECT_EQ(confidence, Confidence::kIndeterminate);
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].confidence_before, Confidence::kIndeterminate);
  EXPECT_EQ(steps[0].confidence, Confidence::kIndeterminate);
  confidence = Confidence::kDefinite;
  EXPECT_FALSE(chain.cap_if_holds(
      confidence, Confidence::kProbable,
      compared("3.4/11", "cap_small_lesion", Comparison::kBelow, 10, {}, {"target_node_mm", 10}, unit::kMm)));
  EXPECT_EQ(confidence, Confidence::kDefinite);
  EXPECT_EQ(steps.size(), 1U);
}

TEST(Chain, ASilentOneAnswersAlike) {
  Chain silent = Chain::silent(kEps);
  EXPECT_TRUE(silent.test(step(Comparison::kAtLeast, 10, {}, 10)));
  EXPECT_FALSE(silent.condition(false, named("3.6/4", "diffuse_progression")));
}

}  // namespace
}  // namespace oligard::classify::testing
