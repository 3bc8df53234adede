// What would change the category: docs/clinical-rules.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/classify.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Two studies; lesions as (before, after) in mm, in the lung.
class Flips : public ::testing::Test {
 protected:
  void add(double before, double after) {
    CaseLesion lesion;
    lesion.id = "L" + std::to_string(case_.lesions.size() + 1);
    lesion.organ = "lung";
    lesion.region = "chest";
    set(lesion, "TP0", before);
    if (after > 0) set(lesion, "TP1", after);
    case_.lesions.push_back(lesion);
  }

  const ProfileAssessment& judge(const char* profile = "default_5") {
    if (case_.timepoints.empty()) {
      for (int t = 0; t < 2; ++t) {
        CaseTimePoint timepoint;
        timepoint.id = "TP" + std::to_string(t);
        timepoint.date = Date{} + std::chrono::days(91 * t);
        timepoint.modality = "CT";
        timepoint.slice_thickness_mm = 1;
        timepoint.coverage = {"chest"};
        case_.timepoints.push_back(timepoint);
      }
    }
    case_.evaluated_profiles = {profile};
    assessments_ = *classify_case(case_);
    find_flips(case_, {}, assessments_);
    return assessments_.back().profiles.at(profile);
  }

  std::vector<std::string> sentences() {
    return flip_sentences(case_, assessments_.back(), case_.evaluated_profiles.front());
  }

  static void set(CaseLesion& lesion, const char* timepoint, double long_mm) {
    Observation observation;
    SizePart part;
    part.long_mm = part.short_mm = long_mm;
    observation.parts.push_back(part);
    lesion.observations.emplace(timepoint, observation);
  }

  Case case_;
  std::vector<TimePointAssessment> assessments_;
};

TEST_F(Flips, NothingIsCloseToAnotherCategory) {
  for (int i = 0; i < 4; ++i)
    add(30, 30);
  EXPECT_EQ(judge().category, Category::kStable);
  EXPECT_THAT(judge().flips, IsEmpty()) << "30 mm are far from 36 mm";
}

TEST_F(Flips, ALesionNearTheLimitWouldChangeTheCategory) {
  add(30, 35);
  for (int i = 0; i < 4; ++i)
    add(30, 30);
  case_.context.on_systemic_therapy = true;
  case_.context.initial_control = true;
  const ProfileAssessment& profile = judge();
  EXPECT_EQ(profile.category, Category::kStable);
  ASSERT_THAT(profile.flips, SizeIs(1));
  EXPECT_EQ(profile.flips[0].subject, "L1");
  EXPECT_EQ(profile.flips[0].reading, "progresses");
  EXPECT_EQ(profile.flips[0].category, Category::kOligoprogression);
  EXPECT_EQ(profile.flips[0].probability, assessments_.back().lesions.at("L1").doubt.p_progression);
  EXPECT_THAT(sentences().at(0), HasSubstr("L1 (lung) may progress (probability 0."));
  EXPECT_THAT(sentences().at(0), HasSubstr("would then be OLIGOPROGRESSION."));
}

TEST_F(Flips, TheOnlyProgressionMayBeNone) {
  add(25, 31);
  for (int i = 0; i < 4; ++i)
    add(30, 30);
  const ProfileAssessment& profile = judge();
  EXPECT_EQ(profile.category, Category::kOligoprogression);
  ASSERT_THAT(profile.flips, SizeIs(3));
  EXPECT_EQ(profile.flips[0].reading, "does_not_progress");
  EXPECT_EQ(profile.flips[0].category, Category::kStable);
  EXPECT_GT(*profile.flips[0].probability, 0.2);
  EXPECT_LT(*profile.flips[0].probability, 0.5);
  EXPECT_EQ(profile.flips[1].subject, "on_systemic_therapy");
  EXPECT_EQ(profile.flips[1].category, Category::kLimitedProgression);
  EXPECT_EQ(profile.flips[2].subject, "initial_control");
  case_.context.on_systemic_therapy = true;
  case_.context.initial_control = true;
  EXPECT_THAT(judge().flips, SizeIs(1)) << "what is known is not asked";
}

