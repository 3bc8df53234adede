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

/// Changed constants and a profile of one's own, with every limit.
std::string rules_text() {
  return R"("constants":{"confirm_min_days":28,"eps":1e-09,"local_therapy_window_days":180,"max_ne_share":0.5,)"
         R"("max_slice_mm":5.0,"max_targets":5,"max_targets_per_organ":2,"measurable_nonnodal_mm":10.0,)"
         R"("mixed_min_responding_share":0.25,"new_definite_mm":10.0,"new_node_definite_mm":15.0,)"
         R"("new_probable_mm":5.0,"pathological_node_mm":10.0,"pd_abs_mm":5.0,"pd_rel":0.25,)"
         R"("polymetastatic_threshold":5,"pr_rel":-0.3,"response_share":0.5,"sd_min_days":56,"size_cv":0.061,)"
         R"("slice_ratio_cap":2.0,"synchronous_months":6.0,"target_node_mm":15.0,"too_small_mm":5.0,)"
         R"("vol_min_abs_eqdiam_mm":2.5,"vol_min_ref_long_mm":10.0,"vol_pd_rel":0.73,"vol_pr_rel":-0.65,)"
         R"("vol_rc":[[10.0,1000000000.0,0.37]]},"profiles":{"mine":{"allowed_organs":["liver"],)"
         R"("cns_mode":"extracranial_only","description":"Ours","max_lesions":3,"max_organs":2,"max_per_organ":1,)"
         R"("max_share":0.4,"share_inclusive":true,"source":"None","source_verified":true}})";
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

/// A case with every field that a file has, in the form that is written.
TEST(CaseFile, EveryFieldIsWrittenAsItWasRead) {
  const std::string text =
      R"({"cases":[{"baseline_source":"external","baseline_timepoint":"TP0","context":{)"
      R"("baseline_timepoint":"2025-01-01","history_oligometastatic":false,"history_polymetastatic":true,)"
      R"("immunotherapy":true,"initial_control":true,"irecist":false,)"
      R"("lesions":{"2.25.7":{"flags":["necrotic"],"kind":"solid"}},)"
      R"("local_therapy":{"A":{"date":"2025-01-05","modality":"SBRT"}},)"
      R"("months_primary_to_oligometastatic":14.5,"non_targets":["B"],"oligometastatic_diagnosis_date":"2024-02-01",)"
      R"("on_systemic_therapy":true,"primary_diagnosis_date":"2023-02-01","sources":{"irecist":"config"},)"
      R"("systemic_therapy":[{"drug":"Gefitinib \u00e4","start":"2024-03-01","stop":"2024-09-01"},{}],"targets":["A"]},)"
      R"("evaluated_profiles":["mine"],"id":"C","lesions":[{"flags":["cavitating"],"id":"A","kind":"lytic_soft_tissue",)"
      R"("local_therapy":{"date":"2025-01-05","modality":"SBRT"},"nodal":true,"observations":{)"
      R"("TP0":{"long_mm":30.1,"long_sd_mm":0.25,"modality":"MR","short_mm":20.0,"short_sd_mm":0.125,)"
      R"("slice_thickness_mm":1.5,"state":"measured","truncated":true,"volume_mm3":4000.3,"volume_sd_mm3":12.5},)"
      R"("TP1":{"parts":[{"long_mm":12.0,"short_mm":9.5},{"short_mm":3.0}],"reader_unequivocal_progression":true,)"
      R"("state":"measured"},"TP2":{"not_evaluable_reason":"reader","state":"not_evaluable"}},"organ":"bone",)"
      R"("place_imaged":{"TP2":false},"reader_status":{"TP1":{"date":"2025-05-01","sop_instance_uid":"2.25.9",)"
      R"("status":"STABLE"}},"recist_role":"non_target","region":"pelvis","sources":{"kind":"sr"}}],"timepoints":[)"
      R"({"coverage":["abdomen","chest"],"coverage_known":false,"date":"2025-01-01","id":"TP0","modality":"CT",)"
      R"("segmentation_exhaustive":true,"slice_thickness_mm":3.0},)"
      R"({"coverage":[],"coverage_known":true,"date":"2025-04-01","id":"TP1"},)"
      R"({"coverage_known":false,"date":"2025-07-01","id":"TP2"}]}],)" +
      rules_text() + "}";
  const Result<CaseFile> file = parse_case_file(text, {.constants = {}, .profiles = {}});
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  EXPECT_EQ(to_json(*file), text);
  EXPECT_EQ(file->rules.profiles.at("mine").allowed_organs, std::vector<std::string>{"liver"});
  EXPECT_EQ(file->cases[0].lesions[0].reader_status.at("TP1").sop_instance_uid, "2.25.9");
  EXPECT_FALSE(file->cases[0].lesions[0].place_imaged.at("TP2"));
}

TEST(CaseFile, AChosenBaselineIsNotTheContexts) {
  const std::string chosen = file_with("", R"(,"baseline_timepoint":"TP1","baseline_source":"assumed")");
  const Result<CaseFile> file = parse_case_file(chosen);
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  EXPECT_EQ(file->cases[0].baseline_timepoint, "TP1");
  EXPECT_FALSE(file->cases[0].context.baseline_timepoint.has_value());
  const Result<CaseFile> stated = parse_case_file(file_with("", R"(,"baseline_timepoint":"TP1")"));
  EXPECT_EQ(stated.value().cases[0].context.baseline_timepoint, "TP1");
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
