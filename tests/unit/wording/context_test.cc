// The clinical context: where its values come from and what they do.
#include "oligard/classify/context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Date day(const char* iso) {
  return parse_iso_date(iso).value();
}

ClinicalContext context_of(const std::string& json) {
  Result<ClinicalContext> context = parse_context(json);
  EXPECT_TRUE(context.has_value()) << context.error().reason;
  return context.value_or(ClinicalContext{});
}

TEST(ContextFile, EveryFieldIsRead) {
  const ClinicalContext context = context_of(R"({
    "systemic_therapy": [{"drug": "A", "start": "2024-01-10", "stop": "2024-06-01"}, {"start": "2024-07-01"}],
    "immunotherapy": true, "primary_diagnosis_date": "2020-05-01", "oligometastatic_diagnosis_date": "2021-05-01",
    "baseline_timepoint": "2024-01-05", "targets": ["L01", "2.25.7"], "non_targets": ["L02"],
    "lesions": {"L03": {"kind": "blastic_bone", "flags": ["necrotic"]}}})");
  ASSERT_EQ(context.systemic_therapy->size(), 2U);
  EXPECT_EQ(context.systemic_therapy->at(0).drug, "A");
  EXPECT_EQ(context.systemic_therapy->at(0).stop, day("2024-06-01"));
  EXPECT_FALSE(context.systemic_therapy->at(1).stop.has_value());
  EXPECT_EQ(context.primary_diagnosis_date, day("2020-05-01"));
  EXPECT_EQ(context.targets, (std::set<std::string>{"L01", "2.25.7"}));
  EXPECT_EQ(context.lesions.at("L03").kind, "blastic_bone");
  EXPECT_TRUE(context.uses_irecist());
  EXPECT_FALSE(context_of(R"({"immunotherapy": true, "irecist": false})").uses_irecist());
}

TEST(ContextFile, WhatIsNotUnderstoodIsRefused) {
  struct Bad {
    const char* json;
    const char* says;
  };
  for (const Bad& bad : {
           Bad{R"({"on_therapy": true})", "unknown key on_therapy"},
           Bad{R"({"systemic_therapy": {"drug": "A"}})", "systemic_therapy is not a list"},
           Bad{R"({"systemic_therapy": [{"name": "A"}]})", "systemic_therapy[0] has the unknown key name"},
           Bad{R"({"systemic_therapy": [{"start": "2024-02-01", "stop": "2024-01-01"}]})",
               "stops before it starts"},
           Bad{R"({"systemic_therapy": [{"start": "01.02.2024"}]})",
               "systemic_therapy[0].start is not a date"},
           Bad{R"({"targets": "L01"})", "targets is not a list"},
           Bad{R"({"targets": ["L01"], "non_targets": ["L01"]})", "both targets and non_targets"},
           Bad{R"({"targets": ["L01", "L01"]})", "twice in targets"},
           Bad{R"({"lesions": {"L01": {"kind": "liquid"}}})", "lesions.L01 has an unknown kind"},
           Bad{R"({"lesions": {"L01": {"flags": ["big"]}}})", "lesions.L01 has an unknown flag"},
           Bad{R"({"lesions": {"L01": {"organ": "lung"}}})", "unknown key organ"},
           Bad{R"({"local_therapy": {"L01": {"date": "2024-01-01", "dose": 50}}})", "unknown key dose"},
           Bad{R"({"primary_diagnosis_date": "2021-01-01", "oligometastatic_diagnosis_date": "2020-01-01"})",
               "before primary_diagnosis_date"},
           Bad{R"({"sources": {"initial_control": "gossip"}})", "sources.initial_control is no source"},
       }) {
    const Result<ClinicalContext> context = parse_context(bad.json);
    ASSERT_FALSE(context.has_value()) << bad.json;
    EXPECT_EQ(context.error().code, "CONTEXT_INVALID");
    EXPECT_THAT(context.error().reason, HasSubstr(bad.says)) << bad.json;
  }
}

