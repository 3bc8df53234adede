#include "oligard/wording/wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"

namespace oligard::wording {

using namespace classify;

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// One lesion as JSON: id, organ, long diameters by time point ("-" = no observation, other text = a state).
std::string lesion(const std::string& id, const std::string& organ, const std::vector<std::string>& sizes,
                   const std::string& rest = "") {
  std::string observations;
  for (std::size_t t = 0; t < sizes.size(); ++t) {
    if (sizes[t] == "-") continue;
    const bool number = sizes[t].find_first_not_of("0123456789.") == std::string::npos;
    observations +=
        (observations.empty() ? "" : ",") + std::string("\"TP") + std::to_string(t) + "\":{\"state\":\"" +
        (number ? "measured\",\"long_mm\":" + sizes[t] + ",\"short_mm\":" + sizes[t] : sizes[t] + "\"") + "}";
  }
  return R"({"id":")" + id + R"(","organ":")" + organ + R"(","region":"chest")" +
         (organ == "lymph_node" ? R"(,"nodal":true)" : "") + rest + R"(,"observations":{)" + observations +
         "}}";
}

Assessment assess_lesions(const std::string& lesions, const std::string& context = "{}",
                          const std::string& profile = "default_5") {
  std::string timepoints;
  const std::vector<std::string> dates = {"2025-01-08", "2025-04-02", "2025-07-02"};
  const std::size_t count = lesions.find("\"TP2\"") == std::string::npos ? 2 : 3;
  for (std::size_t t = 0; t < count; ++t) {
    timepoints += (t == 0 ? "" : ",") + std::string(R"({"id":"TP)") + std::to_string(t) + R"(","date":")" +
                  dates[t] + R"(","modality":"CT","slice_thickness_mm":1.5,"coverage":["chest"]})";
  }
  const Result<CaseFile> file =
      parse_case_file(R"({"cases":[{"id":"C","context":)" + context + R"(,"timepoints":[)" + timepoints +
                      R"(],"lesions":[)" + lesions + R"(],"evaluated_profiles":[")" + profile + R"("]}]})");
  EXPECT_TRUE(file.has_value()) << file.error().reason;
  Assessment assessment;
  assessment.clinical_case = file->cases.front();
  assessment.timepoints = classify_case(assessment.clinical_case, file->rules).value();
  return assessment;
}

const char* const kOnTherapy = R"({"on_systemic_therapy":true})";

/// W01 of the rule book: the example sentence of section 4.
std::string first_worked_case() {
  return lesion("L1", "lung", {"32", "18", "18"}) + "," + lesion("L2", "lung", {"18", "11", "11"}) + "," +
         lesion("L3", "liver", {"25", "14", "22"}) + "," + lesion("L4", "liver", {"14", "9", "9"}) + "," +
         lesion("L5", "adrenal", {"21", "12", "12"}) + "," + lesion("L6", "lymph_node", {"17", "9", "9"}) +
         "," + lesion("L7", "bone", {"16", "10", "10"});
}

TEST(Conclusion, TheExampleOfTheRuleBook) {
  const Assessment assessment = assess_lesions(first_worked_case(), kOnTherapy);
  EXPECT_EQ(conclusion(assessment, 2, "default_5"),
            "Progression of 1 of 7 assessable lesions (liver): L3 (liver) 14 -> 22 mm (+57 %), nadir 2 Apr "
            "2025. The "
            "remaining 6 lesions are stable or regressing. In a patient on systemic therapy with prior "
            "disease control "
            "this is compatible with oligoprogression (profile default_5, confidence definite). RECIST 1.1 "
            "time-point "
            "response: PR (sum 71 mm, +12.7 % from nadir).");
}

TEST(Conclusion, ResponseStableAndFirstStudy) {
  const Assessment assessment = assess_lesions(first_worked_case(), kOnTherapy);
  EXPECT_EQ(conclusion(assessment, 1, "default_5"),
            "No progressing lesion. 7 of 7 lesions at least 30 % smaller than on 8 Jan 2025 or resolved. "
            "RECIST 1.1 "
            "time-point response: PR (sum 63 mm, -43.2 % from nadir).");
  EXPECT_EQ(
      conclusion(assessment, 0, "default_5"),
      "First available study: 7 lesions in lung, liver, adrenal, lymph node, bone; target sum 111 mm. No "
      "statement on progression is possible.");
  const Assessment stable =
      assess_lesions(lesion("A", "lung", {"20", "24"}) + "," + lesion("B", "liver", {"60", "60"}));
  EXPECT_EQ(conclusion(stable, 1, "default_5"),
            "No progressing lesion among 2 assessable lesions; no new lesion. Growth below the threshold in "
            "A (lung). "
            "RECIST 1.1 time-point response: SD (sum 84 mm, +5.0 % from nadir).");
}

