// What is refused before any rule is applied, and how the reason names the place.
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using terms::LesionStatus;

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Refusal {
  std::string json;
  std::string reason;
};

std::string one_case(const std::string& members) {
  return R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"2025-01-01"}])" + members + "}]}";
}

std::string one_lesion(const std::string& members) {
  return one_case(R"(,"lesions":[{"id":"A")" + members + "}]");
}

TEST(RefusedFiles, TheReasonNamesThePlace) {
  const std::vector<Refusal> refusals = {
      {R"({"cases":{}})", "cases is not a list"},
      {R"({"cases":[7]})", "cases[0] is not an object"},
      {one_case(R"(,"timepoints":[])") + "x", "not JSON"},
      {R"({"cases":[{"id":7}]})", "cases[0].id is not a text"},
      {R"({"cases":[{"id":""}]})", "cases[0] has no id"},
      {R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":7}]}]})", "timepoints[0].date is not a text"},
      {R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"2025-01-01","coverage":"chest"}]}]})",
       "timepoints[0].coverage is not a list"},
      {R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"2025-01-01","coverage":["torso"]}]}]})",
       "timepoints[0] covers an unknown region"},
      {R"({"cases":[{"id":"C","timepoints":[{"id":"TP0","date":"2025-01-01","coverage":[3]}]}]})",
       "coverage[0] is not a text"},
      {one_lesion(R"(,"nodal":"yes")"), "lesions[0].nodal is not true or false"},
      {one_lesion(R"(,"flags":[1])"), "flags[0] is not a text"},
      {one_lesion(R"(,"observations":[])"), "lesions[0].observations is not an object"},
      {one_lesion(R"(,"observations":{"TP0":{}})"), "observations.TP0 has no state"},
      {one_lesion(R"(,"observations":{"TP0":{"state":"measured","parts":{}}})"),
       "observations.TP0.parts is not a list"},
      {one_case(R"(,"context":{"local_therapy":[]})"), "context.local_therapy is not an object"},
      {one_case(R"(,"context":{"local_therapy":{"L1":{}}})"), "context.local_therapy.L1 has no date"},
      {one_case(R"(,"context":{"sources":[]})"), "context.sources is not an object"},
      {one_case(R"(,"context":{"sources":{"initial_control":1}})"),
       "context.sources.initial_control is not a text"},
      {one_case(R"(,"context":{"months_primary_to_oligometastatic":-1})"),
       "negative months_primary_to_oligometastatic"},
      {R"({"constants":7,"cases":[]})", "constants is not an object"},
      {R"({"constants":{"sd_min_days":-1},"cases":[]})", "constants.sd_min_days"},
      {R"({"constants":{"sd_min_days":1e9},"cases":[]})", "constants.sd_min_days"},
      {R"({"constants":{"vol_rc":7},"cases":[]})", "constants.vol_rc is not a list"},
      {R"({"profiles":7,"cases":[]})", "profiles is not an object"},
      {R"({"profiles":{"p":{"max_lesions":"3"}},"cases":[]})", "profiles.p.max_lesions is not a number"},
  };
  for (const auto& [json, reason] : refusals) {
    const Result<CaseFile> file = parse_case_file(json);
    ASSERT_FALSE(file.has_value()) << json;
    EXPECT_EQ(file.error().code, "CASE_INVALID_JSON");
    EXPECT_THAT(file.error().reason, HasSubstr(reason)) << json;
  }
}

TEST(RefusedFiles, NullIsNotGiven) {
  const Result<CaseFile> file = parse_case_file(
      R"({"constants":{"pd_rel":null},"profiles":{"p":null},"cases":[{"id":"C","context":{"local_therapy":{"L1":null},)"
      R"("sources":{"initial_control":null}},"timepoints":[{"id":"TP0","date":"2025-01-01","coverage":null}],)"
      R"("lesions":[{"id":"A","observations":{"TP0":null}}]}]})");
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  EXPECT_EQ(file->rules.constants.pd_rel, 0.2);
  EXPECT_FALSE(file->rules.profiles.contains("p"));
  EXPECT_THAT(file->cases[0].context.local_therapy, IsEmpty());
  EXPECT_THAT(file->cases[0].context.sources, IsEmpty());
  EXPECT_THAT(file->cases[0].lesions[0].observations, IsEmpty());
  EXPECT_FALSE(file->cases[0].timepoints[0].coverage_known);
}