TEST(ContextSources, ThePatientsFileOutranksTheSettingsAndContradictionsAreSaid) {
  ClinicalContext settings;
  settings.on_systemic_therapy = true;
  settings.initial_control = true;
  settings.history_polymetastatic = true;
  ClinicalContext file;
  file.on_systemic_therapy = false;
  file.history_polymetastatic = true;
  const ClinicalContext both =
      merged(with_source(settings, source::kConfig), with_source(file, source::kExternal));
  EXPECT_EQ(both.on_systemic_therapy, false);
  EXPECT_EQ(both.source_of("on_systemic_therapy"), "external");
  EXPECT_EQ(both.initial_control, true);
  EXPECT_EQ(both.source_of("initial_control"), "config");
  EXPECT_FALSE(both.history_oligometastatic.has_value());
  EXPECT_THAT(both.warnings,
              ElementsAre(Note{NoteCode::kSourcesContradict, {"on_systemic_therapy", "external", "config"}}));
}

TEST(ContextSources, AStatedSourceStays) {
  const ClinicalContext context = with_source(
      context_of(R"({"initial_control": true, "sources": {"initial_control": "sr"}})"), source::kExternal);
  EXPECT_EQ(context.source_of("initial_control"), "sr");
}

struct TherapyCase {
  const char* json;
  const char* date;
  std::optional<bool> on;
  const char* source;
  bool contradicts;
};
class SystemicTherapyOn : public ::testing::TestWithParam<TherapyCase> {};

TEST_P(SystemicTherapyOn, FollowsTheDates) {
  const TherapyOn therapy =
      systemic_therapy_on(with_source(context_of(GetParam().json), source::kExternal), day(GetParam().date));
  EXPECT_EQ(therapy.on, GetParam().on) << GetParam().json << GetParam().date;
  EXPECT_EQ(therapy.source, GetParam().source);
  EXPECT_EQ(therapy.contradicts, GetParam().contradicts);
}

constexpr const char* kTwoLines =
    R"({"systemic_therapy": [{"start": "2024-01-10", "stop": "2024-03-01"}, {"start": "2024-05-01"}]})";
constexpr const char* kUnknownStart = R"({"systemic_therapy": [{"stop": "2024-03-01"}]})";
INSTANTIATE_TEST_SUITE_P(
    ByDate, SystemicTherapyOn,
    ::testing::Values(
        TherapyCase{"{}", "2024-01-01", std::nullopt, "unknown", false},
        TherapyCase{R"({"on_systemic_therapy": true})", "2024-01-01", true, "external", false},
        TherapyCase{kTwoLines, "2024-01-09", false, "external", false},
        TherapyCase{kTwoLines, "2024-01-10", true, "external", false},
        TherapyCase{kTwoLines, "2024-03-01", true, "external", false},
        TherapyCase{kTwoLines, "2024-03-02", false, "external", false},
        TherapyCase{kTwoLines, "2030-01-01", true, "external", false},
        TherapyCase{R"({"systemic_therapy": []})", "2024-01-01", false, "external", false},
        TherapyCase{kUnknownStart, "2024-02-01", std::nullopt, "unknown", false},
        TherapyCase{kUnknownStart, "2024-03-02", false, "external", false},
        TherapyCase{R"({"on_systemic_therapy": true, "systemic_therapy": [{"stop": "2024-03-01"}]})",
                    "2024-02-01", true, "external", false},
        TherapyCase{R"({"on_systemic_therapy": true, "systemic_therapy": [{"stop": "2024-03-01"}]})",
                    "2024-04-01", std::nullopt, "unknown", true},
        TherapyCase{R"({"on_systemic_therapy": true, "systemic_therapy": [],
                        "sources": {"on_systemic_therapy": "config"}})",
                    "2024-04-01", false, "external", true}));

