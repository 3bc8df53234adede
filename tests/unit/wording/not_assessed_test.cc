#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kKnown =
    R"("on_systemic_therapy":true,"initial_control":true,"history_polymetastatic":true,)"
    R"("history_oligometastatic":false,"months_primary_to_oligometastatic":3)";

/// A lung target of 60 mm, and `lesions`; two time points that imaged chest and abdomen.
Assessment assess_lesions(const std::string& lesions, const std::string& context = kKnown,
                          const std::string& baseline = R"("baseline_timepoint":"TP0",)") {
  const std::string timepoint = R"("modality":"CT","slice_thickness_mm":1.5,"coverage":["chest","abdomen"])";
  const Result<CaseFile> file = parse_case_file(
      R"({"cases":[{"id":"C",)" + baseline + R"("context":{)" + context +
      R"(},"timepoints":[{"id":"TP0","date":"2025-01-08",)" + timepoint +
      R"(},{"id":"TP1","date":"2025-04-02",)" + timepoint +
      R"(}],"lesions":[{"id":"A","organ":"lung","region":"chest","observations":{)" +
      R"("TP0":{"state":"measured","long_mm":60,"short_mm":50},"TP1":{"state":"measured","long_mm":60,"short_mm":50}}})" +
      (lesions.empty() ? "" : ",") + lesions + R"(],"evaluated_profiles":["default_5"]}]})");
  EXPECT_TRUE(file.has_value()) << (file ? "" : file.error().reason);
  Assessment assessment;
  assessment.clinical_case = file->cases.front();
  assessment.timepoints = classify_case(assessment.clinical_case, file->rules).value();
  return assessment;
}

TEST(NotAssessed, NothingButRegionsWhenAllIsKnown) {
  EXPECT_THAT(not_assessed(assess_lesions(""), 1),
              ElementsAre("Not imaged: brain, neck, pelvis, extremity."));
  EXPECT_THAT(not_assessed(assess_lesions(""), 5), IsEmpty());
}

TEST(NotAssessed, UnknownCoverageIsNotCalledImaged) {
  Assessment assessment = assess_lesions("");
  CaseTimePoint& last = assessment.clinical_case.timepoints[1];
  last.coverage_known = false;
  EXPECT_THAT(not_assessed(assessment, 1),
              ElementsAre("Imaged at least in part: chest, abdomen. Whether others were imaged is not known, "
                          "the brain included."));
  last.coverage = {"brain"};
  EXPECT_THAT(not_assessed(assessment, 1),
              ElementsAre("Imaged at least in part: brain. Whether others were imaged is not known."));
  last.coverage.clear();
  EXPECT_THAT(not_assessed(assessment, 1),
              ElementsAre("Which regions were imaged is not known, the brain included."));
}

TEST(NotAssessed, LesionsByReason) {
  const std::string here = R"("observations":{"TP0":{"state":"measured","long_mm":20,"short_mm":15}}})";
  const std::string lesions = R"({"id":"B","organ":"liver","region":"abdomen",)" + here +
                              R"(,{"id":"C","organ":"bone","region":"pelvis",)" + here +
                              R"(,{"id":"D","organ":"kidney","region":"abdomen",)" + here;
  const std::vector<std::string> open = not_assessed(assess_lesions(lesions), 1);
  EXPECT_THAT(open, Contains("Not evaluable (not segmented, no statement): B (liver), D (kidney)."));
  EXPECT_THAT(open, Contains("Not evaluable (outside the imaged region): C (bone)."));
  EXPECT_THAT(open, Contains("The RECIST sum is incomplete: B, C, D."));
}

TEST(NotAssessed, WhatIsTooUncertainToCount) {
  const std::vector<std::string> open = not_assessed(
      assess_lesions(
          R"({"id":"N","organ":"liver","region":"abdomen","observations":{"TP1":{"state":"measured","long_mm":4,"short_mm":3}}},)"
          R"({"id":"T","organ":"bone","region":"chest","local_therapy":{"date":"2025-02-01","modality":"SBRT"},)"
          R"("observations":{"TP0":{"state":"measured","long_mm":20,"short_mm":15},"TP1":{"state":"measured","long_mm":20,"short_mm":15}}})"),
      1);
  EXPECT_THAT(open, Contains("Possible progression, too uncertain to count: N (liver)."));
  EXPECT_THAT(open, Contains("Locally treated, counted neither as progressing nor as controlled: T (bone)."));
}

TEST(NotAssessed, UnknownContextAndAssumedBaseline) {
  const std::vector<std::string> open = not_assessed(assess_lesions("", "", ""), 1);
  EXPECT_THAT(open, Contains("Whether the patient is on systemic therapy is not known."));
  EXPECT_THAT(open, Contains("Whether earlier treatment controlled the disease is not known."));
  EXPECT_THAT(open,
              Contains("Not known of the history: polymetastatic disease, treated oligometastases, time "
                       "since the primary diagnosis."));
  EXPECT_THAT(open, Contains("The baseline is assumed: the first study, 8 Jan 2025."));
  EXPECT_THAT(not_assessed(assess_lesions("", R"("on_systemic_therapy":false)"), 1),
              Not(Contains(HasSubstr("systemic therapy"))));
}

TEST(Remarks, ByPhraseWithoutReasonsOfWhatIsNotEvaluable) {
  const auto grown = [](const std::string& id) {
    return R"({"id":")" + id +
           R"(","organ":"liver","region":"abdomen","observations":{"TP0":{"state":"measured","long_mm":10,"short_mm":8},)"
           R"("TP1":{"state":"measured","long_mm":13,"short_mm":8}}})";
  };
  const std::string unseen =
      R"({"id":"U","organ":"liver","region":"abdomen","observations":{"TP0":{"state":"measured","long_mm":10,"short_mm":8}}})";
  EXPECT_THAT(remarks(assess_lesions(grown("B") + "," + grown("C") + "," + unseen), 1),
              ElementsAre("growth of at least 20 %, but below 5 mm: B, C"));
  EXPECT_THAT(remarks(assess_lesions(""), 1), IsEmpty());
}

}  // namespace
}  // namespace oligard::wording
