// What viewers and tools write: trees as their sources build them, reduced to what is read.
#include <dcmtk/dcmdata/dcdeftag.h>
#include <gtest/gtest.h>

#include "load/sr/content.h"
#include "load/sr/kind.h"
#include "load/sr/reader.h"
#include "unit/load/sr/builder.h"

namespace oligard::load::test {
namespace {

const Code kLength{"410668003", "SCT", "Length"};
const Code kDiameter{"81827009", "SCT", "Diameter"};
const Code kArea{"42798000", "SCT", "Area"};
const Code kFinding{"121071", "DCM", "Finding"};
const Code kRegion{"111030", "DCM", "Image Region"};
const Code kTimePoint{"C2348792", "UMLS", "Time Point"};
const Code kTrackingId{"112039", "DCM", "Tracking Identifier"};

DcmItem& name_graphic(DcmItem& graphic, const Code& name) {
  put_code(graphic, DCM_ConceptNameCodeSequence, name);
  return graphic;
}

/// A number as the Cornerstone adapters write it: the graphic below the number, the image below the graphic.
DcmItem& drawn(DcmItem& group, const Code& name, const std::string& value, const Code& unit,
               const char* graphic, const std::vector<float>& points) {
  DcmItem& number = add_number(group, name, value, unit);
  add_image(add_graphic(number, "SCOORD", graphic, points), "1.2.3");
  return number;
}

TEST(SrProducers, CornerstoneOutlineHasNoSizeAndAName) {
  Document document;
  DcmItem& ellipse = document.group("1.1");
  add_text(ellipse, kTrackingId, "Cornerstone3DTools@^0.1.0:EllipticalROI");
  drawn(ellipse, kArea, "500", {"mm2", "UCUM", "mm2"}, "ELLIPSE", {10, 20, 50, 20, 30, 10, 30, 30});
  DcmItem& freehand = document.group("1.2");
  drawn(freehand, {"131191004", "SCT", "Perimeter"}, "90", kMm, "POLYLINE",
        {0, 0, 30, 0, 30, 15, 0, 15, 0, 0});
  add_graphic(freehand, "SCOORD", "MULTIPOINT", {0, 0, 30, 0});
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_FALSE(groups[0].has_size());
  EXPECT_TRUE(groups[0].shared_id) << "the name of a tool";
  ASSERT_EQ(groups[0].regions.size(), 1U);
  EXPECT_EQ(groups[0].regions[0].points.size(), 4U);
  EXPECT_EQ(groups[0].regions[0].image.sop_instance_uid, "1.2.3");
  for (const auto& group : groups)
    EXPECT_EQ(group.not_used, "it has an outline, but neither a diameter nor a volume");
}

TEST(SrProducers, CornerstoneLabelGivesTheOrgan) {
  Document document;
  DcmItem& group = document.group("1.1");
  add_text(group, kTrackingId, "Cornerstone3DTools@^0.1.0:Length");
  drawn(group, kLength, "12", kMm, "POLYLINE", {0, 0, 9, 9});
  add_text(group, {"121106", "DCM", "Comment"}, "Liver lesion 2");
  DcmItem& position = name_graphic(add_graphic(group, "SCOORD", "POINT", {99, 99}),
                                   {"TextPosition", "99CS3D", "Text Annotation Position"});
  add_image(position, "1.2.3");
  const auto groups = document.groups();
  EXPECT_EQ(groups[0].organ, "liver");
  EXPECT_TRUE(groups[0].regions.empty()) << "where a label stands is not where the lesion is";
}

/// Group graphics are named, modifiers follow, numbers have no graphic of their own.
DcmItem& dwv_group(Document& document, const char* graphic, const std::vector<float>& points) {
  DcmItem& group = document.group("1.1");
  DcmItem& region = name_graphic(add_graphic(group, "SCOORD", graphic, points), kRegion);
  add_image(region, "1.2.3");
  add_text(group, {"718499004", "SCT", "Color"}, "#ffff80");
  DcmItem& label = name_graphic(add_graphic(group, "SCOORD", "MULTIPOINT", {1, 1, 2, 2}),
                                {"122438", "DCM", "Reference Points"});
  add_image(label, "1.2.3");
  return group;
}

TEST(SrProducers, DwvRulerTakesTheRegionAsItsLine) {
  Document document;
  add_number(dwv_group(document, "POLYLINE", {0, 0, 30, 40}), kLength, "25", kMm);
  const auto groups = document.groups();
  ASSERT_TRUE(groups[0].long_axis && groups[0].long_axis->line);
  EXPECT_DOUBLE_EQ(groups[0].long_axis->line->row2, 40);
  EXPECT_TRUE(groups[0].not_used.empty());
}

TEST(SrProducers, DwvHalfAxesAreNoSize) {
  Document document;
  DcmItem& group = dwv_group(document, "ELLIPSE", {10, 20, 50, 20, 30, 10, 30, 30});
  add_number(group, {"103339001", "SCT", "Long axis"}, "20", kMm);
  add_number(group, {"103340004", "SCT", "Short axis"}, "10", kMm);
  const auto groups = document.groups();
  EXPECT_FALSE(groups[0].has_size());
  EXPECT_EQ(groups[0].others.size(), 2U);
  EXPECT_EQ(groups[0].not_used, "its axes are half axes of an ellipse");
}

TEST(SrProducers, BidirectionalInOneGraphicOrFourPoints) {
  Document document;
  DcmItem& cross = document.group("1.1");
  add_number(cross, kLongAxis, "40", kMm);
  add_number(cross, kShortAxis, "20", kMm);
  add_image(add_graphic(cross, "SCOORD", "POLYLINE", {0, 0, 40, 0, 20, -10, 20, 10}), "1.2.3");
  DcmItem& points = document.group("1.2");
  add_number(points, kLongAxis, "40", kMm);
  add_number(points, kShortAxis, "20", kMm);
  for (const std::vector<float>& point :
       std::vector<std::vector<float>>{{20, -10}, {20, 10}, {0, 0}, {40, 0}})
    add_image(add_graphic(points, "SCOORD", "POINT", point), "1.2.3");
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 2U);
  for (const auto& group : groups) {
    ASSERT_TRUE(group.long_axis->line && group.short_axis->line);
    EXPECT_DOUBLE_EQ(group.long_axis->line->column2, 40);
    EXPECT_DOUBLE_EQ(group.short_axis->line->row1, -10);
    EXPECT_EQ(group.short_axis->line->image.sop_instance_uid, "1.2.3");
  }
}

TEST(SrProducers, APathOfFourPointsIsNoCross) {
  Document document;
  DcmItem& group = document.group("1.1");
  add_number(group, kLength, "40", kMm);
  add_image(add_graphic(group, "SCOORD", "POLYLINE", {0, 0, 10, 1, 20, 2, 30, 3}), "1.2.3");
  const auto groups = document.groups();
  EXPECT_FALSE(groups[0].long_axis->line);
  EXPECT_EQ(groups[0].regions.size(), 1U) << "it has a place";
}

TEST(SrProducers, SpaceGraphicsOfHighdicom) {
  Document document;
  DcmItem& group = document.group("1.1");
  add_number(group, kVolume, "4", {"cm3", "UCUM", ""});
  DcmItem& ellipsoid = name_graphic(
      add_graphic(group, "SCOORD3D", "ELLIPSOID", {-9, 0, 0, 9, 0, 0, 0, -9, 0, 0, 9, 0, 0, 0, -9, 0, 0, 9}),
      {"121231", "DCM", "Volume Surface"});
  put(ellipsoid, DCM_ReferencedFrameOfReferenceUID, "1.4");
  const auto groups = document.groups();
  ASSERT_EQ(groups[0].regions.size(), 1U);
  EXPECT_TRUE(groups[0].regions[0].in_patient_space);
  EXPECT_EQ(groups[0].regions[0].points.size(), 6U);
  EXPECT_EQ(groups[0].regions[0].frame_of_reference_uid, "1.4");
}

struct SizeCase {
  Code name;
  bool is_long;
};
class SrSizes : public testing::TestWithParam<SizeCase> {};

TEST_P(SrSizes, AreRead) {
  Document document;
  drawn(document.group(), GetParam().name, "12", kMm, "POLYLINE", {0, 0, 9, 9});
  const auto groups = document.groups();
  const auto& number = GetParam().is_long ? groups[0].long_axis : groups[0].short_axis;
  ASSERT_TRUE(number);
  EXPECT_DOUBLE_EQ(number->value, 12);
  EXPECT_TRUE(number->line);
}

INSTANTIATE_TEST_SUITE_P(All, SrSizes,
                         testing::Values(SizeCase{{"G-A185", "99SDM", ""}, true},
                                         SizeCase{{"131187009", "SCT", "Major Axis"}, true},
                                         SizeCase{{"G-A193", "SRT", "Major Axis"}, true},
                                         SizeCase{{"M-02550", "SNM3", "Diameter"}, true},
                                         SizeCase{{"G-D7FE", "SRT", "Length"}, true},
                                         SizeCase{{"121206", "DCM", "Distance"}, true},
                                         SizeCase{{"G-A186", "SRT", "Short Axis"}, false},
                                         SizeCase{{"131188004", "SCT", "Minor Axis"}, false},
                                         SizeCase{{"G-A194", "SRT", "Minor Axis"}, false}));

TEST(SrNumbers, WhatIsNoSizeOfTheLesion) {
  Document document;
  DcmItem& group = document.group();
  add_number(group, {"121206", "DCM", "Distance"}, "80", kMm);          // to anywhere
  add_number(group, kLongAxis, "120", {"{pixels}", "UCUM", "pixels"});  // in pixels
  add_number(group, kLongAxis, "25", {"%", "UCUM", "Percent"});         // a change
  add_number(group, {"131191004", "SCT", "Perimeter"}, "70", kMm);
  for (const char* derivation :
       {"373098007", "255605001", "255619001", "386136009"})  // mean, least, sum, spread
    add_code(add_number(group, kLongAxis, "33", kMm), {"121401", "DCM", "Derivation"},
             {derivation, "SCT", "statistic"});
  const auto groups = document.groups();
  EXPECT_FALSE(groups[0].has_size());
  EXPECT_EQ(groups[0].others.size(), 8U);
  EXPECT_EQ(groups[0].not_used, "its length is in pixels, not in mm");
}

TEST(SrNumbers, OfSeveralTheLargestAndLongIsLonger) {
  Document document;
  DcmItem& several = document.group("1.1");
  for (const char* value : {"12", "17", "9"})
    add_number(several, kDiameter, value, kMm);
  DcmItem& swapped = document.group("1.2");
  add_number(swapped, kLongAxis, "8", kMm);
  add_number(swapped, kShortAxis, "14", kMm);
  const auto groups = document.groups();
  EXPECT_DOUBLE_EQ(groups[0].long_axis->value, 17);
  EXPECT_EQ(groups[0].others.size(), 2U);
  EXPECT_DOUBLE_EQ(groups[1].long_axis->value, 14);
  EXPECT_DOUBLE_EQ(groups[1].short_axis->value, 8);
}

TEST(SrNumbers, ExactRepresentations) {
  Document document;
  DcmItem& floating =
      append_item(add(document.group("1.1"), "CONTAINS", "NUM", kLongAxis), DCM_MeasuredValueSequence);
  ASSERT_TRUE(floating.putAndInsertFloat64(DCM_FloatingPointValue, 12.25).good());
  put_code(floating, DCM_MeasurementUnitsCodeSequence, kMm);
  DcmItem& rational =
      append_item(add(document.group("1.2"), "CONTAINS", "NUM", kLongAxis), DCM_MeasuredValueSequence);
  ASSERT_TRUE(rational.putAndInsertSint32(DCM_RationalNumeratorValue, 49).good());
  ASSERT_TRUE(rational.putAndInsertUint32(DCM_RationalDenominatorValue, 4).good());
  put_code(rational, DCM_MeasurementUnitsCodeSequence, kMm);
  const auto groups = document.groups();
  for (const auto& group : groups) {
    ASSERT_TRUE(group.long_axis);
    EXPECT_DOUBLE_EQ(group.long_axis->value, 12.25);
  }
}

TEST(SrNumbers, AMissingNumberSaysWhy) {
  Document document;
  add_missing_number(document.group("1.1"), kLongAxis, {"114006", "DCM", "Measurement failure"});
  add_missing_number(document.group("1.2"), kLongAxis, {"112133", "DCM", "Too small"});
  add_missing_number(document.group("1.3"), kArea, {"114006", "DCM", "Measurement failure"});
  DcmItem& half = document.group("1.4");
  add_missing_number(half, kShortAxis, {"114007", "DCM", "Measurement not attempted"});
  add_number(half, kLongAxis, "12", kMm);
  const auto groups = document.groups();
  EXPECT_EQ(groups[0].statement, Statement::kNotEvaluable);
  EXPECT_EQ(groups[1].statement, Statement::kTooSmall);
  EXPECT_EQ(groups[2].statement, Statement::kNone) << "an area is no size";
  EXPECT_EQ(groups[3].statement, Statement::kNone) << "it has a size";
}

TEST(SrStructure, SizesInTheFindingsOfAReport) {
  Document document;
  DcmDataset& root = document.dataset();
  DcmItem& findings = add_container(root, {"121070", "DCM", "Findings"});
  DcmItem& first = drawn(findings, kLength, "12", kMm, "POLYLINE", {0, 0, 9, 9});
  add_uid(first, {"112040", "DCM", "Tracking Unique Identifier"}, "1.1");
  add_code(first, {"363698007", "SCT", "Finding Site"}, {"10200004", "SCT", "Liver"});
  drawn(findings, kLength, "20", kMm, "POLYLINE", {50, 50, 60, 60});
  add_number(findings, kLength, "99", kMm);
  DcmItem& nodule = add_code(root, kFinding, {"27925004", "SCT", "Nodule"});
  drawn(nodule, kDiameter, "7", kMm, "POLYLINE", {5, 5, 8, 8});
  ASSERT_TRUE(root.findAndDeleteElement(DCM_ConceptNameCodeSequence).good());
  DcmItem* container = nullptr;
  ASSERT_TRUE(root.findAndGetSequenceItem(DCM_ContentSequence, container, 0).good());
  ASSERT_TRUE(container->findAndDeleteElement(DCM_ConceptNameCodeSequence).good());
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 3U) << "an undrawn number may be of anything";
  EXPECT_EQ(groups[0].tracking_uid, "1.1");
  EXPECT_EQ(groups[0].organ, "liver");
  EXPECT_DOUBLE_EQ(groups[1].long_axis->value, 20);
  EXPECT_DOUBLE_EQ(groups[2].long_axis->value, 7);
  EXPECT_EQ(groups[2].finding.value, "27925004");
}

