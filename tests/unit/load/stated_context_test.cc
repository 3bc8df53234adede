// What headers and reports say of the time point and of RECIST roles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "load/object_header_reader.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/load/trial_time_point.h"
#include "unit/load/group/objects.h"
#include "unit/load/sr/builder.h"

namespace oligard::load::test {
namespace {

const Code kTimePointType{"126072", "DCM", "Time Point Type"};
const Code kTimePoint{"C2348792", "UMLS", "Time Point"};
const Code kBaselineCode{"C1442488", "UMLS", "Baseline"};
const Code kOtherCode{"C0033052", "UMLS", "Week twelve"};
const Code kOffset{"128740", "DCM", "Longitudinal Temporal Offset from Event"};
const Code kEventType{"128741", "DCM", "Longitudinal Temporal Event Type"};
const Code kDay{"d", "UCUM", "day"};

TEST(BaselineName, IsAWholePhrase) {
  for (const char* phrase : {"BASELINE", "baseline", " Baseline ", "Baseline visit", "CT-Baseline",
                             "BASELINE_SCAN", "Baseline (TP0)", "Week 0 baseline"})
    EXPECT_TRUE(names_baseline(phrase)) << phrase;
  for (const char* phrase :
       {"", "TP0", "post baseline", "12 weeks after baseline", "Pre-baseline", "baselines", "no baseline",
        "Baseline or screening", "baseline baseline", "Baseline 12"})
    EXPECT_FALSE(names_baseline(phrase)) << phrase;
}

TEST(TrialTimePoint, TypeAndOffsetDecideElseTheName) {
  const auto claim = [](TrialTimePoint said) { return claim_of(said); };
  EXPECT_EQ(claim({}), BaselineClaim::kNone);
  EXPECT_EQ(claim({"BASELINE", "", {}, {}, ""}), BaselineClaim::kBaseline);
  EXPECT_EQ(claim({"V1", "Baseline visit", {}, {}, ""}), BaselineClaim::kBaseline);
  EXPECT_EQ(claim({"V2", "Week 12", {}, {}, ""}), BaselineClaim::kNone);
  EXPECT_EQ(claim({"V1", "", kBaselineCode, {}, ""}), BaselineClaim::kBaseline);
  EXPECT_EQ(claim({"V2", "", kOtherCode, {}, ""}), BaselineClaim::kOther);
  EXPECT_EQ(claim({"", "", {}, 0.0, "BASELINE"}), BaselineClaim::kBaseline);
  EXPECT_EQ(claim({"", "", {}, 84.0, "BASELINE"}), BaselineClaim::kOther);
  EXPECT_EQ(claim({"", "", {}, -7.0, "BASELINE"}), BaselineClaim::kOther);
  EXPECT_EQ(claim({"", "", {}, 0.0, "ENROLLMENT"}), BaselineClaim::kNone);
  EXPECT_EQ(claim({"BASELINE", "", {}, 84.0, "BASELINE"}), BaselineClaim::kContradictory);
  EXPECT_EQ(claim({"", "", kBaselineCode, 84.0, "BASELINE"}), BaselineClaim::kContradictory);
}

TEST(TrialTimePoint, IsReadFromTheHeader) {
  DcmDataset dataset;
  put(dataset, DCM_ClinicalTrialTimePointID, "V1");
  put(dataset, DCM_ClinicalTrialTimePointDescription, "Baseline visit");
  put(dataset, DCM_LongitudinalTemporalEventType, "BASELINE");
  ASSERT_TRUE(dataset.putAndInsertFloat64(DCM_LongitudinalTemporalOffsetFromEvent, 0.0).good());
  put_code(dataset, DcmTagKey(0x0012, 0x0054), kBaselineCode);
  const TrialTimePoint said = read_object_header(dataset).trial_time_point;
  EXPECT_EQ(said.id, "V1");
  EXPECT_EQ(said.description, "Baseline visit");
  EXPECT_EQ(said.event, "BASELINE");
  EXPECT_EQ(said.offset_days, 0.0);
  EXPECT_EQ(said.type.value, "C1442488");
}

BaselineClaim claim_of_headers(const std::vector<TrialTimePoint>& headers) {
  std::vector<LoadedObject> objects;
  for (const TrialTimePoint& said : headers) {
    Segmentation object = test::segmentation({.uid = "seg-" + std::to_string(objects.size())});
    object.header.trial_time_point = said;
    objects.emplace_back(std::move(object));
  }
  const auto patients = group_by_patient(std::move(objects));
  return patients.at(0).time_points.at(0).header_baseline;
}

TEST(TimePointHeaders, AgreeOrClaimNothing) {
  const TrialTimePoint baseline{"BASELINE", "", {}, {}, ""};
  EXPECT_EQ(claim_of_headers({{}, {}}), BaselineClaim::kNone);
  EXPECT_EQ(claim_of_headers({baseline, {}}), BaselineClaim::kBaseline);
  EXPECT_EQ(claim_of_headers({{"V1", "Baseline", {}, {}, ""}, {"v1", "", {}, {}, ""}}),
            BaselineClaim::kBaseline);
  EXPECT_EQ(claim_of_headers({baseline, {"FU1", "", {}, {}, ""}}), BaselineClaim::kContradictory);
  EXPECT_EQ(claim_of_headers({baseline, {"", "", kOtherCode, {}, ""}}), BaselineClaim::kContradictory);
  EXPECT_EQ(claim_of_headers({{"FU1", "", {}, {}, ""}, {"FU2", "", {}, {}, ""}}), BaselineClaim::kNone);
}

TEST(ReportedTimePoint, TypeOfTheDocument) {
  Document document;
  add_code(document.dataset(), kTimePointType, kBaselineCode);
  document.group("1.2");
  EXPECT_EQ(document.read()->baseline, BaselineClaim::kBaseline);
  Document other;
  add_code(other.dataset(), kTimePointType, kOtherCode);
  other.group("1.2");
  EXPECT_EQ(other.read()->baseline, BaselineClaim::kOther);
}

TEST(ReportedTimePoint, NameOrOffsetOfTheDocument) {
  Document named;
  add_text(named.dataset(), kTimePoint, "Baseline");
  named.group("1.2");
  EXPECT_EQ(named.read()->baseline, BaselineClaim::kBaseline);
  for (const auto& [days, claim] :
       {std::pair{"0", BaselineClaim::kBaseline}, std::pair{"91", BaselineClaim::kOther}}) {
    Document offset;
    add_code(add_number(offset.dataset(), kOffset, days, kDay), kEventType, kBaselineCode);
    offset.group("1.2");
    EXPECT_EQ(offset.read()->baseline, claim) << days;
  }
  Document since_enrollment;
  add_code(add_number(since_enrollment.dataset(), kOffset, "0", kDay), kEventType,
           {"E", "99X", "Enrollment"});
  since_enrollment.group("1.2");
  EXPECT_EQ(since_enrollment.read()->baseline, BaselineClaim::kNone);
}

TEST(ReportedTimePoint, GroupsThatSayTheSame) {
  Document document;
  for (const char* uid : {"1.2", "1.3"})
    add_text(document.group(uid), kTimePoint, "Baseline");
  EXPECT_EQ(document.read()->baseline, BaselineClaim::kBaseline);
  Document contradictory;
  add_code(contradictory.dataset(), kTimePointType, kOtherCode);
  add_text(contradictory.dataset(), kTimePoint, "Baseline");
  contradictory.group("1.2");
  EXPECT_EQ(contradictory.read()->baseline, BaselineClaim::kContradictory);
  Document silent;
  add_text(silent.group("1.2"), kTimePoint, "TP0");
  EXPECT_EQ(silent.read()->baseline, BaselineClaim::kNone);
}

struct RoleCase {
  Code name;
  Code value;
  const char* role;
};
class ReportedRole : public testing::TestWithParam<RoleCase> {};

TEST_P(ReportedRole, IsRead) {
  Document document;
  add_code(document.group("1.2"), GetParam().name, GetParam().value);
  EXPECT_EQ(document.groups().at(0).recist_role, GetParam().role) << GetParam().value.meaning;
}

const Code kCategory{"112016", "DCM", "Baseline Category"};
const Code kLesionType{"X1", "99X", "Lesion Type"};
INSTANTIATE_TEST_SUITE_P(
    All, ReportedRole,
    testing::Values(RoleCase{kCategory, {"112074", "DCM", "Target Lesion at Baseline"}, "target"},
                    RoleCase{kCategory, {"112075", "DCM", "Non-Target Lesion at Baseline"}, "non_target"},
                    RoleCase{kLesionType, {"T", "99X", "Baseline Target Lesion"}, "target"},
                    RoleCase{kLesionType, {"T", "99X", "Follow-up target lesion"}, "target"},
                    RoleCase{kLesionType, {"T", "99X", "RECIST Non-Target Lesion"}, "non_target"},
                    RoleCase{kLesionType, {"T", "99X", "Target lesion 2"}, "target"},
                    RoleCase{kLesionType, {"T", "99X", "New lesion"}, ""},
                    RoleCase{{"X2", "99X", "Calcification"}, {"T", "99X", "Target lesion"}, ""},
                    RoleCase{{"121071", "DCM", "Finding"}, {"T", "99X", "Target lesion"}, "target"}));

}  // namespace
}  // namespace oligard::load::test