TEST(Months, AreCalendarMonths) {
  EXPECT_DOUBLE_EQ(months_between(day("2024-07-15"), day("2025-01-15")), 6.0);
  EXPECT_DOUBLE_EQ(months_between(day("2024-01-15"), day("2024-07-15")), 6.0);
  EXPECT_GT(months_between(day("2024-07-15"), day("2025-01-16")), 6.0);
  EXPECT_LT(months_between(day("2024-07-15"), day("2025-01-14")), 6.0);
  EXPECT_DOUBLE_EQ(months_between(day("2024-08-31"), day("2025-02-28")), 6.0);
  EXPECT_DOUBLE_EQ(months_between(day("2024-01-01"), day("2024-01-01")), 0.0);
  EXPECT_DOUBLE_EQ(months_between(day("2024-03-01"), day("2024-02-01")), -1.0);
  EXPECT_DOUBLE_EQ(months_between(day("2024-02-01"), day("2024-02-15")), 14.0 / 29);
}

// --- from a graph

/// Lesions with tracks at three time points a quarter apart.
class GraphContext : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int t = 0; t < 3; ++t) {
      measure::TimePoint timepoint;
      timepoint.id = "TP" + std::to_string(t);
      timepoint.date = day("2024-01-01") + std::chrono::days(91 * t);
      graph_.timepoints.push_back(timepoint);
    }
    add_track("L01", "liver", {30, 30, 30});
    add_track("L02", "lung", {20, 20, 20});
    add_track("L03", "bone", {15, 15, 15});
    add_track("L04", "lung", {0, 12, 12});
  }

  /// 0 = not seen.
  void add_track(const std::string& id, const std::string& organ, std::vector<double> sizes) {
    match::Track track;
    track.id = id;
    track.tracking_uid = "2.25." + id.substr(1);
    for (std::size_t t = 0; t < sizes.size(); ++t) {
      track.absence.push_back(match::Absence::kUnlinked);
      if (sizes[t] == 0) continue;
      measure::Lesion lesion;
      lesion.organ = organ;
      lesion.long_axis_mm = lesion.short_axis_mm = sizes[t];
      lesion.voxel_count = 100;
      lesion.tracking_uid = "1.2." + std::to_string(t) + "." + id.substr(2);
      lesion.source.sop_instance_uid = "9." + std::to_string(t);
      lesion.source.number = static_cast<int>(graph_.tracks.size()) + 1;
      track.lesions.push_back({static_cast<int>(t), static_cast<int>(graph_.timepoints[t].lesions.size())});
      graph_.timepoints[t].lesions.push_back(lesion);
    }
    graph_.tracks.push_back(track);
  }

  void read(std::size_t t, std::size_t track, bool is_target) {
    measure::ReaderSays role;
    role.is_target = is_target;
    for (const match::LesionRef ref : graph_.tracks[track].lesions)
      if (ref.timepoint == static_cast<int>(t)) role.lesion = graph_.lesion(ref).source;
    graph_.timepoints[t].says.push_back(role);
  }

  [[nodiscard]] Assessment assessed(const std::string& json = "{}") const {
    Result<Assessment> assessment =
        assess(graph_, with_source(context_of(json), source::kExternal), {"default_5"});
    EXPECT_TRUE(assessment.has_value()) << assessment.error().reason;
    return *assessment;
  }
  [[nodiscard]] static std::vector<std::string> targets(const Assessment& assessment) {
    return assessment.timepoints.back().recist.target_ids;
  }
  [[nodiscard]] static std::vector<std::string> warned(const Assessment& assessment) {
    return context_warnings(assessment.clinical_case, assessment.rules.constants);
  }

  match::LesionGraph graph_;
};

TEST_F(GraphContext, WithoutAnyTheFirstStudyIsAssumedToBeTheBaseline) {
  const Assessment assessment = assessed();
  EXPECT_EQ(assessment.clinical_case.baseline_timepoint, "TP0");
  EXPECT_EQ(assessment.clinical_case.baseline_source, "assumed");
  EXPECT_THAT(targets(assessment), ElementsAre("L01", "L02", "L03"));
  EXPECT_THAT(warned(assessment), IsEmpty());
}

