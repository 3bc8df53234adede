#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

using match::Absence;
using std::chrono::days;
using ::testing::ElementsAre;

measure::Lesion sized(const std::string& organ, double long_mm, double short_mm) {
  measure::Lesion lesion;
  lesion.organ = organ;
  lesion.nodal = organ == "lymph_node";
  lesion.long_axis_mm = long_mm;
  lesion.short_axis_mm = short_mm;
  lesion.volume_mm3 = long_mm * short_mm * short_mm;
  lesion.voxel_count = 100;
  return lesion;
}

/// Three time points a quarter apart, CT of known coverage, without lesions.
match::LesionGraph empty_graph() {
  match::LesionGraph graph;
  for (int t = 0; t < 3; ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + days(91 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 1.5;
    timepoint.coverage = measure::Coverage{-500, 500};
    timepoint.regions = {"chest", "abdomen", "pelvis"};
    graph.timepoints.push_back(timepoint);
  }
  return graph;
}

/// A track of one lesion a time point; null where there is none.
void add_track(match::LesionGraph& graph, const std::string& id,
               std::vector<std::optional<measure::Lesion>> seen, Absence absence = Absence::kUnlinked) {
  match::Track track;
  track.id = id;
  track.tracking_uid = "2.25." + id.substr(1);
  for (std::size_t t = 0; t < seen.size(); ++t) {
    track.absence.push_back(absence);
    if (!seen[t]) continue;
    track.lesions.push_back({static_cast<int>(t), static_cast<int>(graph.timepoints[t].lesions.size())});
    graph.timepoints[t].lesions.push_back(*seen[t]);
  }
  graph.tracks.push_back(track);
}

const std::vector<std::string> kProfile = {"default_5"};

TEST(CaseFromGraph, SizesAreRoundedAndOrganGivesTheRegion) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("liver", 20.04, 15.06), sized("liver", 25.05, 18.0), std::nullopt});
  const Case made = case_from_graph(graph, {}, kProfile);
  ASSERT_EQ(made.lesions.size(), 1U);
  const CaseLesion& lesion = made.lesions[0];
  EXPECT_EQ(lesion.id, "L01");
  EXPECT_EQ(lesion.organ, "liver");
  EXPECT_EQ(lesion.region, "abdomen");
  EXPECT_EQ(lesion.kind, "solid");
  EXPECT_FALSE(lesion.nodal);
  EXPECT_DOUBLE_EQ(lesion.observations.at("TP0").parts[0].long_mm, 20.0);
  EXPECT_DOUBLE_EQ(lesion.observations.at("TP0").parts[0].short_mm, 15.1);
  EXPECT_FALSE(lesion.observations.contains("TP2"));
  EXPECT_EQ(made.baseline_timepoint, "TP0");
}

TEST(CaseFromGraph, MajorityOfOrgansTheLatestOfEquals) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("liver", 20, 15), sized("liver", 20, 15), sized("kidney", 20, 15)});
  add_track(graph, "L02", {sized("liver", 20, 15), sized("kidney", 20, 15), std::nullopt});
  add_track(graph, "L03", {sized("", 20, 15), sized("", 20, 15), sized("bone", 20, 15)});
  add_track(graph, "L04", {sized("", 20, 15), std::nullopt, std::nullopt});
  add_track(graph, "L05",
            {sized("lymph_node", 20, 15), sized("lymph_node", 20, 15), sized("mediastinum", 20, 15)});
  const Case made = case_from_graph(graph, {}, kProfile);
  EXPECT_EQ(made.lesions[0].organ, "liver");
  EXPECT_EQ(made.lesions[1].organ, "kidney");
  EXPECT_EQ(made.lesions[2].organ, "bone");
  EXPECT_EQ(made.lesions[2].kind, "lytic_soft_tissue");
  EXPECT_EQ(made.lesions[2].region, "");
  EXPECT_EQ(made.lesions[3].organ, "unknown");
  EXPECT_TRUE(made.lesions[4].nodal);
  EXPECT_EQ(made.lesions[4].organ, "lymph_node");
}