TEST(SrStructure, GroupsWithinAGroupAreItsSlices) {
  Document document;
  DcmItem& outer = document.group("1.1");
  add_code(outer, {"363698007", "SCT", "Finding Site"}, {"10200004", "SCT", "Liver"});
  for (const char* value : {"12", "15"})
    add_number(add_container(outer, {"125007", "DCM", "Measurement Group"}), kLongAxis, value, kMm);
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].tracking_uid, "1.1");
  EXPECT_EQ(groups[0].organ, "liver");
  EXPECT_DOUBLE_EQ(groups[0].long_axis->value, 15);
}

TEST(SrStructure, ImagesAndGraphicsByReference) {
  Document document;
  DcmItem& group = document.group("1.1");
  DcmItem& number = add_number(group, kLongAxis, "12", kMm);
  DcmItem& region = add_graphic(group, "SCOORD", "POLYLINE", {0, 0, 9, 9});
  add_image(region, "1.2.3", "4");
  add_reference(number, "INFERRED FROM", {1, 1, 1, 3});
  add_reference(number, "INFERRED FROM", {1, 7, 7});
  const auto groups = document.groups();
  ASSERT_TRUE(groups[0].long_axis->line);
  EXPECT_EQ(groups[0].long_axis->line->image.sop_instance_uid, "1.2.3");
  EXPECT_EQ(groups[0].long_axis->line->image.frame, 4);
}