TEST_F(GraphContext, HeadersNameTheBaseline) {
  graph_.timepoints[1].header_baseline = BaselineClaim::kBaseline;
  graph_.timepoints[2].header_baseline = BaselineClaim::kOther;
  const Assessment assessment = assessed();
  EXPECT_EQ(assessment.clinical_case.baseline_timepoint, "TP1");
  EXPECT_EQ(assessment.clinical_case.baseline_source, "header");
  EXPECT_EQ(assessment.timepoints[0].recist.overall, "HISTORY");
  EXPECT_THAT(warned(assessment), IsEmpty());
}

TEST_F(GraphContext, SeveralOrContradictoryBaselinesAreNotGuessedAt) {
  graph_.timepoints[0].header_baseline = BaselineClaim::kBaseline;
  graph_.timepoints[1].header_baseline = BaselineClaim::kBaseline;
  Assessment assessment = assessed();
  EXPECT_EQ(assessment.clinical_case.baseline_source, "assumed");
  EXPECT_THAT(
      warned(assessment),
      ElementsAre("Headers call several time points the baseline (TP0, TP1); they are not used for that."));
  graph_.timepoints[0].header_baseline = BaselineClaim::kNone;
  graph_.timepoints[1].header_baseline = BaselineClaim::kContradictory;
  assessment = assessed();
  EXPECT_EQ(assessment.clinical_case.baseline_timepoint, "TP0");
  EXPECT_THAT(warned(assessment), ElementsAre(HasSubstr("Headers of TP1 contradict each other")));
}

TEST_F(GraphContext, ContextBeforeReportBeforeHeader) {
  graph_.timepoints[0].header_baseline = BaselineClaim::kBaseline;
  graph_.timepoints[1].report_baseline = BaselineClaim::kBaseline;
  Assessment assessment = assessed();
  EXPECT_EQ(assessment.clinical_case.baseline_timepoint, "TP1");
  EXPECT_EQ(assessment.clinical_case.baseline_source, "sr");
  EXPECT_THAT(warned(assessment), ElementsAre("Headers call TP0 the baseline; TP1 is used (sr)."));
  assessment = assessed(R"({"baseline_timepoint": "TP2"})");
  EXPECT_EQ(assessment.clinical_case.baseline_timepoint, "TP2");
  EXPECT_EQ(assessment.clinical_case.baseline_source, "external");
  EXPECT_EQ(warned(assessment).size(), 2U);
}

TEST_F(GraphContext, TheBaselineMayBeADate) {
  EXPECT_EQ(assessed(R"({"baseline_timepoint": "2024-04-01"})").clinical_case.baseline_timepoint, "TP1");
  const Result<Assessment> none =
      assess(graph_, context_of(R"({"baseline_timepoint": "2024-04-02"})"), {"default_5"});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, "CASE_NO_BASELINE");
}

TEST_F(GraphContext, BeforeALaterBaselineNothingIsCompared) {
  const Assessment assessment = assessed(R"({"baseline_timepoint": "2025-01-01"})");
  EXPECT_EQ(assessment.clinical_case.baseline_timepoint, "TP2");
  EXPECT_EQ(assessment.timepoints[2].profiles.at("default_5").category, Category::kSingleTimepoint);
  EXPECT_EQ(assessment.timepoints[1].recist.overall, "HISTORY");
  EXPECT_THAT(warned(assessment), ElementsAre(HasSubstr("later study (2025-01-01)")));
}

TEST_F(GraphContext, AReadersTargetsAreTheTargets) {
  read(0, 1, true);
  read(0, 2, true);
  read(0, 0, false);
  const Assessment assessment = assessed();
  EXPECT_THAT(targets(assessment), ElementsAre("L02", "L03"));
  EXPECT_EQ(assessment.clinical_case.lesions[1].sources.at("recist_role"), "sr");
  EXPECT_THAT(warned(assessment), IsEmpty());
}

