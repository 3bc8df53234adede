#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "oligard/base/digest.h"
#include "oligard/base/written_result.h"
#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/dicom/result_record.h"
#include "oligard/measure/definitions.h"
#include "report/write/codes.h"
#include "unit/report/report_fixture.h"

namespace oligard::report::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ResultDocument : public ReportTest {};

TEST_F(ResultDocument, OpensWithDeviceAndProcedure) {
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::code(dataset, DCM_ConceptNameCodeSequence), codes::kOncologyReport.code());
  EXPECT_EQ(code_of(dataset, codes::kLanguage), "en-US");
  EXPECT_EQ(code_of(dataset, codes::kObserverType), "121007");
  EXPECT_EQ(uid_of(dataset, codes::kDeviceUid), "2.25.1900");
  EXPECT_EQ(text_of(dataset, codes::kDeviceManufacturer), "Oligard project");
  EXPECT_EQ(code_of(dataset, codes::kProcedureReported), "25045-6");
}

TEST_F(ResultDocument, GroupHoldsEveryFigureOfTheLesion) {
  DcmDataset& dataset = result();
  DcmItem* liver = group(dataset, "L01");
  ASSERT_NE(liver, nullptr);
  EXPECT_EQ(uid_of(*liver, codes::kTrackingUid), "2.25.181");
  EXPECT_EQ(code_of(*liver, codes::kFinding), "14799000");
  EXPECT_EQ(code_of(*liver, codes::kFindingSite), "10200004");
  EXPECT_EQ(text_of(*liver, codes::kTimePoint), "TP2");
  EXPECT_EQ(number_of(*liver, codes::kVolume), "2.7003 cm3");
  EXPECT_EQ(number_of(*liver, codes::kLongAxis), "27.0 mm");
  EXPECT_EQ(number_of(*liver, codes::kShortAxis), "20.0 mm");
  EXPECT_EQ(number_of(*liver, codes::kMaxDiameter3d), "28.0 mm");
  EXPECT_EQ(number_of(*liver, codes::kDiameter), "27.0 mm");
  EXPECT_EQ(number_of(*liver, codes::kPercentNadir), "35.0 %");
  EXPECT_EQ(number_of(*liver, codes::kPercentBaseline), "-10.0 %");
  EXPECT_EQ(number_of(*liver, codes::kAbsoluteNadir), "7.0 mm");
  EXPECT_EQ(code_of(*liver, codes::kLesionStatus), "PROGRESSING");
  EXPECT_EQ(code_of(*liver, codes::kStatusConfidence), "DEFINITE");
  EXPECT_EQ(code_of(*liver, codes::kBaselineCategory), "112074");
  EXPECT_EQ(text_of(*liver, codes::kNadirTimePoint), "TP1");
  EXPECT_EQ(text_of(*liver, codes::kLesionIdentifier), "2.25.161");
  EXPECT_EQ(text_of(*liver, codes::kComment),
            "L01 liver, target: PROGRESSING 27.0 mm (+35.0 % vs nadir 20.0 mm)");
}

TEST_F(ResultDocument, UncertaintiesAreNumbersOfTheGroup) {
  DcmDataset& dataset = result();
  DcmItem* liver = group(dataset, "L01");
  ASSERT_NE(liver, nullptr);
  EXPECT_EQ(number_of(*liver, codes::kVolumeUncertainty), "0.0980 cm3");
  EXPECT_EQ(number_of(*liver, codes::kLongAxisUncertainty), "0.49 mm");
  EXPECT_EQ(number_of(*liver, codes::kShortAxisUncertainty), "0.69 mm");
  EXPECT_EQ(number_of(*liver, codes::kMaxDiameter3dUncertainty), "0.01 mm");
  EXPECT_EQ(child(*child(*liver, codes::kVolume), codes::kUncertainty), nullptr);
}

TEST_F(ResultDocument, UncertaintiesCanBePropertiesOfTheFigures) {
  request_.options.uncertainty = UncertaintyForm::kProperties;
  DcmDataset& dataset = result();
  DcmItem* liver = group(dataset, "L01");
  ASSERT_NE(liver, nullptr);
  const auto range = [liver](const codes::Entry& name) {
    return number_of(*child(*liver, name), codes::kUncertainty);
  };
  EXPECT_EQ(range(codes::kVolume), "0.0980 cm3");
  EXPECT_EQ(range(codes::kLongAxis), "0.49 mm");
  EXPECT_EQ(range(codes::kShortAxis), "0.69 mm");
  EXPECT_EQ(range(codes::kMaxDiameter3d), "0.01 mm");
  DcmItem* property = child(*child(*liver, codes::kVolume), codes::kUncertainty);
  EXPECT_EQ(dicom::text(*property, DCM_RelationshipType), "HAS PROPERTIES");
  EXPECT_EQ(child(*liver, codes::kVolumeUncertainty), nullptr);
}

