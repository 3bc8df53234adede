// The chains as sentences, and the sentences of section 4 that name lesions by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// TP0 to TP2 in 2025, CT of 1.5 mm over chest and abdomen; `fields` are further members of the case.
Assessment assessed(const std::string& lesions, const std::string& fields = R"("context":{})",
                    int timepoints = 3) {
  const std::vector<std::string> dates = {"2025-01-08", "2025-04-02", "2025-07-02"};
  std::string list;
  for (std::size_t t = 0; t < static_cast<std::size_t>(timepoints); ++t) {
    list += (t == 0 ? "" : ",") + std::string(R"({"id":"TP)") + std::to_string(t) + R"(","date":")" +
            dates[t] + R"(","modality":"CT","slice_thickness_mm":1.5,"coverage":["chest","abdomen"]})";
  }
  const Result<CaseFile> file = parse_case_file(R"({"cases":[{"id":"C","timepoints":[)" + list + "]," +
                                                fields + R"(,"lesions":[)" + lesions + "]}]}");
  EXPECT_TRUE(file.has_value()) << file.error().reason;
  Assessment assessment;
  assessment.clinical_case = file->cases.front();
  assessment.timepoints = classify_case(assessment.clinical_case, file->rules).value();
  return assessment;
}

std::string lesion(const std::string& id, const std::string& organ, const std::string& observations,
                   const std::string& rest = "") {
  return R"({"id":")" + id + R"(","organ":")" + organ + R"(","region":"chest")" + rest +
         R"(,"observations":{)" + observations + "}}";
}

std::string sizes(const std::vector<double>& long_mm, const std::vector<double>& volume_mm3 = {}) {
  std::string text;
  for (std::size_t t = 0; t < long_mm.size(); ++t) {
    text += (t == 0 ? "" : ",") + std::string(R"("TP)") + std::to_string(t) +
            R"(":{"state":"measured","short_mm":5,"long_mm":)" + std::to_string(long_mm[t]);
    if (t < volume_mm3.size()) text += R"(,"volume_mm3":)" + std::to_string(volume_mm3[t]);
    text += "}";
  }
  return text;
}

const char* const kOnTherapy =
    R"("context":{"on_systemic_therapy":true,"sources":{"on_systemic_therapy":"external"}})";

TEST(WhyLesion, GrowthOfSizeAndVolumeWithDatesAndLimits) {
  const Assessment a = assessed(lesion("A", "liver", sizes({25, 14, 22}, {8000, 1034, 4014})));
  EXPECT_EQ(why_lesion(a, 2, "A"),
            "Why (rule 3.4/11, growth of size and volume): size 22 mm against 14 mm on 2 Apr 2025, +8 mm (at "
            "least 5 mm), +57.1 % (at least 20 %); volume 4.01 cm3 against 1.03 cm3 on 2 Apr 2025, +288.2 % "
            "(at least 73 %); diameter of a sphere of that volume 19.7 mm against 12.5 mm on 2 Apr 2025, "
            "+7.2 mm (at least 2.5 mm).");
}

TEST(WhyLesion, StableSaysWhichLimitIsNotReachedAndWhatCaps) {
  const Assessment a = assessed(lesion("A", "lung", sizes({20, 20, 24})));
  EXPECT_EQ(why_lesion(a, 2, "A"),
            "Why (rule 3.4/15, no change beyond the limits): size 24 mm against 20 mm on 2 Apr 2025, +4 mm "
            "(below 5 mm), +20 % (at least 20 %); size 24 mm against 20 mm on 8 Jan 2025, +20 % (no decrease "
            "of 30 %). At most probable: growth reaches the share, not the millimetres.");
}

TEST(WhyLesion, AFigureThatRoundsToItsLimitShowsMoreDigits) {
  // 83.2 / 69.4 - 1 = 19.885 %; 1000.1 / 833.5 - 1 = 19.988 %.
  const Assessment a = assessed(lesion("A", "lung", sizes({833.5, 833.5, 1000.1})));
  EXPECT_THAT(why_lesion(a, 2, "A"), HasSubstr("+19.98800 % (below 20 %)"));
}