Case case_with(const Observation& observation, bool nodal = false) {
  Case clinical_case;
  clinical_case.timepoints.resize(1);
  clinical_case.timepoints[0].id = "TP0";
  CaseLesion lesion;
  lesion.id = "A";
  lesion.nodal = nodal;
  lesion.observations["TP0"] = observation;
  clinical_case.lesions = {lesion};
  clinical_case.evaluated_profiles = {"default_5"};
  return clinical_case;
}

Observation sized(double long_mm, double short_mm, std::optional<double> volume_mm3 = {}) {
  SizePart part;
  part.long_mm = long_mm;
  part.short_mm = short_mm;
  part.volume_mm3 = volume_mm3;
  Observation observation;
  observation.parts = {part};
  return observation;
}

std::string code_of(const Case& clinical_case) {
  const auto assessments = classify_case(clinical_case);
  return assessments ? "none" : assessments.error().code;
}

TEST(RefusedCases, SizesThatAreNone) {
  const double infinite = std::numeric_limits<double>::infinity();
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(code_of(case_with(sized(12, 9, 600))), "none");
  EXPECT_EQ(code_of(case_with(sized(12, 0))), "none") << "only a node needs a short axis";
  EXPECT_EQ(code_of(case_with(sized(0, 9), true)), "none") << "a node counts by its short axis";
  for (const double wrong : {infinite, no_number, -1.0}) {
    EXPECT_EQ(code_of(case_with(sized(wrong, 9))), "CASE_INVALID_SIZE") << wrong;
    EXPECT_EQ(code_of(case_with(sized(12, wrong))), "CASE_INVALID_SIZE") << wrong;
    EXPECT_EQ(code_of(case_with(sized(12, 9, wrong))), "CASE_INVALID_SIZE") << wrong;
  }
  EXPECT_EQ(code_of(case_with(sized(12, 9, 0.0))), "CASE_INVALID_SIZE");
  EXPECT_EQ(code_of(case_with(sized(12, 0), true)), "CASE_INVALID_SIZE");
}

TEST(RefusedCases, SlicesWithoutThickness) {
  Observation thin = sized(12, 9);
  thin.slice_thickness_mm = 0;
  EXPECT_EQ(code_of(case_with(thin)), "CASE_INVALID_SIZE");
  Case clinical_case = case_with(sized(12, 9));
  clinical_case.timepoints[0].slice_thickness_mm = -1;
  EXPECT_EQ(code_of(clinical_case), "CASE_INVALID_SIZE");
  clinical_case.timepoints[0].slice_thickness_mm = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(code_of(clinical_case), "CASE_INVALID_SIZE");
}

TEST(RefusedCases, WithoutProfilesTheRestIsSaid) {
  Case clinical_case = case_with(sized(12, 9));
  clinical_case.evaluated_profiles.clear();
  const auto assessments = classify_case(clinical_case);
  ASSERT_TRUE(assessments.has_value());
  EXPECT_EQ(assessments->at(0).recist.overall, "BASELINE");
  EXPECT_THAT(assessments->at(0).profiles, IsEmpty());
  EXPECT_FALSE(assessments->at(0).estro_eortc_state.has_value());
}

TEST(RefusedCases, AReaderSpeaksOfATimePointThatIsNotThere) {
  Case clinical_case;
  clinical_case.timepoints.resize(1);
  clinical_case.timepoints.front().id = "TP0";
  clinical_case.timepoints.front().date = parse_iso_date("2024-01-01").value();
  clinical_case.baseline_timepoint = "TP0";
  clinical_case.evaluated_profiles = {"default_5"};
  CaseLesion lesion;
  lesion.id = "L01";
  lesion.reader_status["TP7"] = {LesionStatus::kStable, std::nullopt, ""};
  clinical_case.lesions = {lesion};
  const auto refused = classify_case(clinical_case);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "CASE_UNKNOWN_TIMEPOINT");
  EXPECT_THAT(refused.error().reason, ::testing::HasSubstr("L01"));
  clinical_case.lesions.front().reader_status = {{"TP0", {LesionStatus::kNotEvaluable, std::nullopt, ""}}};
  EXPECT_TRUE(classify_case(clinical_case));
}

}  // namespace
}  // namespace oligard::classify