TEST_F(ResultDocument, SumsHaveAnUncertaintyWhenAllTheirPartsHave) {
  const auto range = [this](const codes::Entry& sum) {
    return number_of(*child(*child(result(), codes::kDerivedMeasurements), sum), codes::kUncertainty);
  };
  EXPECT_EQ(range(codes::kTotalVolume), "0.1960 cm3");
  EXPECT_EQ(range(codes::kSum), "");
  for (auto& lesion : assessment_.clinical_case.lesions) {
    classify::SizePart part{20, 15, 1000};
    part.long_sd_mm = 0.3;
    part.short_sd_mm = 0.4;
    lesion.observations["TP2"].parts = {part};
  }
  EXPECT_EQ(range(codes::kSum), "1.14 mm");
  lesion_now("L02").uncertainty.volume_mm3 = 0;
  EXPECT_EQ(range(codes::kTotalVolume), "");
}

TEST_F(ResultDocument, UnknownUncertaintyIsNotWritten) {
  for (auto& timepoint : assessment_.graph.timepoints) {
    for (auto& lesion : timepoint.lesions)
      lesion.uncertainty = {};
  }
  DcmDataset& dataset = result();
  EXPECT_EQ(child(*group(dataset, "L01"), codes::kLongAxisUncertainty), nullptr);
  for (DcmItem* item : children(*child(dataset, codes::kImagingMeasurements), codes::kAlgorithmParameters))
    EXPECT_THAT(dicom::text(*item, DCM_TextValue), testing::Not(StartsWith("uncertainty ranges")));
}

TEST_F(ResultDocument, SaysByWhichDefinitionsWasMeasured) {
  DcmItem* measurements = child(result(), codes::kImagingMeasurements);
  ASSERT_NE(measurements, nullptr);
  std::vector<std::string> parameters;
  for (DcmItem* item : children(*measurements, codes::kAlgorithmParameters))
    parameters.push_back(dicom::text(*item, DCM_TextValue));
  EXPECT_THAT(parameters, testing::Contains("measurements " + std::string(measure::kMeasurementDefinitions) +
                                            ", axes calibrated"));
}

TEST_F(ResultDocument, ShowsLinksInDoubtAndWhatHangsOnThem) {
  EXPECT_TRUE(children(*group(result(), "L01"), codes::kLinkInDoubt).empty());
  match::Link link;
  for (const auto& track : assessment_.graph.tracks) {
    if (track.id != "L01") continue;
    link.from = track.lesions[1];
    link.to = track.lesions[2];
  }
  link.probability = 0.78;
  link.ambiguous = true;
  link.alternative = match::Alternative{0.22, {}, {}};
  assessment_.graph.links = {link};
  assessment_.graph.warnings = {{NoteCode::kUidsLeftOut}};
  assessment_.timepoints[2].review.push_back(
      {{{link.from, link.to}}, {}, {"L01"}, {"TP1", "TP2"}, 0.22, {}, "SD"});
  DcmDataset& dataset = result();
  EXPECT_EQ(text_of(*group(dataset, "L01"), codes::kLinkInDoubt),
            "L01 at TP1 and L01 at TP2 are linked with probability 0.78; else they are two lesions (0.22).");
  EXPECT_TRUE(children(*group(dataset, "L02"), codes::kLinkInDoubt).empty());
  DcmItem* evaluations = child(dataset, codes::kQualitativeEvaluations);
  ASSERT_NE(evaluations, nullptr);
  EXPECT_EQ(text_of(*evaluations, codes::kNeedsReview),
            "If L01 at TP1 and L01 at TP2 are not the same lesion (probability 0.22), RECIST 1.1 would be SD "
            "instead of " +
                assessment_.timepoints[2].recist.overall + ".");
  EXPECT_EQ(text_of(*evaluations, codes::kWarning),
            "Tracking UIDs contradict the places of lesions and were left out.");
  EXPECT_THAT(text_of(*evaluations, codes::kConclusion),
              HasSubstr("Needs review: 1 link in doubt would change it."));
}

TEST_F(ResultDocument, SaysWhyBehindEveryVerdict) {
  const auto decided = [](classify::RuleNumber rule, classify::ReasonCode code, std::string subject = {}) {
    classify::Reason reason;
    reason.rule = rule;
    reason.code = code;
    reason.outcome = classify::ReasonOutcome::kDecides;
    reason.subject = std::move(subject);
    return reason;
  };
  classify::Reason grown;
  grown.rule = "3.4/11";
  grown.code = "size_from_nadir_mm";
  grown.outcome = classify::ReasonOutcome::kHolds;
  grown.test = classify::Comparison::kDifferenceAtLeast;
  grown.value = 27;
  grown.reference = 20;
  grown.threshold = 5;
  grown.unit = "mm";
  classify::TimePointAssessment& now = assessment_.timepoints[2];
  now.lesions.at("L01").chain = {grown, decided("3.4/11", "growth_by_size")};
  now.recist.chain = {decided("2.7", "table_1", "target SD, non-target none, new no")};
  now.profiles.at("default_5").chain = {decided("3.6/8", "category")};
  DcmDataset& dataset = result();
  EXPECT_THAT(text_of(*group(dataset, "L01"), codes::kComment),
              EndsWith(". Why (rule 3.4/11, growth of the size, no volume to compare): size 27 mm against 20 "
                       "mm, +7 mm (at least 5 mm)."));
  DcmItem* evaluations = child(dataset, codes::kQualitativeEvaluations);
  ASSERT_NE(evaluations, nullptr);
  EXPECT_EQ(text_of(*evaluations, codes::kCategoryWhy), "Why (profile default_5, step 3.6/8).");
  EXPECT_EQ(text_of(*evaluations, codes::kResponseWhy),
            "Why (RECIST 1.1, table 1, target SD, non-target none, new no).");
}