const std::string kOneOfThree = lesion("A", "lung", {"20", "30"}) + "," + lesion("B", "liver", {"60", "60"}) +
                                "," + lesion("C", "soft_tissue", {"60", "60"});

TEST(Conclusion, PatternOnlySaysWhatIsNotKnown) {
  const std::string pattern =
      "Imaging pattern of limited progression; it meets the numeric limits of profile default_5 (confidence "
      "probable). "
      "Whether this is oligoprogression depends on ";
  EXPECT_THAT(conclusion(assess_lesions(kOneOfThree), 1, "default_5"),
              HasSubstr(pattern +
                        "systemic therapy and prior disease control, which are not known to the software."));
  EXPECT_THAT(conclusion(assess_lesions(kOneOfThree, kOnTherapy), 1, "default_5"),
              HasSubstr(pattern + "prior disease control, which is not known to the software."));
  EXPECT_THAT(conclusion(assess_lesions(kOneOfThree, R"({"initial_control":true})"), 1, "default_5"),
              HasSubstr(pattern + "systemic therapy, which is not known to the software."));
  EXPECT_THAT(conclusion(assess_lesions(kOneOfThree), 1, "default_5"), Not(HasSubstr("compatible with")));
}

TEST(Conclusion, LimitedProgressionSaysWhy) {
  const auto told = [](const std::string& context, const std::string& profile) {
    return conclusion(assess_lesions(kOneOfThree, context, profile), 1, profile);
  };
  EXPECT_THAT(
      told(R"({"on_systemic_therapy":false})", "default_5"),
      HasSubstr("not classified as oligoprogression because no systemic therapy was reported at the time of "
                "imaging (oligorecurrence pattern)."));
  EXPECT_THAT(told(R"({"initial_control":false})", "default_5"),
              HasSubstr("because no prior disease control was reported."));
  const std::string two = lesion("A", "liver", {"20", "30"}) + "," + lesion("B", "lung", {"60", "60"});
  EXPECT_THAT(conclusion(assess_lesions(two, "{}", "prostate_trap_2"), 1, "prostate_trap_2"),
              HasSubstr("because liver is outside this profile."));
  const std::string brain = lesion("A", "brain", {"20", "30"}) + "," + lesion("B", "lung", {"60", "60"});
  EXPECT_THAT(conclusion(assess_lesions(brain, "{}", "halt_5"), 1, "halt_5"),
              HasSubstr("because progressing CNS lesions are outside this profile."));
}

TEST(Conclusion, PolyprogressionAndMixedResponse) {
  const std::string three = lesion("A", "lung", {"20", "30"}) + "," + lesion("B", "lung", {"20", "31"}) +
                            "," + lesion("C", "liver", {"20", "32"}) + "," +
                            lesion("D", "liver", {"20", "29"});
  EXPECT_THAT(
      conclusion(assess_lesions(three), 1, "default_5"),
      HasSubstr(
          "Progression of 4 of 4 assessable lesions in 2 organs: C (liver) 20 -> 32 mm (+60 %), nadir 8 "
          "Jan 2025; B (lung) 20 -> 31 mm (+55 %), nadir 8 Jan 2025; A (lung) 20 -> 30 mm (+50 %), nadir "
          "8 Jan 2025. Exceeds profile default_5 (no controlled lesion, not a minority)."));
  const std::string mixed = lesion("A", "lung", {"20", "30"}) + "," + lesion("B", "lung", {"20", "10"});
  EXPECT_THAT(
      conclusion(assess_lesions(mixed), 1, "default_5"),
      HasSubstr("Mixed response: 1 lesion progresses (A (lung) 20 -> 30 mm (+50 %), nadir 8 Jan 2025), 1 "
                "regress or have resolved, 0 are stable. Exceeds profile default_5 (not a minority)."));
  const std::string diffuse =
      lesion("A", "lung", {"20", "20"}) + "," +
      lesion("E", "pleura", {"present", "unequivocal_progression"}, R"(,"kind":"pleural_effusion")");
  EXPECT_THAT(conclusion(assess_lesions(diffuse), 1, "default_5"),
              HasSubstr("Progression of non-measurable disease: E (pleura)."));
}

TEST(Conclusion, IndeterminateNamesTheLesions) {
  const std::string unseen = lesion("A", "lung", {"20", "20"}) + "," + lesion("B", "lung", {"20", "-"}) +
                             "," + lesion("C", "lung", {"20", "-"});
  EXPECT_THAT(
      conclusion(assess_lesions(unseen), 1, "default_5"),
      HasSubstr(
          "Indeterminate: more than half of the known lesions could not be evaluated; B (lung), C (lung). "
          "Short-interval follow-up or reader review is suggested."));
  const std::string open = lesion("A", "lung", {"60", "60"}) + "," + lesion("B", "liver", {"20", "-"});
  EXPECT_THAT(conclusion(assess_lesions(open), 1, "default_5"),
              HasSubstr("The category would change if B (liver) progresses."));
}

