#include "app/patient_text.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/wording/wording.h"

namespace oligard::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A lesion in the lung; 0 = no observation.
struct Course {
  std::string id;
  std::vector<double> sizes;
  std::string organ = "lung";
};

classify::Assessment assess(const std::vector<Course>& courses) {
  classify::Assessment assessment;
  classify::Case& one = assessment.clinical_case;
  for (std::size_t t = 0; t < courses.front().sizes.size(); ++t) {
    classify::CaseTimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = parse_iso_date("2024-11-04").value() + std::chrono::days(90 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 1.5;
    timepoint.coverage = {"chest"};
    one.timepoints.push_back(timepoint);
  }
  for (const Course& course : courses) {
    classify::CaseLesion lesion;
    lesion.id = course.id;
    lesion.organ = course.organ;
    lesion.region = "chest";
    for (std::size_t t = 0; t < course.sizes.size(); ++t) {
      if (course.sizes[t] <= 0) continue;
      classify::Observation seen;
      seen.parts.resize(1);
      seen.parts[0].long_mm = seen.parts[0].short_mm = course.sizes[t];
      lesion.observations["TP" + std::to_string(t)] = seen;
    }
    one.lesions.push_back(lesion);
  }
  one.baseline_timepoint = "TP0";
  one.evaluated_profiles = {"default_5", "strict_3"};
  assessment.timepoints = classify::classify_case(one).value();
  return assessment;
}

/// One of each kind: C grows most, N is new, Q may be new, M is missing, R shrinks, A and B are stable.
classify::Assessment each_kind() {
  return assess({{"A", {60, 60, 61}, "kidney"},
                 {"B", {30, 30, 30}},
                 {"C", {20, 21, 30}, "liver"},
                 {"D", {20, 25, 26}, "bone"},
                 {"M", {12, 12, 0}},
                 {"N", {0, 0, 12}, "adrenal"},
                 {"Q", {0, 0, 4}},
                 {"R", {20, 10, 10}, "spleen"}});
}

/// `n` stable lesions S01, …, of which none is a target but the first two.
std::vector<Course> stable_ones(int n, std::vector<double> sizes = {20, 20}) {
  std::vector<Course> courses;
  for (int i = 1; i <= n; ++i)
    courses.push_back({(i < 10 ? "S0" : "S") + std::to_string(i), sizes, "liver"});
  return courses;
}

std::string table_of(const classify::Assessment& assessment, const TableExtent& extent = {},
                     const Layout& layout = {}) {
  std::ostringstream out;
  print_lesion_table(assessment, extent, out, layout);
  return out.str();
}

std::string text_of(const classify::Assessment& assessment, const Layout& layout = {}) {
  std::ostringstream out;
  print_patient(assessment, {}, out, layout);
  return out.str();
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);)
    widest = std::max(widest, display_width(line));
  return widest;
}

TEST(LesionTable, ProgressingFirstThenWhatIsOpen) {
  EXPECT_THAT(table_order(each_kind()), ElementsAre("C", "D", "N", "Q", "M", "A", "B", "R"));
}

TEST(LesionTable, SizesSignsTargetsAndStatus) {
  EXPECT_EQ(table_of(each_kind()),
            "                       TP0         TP1         TP2     from\n"
            "  lesion        2024-11-04  2025-02-02  2025-05-03    nadir  status\n"
            "  C liver    T      20.0        21.0 \u2192      30.0 \u2191  +50.0 %  progressing\n"
            "  D bone     T      20.0        25.0 \u2191      26.0 \u2191  +30.0 %  progressing\n"
            "  N adrenal                                 12.0 +           new\n"
            "  Q lung                                     4.0 ?           new, indeterminate\n"
            "  M lung            12.0        12.0 \u2192        n.e.           not evaluable\n"
            "  A kidney   T      60.0        60.0 \u2192      61.0 \u2192   +1.7 %  stable\n"
            "  B lung     T      30.0        30.0 \u2192      30.0 \u2192    0.0 %  stable\n"
            "  R spleen   T      20.0        10.0 \u2193      10.0 \u2193    0.0 %  regressing\n"
            "  mm; \u2191 progressing; + new or reappeared; \u2192 stable; \u2193 regressing; n.e. not "
            "evaluable; ? may "
            "progress; T RECIST target\n");
}

TEST(LesionTable, ManyStableLesionsAreCountedInsteadOfListed) {
  std::vector<Course> courses = stable_ones(40);
  courses.push_back({"G", {20, 30}, "bone"});
  courses[20].sizes = {20, 22};
  const classify::Assessment assessment = assess(courses);
  const std::string text = table_of(assessment);
  EXPECT_THAT(text, HasSubstr("  \u2026 and 17 more: 17 stable (--full-table shows them)\n"));
  EXPECT_THAT(text, HasSubstr("  G bone ")) << "it progresses";
  EXPECT_THAT(text, HasSubstr("  S01 liver  T")) << "a target";
  EXPECT_THAT(text, HasSubstr("  S21 liver ")) << "nearest to progression";
  const std::string full = table_of(assessment, {.is_full = true});
  EXPECT_THAT(full, Not(HasSubstr("more:")));
  EXPECT_THAT(full, HasSubstr("  S40 liver "));
}