TEST_F(ResultDocument, SaysSinceWhenProgressionIsFlagged) {
  EXPECT_TRUE(children(*child(result(), codes::kQualitativeEvaluations), codes::kFirstSeen).empty());
  assessment_.timepoints[2].first_seen.profiles["default_5"].first_flagged = "TP2";
  DcmItem* evaluations = child(result(), codes::kQualitativeEvaluations);
  ASSERT_NE(evaluations, nullptr);
  EXPECT_EQ(text_of(*evaluations, codes::kFirstSeen),
            "Progression first flagged under profile default_5 on this study; RECIST 1.1 has not called PD.");
}

TEST_F(ResultDocument, FlagsReadersSizesThatDisagree) {
  EXPECT_TRUE(children(*group(result(), "L01"), codes::kReaderSize).empty());
  measure::Lesion& lesion = lesion_now("L01");
  lesion.stated = {{"3.1", 20, 19, std::nullopt, true}};
  EXPECT_EQ(text_of(*group(result(), "L01"), codes::kReaderSize),
            "Reader's long axis 20.0 mm differs from measured 27.0 mm by more than 20 %; short axis 19.0 mm "
            "(measured 20.0 mm).");
  lesion.own = {"2.1", 27, 20, lesion.volume_mm3, true};
  lesion.long_axis_mm = 20;
  lesion.short_axis_mm = 19;
  DcmDataset& dataset = result();
  EXPECT_THAT(text_of(*group(dataset, "L01"), codes::kReaderSize),
              testing::EndsWith("A reader's size is used."));
  std::vector<std::string> caveats;
  for (DcmItem* item : children(*child(dataset, codes::kQualitativeEvaluations), codes::kCaveat))
    caveats.push_back(dicom::text(*item, DCM_TextValue));
  EXPECT_THAT(caveats, testing::Contains("Readers' and measured sizes of L01 differ by more than 20 %."));
}

TEST_F(ResultDocument, ReferenceValueStandsBelowTheChangeItExplains) {
  DcmDataset& dataset = result();
  DcmItem* change = child(*group(dataset, "L01"), codes::kPercentNadir);
  ASSERT_NE(change, nullptr);
  EXPECT_EQ(number_of(*change, codes::kDiameterNadir), "20.0 mm");
  EXPECT_EQ(dicom::text(*child(*change, codes::kDiameterNadir), DCM_RelationshipType), "INFERRED FROM");
}

TEST_F(ResultDocument, ReferencesOfPriorAndVolumeStandBelowTheirChanges) {
  auto& said = assessment_.timepoints[2].lesions.at("L01");
  said.from_previous_pct = 35.0;
  said.previous_mm = 20.0;
  said.volume_from_nadir_pct = 146.2;
  said.volume_nadir_mm3 = 1234.5;
  DcmDataset& dataset = result();
  DcmItem* liver = group(dataset, "L01");
  EXPECT_EQ(number_of(*child(*liver, codes::kPercentPrior), codes::kDiameterPrior), "20.0 mm");
  EXPECT_EQ(number_of(*child(*liver, codes::kVolumePercentNadir), codes::kVolumeNadir), "1.2345 cm3");
}

TEST_F(ResultDocument, ReferencesOneSegmentAndItsSourceSeries) {
  DcmDataset& dataset = result();
  DcmItem* segment = child(*group(dataset, "L03"), codes::kReferencedSegment);
  ASSERT_NE(segment, nullptr);
  DcmItem* reference = dicom::item_of(*segment, DCM_ReferencedSOPSequence);
  EXPECT_EQ(dicom::text(*reference, DCM_ReferencedSOPInstanceUID), kSegmentation[2]);
  EXPECT_EQ(dicom::text(*reference, DCM_ReferencedSegmentNumber), "3");
  EXPECT_EQ(uid_of(*group(dataset, "L03"), codes::kSourceSeries), kImageSeries[2]);
}

TEST_F(ResultDocument, SourceImageStandsInForAnUnknownSeries) {
  lesion_now("L01").source.source_series_uid.clear();
  DcmDataset& dataset = result();
  DcmItem* liver = group(dataset, "L01");
  EXPECT_EQ(child(*liver, codes::kSourceSeries), nullptr);
  EXPECT_NE(child(*liver, codes::kSourceImage), nullptr);
}