TEST(CaseFromGraph, FragmentsOfASplitAreParts) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("liver", 40, 30), sized("liver", 22, 18), std::nullopt});
  graph.timepoints[1].lesions.push_back(sized("liver", 26, 20));
  graph.timepoints[1].lesions.back().truncated = true;
  graph.tracks[0].lesions.push_back({1, 1});
  const Case made = case_from_graph(graph, {}, kProfile);
  const Observation& split = made.lesions[0].observations.at("TP1");
  EXPECT_EQ(split.parts.size(), 2U);
  EXPECT_TRUE(split.truncated);
}

TEST(CaseFromGraph, AMergeIsComparedWithTheSumOfItsParents) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("lung", 15, 12), sized("lung", 14, 12), sized("lung", 31, 12)});
  graph.timepoints[0].lesions.push_back(sized("lung", 13, 11));
  graph.timepoints[1].lesions.push_back(sized("lung", 12, 10));
  graph.tracks[0].lesions = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}};
  const auto assessed = assess(graph, {}, kProfile);
  ASSERT_TRUE(assessed.has_value());
  const LesionAssessment& merged = assessed->timepoints[2].lesions.at("L01");
  EXPECT_DOUBLE_EQ(*merged.size_mm, 31);
  EXPECT_DOUBLE_EQ(*merged.nadir_mm, 26);
  EXPECT_DOUBLE_EQ(*merged.baseline_mm, 28);
  EXPECT_EQ(merged.status, LesionStatus::kStable) << "19 % above the sum of the parents";
  EXPECT_DOUBLE_EQ(*assessed->timepoints[2].recist.baseline_sum_mm, 28);
}

TEST(CaseFromGraph, AFamilyWithoutAFragmentIsALowerBound) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("lung", 15, 12), sized("lung", 14, 12), sized("lung", 31, 12)});
  graph.timepoints[0].lesions.push_back(sized("lung", 14, 11));
  graph.tracks[0].lesions = {{0, 0}, {0, 1}, {1, 0}, {2, 0}};
  match::Link over;
  over.from = {0, 1};
  over.to = {2, 0};
  graph.links.push_back(over);
  const auto assessed = assess(graph, {}, kProfile);
  ASSERT_TRUE(assessed.has_value());
  EXPECT_FALSE(assessed->clinical_case.lesions[0].observations.at("TP0").truncated);
  EXPECT_TRUE(assessed->clinical_case.lesions[0].observations.at("TP1").truncated);
  EXPECT_DOUBLE_EQ(*assessed->timepoints[2].lesions.at("L01").nadir_mm, 29) << "not the 14 mm of one parent";
  EXPECT_EQ(assessed->timepoints[2].lesions.at("L01").status, LesionStatus::kStable);
}

TEST(CaseFromGraph, APartialFamilyIsALowerBound) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("lung", 20, 12), sized("lung", 19, 12), sized("lung", 39, 12)});
  graph.timepoints[1].lesions.push_back(sized("lung", 18, 12));
  graph.tracks[0].lesions = {{0, 0}, {1, 0}, {1, 1}, {2, 0}};
  graph.tracks[0].partial = {true, false, false};
  const auto assessed = assess(graph, {}, kProfile);
  ASSERT_TRUE(assessed.has_value());
  EXPECT_TRUE(assessed->clinical_case.lesions[0].observations.at("TP0").truncated);
  EXPECT_EQ(assessed->timepoints[1].lesions.at("L01").status, LesionStatus::kNotEvaluable);
  EXPECT_DOUBLE_EQ(*assessed->timepoints[2].lesions.at("L01").nadir_mm, 37);
  EXPECT_EQ(assessed->timepoints[2].lesions.at("L01").status, LesionStatus::kStable);
}