TEST_F(GraphContext, ARoleMayBeStatedLaterOrByTrackingUidAlone) {
  read(2, 1, true);
  measure::ReaderSays by_uid;
  by_uid.is_target = true;
  by_uid.tracking_uid = "1.2.0.3";
  graph_.timepoints[0].says.push_back(by_uid);
  EXPECT_THAT(targets(assessed()), ElementsAre("L02", "L03"));
}

TEST_F(GraphContext, TheBaselinesReportCountsAndContradictionsAreSaid) {
  read(1, 0, false);
  read(0, 0, true);
  const Assessment assessment = assessed();
  EXPECT_THAT(targets(assessment), ElementsAre("L01"));
  EXPECT_THAT(warned(assessment),
              ElementsAre("Reports contradict each other on whether L01 is a target; target is used."));
}

TEST_F(GraphContext, WhatWasNotThereAtTheBaselineIsNoTarget) {
  read(1, 3, true);
  Assessment assessment = assessed();
  EXPECT_THAT(targets(assessment), ElementsAre("L01", "L02", "L03")) << "chosen automatically";
  EXPECT_THAT(warned(assessment), ElementsAre(HasSubstr("L04 is stated to be a target but was not there")));
  assessment = assessed(R"({"targets": ["L04", "L02"]})");
  EXPECT_THAT(targets(assessment), ElementsAre("L02"));
}

TEST_F(GraphContext, TheContextsTargetsOutrankAReaders) {
  read(0, 1, true);
  Assessment assessment = assessed(R"({"targets": ["L01", "1.2.2.3"]})");
  EXPECT_THAT(targets(assessment), ElementsAre("L01", "L03"));
  EXPECT_EQ(assessment.clinical_case.lesions[0].sources.at("recist_role"), "external");
  EXPECT_THAT(
      warned(assessment),
      ElementsAre("Reports state other RECIST roles of L02 than the clinical context, which is used."));
  assessment = assessed(R"({"non_targets": ["L02"]})");
  EXPECT_THAT(targets(assessment), ElementsAre("L01", "L03"));
}

TEST_F(GraphContext, NamesThatFitNothingAreSaid) {
  const Assessment assessment = assessed(
      R"({"targets": ["L09"], "local_therapy": {"John Doe": {"date": "2024-01-01"}}, "lesions": {"2.25.77": {}}})");
  EXPECT_THAT(targets(assessment), ElementsAre("L01", "L02", "L03"));
  EXPECT_THAT(
      warned(assessment),
      ::testing::UnorderedElementsAre(
          "The clinical context names L09 (targets), which is no lesion known at this time; that is not "
          "used.",
          "The clinical context names a lesion by a name (local_therapy), which is no lesion known at this "
          "time; that is not used.",
          "The clinical context names 2.25.77 (lesions), which is no lesion known at this time; that is not "
          "used."));
}

TEST_F(GraphContext, ANameThatFitsSeveralIsNotUsed) {
  graph_.timepoints[0].lesions[0].tracking_uid = "1.2.3";
  graph_.timepoints[1].lesions[1].tracking_uid = "1.2.3";
  const Assessment assessment = assessed(R"({"targets": ["1.2.3"]})");
  EXPECT_THAT(warned(assessment),
              ElementsAre(HasSubstr("names 1.2.3 (targets), which fits several lesions")));
}

TEST_F(GraphContext, KindsFlagsAndLocalTherapyByIdOrUid) {
  const Assessment assessment = assessed(R"({
    "lesions": {"2.25.03": {"kind": "blastic_bone"}, "L02": {"flags": ["cavitating"]}},
    "local_therapy": {"1.2.1.1": {"date": "2024-02-01", "modality": "SBRT"}}})");
  const std::vector<CaseLesion>& lesions = assessment.clinical_case.lesions;
  EXPECT_EQ(lesions[2].kind, "blastic_bone");
  EXPECT_EQ(lesions[2].sources.at("kind"), "external");
  EXPECT_TRUE(lesions[1].flags.contains("cavitating"));
  EXPECT_EQ(lesions[0].local_therapy->modality, "SBRT");
  EXPECT_THAT(targets(assessment), ElementsAre("L01", "L02")) << "a blastic lesion is not measurable";
}

