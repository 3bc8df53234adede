#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using ::testing::HasSubstr;

std::string file_with(const std::string& lesion, const std::string& rest = "") {
  return R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"2025-01-01"},{"id":"TP1","date":"2025-04-01"}],)"
         R"("lesions":[)" +
         lesion + "]" + rest + "}]}";
}

void expect_refused(const std::string& json, const std::string& place) {
  const Result<CaseFile> file = parse_case_file(json);
  ASSERT_FALSE(file.has_value()) << json;
  EXPECT_EQ(file.error().code, "CASE_INVALID_JSON");
  EXPECT_EQ(file.error().kind, ErrorKind::kInvalidInput);
  EXPECT_THAT(file.error().reason, HasSubstr(place));
}

TEST(CaseFile, WhatIsNotGivenIsUnknown) {
  const Result<CaseFile> file =
      parse_case_file(file_with(R"({"id":"A","observations":{"TP0":{"state":"present"}}})"));
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  const Case& parsed = file->cases.front();
  EXPECT_EQ(parsed.baseline_timepoint, "TP0");
  EXPECT_EQ(parsed.evaluated_profiles, std::vector<std::string>{"default_5"});
  EXPECT_FALSE(parsed.context.on_systemic_therapy.has_value());
  EXPECT_FALSE(parsed.timepoints[0].coverage_known);
  EXPECT_FALSE(parsed.timepoints[0].slice_thickness_mm.has_value());
  EXPECT_FALSE(parsed.timepoints[0].segmentation_exhaustive);
  EXPECT_EQ(parsed.lesions[0].organ, "unknown");
  EXPECT_EQ(parsed.lesions[0].kind, "solid");
}

TEST(CaseFile, ErrorsNameThePlace) {
  expect_refused("{", "byte");
  expect_refused(R"({"cases":1e999})", "out of range");
  expect_refused("[]", "the document is not an object");
  expect_refused("{}", "has no cases");
  expect_refused(file_with(R"({"observations":{}})"), "cases[0].lesions[0] has no id");
  expect_refused(file_with(R"({"id":"A","observations":{"TP1":{"state":"grown"}}})"),
                 "cases[0].lesions[0].observations.TP1 has an unknown state");
  expect_refused(file_with(R"({"id":"A","observations":{"TP1":{"state":"measured","long_mm":"12"}}})"),
                 "observations.TP1.long_mm is not a number");
  expect_refused(file_with(R"({"id":"A","kind":"liquid"})"), "unknown kind");
  expect_refused(file_with(R"({"id":"A","region":"torso"})"), "unknown region");
  expect_refused(file_with(R"({"id":"A","recist_role":"main"})"), "unknown recist_role");
  expect_refused(file_with(R"({"id":"A","local_therapy":{"modality":"SBRT"}})"), "local_therapy has no date");
  expect_refused(file_with(R"({"id":"A","local_therapy":{"date":"20250101"}})"), "local_therapy.date");
  expect_refused(file_with("", R"(,"context":{"initial_control":"yes"})"), "context.initial_control");
  expect_refused(R"({"cases":[{"id":"C","timepoints":[{"id":"TP0"}]}]})", "timepoints[0] has no date");
  expect_refused(R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"2025-02-30"}]}]})",
                 "timepoints[0].date");
}

TEST(CaseFile, MistypedThresholdsAreRefused) {
  expect_refused(R"({"constants":{"pd_relative":0.2},"cases":[]})", "unknown key pd_relative");
  expect_refused(R"({"constants":{"max_targets":2.5},"cases":[]})", "constants.max_targets");
  expect_refused(R"({"constants":{"vol_rc":[[1,2]]},"cases":[]})", "vol_rc[0]");
  expect_refused(R"({"profiles":{"p":{"max_lesion":3}},"cases":[]})", "unknown key max_lesion");
  expect_refused(R"({"profiles":{"p":{"cns_mode":"ignore"}},"cases":[]})", "unknown cns_mode");
  expect_refused(R"({"constants":{"pd_rel":-3},"cases":[]})", "pd_rel must be between 0.01 and 10");
}

TEST(CaseFile, ConstantsAndProfilesReplaceTheBuiltInOnes) {
  const Result<CaseFile> file = parse_case_file(
      R"({"constants":{"pd_rel":0.3,"sd_min_days":56},"profiles":{"mine":{"max_lesions":2}},"cases":[]})");
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  EXPECT_EQ(file->rules.constants.pd_rel, 0.3);
  EXPECT_EQ(file->rules.constants.sd_min_days, 56);
  EXPECT_EQ(file->rules.constants.pd_abs_mm, 5.0);
  EXPECT_EQ(file->rules.profiles.at("mine").max_lesions, 2);
  EXPECT_EQ(file->rules.profiles.size(), 13U);
}

TEST(CaseFile, ItsRulesWinOverThoseGiven) {
  Rules given;
  given.constants.pd_rel = 0.25;
  given.constants.pd_abs_mm = 7;
  given.profiles["mine"].max_lesions = 4;
  const Result<CaseFile> file = parse_case_file(
      R"({"constants":{"pd_rel":0.3},"profiles":{"mine":{"max_lesions":2}},"cases":[]})", given);
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  EXPECT_EQ(file->rules.constants.pd_rel, 0.3);
  EXPECT_EQ(file->rules.constants.pd_abs_mm, 7);
  EXPECT_EQ(file->rules.profiles.at("mine").max_lesions, 2);
}