TEST(Conclusion, UnknownProfileOrTimePointIsEmpty) {
  const Assessment assessment = assess_lesions(kOneOfThree);
  EXPECT_THAT(conclusion(assessment, 1, "strict_3"), IsEmpty());
  EXPECT_THAT(conclusion(assessment, 7, "default_5"), IsEmpty());
  EXPECT_THAT(lesion_sentence(assessment, 1, "Z"), IsEmpty());
  EXPECT_THAT(lesion_sentence(assessment, 7, "A"), IsEmpty());
}

TEST(LesionSentence, SizeChangeTargetConfidenceAndFlags) {
  const Assessment assessment =
      assess_lesions(lesion("L03", "liver", {"20", "26.1"}) + "," + lesion("L04", "lung", {"9", "14"}) + "," +
                     lesion("L05", "lung", {"-", "7"}) + "," +
                     lesion("L06", "soft_tissue", {"20", "30"}, R"(,"local_therapy":{"date":"2025-02-01"})"));
  EXPECT_EQ(lesion_sentence(assessment, 1, "L03"),
            "L03 liver, target: PROGRESSING 26.1 mm (+30.5 % vs nadir 20.0 mm)");
  EXPECT_EQ(lesion_sentence(assessment, 1, "L04"), "L04 lung: PROGRESSING 14.0 mm (+55.6 % vs nadir 9.0 mm)");
  EXPECT_EQ(lesion_sentence(assessment, 1, "L05"), "L05 lung: NEW 7.0 mm, probable");
  EXPECT_THAT(lesion_sentence(assessment, 1, "L06"), HasSubstr("no study since the local therapy"));
}

TEST(ProgressingLesions, LargestGrowthFirst) {
  const Assessment assessment =
      assess_lesions(lesion("L01", "lung", {"20", "26"}) + "," + lesion("L02", "soft_tissue", {"20", "30"}) +
                     "," + lesion("L03", "liver", {"-", "12"}) + "," + lesion("L04", "liver", {"20", "20"}) +
                     "," + lesion("L05", "liver", {"-", "4"}));
  EXPECT_EQ(progressing_lesions(assessment, 1),
            "L02 (soft tissue, +50.0 % vs nadir); L01 (lung, +30.0 % vs nadir); L03 (liver, new)");
  EXPECT_THAT(progressing_lesions(assessment, 0), IsEmpty());
}

TEST(Caveats, MandatoryOnesInOrderAndThoseThatApply) {
  const Assessment plain = assess_lesions(kOneOfThree);
  const std::vector<std::string> four = caveats(plain, 1);
  ASSERT_EQ(four.size(), 4U);
  EXPECT_THAT(four[0], HasSubstr("not verified by a physician"));
  EXPECT_THAT(four[1], HasSubstr("no agreed imaging definition"));
  EXPECT_THAT(four[2], HasSubstr("source here: unknown."));
  EXPECT_THAT(four[3], HasSubstr("(brain not imaged)"));
  const Assessment external = assess_lesions(
      kOneOfThree,
      R"({"on_systemic_therapy":true,"irecist":true,"sources":{"on_systemic_therapy":"external"}})");
  EXPECT_THAT(caveats(external, 1)[2], HasSubstr("source here: external."));
  EXPECT_THAT(caveats(external, 1).at(4), HasSubstr("pseudoprogression"));
}

TEST(RuleInWords, LimitsThresholdsAndSource) {
  EXPECT_EQ(
      rule_in_words("default_5", Rules{}),
      "lesion-rules-1.0, profile default_5: at most 5 progressing lesions; fewer than 50 % of the assessable "
      "lesions; at least one controlled lesion; CNS lesions count like others. A lesion progresses when its "
      "size "
      "is at least 20 % and 5 mm above its nadir, or its volume at least 73 % above its volume nadir. Source "
      "of "
      "the profile: Lievens 2020 (1-5 lesions); Radiopaedia 2021 (minority).");
  EXPECT_THAT(rule_in_words("rcc_hannan_2022", Rules{}), HasSubstr("at most 30 %"));
  EXPECT_THAT(rule_in_words("rcc_hannan_2022", Rules{}), HasSubstr("(not verified)"));
  EXPECT_THAT(rule_in_words("nobody", Rules{}), IsEmpty());
}

TEST(Wording, NeverAdvisesATreatment) {
  for (const auto& [name, profile] : built_in_profiles()) {
    const Assessment assessment = assess_lesions(kOneOfThree, kOnTherapy, name);
    for (const char* advice : {"SBRT", "recommend", "should", "switch", "ablation"}) {
      EXPECT_THAT(conclusion(assessment, 1, name), Not(HasSubstr(advice)));
    }
  }
}

}  // namespace
}  // namespace oligard::wording