TEST_F(ResultDocument, SegmentDrawnOnNothingKnownFitsNoVolumetricRoi) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions) {
    lesion.source.source_series_uid.clear();
    lesion.axis_image_uid.clear();
  }
  DcmDataset& dataset = result();
  DcmItem* liver = group(dataset, "L01");
  ASSERT_NE(liver, nullptr);
  EXPECT_EQ(dicom::text(*dicom::item_of(*liver, DCM_ContentTemplateSequence), DCM_TemplateIdentifier),
            "1501");
  EXPECT_NE(child(*liver, codes::kSourceSegment), nullptr);
  EXPECT_EQ(child(*liver, codes::kReferencedSegment), nullptr);
  EXPECT_EQ(child(*liver, codes::kSourceSeries), nullptr);
}

TEST_F(ResultDocument, LateralityIsWrittenForPairedOrgansOnly) {
  lesion_now("L01").laterality = "left";
  DcmDataset& dataset = result();
  EXPECT_EQ(code_of(*child(*group(dataset, "L02"), codes::kFindingSite), codes::kLaterality), "7771000");
  EXPECT_EQ(child(*child(*group(dataset, "L01"), codes::kFindingSite), codes::kLaterality), nullptr);
}

TEST_F(ResultDocument, LesionsWithoutSegmentAreTexts) {
  DcmDataset& dataset = result();
  EXPECT_THAT(identifiers(dataset), ElementsAre("L01", "L02", "L03", "L05"));
  DcmItem* said = child(dataset, codes::kQualitativeEvaluations);
  const auto texts = children(*said, codes::kUngroupedLesion);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_THAT(dicom::text(*texts[0], DCM_TextValue),
              StartsWith("L04 adrenal gland: RESOLVED, definite. Tracking UID 2.25.184. "));
  EXPECT_THAT(dicom::text(*texts[1], DCM_TextValue), StartsWith("L06 lung: NOT_EVALUABLE, indeterminate. "));
}

TEST_F(ResultDocument, MeasuredNodeBelowThresholdIsNamed) {
  assessment_.timepoints[2].lesions.erase("L03");
  lesion_now("L03").short_axis_mm = 8.04;
  DcmDataset& dataset = result();
  EXPECT_EQ(group(dataset, "L03"), nullptr);
  const auto texts = children(*child(dataset, codes::kQualitativeEvaluations), codes::kUngroupedLesion);
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_THAT(dicom::text(*texts[0], DCM_TextValue),
              AllOf(StartsWith("L03 lymph node: NOT_LISTED."), HasSubstr("Short axis 8.0 mm")));
}

TEST_F(ResultDocument, FragmentsAreGroupsOfTheirOwn) {
  auto& lesions = assessment_.graph.timepoints[2].lesions;
  auto fragment = lesion_now("L01");
  fragment.source.component = 2;
  fragment.long_axis_mm = 9;
  assessment_.graph.tracks[0].lesions.push_back({2, static_cast<int>(lesions.size())});
  lesions.push_back(fragment);
  DcmDataset& dataset = result();
  EXPECT_THAT(identifiers(dataset), ElementsAre("L01.1", "L01.2", "L02", "L03", "L05"));
  DcmItem* first = group(dataset, "L01.1");
  DcmItem* second = group(dataset, "L01.2");
  EXPECT_NE(uid_of(*first, codes::kTrackingUid), uid_of(*second, codes::kTrackingUid));
  EXPECT_EQ(text_of(*second, codes::kWholeLesionUid), "2.25.181");
  EXPECT_THAT(text_of(*second, codes::kComment), HasSubstr("(fragment 2 of 2)"));
  EXPECT_EQ(number_of(*second, codes::kLongAxis), "9.0 mm");
  EXPECT_EQ(number_of(*first, codes::kPercentNadir), "35.0 %");
  EXPECT_EQ(child(*second, codes::kPercentNadir), nullptr);
}

TEST_F(ResultDocument, SplitsAndMergesAreTold) {
  EXPECT_TRUE(children(*group(result(), "L01"), codes::kLineage).empty());
  auto& lesions = assessment_.graph.timepoints[2].lesions;
  match::Track& track = assessment_.graph.tracks[0];
  const match::LesionRef before = track.lesions[1];
  const match::LesionRef now = track.lesions[2];
  const match::LesionRef part{2, static_cast<int>(lesions.size())};
  track.lesions.push_back(part);
  lesions.push_back(measure::Lesion(lesion_now("L01")));
  assessment_.graph.links.push_back({before, now, match::LinkKind::kSplit});
  assessment_.graph.links.push_back({before, part, match::LinkKind::kSplit});
  DcmDataset& dataset = result();
  DcmItem* first = group(dataset, "L01.1");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(code_of(*first, codes::kLineage), "SPLIT");
  EXPECT_EQ(text_of(*first, codes::kLineageText), "L01 at TP1 split into L01.1 and L01.2 at TP2.");
  EXPECT_EQ(code_of(*first, codes::kLesionStatus), "PROGRESSING");
  EXPECT_TRUE(children(*group(dataset, "L01.2"), codes::kLineage).empty());
}

