#include "load/sr/reader.h"

#include <cmath>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <gtest/gtest.h>

#include "load/sr/content.h"
#include "unit/load/sr/builder.h"

namespace oligard::load::test {
namespace {

struct UnitCase {
  const char* unit;
  const char* value;
  Code concept_name;
  double expected;
};

class SrUnits : public testing::TestWithParam<UnitCase> {};

TEST_P(SrUnits, AreConverted) {
  const UnitCase& c = GetParam();
  Document document;
  add_number(document.group(), c.concept_name, c.value, {c.unit, "UCUM", "unit"});
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 1U);
  const auto& number = c.concept_name == kVolume ? groups[0].volume : groups[0].long_axis;
  ASSERT_TRUE(number);
  EXPECT_NEAR(number->value, c.expected, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(All, SrUnits,
                         testing::Values(UnitCase{"mm", "12.5", kLongAxis, 12.5},
                                         UnitCase{"cm", "1.25", kLongAxis, 12.5},
                                         UnitCase{"um", "12500", kLongAxis, 12.5},
                                         UnitCase{"mm", "12.5", {"G-A185", "SRT", ""}, 12.5},
                                         UnitCase{"mm", "12.5", {"103339001", "SRT", "Long axis"}, 12.5},
                                         UnitCase{"mm", "12.5", {"410668003", "SCT", "Length"}, 12.5},
                                         UnitCase{"mm", "12.5", {"81827009", "SCT", "Diameter"}, 12.5},
                                         UnitCase{"mm3", "500", kVolume, 500},
                                         UnitCase{"cm3", "0.5", kVolume, 500},
                                         UnitCase{"ml", "0.5", kVolume, 500}));

TEST(SrReader, WrongDimensionsAndUnitsGoToOthers) {
  Document document;
  DcmItem& group = document.group();
  add_number(group, kLongAxis, "12", {"mm2", "UCUM", ""});
  add_number(group, kShortAxis, "12", {"[in_i]", "UCUM", "inch"});
  add_number(group, kVolume, "12", kMm);
  add_number(group, kLongAxis, "-3", kMm);
  add_number(group, kLongAxis, "12", {});
  add_number(group, {"103339001", "99X", "Long Axis"}, "12", kMm);
  const auto groups = document.groups();
  EXPECT_FALSE(groups[0].long_axis);
  EXPECT_FALSE(groups[0].short_axis);
  EXPECT_FALSE(groups[0].volume);
  EXPECT_EQ(groups[0].others.size(), 6U);
  EXPECT_EQ(groups[0].others[1].unit, "[in_i]");
}

TEST(SrReader, UnitOneIsMillimetresOnlyWithALineThatShowsIt) {
  Document document;
  DcmItem& calibrated = add_number(document.group(), kLongAxis, "50", kOne);
  add_image(add_graphic(calibrated, "SCOORD", "POLYLINE", {0, 0, 100, 0}), "1.2.3");
  DcmItem& pixels = add_number(document.group(), kLongAxis, "100", kOne);
  add_image(add_graphic(pixels, "SCOORD", "POLYLINE", {0, 0, 100, 0}), "1.2.3");
  add_number(document.group(), kLongAxis, "50", kOne);
  DcmItem& in_space = add_number(document.group(), kLongAxis, "50", kOne);
  add_graphic(in_space, "SCOORD3D", "POLYLINE", {0, 0, 0, 0, 30, 40});
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 4U);
  ASSERT_TRUE(groups[0].long_axis);
  EXPECT_FALSE(groups[0].units_assumed.empty());
  EXPECT_FALSE(groups[1].long_axis) << "the number is the pixel distance";
  EXPECT_EQ(groups[1].others.size(), 1U);
  EXPECT_FALSE(groups[2].long_axis);
  ASSERT_TRUE(groups[3].long_axis) << "the number is the distance in mm";
  EXPECT_TRUE(groups[3].long_axis->line->in_patient_space);
  EXPECT_DOUBLE_EQ(groups[3].long_axis->line->p2_mm.z, 40);
}

TEST(SrReader, NumbersWithoutAValueAreLeftOut) {
  Document document;
  DcmItem& group = document.group("1.2");
  add(group, "CONTAINS", "NUM", kLongAxis);
  add_number(group, kShortAxis, "NaN", kMm);
  add_number(group, kVolume, "", {"cm3", "UCUM", ""});
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].tracking_uid, "1.2");
  EXPECT_FALSE(groups[0].long_axis || groups[0].short_axis || groups[0].volume);
  EXPECT_TRUE(groups[0].others.empty());
}

