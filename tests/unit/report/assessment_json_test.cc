#include "oligard/report/assessment_json.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "oligard/measure/definitions.h"
#include "unit/report/synthetic_patient.h"

namespace oligard::report::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class AssessmentJson : public testing::Test {
 protected:
  [[nodiscard]] std::string text() const { return assessment_json({"key", "ID-1", ""}, assessment_); }

  classify::Assessment assessment_ = make_assessment();
};

std::vector<std::string> keys(const nlohmann::ordered_json& object) {
  std::vector<std::string> found;
  for (const auto& [key, value] : object.items())
    found.push_back(key);
  return found;
}

TEST_F(AssessmentJson, FollowsTheSchemaInItsOrder) {
  const auto parsed = nlohmann::ordered_json::parse(text());
  EXPECT_THAT(keys(parsed),
              ElementsAre("schema_version", "rule_set", "rules", "patient", "context", "priors", "timepoints",
                          "lesions", "links", "unlinked", "registration", "warnings", "assessments"));
  EXPECT_THAT(keys(parsed["timepoints"][0]),
              ElementsAre("id", "date", "study_instance_uids", "modality", "slice_thickness_mm",
                          "frame_of_reference_uid", "coverage_z_mm", "coverage_evidence", "regions"));
  EXPECT_THAT(keys(parsed["lesions"][0]),
              ElementsAre("timepoint", "track", "tracking_uid", "segment", "organ", "nodal", "centroid_mm",
                          "bbox_mm", "volume_mm3", "surface_volume_mm3", "weighted_volume_mm3",
                          "long_axis_mm", "short_axis_mm", "max_3d_diameter_mm", "long_axis", "uncertainty",
                          "convention", "definitions", "truncated", "stated", "own"));
  EXPECT_THAT(keys(parsed["links"][0]),
              ElementsAre("from", "to", "kind", "probability", "ambiguous", "evidence", "residual_mm", "cost",
                          "margin", "doubt", "alternative"));
  EXPECT_THAT(keys(parsed["registration"][0]), ElementsAre("from", "to", "method", "quality", "accepted"));
}

TEST_F(AssessmentJson, ChangedRulesAreSaid) {
  EXPECT_EQ(json::parse(text())["rules"]["changed"], json::array());
  EXPECT_EQ(json::parse(text())["rules"]["profiles"]["default_5"]["max_lesions"], 5);
  assessment_.rules.constants.pd_rel = 0.25;
  assessment_.rules.profiles["mine"].max_lesions = 4;
  assessment_.clinical_case.evaluated_profiles.push_back("mine");
  const json rules = json::parse(text())["rules"];
  EXPECT_EQ(rules["changed"], json({"pd_rel 0.25 (default 0.2)",
                                    "profile mine (user-defined): max_lesions 4, cns_mode count"}));
  EXPECT_EQ(rules["constants"], json({{"pd_rel", 0.25}}));
  EXPECT_EQ(rules["profiles"]["mine"]["max_lesions"], 4);
  EXPECT_TRUE(rules["profiles"]["mine"]["max_share"].is_null());
}

TEST_F(AssessmentJson, EveryContextInputHasItsSource) {
  classify::Case& clinical_case = assessment_.clinical_case;
  clinical_case.context.on_systemic_therapy = true;
  clinical_case.context.systemic_therapy = {{{"drug A", parse_iso_date("2024-01-10").value(), {}}}};
  clinical_case.context.sources["on_systemic_therapy"] = "config";
  clinical_case.context.sources["systemic_therapy"] = "external";
  clinical_case.baseline_source = "header";
  clinical_case.lesions[0].recist_role = classify::RecistRole::kTarget;
  clinical_case.lesions[0].sources["recist_role"] = "sr";
  clinical_case.warnings = {{NoteCode::kBothRoles, {"L01"}}};
  assessment_.timepoints[1].inputs.initial_control = {true, "image"};
  const json parsed = json::parse(text());
  const json& context = parsed["context"];
  EXPECT_EQ(context["on_systemic_therapy"], json({{"value", true}, {"source", "config"}}));
  EXPECT_EQ(context["systemic_therapy"]["value"],
            json::parse(R"([{"drug": "drug A", "start": "2024-01-10", "stop": null}])"));
  EXPECT_EQ(context["initial_control"], json({{"value", nullptr}, {"source", "unknown"}}));
  EXPECT_EQ(context["baseline_timepoint"]["source"], "header");
  const json& lesion = context["lesions"][clinical_case.lesions[0].id];
  EXPECT_EQ(lesion["recist_role"], json({{"value", "target"}, {"source", "sr"}}));
  EXPECT_EQ(lesion["kind"]["source"], "assumed");
  EXPECT_TRUE(lesion["local_therapy"]["value"].is_null());
  EXPECT_EQ(parsed["assessments"]["TP1"]["context"]["initial_control"],
            json({{"value", true}, {"source", "image"}}));
  EXPECT_THAT(
      parsed["warnings"],
      testing::Contains("The clinical context calls L01 both target and non-target; it is no target."));
}