TEST(CaseFile, ReasonsDoNotRepeatValues) {
  const Result<CaseFile> file =
      parse_case_file(R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"Doe^Jane"}]}]})");
  ASSERT_FALSE(file.has_value());
  EXPECT_THAT(file.error().reason, ::testing::Not(HasSubstr("Doe")));
}

TEST(Context, IsReadInFull) {
  const Result<ClinicalContext> context =
      parse_context(R"({"on_systemic_therapy":true,"initial_control":null,"history_polymetastatic":false,)"
                    R"("months_primary_to_oligometastatic":14.5,"baseline_timepoint":"TP1","irecist":true,)"
                    R"("local_therapy":{"L02":{"date":"2025-02-01","modality":"SBRT"}},)"
                    R"("sources":{"on_systemic_therapy":"external"}})");
  ASSERT_TRUE(context.has_value()) << context.error().reason;
  EXPECT_EQ(context->on_systemic_therapy, true);
  EXPECT_FALSE(context->initial_control.has_value());
  EXPECT_EQ(context->history_polymetastatic, false);
  EXPECT_FALSE(context->history_oligometastatic.has_value());
  EXPECT_EQ(context->months_primary_to_oligometastatic, 14.5);
  EXPECT_EQ(context->baseline_timepoint, "TP1");
  EXPECT_EQ(context->irecist, true);
  EXPECT_EQ(to_iso(context->local_therapy.at("L02").date), "2025-02-01");
  EXPECT_EQ(context->local_therapy.at("L02").modality, "SBRT");
  EXPECT_EQ(context->sources.at("on_systemic_therapy"), "external");
}

TEST(Context, AMistypedKeyIsNotSilentlyUnknown) {
  for (const char* json : {R"({"on_therapy":true})", R"({"on_systemic_therapy":"yes"})", R"([])", R"({)",
                           R"({"months_primary_to_oligometastatic":-1})", R"({"local_therapy":{"L1":{}}})"}) {
    const Result<ClinicalContext> context = parse_context(json);
    ASSERT_FALSE(context.has_value()) << json;
    EXPECT_EQ(context.error().code, "CONTEXT_INVALID") << json;
  }
}

TEST(CaseChecks, EachHasItsCode) {
  const auto code_of = [](const std::string& json) {
    const Result<CaseFile> file = parse_case_file(json);
    EXPECT_TRUE(file.has_value()) << file.error().reason;
    const auto result = classify_case(file->cases.front(), file->rules);
    return result ? std::string("none") : result.error().code;
  };
  const std::string one =
      R"({"id":"A","observations":{"TP0":{"state":"measured","long_mm":12,"short_mm":9}}})";
  EXPECT_EQ(code_of(file_with(one)), "none");
  EXPECT_EQ(code_of(R"({"cases":[{"id":"C"}]})"), "CASE_NO_TIMEPOINT");
  EXPECT_EQ(code_of(R"({"cases":[{"id":"C","timepoints":[{"id":"A","date":"2025-01-02"},)"
                    R"({"id":"B","date":"2025-01-02"}]}]})"),
            "CASE_UNORDERED");
  EXPECT_EQ(code_of(R"({"cases":[{"id":"C","timepoints":[{"id":"A","date":"2025-01-02"},)"
                    R"({"id":"A","date":"2025-01-03"}]}]})"),
            "CASE_UNORDERED");
  EXPECT_EQ(code_of(file_with(one, R"(,"baseline_timepoint":"TP9")")), "CASE_NO_BASELINE");
  EXPECT_EQ(code_of(file_with(one, R"(,"evaluated_profiles":["nobody"])")), "CASE_UNKNOWN_PROFILE");
  EXPECT_EQ(code_of(file_with(R"({"id":"A","observations":{"TP7":{"state":"absent"}}})")),
            "CASE_UNKNOWN_TIMEPOINT");
  EXPECT_EQ(code_of(file_with(one + "," + one)), "CASE_DUPLICATE_LESION");
  EXPECT_EQ(code_of(file_with(R"({"id":"A","observations":{"TP0":{"state":"measured","long_mm":0}}})")),
            "CASE_INVALID_SIZE");
  EXPECT_EQ(code_of(file_with(
                R"({"id":"A","nodal":true,"observations":{"TP0":{"state":"measured","long_mm":12}}})")),
            "CASE_INVALID_SIZE");
  EXPECT_EQ(code_of(file_with(R"({"id":"A","observations":{"TP0":{"state":"measured","parts":[]}}})")),
            "CASE_INVALID_SIZE");
}

TEST(Json, BytesThatAreNotUtf8DoNotEndInAnException) {
  Case broken;
  broken.id = "C\xff";
  broken.timepoints.resize(1);
  broken.timepoints[0].id = "TP\xfe";
  const auto assessments = classify_case(broken);
  ASSERT_TRUE(assessments.has_value());
  EXPECT_THAT(to_json({broken}, {*assessments}), HasSubstr("\"cases\""));
}

}  // namespace
}  // namespace oligard::classify