TEST(SrStructure, CopiesOfReferencesAreBounded) {
  Document document;
  DcmItem& group = document.group("1.1");
  add_graphic(group, "SCOORD", "POLYLINE", std::vector<float>(200, 1.F));
  DcmItem& number = add_number(group, kLongAxis, "12", kMm);
  for (int i = 0; i < 50; ++i)
    add_reference(number, "INFERRED FROM", {1, 1, 1, 2});
  const auto content = read_content(document.dataset(), {.max_copied_values = 1000});
  ASSERT_TRUE(content);
  EXPECT_EQ(content->children[0].children[0].children[2].children.size(), 4U);
}

TEST(SrStructure, PreviousFindingsAreNotThisTimePoints) {
  Document document;
  DcmItem& root = document.dataset();
  document.group("1.1");
  DcmItem* measurements = nullptr;
  ASSERT_TRUE(root.findAndGetSequenceItem(DCM_ContentSequence, measurements, 0).good());
  DcmItem& previous = add_container(*measurements, {"121068", "DCM", "Previous Findings"});
  add_number(add_container(previous, {"125007", "DCM", "Measurement Group"}), kLongAxis, "30", kMm);
  EXPECT_EQ(document.groups().size(), 1U);
}

TEST(SrTimePoints, OfTheDocumentCountAlone) {
  Document document;
  add_text(document.dataset(), kTimePoint, "TP2");
  for (const char* name : {"TP1", "TP2"}) {
    DcmItem& group = document.group("1.1");
    add_text(group, kTimePoint, name);
    add_number(group, kLongAxis, name[2] == '1' ? "30" : "12", kMm);
  }
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_FALSE(groups[0].other_time_point.empty());
  EXPECT_TRUE(groups[1].other_time_point.empty());
  EXPECT_TRUE(groups[1].is_used());
}