TEST(LesionTable, WhatProgressesIsNeverLeftOut) {
  const std::string text = table_of(assess(stable_ones(60, {20, 30})));
  for (const char* id : {"S01", "S30", "S60"})
    EXPECT_THAT(text, HasSubstr(std::string("  ") + id + " liver"));
  EXPECT_THAT(text, Not(HasSubstr("more:")));
}

TEST(LesionTable, EarlierDatesGiveWayButNeverTheBaseline) {
  const classify::Assessment assessment = assess(stable_ones(3, std::vector<double>(20, 20.0)));
  for (const std::size_t columns : {80, 100, 120}) {
    const std::string text = table_of(assessment, {}, {columns, false});
    EXPECT_LE(widest_line(text), columns);
    EXPECT_THAT(text, HasSubstr("TP0 "));
    EXPECT_THAT(text, HasSubstr("TP19\n"));
    EXPECT_THAT(text, HasSubstr("earlier dates are left out (--full-table shows all)"));
  }
  EXPECT_THAT(table_of(assessment), Not(HasSubstr(" TP1 "))) << "a file is read at 100 columns";
  EXPECT_LE(widest_line(table_of(assessment)), kPageColumns);
  const std::string full = table_of(assessment, {.is_full = true}, {80, false});
  EXPECT_THAT(full, HasSubstr(" TP1 "));
  EXPECT_THAT(full, Not(HasSubstr("left out")));
}

TEST(LesionTable, LongAndHostileNames) {
  const std::string text =
      table_of(assess({{"lesion-with-a-name-of-its-own", {20, 30}, "a_very_long_name_of_an_organ_site"},
                       {"\x1B[2J", {20, 20}},
                       {"L\xC3\xA4sion", {20, 20}}}),
               {}, {80, false});
  EXPECT_LE(widest_line(text), 80U);
  EXPECT_THAT(text, HasSubstr("lesion-with\u2026 a very"));
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
  EXPECT_THAT(text, HasSubstr("L\xC3\xA4sion lung"));
}

TEST(LesionTable, ColoursOnlyWhereTheLayoutHasThem) {
  EXPECT_THAT(table_of(each_kind()), Not(HasSubstr("\x1B")));
  const std::string text = table_of(each_kind(), {}, {100, true});
  EXPECT_THAT(text, HasSubstr("\x1B[1;38;5;166m30.0 \u2191\x1B[0m"));
  EXPECT_THAT(text, HasSubstr("\x1B[38;5;36m10.0 \u2193\x1B[0m"));
}

TEST(LesionTable, OneTimePoint) {
  const std::string text = table_of(assess({{"A", {20}}, {"B", {30}}}));
  EXPECT_THAT(text, HasSubstr("  A lung  T      20.0           baseline\n"));
  EXPECT_EQ(table_of({}), "");
}

TEST(PatientText, ConclusionThenTableThenWhatIsOpenThenCaveats) {
  const classify::Assessment assessment = each_kind();
  const std::string text = text_of(assessment);
  std::size_t at = 0;
  for (const std::string& part :
       {wording::conclusion(assessment, 2, "default_5"),
        wording::first_seen_sentence(assessment, 2, "default_5"), table_of(assessment),
        std::string("2025-05-03 TP2"), std::string("  strict_3: "), std::string("ESTRO/EORTC: "),
        wording::not_assessed(assessment, 2).front(), std::string("Baseline TP0, rules lesion-rules-1.0."),
        wording::caveats(assessment, 2).front(), wording::caveats(assessment, 2).back()}) {
    ASSERT_FALSE(part.empty());
    const std::size_t found = text.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << "\nin\n" << text;
    at = found + part.size();
  }
  EXPECT_EQ(text_of({}), "");
}

TEST(PatientText, ParagraphsFitATerminal) {
  EXPECT_LE(widest_line(text_of(each_kind(), {80, false})), 80U);
  EXPECT_GT(widest_line(text_of(each_kind())), 200U) << "a sentence stays one line in a file";
}

TEST(Wrapped, BreaksAtBlanks) {
  EXPECT_THAT(wrapped("one two  three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("unbreakable", 4), ElementsAre("unbreakable"));
  EXPECT_THAT(wrapped("as it is", 0), ElementsAre("as it is"));
  EXPECT_THAT(wrapped("\xC3\xA4\xC3\xA4 \xC3\xA4", 4), ElementsAre("\xC3\xA4\xC3\xA4 \xC3\xA4"));
}

}  // namespace
}  // namespace oligard::app