TEST(CaseFromGraph, LesionsWithoutASize) {
  measure::Lesion below_resolution;
  below_resolution.organ = "lung";
  below_resolution.voxel_count = 1;
  measure::Lesion named_only;
  named_only.organ = "lung";
  measure::Lesion node_without_short_axis = sized("lymph_node", 20, 15);
  node_without_short_axis.short_axis_mm.reset();
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {below_resolution, std::nullopt, std::nullopt});
  add_track(graph, "L02", {named_only, std::nullopt, std::nullopt});
  add_track(graph, "L03", {node_without_short_axis, std::nullopt, std::nullopt});
  const Case made = case_from_graph(graph, {}, kProfile);
  EXPECT_EQ(made.lesions[0].observations.at("TP0").state, ObservationState::kTooSmall);
  EXPECT_EQ(made.lesions[1].observations.at("TP0").state, ObservationState::kPresent);
  EXPECT_EQ(made.lesions[2].observations.at("TP0").state, ObservationState::kPresent);
  EXPECT_TRUE(classify_case(made).has_value());
}

TEST(CaseFromGraph, AFragmentBelowResolutionHasTheConfiguredSize) {
  measure::Lesion below_resolution;
  below_resolution.organ = "lung";
  below_resolution.voxel_count = 1;
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("lung", 20, 12), std::nullopt, std::nullopt});
  graph.timepoints[0].lesions.push_back(below_resolution);
  graph.tracks[0].lesions.push_back({0, 1});
  Rules rules;
  rules.constants.too_small_mm = 3;
  const auto assessed = assess(graph, {}, kProfile, rules);
  ASSERT_TRUE(assessed.has_value());
  const std::vector<SizePart>& parts = assessed->clinical_case.lesions[0].observations.at("TP0").parts;
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[1].long_mm, 3);
  EXPECT_EQ(parts[1].short_mm, 3);
  EXPECT_EQ(assessed->timepoints[0].lesions.at("L01").size_mm, 23);
}

TEST(CaseFromGraph, AbsenceIsNeverGoneByItself) {
  const auto status_at_1 = [](Absence absence, bool exhaustive) {
    match::LesionGraph graph = empty_graph();
    graph.timepoints[1].segmentation_exhaustive = exhaustive;
    add_track(graph, "L01", {sized("liver", 20, 15), std::nullopt, std::nullopt}, absence);
    const Result<Assessment> assessed = assess(graph, {}, kProfile);
    EXPECT_TRUE(assessed.has_value());
    return assessed->timepoints[1].lesions.at("L01");
  };
  EXPECT_EQ(status_at_1(Absence::kUnlinked, false).status, LesionStatus::kNotEvaluable);
  EXPECT_THAT(status_at_1(Absence::kUnlinked, false).flags, ElementsAre("not_segmented"));
  EXPECT_EQ(status_at_1(Absence::kUnlinked, true).status, LesionStatus::kResolved);
  EXPECT_EQ(status_at_1(Absence::kOutsideCoverage, true).status, LesionStatus::kNotEvaluable);
  EXPECT_THAT(status_at_1(Absence::kOutsideCoverage, true).flags, ElementsAre("outside_coverage"));
  EXPECT_EQ(status_at_1(Absence::kNotAssessable, true).status, LesionStatus::kNotEvaluable);
  EXPECT_THAT(status_at_1(Absence::kNotAssessable, true).flags, ElementsAre("registration_failed"));
}