TEST(SrTimePoints, TheLastOneElseNone) {
  Document ordered;
  Document unordered;
  for (const char* name : {"A", "B"}) {
    DcmItem& group = ordered.group("1.1");
    add_text(group, kTimePoint, name);
    add_number(group, {"126073", "DCM", "Time Point Order"}, name[0] == 'A' ? "2" : "1", kOne);
    add_text(unordered.group("1.1"), kTimePoint, name);
  }
  EXPECT_TRUE(ordered.groups()[0].other_time_point.empty());
  EXPECT_FALSE(ordered.groups()[1].other_time_point.empty());
  for (const auto& group : unordered.groups())
    EXPECT_EQ(group.other_time_point, "it is not clear which time point it is about");
}

TEST(SrFindings, OrgansAndReferencesAreNoLesions) {
  Document document;
  for (const Code& finding :
       {Code{"10200004", "SCT", "Liver"}, Code{"T-D0060", "SRT", "Organ"}, Code{"T-28000", "SRT", "Lung"},
        Code{"C94970", "NCIt", "Reference Region"}, Code{"86049000", "SCT", "Neoplasm, Primary"},
        Code{"59441001", "SCT", "Lymph node"}, Code{"CORNERSTONEFREETEXT", "CORNERSTONEJS", "Liver"}}) {
    DcmItem& group = document.group();
    add_code(group, kFinding, finding);
    add_number(group, kVolume, "900", {"ml", "UCUM", ""});
  }
  DcmItem& declared = document.group();
  add_code(declared, {"112016", "DCM", "Baseline Category"}, {"112076", "DCM", "Non-Lesion at Baseline"});
  add_number(declared, kLongAxis, "9", kMm);
  const auto groups = document.groups();
  ASSERT_EQ(groups.size(), 8U);
  for (const std::size_t i : {0U, 1U, 2U, 3U, 7U})
    EXPECT_FALSE(groups[i].is_lesion) << i;
  for (const std::size_t i : {4U, 5U, 6U})
    EXPECT_TRUE(groups[i].is_lesion) << i;
}