TEST(WhyLesion, DecreaseNewAndNotEvaluable) {
  const Assessment a =
      assessed(lesion("A", "lung", sizes({32, 18, 18})) + "," +
               lesion("B", "lung", R"("TP2":{"state":"measured","long_mm":7,"short_mm":6})") + "," +
               lesion("C", "lung", sizes({20, 20})));
  EXPECT_EQ(
      why_lesion(a, 2, "A"),
      "Why (rule 3.4/14, decrease of the size, no volume to compare): size 18 mm against 32 mm on 8 Jan "
      "2025, -43.8 % (a decrease of at least 30 %).");
  EXPECT_EQ(why_lesion(a, 2, "B"),
            "Why (rule 3.4/5, seen for the first time): size 7 mm (below 10 mm); size 7 mm (at least 5 mm).");
  EXPECT_EQ(why_lesion(a, 2, "C"), "Why (rule 3.4/3, imaged, but not segmented, and no statement).");
  EXPECT_THAT(why_lesion(a, 2, "Z"), IsEmpty());
  EXPECT_THAT(why_lesion(a, 9, "A"), IsEmpty());
}

TEST(WhyLesion, RecentLocalTherapyCaps) {
  const Assessment a = assessed(lesion("A", "lung", sizes({24, 22, 28}),
                                       R"(,"local_therapy":{"date":"2025-03-01","modality":"SBRT"})"));
  EXPECT_THAT(why_lesion(a, 2, "A"),
              HasSubstr("At most indeterminate: time since the local therapy 123 days (at most 180 days)."));
}

const std::string kOneOfThree = lesion("A", "lung", sizes({20, 20, 30})) + "," +
                                lesion("B", "liver", sizes({60, 60, 60})) + "," +
                                lesion("C", "adrenal", sizes({50, 50, 50}));

TEST(WhyCategory, LimitsInputsWithTheirSourceAndScenarios) {
  const Assessment a = assessed(kOneOfThree, kOnTherapy);
  EXPECT_EQ(
      why_category(a, 2, "default_5"),
      "Why (profile default_5, step 3.6/8): counted progressing lesions 1 (at most 5); progressing 1 of "
      "3 lesions, 33.3 % (below 50 %); controlled lesions 2 (at least 1); sum of the lesions not counted 110 "
      "mm against 110 "
      "mm on 2 Apr 2025, 0 % (below 20 %), 0 mm (below 5 mm); systemic therapy: yes (external); earlier "
      "disease control: STABLE on 2 Apr 2025 (image). Best, counted and worst case agree.");
  EXPECT_THAT(why_category(a, 0, "default_5"), IsEmpty());
  EXPECT_THAT(why_category(a, 2, "strict_3"), IsEmpty());
}

TEST(WhyCategory, ScenariosThatDifferAndWhatIsNotKnown) {
  const Assessment a = assessed(kOneOfThree + "," + lesion("D", "lung", sizes({20, 20})) + "," +
                                lesion("E", "lung", sizes({20, 20})));
  EXPECT_THAT(
      why_category(a, 2, "default_5"),
      HasSubstr("systemic therapy: not known; earlier disease control: STABLE on 2 Apr 2025 (image). "
                "Progressing in the best case 1 of 3 lesions, OLIGOPROGRESSION; counted case 1 of 3 "
                "lesions, OLIGOPROGRESSION; worst case 3 of 5 lesions, POLYPROGRESSION (not a minority)"));
  EXPECT_THAT(why_category(a, 2, "default_5"),
              HasSubstr("At most indeterminate: the worst case gives another category."));
}

