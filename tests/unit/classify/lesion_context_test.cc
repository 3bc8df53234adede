// What is said of lesions by names that fit several, and more than once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using std::chrono::days;
using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Two lesions of two time points under UIDs of their own; the second also carries "9.9" at the second.
match::LesionGraph two_tracks() {
  match::LesionGraph graph;
  for (int t = 0; t < 2; ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + days(91 * t);
    for (int i = 0; i < 2; ++i) {
      measure::Lesion lesion;
      lesion.organ = "liver";
      lesion.long_axis_mm = lesion.short_axis_mm = 20 + i;
      lesion.voxel_count = 100;
      lesion.tracking_uid = "9." + std::to_string(i + 1);
      lesion.source.sop_instance_uid = "3." + std::to_string(t);
      lesion.source.number = i + 1;
      timepoint.lesions.push_back(lesion);
    }
    graph.timepoints.push_back(timepoint);
  }
  for (int i = 0; i < 2; ++i) {
    match::Track track;
    track.id = "L0" + std::to_string(i + 1);
    track.tracking_uid = "9." + std::to_string(i + 1);
    track.lesions = {{0, i}, {1, i}};
    track.absence.assign(2, match::Absence::kUnlinked);
    graph.tracks.push_back(track);
  }
  return graph;
}

measure::ReaderSays role(bool is_target, const std::string& tracking_uid) {
  measure::ReaderSays said;
  said.is_target = is_target;
  said.tracking_uid = tracking_uid;
  return said;
}

TEST(LesionContext, OfSeveralTherapiesOfALesionTheLatestCounts) {
  ClinicalContext context;
  context.local_therapy["L01"] = {Date{} + days(40), "SBRT"};
  context.local_therapy["9.1"] = {Date{} + days(20), "surgery"};
  const Case made = case_from_graph(two_tracks(), context, {"default_5"});
  EXPECT_EQ(made.lesions[0].local_therapy->modality, "SBRT");
  EXPECT_THAT(made.warnings, Contains(Note{NoteCode::kSeveralTherapies, {"L01"}}));
  context.local_therapy["L01"] = context.local_therapy["9.1"];
  EXPECT_THAT(case_from_graph(two_tracks(), context, {"default_5"}).warnings, IsEmpty()) << "twice the same";
}

TEST(LesionContext, ARoleUnderAUidOfSeveralLesionsIsNotUsed) {
  match::LesionGraph graph = two_tracks();
  for (measure::Lesion& lesion : graph.timepoints[1].lesions)
    lesion.tracking_uid = "9.9";
  graph.timepoints[0].says = {role(true, "9.9"), role(true, "8.8"), role(true, "")};
  const Case made = case_from_graph(graph, {}, {"default_5"});
  EXPECT_EQ(made.lesions[0].recist_role, RecistRole::kAuto);
  EXPECT_EQ(made.lesions[1].recist_role, RecistRole::kAuto);
  EXPECT_THAT(made.warnings, Contains(Note{NoteCode::kRoleOfSeveral, {"TP0"}}));
}

TEST(LesionContext, ContradictingReportsAreNamedEitherWay) {
  for (const bool first : {true, false}) {
    match::LesionGraph graph = two_tracks();
    graph.timepoints[0].says = {role(first, "9.1"), role(true, "9.2")};
    graph.timepoints[1].says = {role(!first, "9.1")};
    const Case made = case_from_graph(graph, {}, {"default_5"});
    EXPECT_EQ(made.lesions[0].recist_role, first ? RecistRole::kTarget : RecistRole::kNonTarget);
    EXPECT_THAT(
        made.warnings,
        Contains(Note{first ? NoteCode::kContradictoryTarget : NoteCode::kContradictoryNonTarget, {"L01"}}));
  }
}

TEST(LesionContext, ARoleOfALesionThatIsNotThereNamesNone) {
  match::LesionGraph graph = two_tracks();
  measure::ReaderSays said = role(true, "9.1");
  said.lesion = measure::LesionSource{};
  said.lesion->sop_instance_uid = "nowhere";
  graph.timepoints[0].says = {said};
  EXPECT_EQ(case_from_graph(graph, {}, {"default_5"}).lesions[0].recist_role, RecistRole::kAuto);
}

TEST(LesionContext, TargetAndNonTargetAtOnce) {
  ClinicalContext context;
  context.targets = {"L01"};
  context.non_targets = {"9.1"};
  const Case made = case_from_graph(two_tracks(), context, {"default_5"});
  EXPECT_THAT(made.warnings, Contains(Note{NoteCode::kBothRoles, {"L01"}}));
}

TEST(LesionContext, ATargetThatWasSaidToBeGoneAtTheBaselineIsNone) {
  match::LesionGraph graph = two_tracks();
  graph.tracks[0].lesions = {{1, 0}};
  ClinicalContext context;
  context.targets = {"L01", "L02"};
  for (const Statement statement : {Statement::kAbsent, Statement::kNotEvaluable}) {
    measure::ReaderSays says{"3.1", "9.1"};
    says.statement = statement;
    graph.timepoints[0].says = {says};
    const Case made = case_from_graph(graph, context, {"default_5"});
    EXPECT_NE(made.lesions[0].recist_role, RecistRole::kTarget);
    EXPECT_EQ(made.lesions[1].recist_role, RecistRole::kTarget);
    EXPECT_THAT(made.warnings, Contains(Note{NoteCode::kTargetNotAtBaseline, {"L01"}}));
  }
}

TEST(LesionContext, LongNamesAreNotRepeated) {
  ClinicalContext context;
  context.targets = {std::string(200, '7'), "Doe^Jane", "L", "Lx"};
  const Case made = case_from_graph(two_tracks(), context, {"default_5"});
  EXPECT_THAT(made.warnings, ElementsAreArray(std::vector<Note>(
                                 4, {NoteCode::kNoSuchLesion, {NoteWord::kUnnamedLesion, "targets"}})));
}

}  // namespace
}  // namespace oligard::classify