TEST_F(AssessmentJson, DoubtsAndWarnings) {
  match::LesionGraph& graph = assessment_.graph;
  graph.warnings = {{NoteCode::kUidsLeftOut}};
  graph.links.resize(1);
  graph.links.push_back(graph.links[0]);
  graph.links[0].ambiguous = true;
  graph.links[0].cost = 4.25;
  graph.links[0].margin = 0.5;
  graph.links[0].residual_mm = 3.5;
  graph.links[0].doubt = Note{NoteCode::kOtherFitsAsWell};
  graph.links[0].alternative = match::Alternative{0.25, {{{0, 0}, {1, 1}}}, {{{0, 1}, {1, 1}}}};
  graph.unlinked = {{{2, 0}, 1, 0.75, true, match::Alternative{0.2, {{{1, 0}, {2, 0}}}, {}}}};
  classify::ReviewReason reason;
  reason.tracks = {"L01", "L02"};
  reason.timepoints = {"TP0", "TP1"};
  reason.probability = 0.25;
  reason.categories = {{"default_5", terms::Category::kPolyprogression}};
  reason.links = {{{0, 0}, {1, 0}}};
  assessment_.timepoints[2].review = {reason};
  const json parsed = json::parse(text());
  EXPECT_EQ(parsed["warnings"],
            json::parse(R"(["Tracking UIDs contradict the places of lesions and were left out."])"));
  const json& link = parsed["links"][0];
  EXPECT_EQ(link["cost"], 4.25);
  EXPECT_EQ(link["margin"], 0.5);
  EXPECT_EQ(link["residual_mm"], 3.5);
  EXPECT_EQ(link["doubt"], "another explanation fits nearly as well");
  EXPECT_EQ(link["alternative"]["probability"], 0.25);
  EXPECT_EQ(link["alternative"]["instead"][0]["to"]["timepoint"], "TP1");
  EXPECT_EQ(link["alternative"]["dropped"].size(), 1U);
  EXPECT_TRUE(parsed["links"][1]["alternative"].is_null());
  EXPECT_EQ(parsed["unlinked"][0]["timepoint"], "TP1");
  EXPECT_EQ(parsed["unlinked"][0]["lesion"]["timepoint"], "TP2");
  EXPECT_EQ(parsed["unlinked"][0]["alternative"]["instead"][0]["from"]["timepoint"], "TP1");
  const json& review = parsed["assessments"]["TP2"]["review"];
  ASSERT_EQ(review.size(), 1U);
  EXPECT_EQ(review[0]["categories"]["default_5"], "POLYPROGRESSION");
  EXPECT_TRUE(review[0]["recist_overall"].is_null());
  EXPECT_EQ(parsed["assessments"]["TP1"]["review"], json::array());
}

TEST_F(AssessmentJson, TellsWhatIsKnownOfPriors) {
  EXPECT_TRUE(json::parse(text())["priors"].is_null()) << "nobody was asked";
  const auto priors = [&](const PriorsKnown& known) {
    return json::parse(assessment_json({"P1", "id", ""}, assessment_, known))["priors"];
  };
  EXPECT_EQ(priors({true, 0, ""}), json::parse(R"({"complete": true, "missing": 0, "code": null})"));
  EXPECT_EQ(priors({false, std::nullopt, "PEER_UNREACHABLE"}),
            json::parse(R"({"complete": false, "missing": null, "code": "PEER_UNREACHABLE"})"));
}