TEST_F(ResultDocument, LesionWithoutGroupKeepsItsMerge) {
  match::Track& track = assessment_.graph.tracks[3];
  auto& first = assessment_.graph.timepoints[0].lesions;
  const match::LesionRef part{0, static_cast<int>(first.size())};
  first.push_back(first[static_cast<std::size_t>(track.lesions[0].lesion)]);
  track.lesions.insert(track.lesions.begin() + 1, part);
  assessment_.graph.links.push_back({track.lesions[0], track.lesions[2], match::LinkKind::kMerge});
  assessment_.graph.links.push_back({part, track.lesions[2], match::LinkKind::kMerge});
  const auto texts = children(*child(result(), codes::kQualitativeEvaluations), codes::kUngroupedLesion);
  ASSERT_FALSE(texts.empty());
  EXPECT_THAT(dicom::text(*texts[0], DCM_TextValue),
              AllOf(StartsWith("L04 "),
                    EndsWith(" Split or merged: L04.1 and L04.2 at TP0 merged into L04 at TP1.")));
}

TEST_F(ResultDocument, SaysWhichAxesAreNotDrawnAndWhy) {
  const auto said = [this] {
    std::vector<std::string> sentences;
    for (DcmItem* item : children(*child(result(), codes::kQualitativeEvaluations), codes::kNotDrawn))
      sentences.push_back(dicom::text(*item, DCM_TextValue));
    return sentences;
  };
  EXPECT_THAT(said(), testing::IsEmpty());
  lesion_now("L01").long_axis.reset();
  lesion_now("L03").axis_image_uid.clear();
  EXPECT_THAT(said(),
              ElementsAre("Axes of L01 are not drawn: no line is known for their long axis.",
                          "Axes of L03 are not drawn: the images that they were segmented or drawn on "
                          "are not known."));
  for (auto& lesion : assessment_.graph.timepoints[2].lesions)
    lesion.axis_image_uid.clear();
  EXPECT_THAT(said(), ElementsAre(EndsWith("long axis. No viewer companion (SR-B) is written."),
                                  StartsWith("Axes of L02, L03, L05 are not drawn: ")));
  EXPECT_EQ(*axes_not_drawn(request_), said());
}

TEST_F(ResultDocument, NamesTheAlgorithmWithoutAnyGroup) {
  for (auto& timepoint : assessment_.graph.timepoints)
    timepoint.lesions.clear();
  for (auto& track : assessment_.graph.tracks)
    track.lesions.clear();
  DcmDataset& dataset = result();
  EXPECT_EQ(child(dataset, codes::kImagingMeasurements), nullptr);
  EXPECT_EQ(text_of(*child(dataset, codes::kDerivedMeasurements), codes::kAlgorithmName), "Oligard");
}

TEST_F(ResultDocument, ReportOnlyLesionsBecomeTextBesideSegments) {
  lesion_now("L05").source.kind = measure::LesionSource::Kind::kReport;
  DcmDataset& dataset = result();
  EXPECT_THAT(identifiers(dataset), ElementsAre("L01", "L02", "L03"));
}

TEST_F(ResultDocument, ReportOnlyLesionsAloneUseTheGroupWithoutSegment) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions) {
    lesion.source.kind = measure::LesionSource::Kind::kReport;
    lesion.source.sop_class_uid = UID_EnhancedSRStorage;
  }
  DcmDataset& dataset = result();
  EXPECT_THAT(identifiers(dataset), ElementsAre("L01", "L02", "L03", "L05"));
  DcmItem* item = dicom::item_of(*group(dataset, "L01"), DCM_ContentTemplateSequence);
  EXPECT_EQ(dicom::text(*item, DCM_TemplateIdentifier), "1501");
  EXPECT_EQ(child(*group(dataset, "L01"), codes::kReferencedSegment), nullptr);
}

TEST_F(ResultDocument, SumsAndCountsAreDerivedMeasurements) {
  DcmDataset& dataset = result();
  DcmItem* derived = child(dataset, codes::kDerivedMeasurements);
  ASSERT_NE(derived, nullptr);
  EXPECT_EQ(number_of(*derived, codes::kSum), "57.4 mm");
  EXPECT_EQ(number_of(*derived, codes::kSumPercentNadir), "10.4 %");
  EXPECT_EQ(number_of(*derived, codes::kSumAbsoluteNadir), "5.4 mm");
  EXPECT_EQ(number_of(*derived, codes::kCountEvaluated), "5 1");
  EXPECT_EQ(number_of(*derived, codes::kProgressingShare), "40.0 %");
  EXPECT_EQ(number_of(*derived, codes::kTotalVolume), "7.7411 cm3");
  for (const auto& [code, n] : std::map<std::string, std::string>{{"N_PROGRESSING", "1 1"},
                                                                  {"N_NEW", "1 1"},
                                                                  {"N_STABLE", "2 1"},
                                                                  {"N_RESOLVED", "1 1"},
                                                                  {"N_NOT_EVAL", "1 1"}}) {
    EXPECT_EQ(number_of(*derived, codes::own(code.c_str(), "")), n) << code;
  }
}