TEST(SrReader, StatisticsAreNoSize) {
  Document document;
  DcmItem& mean = add_number(document.group(), kLongAxis, "12", kMm);
  add_code(mean, {"121401", "DCM", "Derivation"}, {"373098007", "SCT", "Mean"});
  EXPECT_FALSE(document.groups()[0].long_axis);
}

TEST(SrReader, LinesOfEllipsesAndFrames) {
  Document document;
  DcmItem& group = document.group();
  const std::vector<float> ellipse = {10, 20, 30, 20, 20, 5, 20, 35};
  add_image(add_graphic(add_number(group, kLongAxis, "30", kMm), "SCOORD", "ELLIPSE", ellipse), "1.2.3", "7");
  add_image(add_graphic(add_number(group, kShortAxis, "20", kMm), "SCOORD", "ELLIPSE", ellipse), "1.2.3",
            "7");
  const auto groups = document.groups();
  ASSERT_TRUE(groups[0].long_axis->line && groups[0].short_axis->line);
  EXPECT_DOUBLE_EQ(groups[0].long_axis->line->row1, 5);
  EXPECT_DOUBLE_EQ(groups[0].short_axis->line->column2, 30);
  EXPECT_EQ(groups[0].long_axis->line->image.frame, 7);
  ASSERT_EQ(groups[0].images.size(), 1U);
}

TEST(SrReader, GraphicsThatAreNoLineAreLeftOut) {
  Document document;
  DcmItem& group = document.group();
  DcmItem& number = add_number(group, kLongAxis, "30", kMm);
  add_image(add_graphic(number, "SCOORD", "POLYLINE", {1, 2, 3}), "1.2.3");
  add_image(add_graphic(number, "SCOORD", "CIRCLE", {1, 2, 3, 4}), "1.2.3");
  EXPECT_FALSE(document.groups()[0].long_axis->line);
}

TEST(SrReader, SiteLateralityAndRole) {
  Document document;
  DcmItem& group = document.group();
  DcmItem& site = add_code(group, {"G-C0E3", "SRT", "Finding Site"}, {"T-B3000", "SRT", "Adrenal gland"});
  add_code(site, {"272741003", "SCT", "Laterality"}, {"7771000", "SCT", "Left"});
  add_code(group, {"112016", "DCM", "Baseline Category"}, {"112075", "DCM", "Non-Target Lesion at Baseline"});
  const auto groups = document.groups();
  EXPECT_EQ(groups[0].organ, "adrenal");
  EXPECT_EQ(groups[0].laterality, "left");
  EXPECT_EQ(groups[0].recist_role, "non_target");
}

struct StatementCase {
  Code name;
  Code value;
  Statement expected;
};

class SrStatements : public testing::TestWithParam<StatementCase> {};