TEST_F(Flips, TherapyIsThatOfTheStudyNotOfTheBaseline) {
  add(30, 35);
  for (int i = 0; i < 4; ++i)
    add(30, 30);
  SystemicTherapy therapy;
  therapy.start = Date{} + std::chrono::days(10);
  case_.context.systemic_therapy = {therapy};
  case_.context.initial_control = true;
  ASSERT_THAT(judge().flips, SizeIs(1));
  EXPECT_EQ(judge().flips[0].category, Category::kOligoprogression) << "on therapy since day 10";
  case_.context.systemic_therapy->front().stop = Date{} + std::chrono::days(20);
  EXPECT_EQ(judge().flips[0].category, Category::kLimitedProgression) << "off therapy at day 91";
}

TEST_F(Flips, TherapyThatDatesTellIsNotAsked) {
  add(25, 31);
  for (int i = 0; i < 4; ++i)
    add(30, 30);
  SystemicTherapy therapy;
  therapy.start = Date{};
  case_.context.systemic_therapy = {therapy};
  case_.context.initial_control = true;
  EXPECT_THAT(judge().flips, SizeIs(1));
  case_.context.systemic_therapy->front().start.reset();
  ASSERT_THAT(judge().flips, SizeIs(2)) << "a therapy without a start tells nothing";
  EXPECT_EQ(judge().flips[1].subject, "on_systemic_therapy");
  EXPECT_EQ(judge().flips[1].category, Category::kLimitedProgression);
}

TEST_F(Flips, WhatWasNotSeenMayProgressWithoutAProbability) {
  for (int i = 0; i < 4; ++i)
    add(30, 30);
  add(20, 0);
  const ProfileAssessment& profile = judge();
  EXPECT_EQ(profile.category, Category::kStable);
  ASSERT_THAT(profile.flips, SizeIs(1));
  EXPECT_EQ(profile.flips[0].subject, "L5");
  EXPECT_EQ(profile.flips[0].probability, std::nullopt);
  EXPECT_THAT(sentences().at(0), HasSubstr("was not evaluable and may progress;"));
}

TEST_F(Flips, TheLikeliestComesFirstAndTheRestIsCounted) {
  for (int i = 0; i < 30; ++i)
    add(30, 33 + 0.1 * i);
  const ProfileAssessment& profile = judge();
  EXPECT_EQ(profile.category, Category::kStable);
  EXPECT_EQ(profile.readings_not_tried, 30u - kMaxReadingsTried);
  for (std::size_t i = 1; i < profile.flips.size(); ++i)
    EXPECT_GE(*profile.flips[i - 1].probability, *profile.flips[i].probability);
  EXPECT_EQ(profile.flips.at(0).subject, "L30");
  EXPECT_THAT(sentences(), SizeIs(6));
}

TEST_F(Flips, AsksTheRulesAndLeavesTheVerdictAlone) {
  add(25, 31);
  add(30, 35);
  add(30, 30);
  const TimePointAssessment before = classify_case([&] {
                                       judge();
                                       return case_;
                                     }())
                                         ->back();
  EXPECT_EQ(before.lesions.at("L2").status, assessments_.back().lesions.at("L2").status);
  for (const Flip& flip : assessments_.back().profiles.at("default_5").flips) {
    if (flip.reading != "progresses") continue;
    Case other = case_;
    for (CaseLesion& lesion : other.lesions) {
      if (lesion.id == flip.subject) lesion.observations.at("TP1").parts.front().long_mm = 60;
    }
    EXPECT_EQ(classify_case(other)->back().profiles.at("default_5").category, flip.category);
  }
}

}  // namespace
}  // namespace oligard::wording