TEST(WhyRecist, TargetsSumsNewLesionsAndBestResponse) {
  const Assessment a = assessed(
      kOneOfThree + "," + lesion("N", "lung", R"("TP2":{"state":"measured","long_mm":13,"short_mm":9})"));
  EXPECT_EQ(
      why_recist(a, 2),
      "Why (RECIST 1.1, table 1, target SD, non-target none, new yes): target A 30 mm, B 60 mm, C 50 mm; "
      "target sum 140 mm against 130 mm on 2 Apr 2025, +7.7 % (below 20 %), +10 mm (at least 5 mm); "
      "target sum 140 mm against 130 mm on 8 Jan 2025, +7.7 % (no decrease of 30 %); new lesion N 13 mm, "
      "first seen on 2 Jul 2025; best response so far SD on 2 Apr 2025.");
  EXPECT_THAT(why_recist(a, 0), IsEmpty());
}

TEST(Section4, OnlyTheForeignOrgansAreOutsideTheProfile) {
  const Assessment a =
      assessed(lesion("A", "liver", sizes({20, 20, 30})) + "," + lesion("B", "lung", sizes({20, 20, 30})) +
                   "," + lesion("C", "bone", sizes({50, 50, 50})),
               R"("evaluated_profiles":["prostate_trap_2"])");
  EXPECT_THAT(conclusion(a, 2, "prostate_trap_2"), HasSubstr("because liver is outside this profile."));
}

TEST(Section4, ASolidLesionWithoutSizeIsNoNonMeasurableDisease) {
  const Assessment a =
      assessed(lesion("A", "lung", R"("TP0":{"state":"present"},"TP1":{"state":"unequivocal_progression"})"),
               R"("context":{})", 2);
  EXPECT_THAT(conclusion(a, 1, "default_5"), Not(HasSubstr("non-measurable")));
  EXPECT_THAT(conclusion(a, 1, "default_5"), HasSubstr("A (lung) as stated by a reader"));
}

TEST(Section4, AnEarlierNewLesionIsNotDenied) {
  const Assessment a = assessed(
      lesion("A", "lung", sizes({20, 20, 20})) + "," +
      lesion(
          "N", "lung",
          R"("TP1":{"state":"measured","long_mm":12,"short_mm":9},"TP2":{"state":"measured","long_mm":12,"short_mm":9})"));
  EXPECT_THAT(conclusion(a, 2, "default_5"), HasSubstr("; no further new lesion."));
}

TEST(Section4, ABaselineAfterEarlierStudiesIsNotTheFirstStudy) {
  const Assessment a = assessed(lesion("A", "lung", sizes({20, 20, 20})), R"("baseline_timepoint":"TP1")");
  EXPECT_THAT(conclusion(a, 1, "default_5"), StartsWith("Baseline study: 1 lesion"));
}

TEST(Section4, SmallGrowthOfManyNamesThoseThatGrow) {
  std::string lesions = lesion("Z", "bone", sizes({15, 15, 15}));
  for (const char* id : {"A", "B", "C", "D"})
    lesions += "," + lesion(id, *id < 'C' ? "lung" : "liver", sizes({20, 20, 24.9}));
  const Assessment a = assessed(lesions);
  EXPECT_THAT(conclusion(a, 2, "default_5"),
              HasSubstr("no single lesion does; A (lung), B (lung), C (liver), D (liver). Short-interval"));
}

TEST(Section4, IrradiationIsNamedAsSuch) {
  const auto remark = [](const char* modality) {
    const Assessment a = assessed(
        lesion("A", "lung", sizes({24, 22, 28}),
               R"(,"local_therapy":{"date":"2025-03-01","modality":")" + std::string(modality) + R"("})"));
    return lesion_sentence(a, 2, "A");
  };
  EXPECT_THAT(remark("sbrt"), HasSubstr("irradiated 123 days ago, growth may be treatment effect"));
  EXPECT_THAT(remark("ablation"), HasSubstr("treated locally 123 days ago"));
}

}  // namespace
}  // namespace oligard::wording