TEST_P(SrStatements, AreRead) {
  Document document;
  add_code(document.group(), GetParam().name, GetParam().value);
  EXPECT_EQ(document.groups()[0].statement, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, SrStatements,
    testing::Values(
        StatementCase{{"260411009", "SCT", "Presence"}, {"272519000", "SCT", "Absent"}, Statement::kAbsent},
        StatementCase{{"S", "99X", "Lesion Status"}, {"52101004", "SCT", "Present"}, Statement::kPresent},
        StatementCase{{"121071", "DCM", "Finding"},
                      {"CORNERSTONEFREETEXT", "CORNERSTONEJS", "Too small to measure"},
                      Statement::kTooSmall},
        StatementCase{{"S", "99X", "Status"}, {"NE", "99X", "Not evaluable"}, Statement::kNotEvaluable},
        StatementCase{{"S", "99X", "Status"},
                      {"UP", "99X", "Unequivocal Progression"},
                      Statement::kUnequivocalProgression},
        StatementCase{{"C", "99X", "Calcification"}, {"272519000", "SCT", "Absent"}, Statement::kNone},
        StatementCase{{"121071", "DCM", "Finding"}, {"52988006", "SCT", "Lesion"}, Statement::kNone}));

TEST(SrReader, ZeroLengthIsAnAbsentLesion) {
  Document document;
  add_number(document.group(), kLongAxis, "0", kMm);
  EXPECT_EQ(document.groups()[0].statement, Statement::kAbsent);
}

TEST(SrReader, SlicesOfOneLesionAreMergedToTheLargest) {
  Document document;
  for (const char* value : {"10", "14", "12"}) {
    DcmItem& group = document.group("1.2.3");
    DcmItem& number = add_number(group, kLongAxis, value, kMm);
    add_image(add_graphic(number, "SCOORD", "POLYLINE", {0, 0, 9, 9}), std::string("1.") + value);
  }
  add_number(document.group("1.2.4"), kLongAxis, "99", kMm);
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_DOUBLE_EQ(groups[0].long_axis->value, 14);
  EXPECT_EQ(groups[0].long_axis->line->image.sop_instance_uid, "1.14");
  EXPECT_EQ(groups[0].images.size(), 3U);
}

TEST(SrReader, TimePointsOfOneTrackingUidStayApart) {
  Document document;
  for (const char* time_point : {"TP1", "TP2"})
    add_text(document.group("1.2.3"), {"C2348792", "UMLS", "Time Point"}, time_point);
  EXPECT_EQ(document.groups().size(), 2U);
}

TEST(SrReader, DerivedMeasurementsAndByReferenceItemsArePassedOver) {
  Document document;
  document.group("1.1");
  DcmItem& derived = add(document.dataset(), "CONTAINS", "CONTAINER", {"126011", "DCM", "Derived"});
  add(derived, "CONTAINS", "CONTAINER", {"125007", "DCM", "Measurement Group"});
  DcmItem& reference = append_item(document.group("1.2"), DCM_ContentSequence);
  put(reference, DCM_RelationshipType, "INFERRED FROM");
  EXPECT_TRUE(reference.putAndInsertUint32(DCM_ReferencedContentItemIdentifier, 1).good());
  EXPECT_EQ(document.groups().size(), 2U);
}

TEST(SrReader, OwnResultsAreRecognised) {
  Document document;
  ObjectHeader header;
  header.manufacturer = "Oligard project";
  header.model = "Oligard";
  const auto own = document.read(header);
  ASSERT_TRUE(own) << "an own result needs no measurement group";
  EXPECT_TRUE(own->is_own_result);
  header.model = "Oligard phantom";
  EXPECT_FALSE(document.read(header)) << "another device, and no group";
}

/// Saved again in a viewer, or verified: a person stands behind it, although we wrote it first.
TEST(SrReader, OwnResultsOfAPersonAreReadersReports) {
  ObjectHeader header;
  header.manufacturer = "Oligard project";
  header.model = "Oligard";
  Document observed;
  observed.group("2.25.1");
  DcmItem& observer =
      add(observed.dataset(), "HAS OBS CONTEXT", "PNAME", {"121008", "DCM", "Person Observer Name"});
  put(observer, DCM_PersonName, "unknown^unknown");
  const auto by_observer = observed.read(header);
  ASSERT_TRUE(by_observer);
  EXPECT_FALSE(by_observer->is_own_result);
  EXPECT_TRUE(by_observer->by_person);
  Document verified;
  verified.group("2.25.1");
  append_item(verified.dataset(), DCM_VerifyingObserverSequence);
  const auto by_verifier = verified.read(header);
  ASSERT_TRUE(by_verifier);
  EXPECT_FALSE(by_verifier->is_own_result);
  EXPECT_TRUE(by_verifier->by_person);
  Document device;
  device.group("2.25.1");
  EXPECT_FALSE(device.read()->by_person);
}

TEST(SrReader, NestingIsBounded) {
  Document document;
  DcmItem* item = &document.group();
  for (int i = 0; i < 100; ++i)
    item = &add(*item, "CONTAINS", "CONTAINER", {"1", "99X", "deep"});
  const auto report = document.read();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "SR_TOO_DEEP");
}

TEST(SrReader, TheNumberOfItemsIsBounded) {
  Document document;
  for (int i = 0; i < 20; ++i)
    document.group();
  const auto content = read_content(document.dataset(), {.max_items = 10});
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, "SR_TOO_LARGE");
  EXPECT_TRUE(read_content(document.dataset(), {.max_items = 22}));
}

TEST(SrReader, ADocumentWithoutContentIsRefused) {
  DcmDataset empty;
  EXPECT_EQ(read_measurement_report(empty, {}).error().code, "SR_NO_CONTENT");
}

}  // namespace
}  // namespace oligard::load::test