TEST_F(GraphContext, MoreTargetsThanRecistHasAreUsedAndSaid) {
  for (int i = 5; i <= 8; ++i)
    add_track("L0" + std::to_string(i), "lung", {20, 20, 20});
  for (const std::size_t track : {0U, 1U, 2U, 4U, 5U, 6U})
    read(0, track, true);
  const Assessment assessment = assessed();
  EXPECT_EQ(targets(assessment).size(), 6U);
  EXPECT_THAT(warned(assessment),
              ElementsAre("6 targets are stated; RECIST 1.1 has at most 5.",
                          "4 targets are stated in one organ (lung); RECIST 1.1 has at most 2."));
}

TEST_F(GraphContext, TherapyIsThatOfTheStudysDay) {
  graph_.tracks.pop_back();
  for (const std::size_t t : {1U, 2U})
    graph_.timepoints[t].lesions.pop_back();
  graph_.timepoints[2].lesions[0].long_axis_mm = 40;
  const std::string stopped = R"({"systemic_therapy": [{"start": "2024-01-02", "stop": "2024-04-15"}]})";
  Assessment assessment = assessed(stopped);
  EXPECT_EQ(assessment.timepoints[0].inputs.on_systemic_therapy.value, false);
  EXPECT_EQ(assessment.timepoints[1].inputs.on_systemic_therapy.value, true);
  EXPECT_EQ(assessment.timepoints[2].inputs.on_systemic_therapy.value, false);
  EXPECT_EQ(assessment.timepoints[2].inputs.on_systemic_therapy.source, "external");
  EXPECT_EQ(assessment.timepoints[2].profiles.at("default_5").category, Category::kLimitedProgression);
  EXPECT_THAT(assessment.timepoints[2].profiles.at("default_5").reasons, ElementsAre("off_systemic_therapy"));
  assessment = assessed(R"({"systemic_therapy": [{"start": "2024-01-02"}]})");
  EXPECT_EQ(assessment.timepoints[2].profiles.at("default_5").category, Category::kOligoprogression);
  EXPECT_EQ(assessment.timepoints[2].profiles.at("default_5").definition_status, "complete");
  EXPECT_THAT(caveats(assessment, 2), ::testing::Contains(HasSubstr("source here: external")));
  EXPECT_EQ(assessment.timepoints[2].inputs.initial_control.source, "image");
}

TEST_F(GraphContext, ContradictoryTherapyIsNotKnown) {
  graph_.timepoints[2].lesions[0].long_axis_mm = 40;
  const Assessment assessment = assessed(
      R"({"on_systemic_therapy": true, "systemic_therapy": [{"start": "2024-01-02", "stop": "2024-04-15"}]})");
  EXPECT_FALSE(assessment.timepoints[2].inputs.on_systemic_therapy.value.has_value());
  EXPECT_EQ(assessment.timepoints[2].profiles.at("default_5").definition_status, "pattern_only");
  EXPECT_THAT(
      warned(assessment),
      ElementsAre("At TP2 systemic_therapy and on_systemic_therapy contradict each other; systemic therapy "
                  "is taken as not known."));
}