/// {position: code of the name} of all items below one.
std::map<std::string, std::string> names_of(DcmItem& item, const std::string& path) {
  std::map<std::string, std::string> names;
  int position = 0;
  dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) {
    const std::string here = path + "." + std::to_string(++position);
    names[here] = dicom::code(child, DCM_ConceptNameCodeSequence).value;
    names.merge(names_of(child, here));
  });
  return names;
}

/// OHIF's text view leaves the whole page empty at the first item without a name.
TEST_F(ResultDocument, EveryItemHasAName) {
  const auto names = names_of(result(), "1");
  EXPECT_GT(names.size(), 100U);
  for (const auto& [position, name] : names)
    EXPECT_NE(name, "") << position;
}

TEST_F(ResultDocument, EnhancedClassHasTheSameContent) {
  request_.options.sr_class = SrClass::kEnhanced;
  auto document = make_result_document(request_);
  ASSERT_TRUE(document.has_value()) << document.error().reason;
  EXPECT_EQ(document->sop_class_uid, UID_EnhancedSRStorage);
  DcmDataset& dataset = open(*document);
  EXPECT_EQ(dicom::text(dataset, DCM_SOPClassUID), UID_EnhancedSRStorage);
  const auto names = names_of(dataset, "1");
  request_.options.sr_class = SrClass::kComprehensive3D;
  EXPECT_EQ(names, names_of(result(), "1"));
}

TEST_F(ResultDocument, VerdictStandsInQualitativeEvaluations) {
  DcmDataset& dataset = result();
  DcmItem* said = child(dataset, codes::kQualitativeEvaluations);
  ASSERT_NE(said, nullptr);
  DcmItem* first = dicom::item_of(*said, DCM_ContentSequence);
  EXPECT_EQ(dicom::code(*first, DCM_ConceptNameCodeSequence), codes::kConclusion.code());
  EXPECT_EQ(code_of(*said, codes::kOligoprogression), "52101004");
  EXPECT_EQ(code_of(*said, codes::kCategory), "OLIGOPROGRESSION");
  EXPECT_EQ(code_of(*said, codes::kCategoryConfidence), "PROBABLE");
  EXPECT_EQ(code_of(*said, codes::kDefinitionStatus), "PATTERN_ONLY");
  EXPECT_EQ(code_of(*said, codes::kCurrentResponse), "C159716");
  EXPECT_EQ(code_of(*said, codes::kTargetResponse), "112044");
  EXPECT_EQ(code_of(*said, codes::kNonTargetResponse), "NE");
  EXPECT_EQ(code_of(*said, codes::kNewLesions), "52101004");
  EXPECT_EQ(text_of(*said, codes::kProfile), "default_5");
  EXPECT_EQ(text_of(*said, codes::kRuleSet), classify::kRuleSet);
  EXPECT_EQ(text_of(*said, codes::kOtherProfile), "strict_3: OLIGOPROGRESSION, probable");
  EXPECT_GE(children(*said, codes::kCaveat).size(), 4U);
  EXPECT_EQ(child(*said, codes::kChangedConstants), nullptr);
}

TEST_F(ResultDocument, MissingPriorsAreSaid) {
  request_.priors = PriorsKnown{true, 0, ""};
  EXPECT_TRUE(children(*child(result(), codes::kQualitativeEvaluations), codes::kPriorsMissing).empty());
  request_.priors = PriorsKnown{false, 1, "PRIOR_NOT_ARRIVED"};
  EXPECT_EQ(text_of(*child(result(), codes::kQualitativeEvaluations), codes::kPriorsMissing),
            "Earlier objects of the patient could not all be fetched from the PACS: 1 is missing "
            "(PRIOR_NOT_ARRIVED). What this result compares with may not be all there is.");
  request_.priors->missing.reset();
  EXPECT_THAT(text_of(*child(result(), codes::kQualitativeEvaluations), codes::kPriorsMissing),
              HasSubstr("how many are missing is not known"));
}

TEST_F(ResultDocument, ChangedConstantsAreNamed) {
  request_.rules.constants.pd_rel = 0.25;
  request_.rules.constants.max_targets = 2;
  DcmDataset& dataset = result();
  EXPECT_EQ(text_of(*child(dataset, codes::kQualitativeEvaluations), codes::kChangedConstants),
            "pd_rel 0.25 (default 0.2); max_targets 2 (default 5)");
  std::vector<std::string> parameters;
  for (DcmItem* item : children(*child(dataset, codes::kImagingMeasurements), codes::kAlgorithmParameters))
    parameters.push_back(dicom::text(*item, DCM_TextValue));
  EXPECT_THAT(parameters, testing::IsSupersetOf({"pd_rel 0.25 (default 0.2)", "max_targets 2 (default 5)"}));
}