TEST_F(AssessmentJson, HoldsEveryLesionWithItsTrack) {
  const json parsed = json::parse(text());
  ASSERT_EQ(parsed["lesions"].size(), 5U + 5U + 4U);
  const json& last = parsed["lesions"].back();
  EXPECT_EQ(last["timepoint"], "TP2");
  EXPECT_EQ(last["track"], "L05");
  EXPECT_EQ(last["tracking_uid"], "2.25.185");
  EXPECT_EQ(last["segment"]["number"], 5);
  EXPECT_EQ(last["long_axis_mm"], 12.0);
}

TEST_F(AssessmentJson, NumbersAreRoundedAndNeverMinusZero) {
  const json parsed = json::parse(text());
  EXPECT_EQ(parsed["lesions"][0]["centroid_mm"], json::parse("[10.0, 0.0, 3.142]"));
  EXPECT_EQ(parsed["links"][0]["probability"], 0.988);
  EXPECT_THAT(text(), Not(HasSubstr("-0.0,")));
}

TEST_F(AssessmentJson, UnknownValuesAreNull) {
  auto& lesion = assessment_.graph.timepoints[0].lesions[0];
  lesion.has_position = false;
  lesion.organ.clear();
  lesion.volume_mm3 = std::numeric_limits<double>::quiet_NaN();
  lesion.long_axis.reset();
  assessment_.graph.timepoints[0].slice_thickness_mm = 0;
  const json parsed = json::parse(text());
  const json& first = parsed["lesions"][0];
  for (const char* key : {"centroid_mm", "bbox_mm", "organ", "volume_mm3", "long_axis"}) {
    EXPECT_TRUE(first[key].is_null()) << key;
  }
  EXPECT_TRUE(parsed["timepoints"][0]["slice_thickness_mm"].is_null());
  EXPECT_TRUE(parsed["patient"]["issuer"].is_null());
}

TEST_F(AssessmentJson, DefinitionsTravelWithTheFigures) {
  measure::Lesion& lesion = assessment_.graph.timepoints[0].lesions[0];
  lesion.surface_volume_mm3 = 12.3456;
  EXPECT_EQ(json::parse(lesion_json(lesion))["surface_volume_mm3"], 12.346);
  EXPECT_EQ(json::parse(lesion_json(lesion))["convention"], "calibrated");
  EXPECT_EQ(json::parse(lesion_json(lesion))["definitions"], measure::kMeasurementDefinitions);
  lesion.convention = measure::kStatedConvention;
  EXPECT_EQ(json::parse(lesion_json(lesion))["convention"], "stated");
  EXPECT_TRUE(json::parse(lesion_json(lesion))["definitions"].is_null());
}

TEST_F(AssessmentJson, ReadersSizesStandBesideOurs) {
  measure::Lesion& lesion = assessment_.graph.timepoints[0].lesions[0];
  EXPECT_EQ(json::parse(lesion_json(lesion))["stated"], json::array());
  EXPECT_TRUE(json::parse(lesion_json(lesion))["own"].is_null());
  lesion.stated = {{"3.1", 12.3456, std::nullopt, 500, true}};
  lesion.own = {"2.1", 20, 10, 900, true};
  const json parsed = json::parse(lesion_json(lesion));
  EXPECT_EQ(parsed["stated"], json::parse(R"([{"sop_instance_uid": "3.1", "long_axis_mm": 12.346,
      "short_axis_mm": null, "volume_mm3": 500.0, "disagrees": true}])"));
  EXPECT_EQ(parsed["own"]["long_axis_mm"], 20.0);
}

TEST_F(AssessmentJson, AssessmentsAreKeyedByTimePoint) {
  const json parsed = json::parse(text());
  EXPECT_EQ(parsed["assessments"].size(), 3U);
  EXPECT_TRUE(parsed["assessments"]["TP2"].contains("lesions"));
}

TEST_F(AssessmentJson, LesionAloneIsItsEntryWithoutTrack) {
  json entry = json::parse(text())["lesions"][0];
  for (const char* key : {"timepoint", "track", "tracking_uid"})
    entry.erase(key);
  EXPECT_EQ(json::parse(lesion_json(assessment_.graph.timepoints[0].lesions[0])), entry);
}

TEST_F(AssessmentJson, SameAssessmentGivesSameBytes) {
  EXPECT_EQ(text(), text());
}

}  // namespace
}  // namespace oligard::report::test