TEST(CaseFromGraph, FirstSeenLaterIsNewOnlyWhereItsPlaceCouldBeLookedAt) {
  const auto verdict_at_1 = [](Absence absence, bool coverage_known) {
    match::LesionGraph graph = empty_graph();
    if (!coverage_known) {
      graph.timepoints[0].regions.clear();
      graph.timepoints[0].coverage.reset();
    }
    add_track(graph, "L01", {std::nullopt, sized("lymph_node", 30, 20), std::nullopt}, absence);
    const Result<Assessment> assessed = assess(graph, {}, kProfile);
    EXPECT_TRUE(assessed.has_value());
    return assessed->timepoints[1];
  };
  const TimePointAssessment seen = verdict_at_1(Absence::kUnlinked, true);
  EXPECT_EQ(seen.lesions.at("L01").status, LesionStatus::kNew);
  EXPECT_EQ(seen.lesions.at("L01").confidence, Confidence::kDefinite);
  EXPECT_EQ(seen.recist.overall, "PD");
  const TimePointAssessment unknown = verdict_at_1(Absence::kUnlinked, false);
  EXPECT_EQ(unknown.lesions.at("L01").confidence, Confidence::kProbable);
  EXPECT_THAT(unknown.lesions.at("L01").flags, ElementsAre("prior_coverage_unknown"));
  const TimePointAssessment maybe = verdict_at_1(Absence::kMaybeOutside, true);
  EXPECT_EQ(maybe.lesions.at("L01").confidence, Confidence::kProbable);
  EXPECT_THAT(maybe.lesions.at("L01").flags, ElementsAre("prior_coverage_unknown"));
  const TimePointAssessment outside = verdict_at_1(Absence::kOutsideCoverage, true);
  EXPECT_EQ(outside.lesions.at("L01").status, LesionStatus::kNew);
  EXPECT_THAT(outside.lesions.at("L01").flags, ElementsAre("first_imaged"));
  const TimePointAssessment failed = verdict_at_1(Absence::kNotAssessable, true);
  EXPECT_EQ(failed.lesions.at("L01").status, LesionStatus::kNotEvaluable);
  EXPECT_THAT(failed.lesions.at("L01").flags, ElementsAre("registration_failed"));
  EXPECT_FALSE(failed.recist.new_lesion);
}

TEST(CaseFromGraph, RegionsAreThoseImagedAtLeastInPart) {
  match::LesionGraph graph = empty_graph();
  graph.timepoints[0].regions = {"chest"};
  graph.timepoints[0].organs = {{"bladder", "", {}, 100, false}};
  add_track(graph, "L01", {sized("liver", 20, 15), std::nullopt, std::nullopt});
  const Case made = case_from_graph(graph, {}, kProfile);
  EXPECT_EQ(made.timepoints[0].coverage, (std::set<std::string>{"abdomen", "chest", "pelvis"}));
  EXPECT_FALSE(made.timepoints[0].coverage_known) << "of other regions it is not known";
}

TEST(CaseFromGraph, UnknownTechniqueStaysUnknown) {
  match::LesionGraph graph = empty_graph();
  graph.timepoints[1].slice_thickness_mm = 0;
  graph.timepoints[2].modality.clear();
  graph.timepoints[2].regions.clear();
  add_track(graph, "L01", {sized("liver", 20, 15), sized("liver", 30, 20), sized("liver", 40, 30)});
  const Result<Assessment> assessed = assess(graph, {}, kProfile);
  ASSERT_TRUE(assessed.has_value());
  EXPECT_FALSE(assessed->clinical_case.timepoints[1].slice_thickness_mm.has_value());
  EXPECT_FALSE(assessed->clinical_case.timepoints[2].coverage_known);
  EXPECT_EQ(assessed->timepoints[1].lesions.at("L01").confidence, Confidence::kProbable);
  EXPECT_EQ(assessed->timepoints[2].lesions.at("L01").confidence, Confidence::kProbable);
}

TEST(CaseFromGraph, ContextReachesTheCase) {
  match::LesionGraph graph = empty_graph();
  add_track(graph, "L01", {sized("liver", 20, 15), sized("liver", 20, 15), sized("liver", 20, 15)});
  add_track(graph, "L02", {sized("lung", 20, 15), sized("lung", 20, 15), sized("lung", 20, 15)});
  ClinicalContext context;
  context.baseline_timepoint = "TP1";
  context.local_therapy["L01"] = {Date{} + days(10), "SBRT"};
  context.local_therapy["2.25.02"] = {Date{} + days(20), "surgery"};
  const Case made = case_from_graph(graph, context, kProfile);
  EXPECT_EQ(made.baseline_timepoint, "TP1");
  EXPECT_EQ(made.lesions[0].local_therapy->modality, "SBRT");
  EXPECT_EQ(made.lesions[1].local_therapy->modality, "surgery");
  context.baseline_timepoint = "TP7";
  const Result<Assessment> refused = assess(graph, context, kProfile);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "CASE_NO_BASELINE");
}