struct FlagCase {
  terms::Category category;
  terms::Confidence confidence;
  const char* flag;
};

class OligoprogressionFlag : public ReportTest, public testing::WithParamInterface<FlagCase> {};

TEST_P(OligoprogressionFlag, FollowsCategoryAndConfidence) {
  auto& verdict = assessment_.timepoints[2].profiles["default_5"];
  verdict.category = GetParam().category;
  verdict.confidence = GetParam().confidence;
  DcmDataset& dataset = result();
  EXPECT_EQ(code_of(*child(dataset, codes::kQualitativeEvaluations), codes::kOligoprogression),
            GetParam().flag);
}

constexpr const char* kIsPresent = "52101004";
constexpr const char* kIsAbsent = "272519000";
constexpr const char* kIsUndetermined = "373068000";

INSTANTIATE_TEST_SUITE_P(
    Categories, OligoprogressionFlag,
    testing::Values(
        FlagCase{terms::Category::kOligoprogression, terms::Confidence::kDefinite, kIsPresent},
        FlagCase{terms::Category::kOligoprogression, terms::Confidence::kProbable, kIsPresent},
        FlagCase{terms::Category::kOligoprogression, terms::Confidence::kIndeterminate, kIsUndetermined},
        FlagCase{terms::Category::kLimitedProgression, terms::Confidence::kDefinite, kIsAbsent},
        FlagCase{terms::Category::kIndeterminate, terms::Confidence::kIndeterminate, kIsUndetermined},
        FlagCase{terms::Category::kSingleTimepoint, terms::Confidence::kDefinite, kIsUndetermined},
        FlagCase{terms::Category::kStable, terms::Confidence::kDefinite, kIsAbsent},
        FlagCase{terms::Category::kResponse, terms::Confidence::kIndeterminate, kIsAbsent},
        FlagCase{terms::Category::kMixedResponse, terms::Confidence::kDefinite, kIsAbsent},
        FlagCase{terms::Category::kPolyprogression, terms::Confidence::kDefinite, kIsAbsent}));

TEST_F(ResultDocument, ImageLibraryListsTheSlicesOfTheAxes) {
  DcmDataset& dataset = result();
  DcmItem* library = child(dataset, codes::kImageLibrary);
  ASSERT_NE(library, nullptr);
  const auto groups = children(*library, codes::kImageLibraryGroup);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(code_of(*groups[0], codes::kModality), "CT");
  EXPECT_EQ(dicom::text(*child(*groups[0], codes::kStudyDate), DCM_Date), "20250710");
  EXPECT_EQ(uid_of(*groups[0], codes::kFrameOfReference), "2.25.1700");
  EXPECT_EQ(dicom::sequence(*groups[0], DCM_ContentSequence)->card(), 3U + 4U);
}

TEST_F(ResultDocument, NoSegmentNoLibraryStillGivesAReport) {
  for (auto& timepoint : assessment_.graph.timepoints)
    timepoint.lesions.clear();
  for (auto& track : assessment_.graph.tracks)
    track.lesions.clear();
  DcmDataset& dataset = result();
  EXPECT_EQ(child(dataset, codes::kImagingMeasurements), nullptr);
  EXPECT_EQ(child(dataset, codes::kImageLibrary), nullptr);
  EXPECT_EQ(children(*child(dataset, codes::kQualitativeEvaluations), codes::kUngroupedLesion).size(), 6U);
}

TEST_F(ResultDocument, LabelMapSegmentsCanBeReferenced) {
  constexpr const char* kLabelMapStorage = "1.2.840.10008.5.1.4.1.1.66.7";
  for (auto& lesion : assessment_.graph.timepoints[2].lesions)
    lesion.source.sop_class_uid = kLabelMapStorage;
  for (auto& instance : request_.evidence) {
    if (instance.sop_instance_uid == kSegmentation[2]) instance.sop_class_uid = kLabelMapStorage;
  }
  DcmDataset& dataset = result();
  ASSERT_NE(group(dataset, "L01"), nullptr);
  DcmItem* reference =
      dicom::item_of(*child(*group(dataset, "L01"), codes::kReferencedSegment), DCM_ReferencedSOPSequence);
  EXPECT_EQ(dicom::text(*reference, DCM_ReferencedSOPClassUID), kLabelMapStorage);
}

TEST_F(ResultDocument, ForeignTextIsKept) {
  auto& lesion = lesion_now("L01");
  lesion.finding_value = "F-1";
  lesion.finding_scheme = "99SITE";
  lesion.finding_meaning = "Läsion " + std::string(70, 'x');
  DcmDataset& dataset = result();
  DcmItem* finding = child(*group(dataset, "L01"), codes::kFinding);
  EXPECT_EQ(dicom::code(*finding, DCM_ConceptCodeSequence).meaning, "Läsion " + std::string(57, 'x'));
}