TEST(SrFindings, AbsentWithASizeIsContrary) {
  Document document;
  DcmItem& group = document.group();
  add_code(group, {"260411009", "SCT", "Presence"}, {"272519000", "SCT", "Absent"});
  add_number(group, kLongAxis, "12", kMm);
  EXPECT_EQ(document.groups()[0].not_used, "it says that the lesion is absent and states its size");
}

struct PhraseCase {
  const char* text;
  Statement expected;
};
class SrPhrases : public testing::TestWithParam<PhraseCase> {};

TEST_P(SrPhrases, AreRead) {
  Document document;
  add_text(document.group(), {"121106", "DCM", "Comment"}, GetParam().text);
  EXPECT_EQ(document.groups()[0].statement, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, SrPhrases,
                         testing::Values(PhraseCase{"Too small to measure (< 5 mm)", Statement::kTooSmall},
                                         PhraseCase{"The lesion is absent.", Statement::kAbsent},
                                         PhraseCase{"Lesion no longer visible", Statement::kAbsent},
                                         PhraseCase{"Unequivocal Progression",
                                                    Statement::kUnequivocalProgression},
                                         PhraseCase{"not evaluable", Statement::kNotEvaluable},
                                         PhraseCase{"non-measurable", Statement::kPresent},
                                         PhraseCase{"no unequivocal progression", Statement::kNone},
                                         PhraseCase{"calcification absent", Statement::kNone},
                                         PhraseCase{"(absent)", Statement::kNone}));

TEST(SrKinds, AreKnownByTitleAndTemplate) {
  DcmDataset dose;
  put_code(dose, DCM_ConceptNameCodeSequence, {"113701", "DCM", "X-Ray Radiation Dose Report"});
  EXPECT_EQ(other_kind_of_report(dose), "X-ray radiation dose report");
  DcmDataset cad;
  DcmItem& used = append_item(cad, DCM_ContentTemplateSequence);
  put(used, DCM_MappingResource, "DCMR");
  put(used, DCM_TemplateIdentifier, "4000");
  EXPECT_EQ(other_kind_of_report(cad), "mammography CAD report");
  put_code(cad, DCM_ConceptNameCodeSequence, {"126000", "DCM", "Imaging Measurement Report"});
  EXPECT_EQ(other_kind_of_report(cad), "") << "the title counts";
}

}  // namespace
}  // namespace oligard::load::test