TEST(CaseFromGraph, AnEmptyGraphIsRefusedByClassification) {
  const Result<Assessment> refused = assess({}, {}, kProfile);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "CASE_NO_TIMEPOINT");
}

measure::ReaderSays statement(Statement kind, const std::string& tracking_uid) {
  measure::ReaderSays says{"3.1", tracking_uid};
  says.statement = kind;
  return says;
}

TEST(CaseFromGraph, ReadersStatementsStandWhereNothingWasMeasured) {
  match::LesionGraph graph = empty_graph();
  measure::Lesion named = sized("liver", 20, 15);
  named.tracking_uid = "9.1";
  add_track(graph, "L01", {named, named, std::nullopt}, Absence::kOutsideCoverage);
  add_track(graph, "L02", {sized("lung", 20, 15), std::nullopt, std::nullopt});
  graph.timepoints[1].says = {statement(Statement::kUnequivocalProgression, "9.1")};
  graph.timepoints[2].says = {statement(Statement::kAbsent, "9.1"), statement(Statement::kAbsent, "9.9")};
  const Case made = case_from_graph(graph, {}, kProfile);
  const CaseLesion& first = made.lesions[0];
  EXPECT_EQ(first.observations.at("TP1").state, ObservationState::kMeasured) << "the size stays";
  EXPECT_TRUE(first.observations.at("TP1").reader_unequivocal_progression);
  EXPECT_EQ(first.observations.at("TP2").state, ObservationState::kAbsent);
  EXPECT_EQ(made.lesions[1].observations.size(), 1U) << "nobody speaks of it";
}

TEST(CaseFromGraph, AStatementLeavesItKnownThatThePlaceWasImaged) {
  match::LesionGraph graph = empty_graph();
  measure::Lesion late = sized("liver", 20, 15);
  late.tracking_uid = "9.1";
  add_track(graph, "L01", {std::nullopt, late, late});
  graph.timepoints[0].says = {statement(Statement::kAbsent, "9.1")};
  const Result<Assessment> assessed = assess(graph, {}, kProfile);
  ASSERT_TRUE(assessed.has_value());
  EXPECT_EQ(assessed->timepoints[1].lesions.at("L01").status, LesionStatus::kNew);
  EXPECT_EQ(assessed->timepoints[1].lesions.at("L01").confidence, Confidence::kDefinite);
  EXPECT_THAT(assessed->timepoints[1].lesions.at("L01").flags, testing::IsEmpty());
  graph.timepoints[0].coverage.reset();
  const Case unknown = case_from_graph(graph, {}, kProfile);
  EXPECT_FALSE(unknown.lesions[0].place_imaged.contains("TP0"));
}

TEST(CaseFromGraph, StatementsOnAMeasuredLesionAreFoundBySource) {
  match::LesionGraph graph = empty_graph();
  measure::Lesion seen = sized("liver", 20, 15);
  seen.source.sop_instance_uid = "2.1";
  seen.source.number = 3;
  add_track(graph, "L01", {seen, std::nullopt, std::nullopt});
  graph.timepoints[0].says = {statement(Statement::kUnequivocalProgression, "")};
  graph.timepoints[0].says[0].lesion = seen.source;
  graph.timepoints[1].says = {statement(Statement::kNotEvaluable, "")};
  graph.timepoints[1].says[0].lesion = seen.source;
  const Case made = case_from_graph(graph, {}, kProfile);
  EXPECT_TRUE(made.lesions[0].observations.at("TP0").reader_unequivocal_progression);
  EXPECT_FALSE(made.lesions[0].observations.contains("TP1")) << "a lesion of another time point";
}

}  // namespace
}  // namespace oligard::classify