TEST_F(GraphContext, TheIntervalToOligometastaticDiseaseComesFromDates) {
  const std::string history = R"("history_polymetastatic": false, "history_oligometastatic": false)";
  Assessment assessment =
      assessed(R"({"primary_diagnosis_date": "2023-01-01", "on_systemic_therapy": true, )" + history + "}");
  EXPECT_EQ(assessment.timepoints[2].inputs.months_primary_to_oligometastatic.value, 12.0);
  EXPECT_EQ(assessment.timepoints[2].inputs.months_primary_to_oligometastatic.source, "assumed");
  EXPECT_EQ(assessment.timepoints[2].estro_eortc_state, "METACHRONOUS_OLIGOPROGRESSION");
  assessment = assessed(
      R"({"primary_diagnosis_date": "2023-01-01", "oligometastatic_diagnosis_date": "2023-07-01", )" +
      history + "}");
  EXPECT_EQ(assessment.timepoints[2].inputs.months_primary_to_oligometastatic.source, "external");
  EXPECT_EQ(assessment.timepoints[2].estro_eortc_state, "SYNCHRONOUS_OLIGOMETASTATIC_DISEASE");
  assessment = assessed(R"({"primary_diagnosis_date": "2024-05-01", )" + history + "}");
  EXPECT_FALSE(assessment.timepoints[2].inputs.months_primary_to_oligometastatic.value.has_value())
      << "a metastasis seen before the diagnosis";
}

/// Every field of a patient's own file outranks that of the settings, with its source; what differs is told.
TEST(MergedContext, EveryFieldOfTheUpperOneOutranks) {
  ClinicalContext settings;
  settings.on_systemic_therapy = settings.immunotherapy = settings.irecist = settings.initial_control = false;
  settings.history_polymetastatic = settings.history_oligometastatic = false;
  settings.systemic_therapy.emplace();
  settings.months_primary_to_oligometastatic = 3.0;
  settings.primary_diagnosis_date = day("2020-01-01");
  settings.oligometastatic_diagnosis_date = day("2020-02-01");
  settings.baseline_timepoint = "TP0";
  settings.targets = {"L01"};
  settings.non_targets = {"L02"};
  settings.local_therapy["L01"] = {day("2024-01-01"), "SBRT"};
  settings.lesions["L01"] = {"solid", {}};
  settings.warnings = {{NoteCode::kLaterBaseline, {"below"}}};
  ClinicalContext file;
  file.on_systemic_therapy = file.immunotherapy = file.irecist = file.initial_control = true;
  file.history_polymetastatic = file.history_oligometastatic = true;
  file.systemic_therapy = {{"A", day("2024-01-10"), std::nullopt}};
  file.months_primary_to_oligometastatic = 9.0;
  file.primary_diagnosis_date = day("2021-01-01");
  file.oligometastatic_diagnosis_date = day("2021-10-01");
  file.baseline_timepoint = "TP1";
  file.targets = {"L03"};
  file.non_targets = {"L04"};
  file.local_therapy["L03"] = {day("2024-03-01"), "surgery"};
  file.lesions["L03"] = {"blastic_bone", {}};
  file.warnings = {{NoteCode::kLaterBaseline, {"above"}}};
  const ClinicalContext both =
      merged(with_source(settings, source::kConfig), with_source(file, source::kExternal));
  EXPECT_EQ(both.on_systemic_therapy, true);
  EXPECT_EQ(both.systemic_therapy, file.systemic_therapy);
  EXPECT_EQ(both.months_primary_to_oligometastatic, 9.0);
  EXPECT_EQ(both.primary_diagnosis_date, day("2021-01-01"));
  EXPECT_EQ(both.baseline_timepoint, "TP1");
  EXPECT_EQ(both.targets, (std::set<std::string>{"L03"}));
  EXPECT_EQ(both.non_targets, (std::set<std::string>{"L04"}));
  EXPECT_THAT(both.local_therapy, ElementsAre(::testing::Key("L03")));
  EXPECT_THAT(both.lesions, ElementsAre(::testing::Key("L03")));
  EXPECT_EQ(both.warnings.size(), 2U + 11U) << "both sides' own, and one for each value that differs";
  for (const auto& [field, from] : both.sources)
    EXPECT_EQ(from, source::kExternal) << field;
  const ClinicalContext kept = merged(with_source(settings, source::kConfig), {});
  EXPECT_EQ(kept.targets, settings.targets);
  EXPECT_EQ(kept.source_of("irecist"), source::kConfig);
  EXPECT_EQ(merged(settings, settings).warnings.size(), 2U) << "equal values do not differ";
}

}  // namespace
}  // namespace oligard::wording