/// A copy is compared with what the record says of the document.
TEST_F(ResultDocument, TheRecordHasWhatAReaderMayChange) {
  DcmDataset& dataset = result();
  const auto record = dicom::result_record(dataset);
  ASSERT_TRUE(record.has_value());
  const auto written = written_in_record(record->json);
  ASSERT_TRUE(written.has_value());
  EXPECT_EQ(written->sop_instance_uid, dicom::text(dataset, DCM_SOPInstanceUID));
  ASSERT_EQ(written->groups.size(), identifiers(dataset).size());
  for (const WrittenGroup& stated : written->groups) {
    DcmItem* said = group(dataset, stated.tracking_id);
    ASSERT_NE(said, nullptr);
    EXPECT_EQ(stated.status, code_of(*said, codes::kLesionStatus));
    EXPECT_EQ(stated.observation_uid, dicom::text(*said, DCM_ObservationUID));
    EXPECT_EQ(stated.tracking_uid, uid_of(*said, codes::kTrackingUid));
  }
  EXPECT_TRUE(
      written->text_digests.contains(digest_of_text(text_of(*group(dataset, "L01"), codes::kComment))));
  DcmItem* verdicts = child(dataset, codes::kQualitativeEvaluations);
  EXPECT_TRUE(written->text_digests.contains(digest_of_text(text_of(*verdicts, codes::kConclusion))));
}

/// Anyone can read it: JSON in its one form, a file of cases beside what is of this document.
TEST_F(ResultDocument, TheRecordIsACanonicalFileOfCases) {
  const auto record = dicom::result_record(result());
  ASSERT_TRUE(record.has_value());
  EXPECT_TRUE(record->is_intact);
  const auto json = nlohmann::json::parse(record->json);
  EXPECT_EQ(json.dump(-1, ' ', true), record->json);
  EXPECT_EQ(json["record"]["format"], dicom::kRecordFormat);
  const auto file = classify::parse_case_file(record->json);
  ASSERT_TRUE(file.has_value()) << file.error().reason;
  const auto again = classify::classify_case(file->cases.at(0), file->rules);
  ASSERT_TRUE(again.has_value()) << again.error().reason;
  EXPECT_EQ(again->back().lesions.at("L01").status, assessment_.timepoints[2].lesions.at("L01").status);
}

TEST_F(ResultDocument, ADamagedRecordIsNoticed) {
  DcmDataset& dataset = result();
  DcmItem* text = child(*child(dataset, codes::kRecord), codes::kRecordJson);
  std::string json = dicom::text(*text, DCM_TextValue);
  json.pop_back();
  ASSERT_TRUE(text->putAndInsertString(DCM_TextValue, json.c_str()).good());
  EXPECT_FALSE(dicom::result_record(dataset)->is_intact);
}

TEST_F(ResultDocument, SaysWhatReadersSaid) {
  const Date day = parse_iso_date("2024-05-03").value();
  auto& said = assessment_.timepoints[2].lesions.at("L01");
  said.status = terms::LesionStatus::kStable;
  said.flags = {"reader_statement"};
  said.reader = classify::ReaderBinding{terms::LesionStatus::kProgressing, terms::Confidence::kDefinite, day,
                                        "2.25.77"};
  auto& lesion =
      *std::find_if(assessment_.clinical_case.lesions.begin(), assessment_.clinical_case.lesions.end(),
                    [](const auto& entry) { return entry.id == "L01"; });
  lesion.reader_status["TP2"] = {terms::LesionStatus::kStable, day, "2.25.77"};
  lesion.reader_notes["TP2"] = {{"Scar.", day, "2.25.77"}};
  assessment_.clinical_case.reviews["TP2"] = {{"2.25.77", day, true, true, true, {"2.25.1"}}};
  const EvidenceInstance copy{kStudy[2], "2.25.76", UID_Comprehensive3DSRStorage, "2.25.77", "SR"};
  request_.evidence.push_back(copy);
  request_.reader_reports = {copy};
  DcmDataset& dataset = result();
  EXPECT_EQ(text_of(*group(dataset, "L01"), codes::kReaderNote), "Scar. (reader, 3 May 2024)");
  DcmItem* verdicts = child(dataset, codes::kQualitativeEvaluations);
  EXPECT_NE(text_of(*verdicts, codes::kReaderCorrection).find("L01 is STABLE"), std::string::npos);
  EXPECT_NE(text_of(*verdicts, codes::kReaderReview).find("verified by a reader on 3 May 2024"),
            std::string::npos);
  EXPECT_EQ(instances(dataset, DCM_PredecessorDocumentsSequence), std::vector<std::string>{"2.25.77"});
  const auto evidence = instances(dataset, DCM_CurrentRequestedProcedureEvidenceSequence);
  EXPECT_NE(std::find(evidence.begin(), evidence.end(), "2.25.77"), evidence.end());
  EXPECT_TRUE(instances(viewer(), DCM_PredecessorDocumentsSequence).empty());
}

}  // namespace
}  // namespace oligard::report::test
