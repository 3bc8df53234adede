// Sentences about links, and what of a graph is no number.
#include <limits>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/classify.h"
#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;

namespace {

using match::LesionRef;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

measure::Lesion sized(double long_mm, double short_mm) {
  measure::Lesion lesion;
  lesion.organ = "liver";
  lesion.long_axis_mm = long_mm;
  lesion.short_axis_mm = short_mm;
  lesion.volume_mm3 = long_mm * short_mm * short_mm;
  lesion.voxel_count = 100;
  return lesion;
}

/// Two time points of two lesions each, two tracks.
match::LesionGraph two_tracks() {
  match::LesionGraph graph;
  for (int t = 0; t < 2; ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + days(91 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 1.5;
    timepoint.lesions = {sized(20, 15), sized(30, 20)};
    graph.timepoints.push_back(timepoint);
  }
  for (int i = 0; i < 2; ++i) {
    match::Track track;
    track.id = "L0" + std::to_string(i + 1);
    track.lesions = {{0, i}, {1, i}};
    track.absence.assign(2, match::Absence::kUnlinked);
    graph.tracks.push_back(track);
    match::Link link;
    link.from = {0, i};
    link.to = {1, i};
    link.probability = 0.8;
    graph.links.push_back(link);
  }
  return graph;
}

TEST(LinkDoubts, OfTheTrackUpToTheTimePoint) {
  match::LesionGraph graph = two_tracks();
  EXPECT_THAT(link_doubts(graph, 1, "L01"), IsEmpty()) << "nothing is in doubt";
  graph.links[0].ambiguous = true;
  EXPECT_THAT(link_doubts(graph, 1, "L01"),
              ElementsAre("L01 at TP0 and L01 at TP1 are linked with probability 0.80."));
  EXPECT_THAT(link_doubts(graph, 0, "L01"), IsEmpty()) << "the later lesion is not known yet";
  EXPECT_THAT(link_doubts(graph, 1, "L02"), IsEmpty());
  EXPECT_THAT(link_doubts(graph, 1, "L09"), IsEmpty()) << "there is no such track";
}

TEST(LinkDoubts, WhatElseItCouldBe) {
  match::LesionGraph graph = two_tracks();
  graph.links[0].ambiguous = true;
  graph.links[0].doubt = Note{NoteCode::kFitsPoorly};
  graph.links[0].alternative = match::Alternative{0.2, {}, {}};
  EXPECT_THAT(
      link_doubts(graph, 1, "L01"),
      ElementsAre("L01 at TP0 and L01 at TP1 are linked with probability 0.80 (place and size fit poorly); "
                  "else they are two lesions (0.20)."));
  graph.links[0].alternative->instead = {{{0, 0}, {1, 1}}};
  EXPECT_THAT(
      link_doubts(graph, 1, "L01"),
      ElementsAre("L01 at TP0 and L01 at TP1 are linked with probability 0.80 (place and size fit poorly); "
                  "else L01 at TP0 and L02 at TP1 are one lesion (0.20)."));
}

TEST(LinkDoubts, OfALesionWithoutAPartner) {
  match::LesionGraph graph = two_tracks();
  graph.links.erase(graph.links.begin());
  graph.tracks[0].lesions = {{0, 0}};
  match::Unlinked alone;
  alone.lesion = {0, 0};
  alone.timepoint = 1;
  alone.probability = 0.7;
  graph.unlinked = {alone};
  EXPECT_THAT(link_doubts(graph, 1, "L01"), IsEmpty());
  graph.unlinked[0].ambiguous = true;
  EXPECT_THAT(link_doubts(graph, 1, "L01"),
              ElementsAre("L01 at TP0 has no partner at TP1 (probability 0.70)."));
  graph.unlinked[0].alternative = match::Alternative{0.3, {}, {}};
  EXPECT_THAT(link_doubts(graph, 1, "L01"),
              ElementsAre("L01 at TP0 has no partner at TP1 (probability 0.70)."));
  graph.unlinked[0].alternative->instead = {{{0, 0}, {1, 0}}};
  EXPECT_THAT(link_doubts(graph, 1, "L01"),
              ElementsAre("L01 at TP0 has no partner at TP1 (probability 0.70); else L01 at TP0 and ? at TP1 "
                          "are one lesion (0.30)."))
      << "the lesion of no track has no name";
  EXPECT_THAT(link_doubts(graph, 0, "L01"), IsEmpty()) << "the later time point is not known yet";
}

TEST(Warnings, OfTheMatcherAndOfWhatWasNotTried) {
  Assessment assessment;
  assessment.graph.warnings = {{NoteCode::kUidsLeftOut}};
  assessment.timepoints.resize(2);
  assessment.timepoints[1].doubts_not_tried = 3;
  EXPECT_THAT(warnings(assessment, 0),
              ElementsAre("Tracking UIDs contradict the places of lesions and were left out."));
  EXPECT_THAT(warnings(assessment, 1),
              ElementsAre("Tracking UIDs contradict the places of lesions and were left out.",
                          "3 doubtful links beyond the 50 least sure ones were not tried the other way."));
  EXPECT_THAT(warnings(assessment, 7),
              ElementsAre("Tracking UIDs contradict the places of lesions and were left out."));
}

/// The caveat on what was imaged, of a time point with these regions.
std::string coverage_caveat(std::set<std::string> regions, bool is_known) {
  Assessment assessment;
  assessment.clinical_case.timepoints.resize(1);
  assessment.clinical_case.timepoints[0].coverage = std::move(regions);
  assessment.clinical_case.timepoints[0].coverage_known = is_known;
  assessment.timepoints.resize(1);
  return caveats(assessment, 0).at(3);
}

TEST(Caveats, WhatWasImaged) {
  EXPECT_EQ(coverage_caveat({"chest", "brain"}, true),
            "Only segmented lesions in the imaged regions were assessed.");
  EXPECT_EQ(coverage_caveat({"chest"}, true),
            "Only segmented lesions in the imaged regions were assessed (brain not imaged).");
  EXPECT_EQ(coverage_caveat({"pelvis", "abdomen", "chest"}, false),
            "Only segmented lesions in the imaged regions were assessed (imaged at least in part: chest, "
            "abdomen, pelvis; of "
            "other regions it is not known).");
  EXPECT_EQ(
      coverage_caveat({}, false),
      "Only segmented lesions in the imaged regions were assessed (which regions were imaged is not known).");
}

TEST(Caveats, WhereKnowledgeOfTherapyCameFrom) {
  Assessment assessment;
  assessment.clinical_case.timepoints.resize(1);
  assessment.timepoints.resize(1);
  ClinicalContext& context = assessment.clinical_case.context;
  EXPECT_EQ(caveats(assessment, 0).at(2), "Requires knowledge of systemic therapy; source here: unknown.");
  context.on_systemic_therapy = true;
  EXPECT_EQ(caveats(assessment, 0).at(2), "Requires knowledge of systemic therapy; source here: config.");
  context.sources["on_systemic_therapy"] = "external";
  EXPECT_EQ(caveats(assessment, 0).at(2), "Requires knowledge of systemic therapy; source here: external.");
}

TEST(NothingToSay, BeyondTheTimePointsAndOfUnknownLesions) {
  auto assessment = assess(two_tracks(), {}, {"default_5"});
  ASSERT_TRUE(assessment.has_value());
  EXPECT_THAT(caveats(*assessment, 7), IsEmpty());
  EXPECT_THAT(remarks(*assessment, 7), IsEmpty());
  EXPECT_THAT(not_assessed(*assessment, 7), IsEmpty());
  EXPECT_EQ(progressing_lesions(*assessment, 7), "");
  EXPECT_EQ(first_seen_sentence(*assessment, 7, "default_5"), "");
  EXPECT_EQ(lesion_sentence(*assessment, 1, "L09"), "");
  EXPECT_EQ(lesion_name(assessment->graph, {0, 9}), "?");
}

TEST(CaseFromGraph, FiguresThatAreNoNumbers) {
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  match::LesionGraph graph = two_tracks();
  measure::Lesion& unsized = graph.timepoints[1].lesions[0];
  unsized.long_axis_mm = no_number;
  unsized.volume_mm3 = std::numeric_limits<double>::infinity();
  graph.timepoints[1].lesions[1].volume_mm3 = -1;
  graph.timepoints[1].lesions[1].short_axis_mm = 0;
  const Case made = case_from_graph(graph, {}, {"default_5"});
  EXPECT_EQ(made.lesions[0].observations.at("TP1").state, ObservationState::kPresent)
      << "there, without a size";
  const Observation& second = made.lesions[1].observations.at("TP1");
  EXPECT_EQ(second.state, ObservationState::kMeasured);
  EXPECT_EQ(second.parts[0].long_mm, 30);
  EXPECT_EQ(second.parts[0].short_mm, 0);
  EXPECT_FALSE(second.parts[0].volume_mm3.has_value());
}

TEST(CaseFromGraph, EveryStatementHasItsState) {
  const std::vector<std::pair<Statement, ObservationState>> rows = {
      {Statement::kPresent, ObservationState::kPresent},
      {Statement::kAbsent, ObservationState::kAbsent},
      {Statement::kTooSmall, ObservationState::kTooSmall},
      {Statement::kNotEvaluable, ObservationState::kNotEvaluable},
      {Statement::kIncreasedEquivocal, ObservationState::kIncreasedEquivocal},
      {Statement::kUnequivocalProgression, ObservationState::kUnequivocalProgression},
  };
  for (const auto& [statement, state] : rows) {
    match::LesionGraph graph = two_tracks();
    graph.tracks[0].lesions.pop_back();
    graph.timepoints[0].lesions[0].tracking_uid = "9.1";
    measure::ReaderSays says{"3.1", "9.1"};
    says.statement = statement;
    graph.timepoints[1].says = {says};
    const Case made = case_from_graph(graph, {}, {"default_5"});
    EXPECT_EQ(made.lesions[0].observations.at("TP1").state, state);
    EXPECT_EQ(made.lesions[0].observations.at("TP1").not_evaluable_reason,
              statement == Statement::kNotEvaluable ? "reader" : "");
    EXPECT_EQ(made.lesions[1].observations.at("TP1").state, ObservationState::kMeasured)
        << "nobody speaks of it";
  }
}

}  // namespace
}  // namespace oligard::wording
