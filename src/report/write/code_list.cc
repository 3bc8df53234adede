#include "oligard/report/code_list.h"

#include <algorithm>

#include "report/write/codes.h"

namespace oligard::report {
namespace {

using namespace codes;

constexpr Entry kStructure[] = {kOncologyReport,
                                kImagingReport,
                                kLanguage,
                                kProcedureReported,
                                kImageLibrary,
                                kImageLibraryGroup,
                                kImagingMeasurements,
                                kDerivedMeasurements,
                                kQualitativeEvaluations,
                                kMeasurementGroup,
                                kModality,
                                kStudyDate,
                                kFrameOfReference,
                                kSource};
constexpr Entry kObserver[] = {
    kObserverType,  kDevice,        kDeviceUid,        kDeviceName,          kDeviceManufacturer,
    kDeviceModel,   kAlgorithmName, kAlgorithmVersion, kAlgorithmParameters, kProcessingEquipment,
    kReplacedReport};
constexpr Entry kGroups[] = {kTrackingId,
                             kTrackingUid,
                             kFinding,
                             kLesion,
                             kTimePoint,
                             kAlteredStructure,
                             kArtificialIntelligence,
                             kReferencedSegment,
                             kSourceSeries,
                             kSourceImage,
                             kMeasurementMethod,
                             kRecist11,
                             kFindingSite,
                             kLaterality,
                             kLesionIdentifier,
                             kComment,
                             kConclusion,
                             kBaselineCategory,
                             kTargetAtBaseline,
                             kNonTargetAtBaseline};
constexpr Entry kNumbers[] = {kVolume,
                              kLongAxis,
                              kShortAxis,
                              kMaxDiameter3d,
                              kDiameter,
                              kDiameterNadir,
                              kDiameterBaseline,
                              kPercentNadir,
                              kPercentBaseline,
                              kPercentPrior,
                              kAbsoluteNadir,
                              kVolumePercentNadir,
                              kDiameterPrior,
                              kVolumeNadir,
                              kVolumeUncertainty,
                              kLongAxisUncertainty,
                              kShortAxisUncertainty,
                              kMaxDiameter3dUncertainty,
                              kUncertainty};
constexpr Entry kStatements[] = {kLesionStatus,    kStatusConfidence,
                                 kNadirTimePoint,  kBaselineTimePoint,
                                 kFlags,           kWholeLesionUid,
                                 kSourceSegment,   kReaderSize,
                                 kReaderNote,      kLinkInDoubt,
                                 kUngroupedLesion, kLineage,
                                 kLineageText,     kSplit,
                                 kMerged};
constexpr Entry kSums[] = {kDerivation,
                           kTotal,
                           kSum,
                           kSumBaseline,
                           kSumNadir,
                           kSumPercentBaseline,
                           kSumPercentNadir,
                           kSumAbsoluteNadir,
                           kTotalVolume,
                           kCountEvaluated,
                           kCountCounted,
                           kCountOrgans,
                           kProgressingShare};
constexpr Entry kVerdicts[] = {kResponseMethod,
                               kCurrentResponse,
                               kBestUnconfirmed,
                               kTargetResponse,
                               kNonTargetResponse,
                               kSumComplete,
                               kNewLesions,
                               kNewLesionSince,
                               kTargetTreated,
                               kIRecist,
                               kOligoprogression,
                               kPattern,
                               kCategory,
                               kCategoryConfidence,
                               kDefinitionStatus,
                               kReasons,
                               kCategoryWhy,
                               kResponseWhy,
                               kProfile,
                               kOtherProfile,
                               kProgressingLesions,
                               kRule,
                               kRuleSet,
                               kChangedConstants,
                               kEstroState,
                               kFirstSeen,
                               kReaderCorrection,
                               kReaderReview,
                               kNeedsReview,
                               kWouldChange,
                               kWarning,
                               kPriorsMissing,
                               kCaveat,
                               kNotDrawn,
                               kPresent,
                               kAbsent,
                               kUndetermined,
                               kYes,
                               kNo,
                               kNotEvaluable};
constexpr Entry kUnits[] = {kMillimetre, kCubicCentimetre, kPercent, kNoUnit};
constexpr Entry kRecordParts[] = {kRecord, kRecordJson, kRecordDigest, kSeal};

template <class Entries>
CodeSection section(const char* title, const Entries& entries) {
  CodeSection made{title, {}};
  for (const Entry& entry : entries)
    made.codes.push_back(entry.code());
  return made;
}

/// A column of a table.
template <class Table, class Column>
CodeSection section(const char* title, const Table& table, Column column) {
  CodeSection made{title, {}};
  for (const auto& row : table)
    made.codes.push_back((row.*column).code());
  return made;
}

}  // namespace

std::vector<CodeSection> code_list() {
  std::vector<CodeSection> sections = {
      section("Document structure (TID 1500, 1600)", kStructure),
      section("Language of the texts", kLanguages, &LanguageEntry::value),
      section("Observer and algorithm (TID 1004, 4019, Contributing Equipment)", kObserver),
      section("Measurement groups and segments (TID 1411, 1419, 1501, 1502)", kGroups),
      section("Numbers of a lesion", kNumbers),
      section("What is said of a lesion", kStatements),
      section("Sums and counts", kSums),
      section("Lesion status: values", terms::kLesionStatuses, &terms::LesionStatusRow::code),
      section("Lesion status: counts", terms::kLesionStatuses, &terms::LesionStatusRow::count),
      section("Confidence", terms::kConfidences, &terms::ConfidenceRow::code),
      section("The patient's response and pattern", kVerdicts),
      section("Categories", terms::kCategories, &terms::CategoryRow::code),
      section("Progression patterns", terms::kCategories, &terms::CategoryRow::pattern),
      section("RECIST responses", kOverallResponses, &WordEntry::value),
      section("Responses of target lesions (CID 6144)", kTargetResponses, &WordEntry::value),
      section("Responses of non-target lesions (CID 6144)", kNonTargetResponses, &WordEntry::value),
      section("Completeness of the definition", kDefinitionStatuses, &WordEntry::value),
      section("Modalities (CID 29)", kModalities, &ModalityEntry::value),
      section("Procedures, where the study states none (CID 100)", kModalities, &ModalityEntry::procedure),
      section("Units", kUnits),
      section("The record", kRecordParts),
  };
  for (CodeSection& made : sections) {
    std::vector<Code> distinct;
    for (const Code& code : made.codes) {
      if (std::find(distinct.begin(), distinct.end(), code) == distinct.end()) distinct.push_back(code);
    }
    made.codes = std::move(distinct);
    if (made.title.starts_with("Procedures")) made.codes.push_back(kImagingProcedure.code());
  }
  return sections;
}

}  // namespace oligard::report
