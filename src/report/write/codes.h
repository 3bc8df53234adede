// Every code that the written reports use, in tables. Sources: PS3.16 context groups and templates (edition
// 2024c), the NCI Thesaurus for RECIST responses, and our private scheme 99OLIGARD where no public code was
// found. Code meanings of the axes are matched literally by OHIF: they stay "Long Axis" and "Short Axis".
#pragma once

#include <array>
#include <string_view>

#include "oligard/base/code.h"
#include "oligard/classify/assessment.h"
#include "oligard/classify/texts.h"

namespace oligard::report::codes {

struct Entry {
  const char* value;
  const char* scheme;
  const char* meaning;

  [[nodiscard]] Code code() const { return {value, scheme, meaning}; }
};

inline constexpr const char* kScheme = "99OLIGARD";
inline constexpr const char* kSchemeName = "Oligard private codes";
inline constexpr const char* kSchemeVersion = "1";
inline constexpr const char* kSchemeOrganisation = "Oligard project";

constexpr Entry dcm(const char* value, const char* meaning) {
  return {value, "DCM", meaning};
}
constexpr Entry sct(const char* value, const char* meaning) {
  return {value, "SCT", meaning};
}
constexpr Entry own(const char* value, const char* meaning) {
  return {value, kScheme, meaning};
}

// Document structure (TID 1500, 1600).
inline constexpr Entry kOncologyReport = dcm("126001", "Oncology Measurement Report");
inline constexpr Entry kImagingReport = dcm("126000", "Imaging Measurement Report");
inline constexpr Entry kLanguage = dcm("121049", "Language of Content Item and Descendants");
/// Language of the texts.
struct LanguageEntry {
  classify::Language language;
  Entry value;
};
inline constexpr std::array<LanguageEntry, 1> kLanguages = {{
    {classify::Language::kEnglish, {"en-US", "RFC5646", "English (United States)"}},
}};
inline constexpr Entry kProcedureReported = dcm("121058", "Procedure reported");
inline constexpr Entry kImageLibrary = dcm("111028", "Image Library");
inline constexpr Entry kImageLibraryGroup = dcm("126200", "Image Library Group");
inline constexpr Entry kImagingMeasurements = dcm("126010", "Imaging Measurements");
inline constexpr Entry kDerivedMeasurements = dcm("126011", "Derived Imaging Measurements");
inline constexpr Entry kQualitativeEvaluations = {"C0034375", "UMLS", "Qualitative Evaluations"};
inline constexpr Entry kMeasurementGroup = dcm("125007", "Measurement Group");
inline constexpr Entry kModality = dcm("121139", "Modality");
inline constexpr Entry kStudyDate = dcm("111060", "Study Date");
inline constexpr Entry kFrameOfReference = dcm("112227", "Frame of Reference UID");
/// Of an image in the library, which TID 1601 leaves without a name: OHIF's text view fails on nameless
/// items.
inline constexpr Entry kSource = sct("260753009", "Source");

// Observer and algorithm (TID 1004, 4019, Contributing Equipment).
inline constexpr Entry kObserverType = dcm("121005", "Observer Type");
inline constexpr Entry kDevice = dcm("121007", "Device");
inline constexpr Entry kDeviceUid = dcm("121012", "Device Observer UID");
inline constexpr Entry kDeviceName = dcm("121013", "Device Observer Name");
inline constexpr Entry kDeviceManufacturer = dcm("121014", "Device Observer Manufacturer");
inline constexpr Entry kDeviceModel = dcm("121015", "Device Observer Model Name");
inline constexpr Entry kAlgorithmName = dcm("111001", "Algorithm Name");
inline constexpr Entry kAlgorithmVersion = dcm("111003", "Algorithm Version");
inline constexpr Entry kAlgorithmParameters = dcm("111002", "Algorithm Parameters");
inline constexpr Entry kProcessingEquipment = dcm("109102", "Processing Equipment");
inline constexpr Entry kReplacedReport = dcm("121360", "Replaced report");

// Measurement groups (TID 1411, 1419, 1501, 1502).
inline constexpr Entry kTrackingId = dcm("112039", "Tracking Identifier");
inline constexpr Entry kTrackingUid = dcm("112040", "Tracking Unique Identifier");
inline constexpr Entry kFinding = dcm("121071", "Finding");
inline constexpr Entry kLesion = sct("52988006", "Lesion");
inline constexpr Entry kTimePoint = {"C2348792", "UMLS", "Time Point"};
inline constexpr Entry kAlteredStructure = sct("49755003", "Morphologically Altered Structure");
inline constexpr Entry kArtificialIntelligence = dcm("123110", "Artificial Intelligence");
inline constexpr Entry kReferencedSegment = dcm("121191", "Referenced Segment");
inline constexpr Entry kSourceSeries = dcm("121232", "Source series for segmentation");
inline constexpr Entry kSourceImage = dcm("121233", "Source image for segmentation");
inline constexpr Entry kMeasurementMethod = sct("370129005", "Measurement Method");
inline constexpr Entry kRecist11 = dcm("126081", "RECIST 1.1");
inline constexpr Entry kFindingSite = sct("363698007", "Finding Site");
inline constexpr Entry kLaterality = sct("272741003", "Laterality");
inline constexpr Entry kLesionIdentifier = dcm("121151", "Lesion Identifier");
inline constexpr Entry kComment = dcm("121106", "Comment");
inline constexpr Entry kConclusion = dcm("121077", "Conclusion");
inline constexpr Entry kBaselineCategory = dcm("112016", "Baseline Category");
inline constexpr Entry kTargetAtBaseline = dcm("112074", "Target Lesion at Baseline");
inline constexpr Entry kNonTargetAtBaseline = dcm("112075", "Non-Target Lesion at Baseline");

// Numbers of a lesion.
inline constexpr Entry kVolume = sct("118565006", "Volume");
inline constexpr Entry kLongAxis = sct("103339001", "Long Axis");
inline constexpr Entry kShortAxis = sct("103340004", "Short Axis");
inline constexpr Entry kMaxDiameter3d = {"L0JK", "IBSI", "Maximum 3D Diameter of a Mesh"};
inline constexpr Entry kDiameter = own("DIAM", "RECIST Diameter");
inline constexpr Entry kDiameterNadir = own("DIAM_NADIR", "RECIST Diameter at Nadir");
inline constexpr Entry kDiameterBaseline = own("DIAM_BL", "RECIST Diameter at Baseline");
inline constexpr Entry kDiameterPrior = own("DIAM_PRIOR", "RECIST Diameter at Prior");
inline constexpr Entry kPercentNadir = own("PCT_NADIR", "Percent Change from Nadir");
inline constexpr Entry kPercentBaseline = own("PCT_BL", "Percent Change from Baseline");
inline constexpr Entry kPercentPrior = own("PCT_PRIOR", "Percent Change from Prior");
inline constexpr Entry kAbsoluteNadir = own("ABS_NADIR", "Absolute Change from Nadir");
inline constexpr Entry kVolumePercentNadir = own("VOL_PCT_NADIR", "Percent Change of Volume from Nadir");
inline constexpr Entry kVolumeNadir = own("VOL_NADIR", "Volume at Nadir");
inline constexpr Entry kVolumeUncertainty = own("VOL_UNC", "+/- Uncertainty of Volume");
inline constexpr Entry kLongAxisUncertainty = own("LONG_UNC", "+/- Uncertainty of Long Axis");
inline constexpr Entry kShortAxisUncertainty = own("SHORT_UNC", "+/- Uncertainty of Short Axis");
inline constexpr Entry kMaxDiameter3dUncertainty =
    own("DIAM3D_UNC", "+/- Uncertainty of Maximum 3D Diameter");
inline constexpr Entry kUncertainty = sct("371884006", "+/-, range of measurement uncertainty");

// What is said of a lesion.
inline constexpr Entry kLesionStatus = own("LESION_STATUS", "Lesion Status");
inline constexpr Entry kStatusConfidence = own("STATUS_CONF", "Confidence of Lesion Status");
inline constexpr Entry kNadirTimePoint = own("NADIR_TP", "Time Point of Nadir");
inline constexpr Entry kBaselineTimePoint = own("BASELINE_TP", "Time Point of Baseline Diameter");
inline constexpr Entry kFlags = own("FLAGS", "Remarks on the Lesion");
inline constexpr Entry kWholeLesionUid = own("WHOLE_LESION_UID", "Tracking UID of the Whole Lesion");
inline constexpr Entry kSourceSegment = own("SOURCE_SEGMENT", "Segment That Was Measured");
inline constexpr Entry kReaderSize = own("READER_SIZE", "Reader's Size of the Lesion");
inline constexpr Entry kLineage = own("LINEAGE", "Split or Merge of the Lesion");
inline constexpr Entry kSplit = own("SPLIT", "Split");
inline constexpr Entry kMerged = own("MERGED", "Merged");
inline constexpr Entry kLineageText = own("LINEAGE_TEXT", "What Split or Merged");
inline constexpr Entry kLinkInDoubt = own("LINK_DOUBT", "Link in Doubt");
inline constexpr Entry kReaderNote = own("READER_NOTE", "Note of a Reader");
inline constexpr Entry kReaderCorrection = own("READER_SAYS", "Status Stated by a Reader");
inline constexpr Entry kReaderReview = own("READER_REVIEW", "Earlier Issue Reviewed by a Reader");
inline constexpr Entry kUngroupedLesion = own("LESION_TEXT", "Lesion without Measurement Group");

// Sums and counts.
inline constexpr Entry kDerivation = dcm("121401", "Derivation");
inline constexpr Entry kTotal = sct("255619001", "Total");
inline constexpr Entry kSum = own("SOD", "Sum of Diameters of Target Lesions");
inline constexpr Entry kSumBaseline = own("SOD_BL", "Sum of Diameters at Baseline");
inline constexpr Entry kSumNadir = own("SOD_NADIR", "Sum of Diameters at Nadir");
inline constexpr Entry kSumPercentBaseline = own("SOD_PCT_BL", "Percent Change of SOD from Baseline");
inline constexpr Entry kSumPercentNadir = own("SOD_PCT_NADIR", "Percent Change of SOD from Nadir");
inline constexpr Entry kSumAbsoluteNadir = own("SOD_ABS_NADIR", "Absolute Change of SOD from Nadir");
inline constexpr Entry kTotalVolume = own("TTV", "Total Tumor Volume");
inline constexpr Entry kCountEvaluated = own("N_EVALUATED", "Number of Assessable Lesions");
inline constexpr Entry kCountCounted =
    own("N_PROG_COUNTED", "Number of Progressing Lesions Counted by Profile");
inline constexpr Entry kCountOrgans = own("N_PROG_ORGANS", "Number of Organs with Progressing Lesions");
inline constexpr Entry kProgressingShare = own("PROG_SHARE", "Share of Assessable Lesions that Progress");

// The patient's response and pattern.
inline constexpr Entry kResponseMethod = dcm("112021", "Response Evaluation Method");
inline constexpr Entry kCurrentResponse = dcm("112048", "Current Response");
inline constexpr Entry kBestUnconfirmed = own("BEST_UNCONFIRMED", "Best Overall Response, Unconfirmed");
inline constexpr Entry kTargetResponse = own("TARGET_RESP", "Target Lesion Response");
inline constexpr Entry kNonTargetResponse = own("NONTARGET_RESP", "Non-Target Lesion Response");
inline constexpr Entry kSumComplete = own("SOD_COMPLETE", "Sum of Diameters Is Complete");
inline constexpr Entry kNewLesions = own("NEW_LESIONS", "New Lesions");
inline constexpr Entry kNewLesionSince =
    own("NEW_LESION_TP", "Time Point to Which New Lesions Are Dated Back");
inline constexpr Entry kTargetTreated = own("TARGET_TREATED", "Target Lesion Had Local Therapy");
inline constexpr Entry kIRecist = own("IRECIST", "iRECIST Response");
inline constexpr Entry kOligoprogression = own("OLIGOPD", "Oligoprogression");
inline constexpr Entry kPattern = own("PROG_PATTERN", "Progression Pattern");
inline constexpr Entry kCategory = own("CATEGORY", "Progression Category under Profile");
inline constexpr Entry kCategoryConfidence = own("CATEGORY_CONF", "Confidence of Category");
inline constexpr Entry kDefinitionStatus = own("DEFINITION", "Definition of Oligoprogression");
inline constexpr Entry kReasons = own("REASONS", "Reasons for Category");
inline constexpr Entry kCategoryWhy = own("CATEGORY_WHY", "Steps that Led to the Category");
inline constexpr Entry kResponseWhy = own("RESPONSE_WHY", "Steps that Led to the Response");
inline constexpr Entry kProfile = own("PROFILE", "Profile");
inline constexpr Entry kOtherProfile = own("OTHER_PROFILE", "Category under Another Profile");
inline constexpr Entry kProgressingLesions = own("OLIGO_LESIONS", "Progressing Lesions");
inline constexpr Entry kRule = own("OLIGO_RULE", "Oligoprogression Rule");
inline constexpr Entry kRuleSet = own("RULE_SET", "Rule Set");
inline constexpr Entry kChangedConstants = own("RULE_CHANGES", "Rule Constants Changed from Default");
inline constexpr Entry kEstroState = own("ESTRO_EORTC", "ESTRO/EORTC State");
inline constexpr Entry kFirstSeen = own("FIRST_SEEN", "Progression First Seen");
inline constexpr Entry kNeedsReview = own("REVIEW", "Needs Review");
inline constexpr Entry kWouldChange = own("WOULD_CHANGE", "What Would Change the Category");
inline constexpr Entry kWarning = own("WARNING", "Warning");
inline constexpr Entry kNotDrawn = own("NOT_DRAWN", "Axes That Are Not Drawn on Images");
inline constexpr Entry kPriorsMissing = own("PRIORS", "Earlier Objects not Fetched");
inline constexpr Entry kCaveat = own("CAVEAT", "Caveat");

inline constexpr Entry kPresent = sct("52101004", "Present");
inline constexpr Entry kAbsent = sct("272519000", "Absent");
inline constexpr Entry kUndetermined = sct("373068000", "Undetermined");
inline constexpr Entry kYes = sct("373066001", "Yes");
inline constexpr Entry kNo = sct("373067005", "No");
inline constexpr Entry kNotEvaluable = own("NE", "Not Evaluable");

// Units (UCUM).
inline constexpr Entry kMillimetre = {"mm", "UCUM", "millimeter"};
inline constexpr Entry kCubicCentimetre = {"cm3", "UCUM", "cubic centimeter"};
inline constexpr Entry kPercent = {"%", "UCUM", "Percent"};
inline constexpr Entry kNoUnit = {"1", "UCUM", "no units"};

/// A lesion status: its value, and the count of lesions that have it.
struct StatusEntry {
  classify::LesionStatus status;
  Entry value;
  Entry count;
  bool counted_when_zero;
};

inline constexpr std::array<StatusEntry, 11> kStatuses = {{
    {classify::LesionStatus::kProgressing, own("PROGRESSING", "Progressing"),
     own("N_PROGRESSING", "Number of Progressing Lesions"), true},
    {classify::LesionStatus::kNew, own("NEW", "New"), own("N_NEW", "Number of New Lesions"), true},
    {classify::LesionStatus::kReappeared, own("REAPPEARED", "Reappeared"),
     own("N_REAPPEARED", "Number of Reappeared Lesions"), false},
    {classify::LesionStatus::kStable, own("STABLE", "Stable"), own("N_STABLE", "Number of Stable Lesions"),
     true},
    {classify::LesionStatus::kRegressing, own("REGRESSING", "Responding"),
     own("N_REGRESSING", "Number of Responding Lesions"), true},
    {classify::LesionStatus::kResolved, own("RESOLVED", "Resolved"),
     own("N_RESOLVED", "Number of Resolved Lesions"), true},
    {classify::LesionStatus::kNotEvaluable, own("NOT_EVAL", "Not Evaluable"),
     own("N_NOT_EVAL", "Number of Not Evaluable Lesions"), true},
    {classify::LesionStatus::kBaseline, own("BASELINE", "Baseline"),
     own("N_BASELINE", "Number of Lesions at Baseline"), false},
    {classify::LesionStatus::kHistory, own("HISTORY", "Before Baseline"),
     own("N_HISTORY", "Number of Lesions before Baseline"), false},
    {classify::LesionStatus::kTreated, own("TREATED", "Locally Treated"),
     own("N_TREATED", "Number of Locally Treated Lesions"), false},
    {classify::LesionStatus::kNonPathological, own("NON_PATHOLOGICAL", "Not Pathological by Size"),
     own("N_NONPATH", "Number of Nodes Not Pathological by Size"), false},
}};

struct ConfidenceEntry {
  classify::Confidence confidence;
  Entry value;
};

inline constexpr std::array<ConfidenceEntry, 3> kConfidences = {{
    {classify::Confidence::kDefinite, own("DEFINITE", "Definite")},
    {classify::Confidence::kProbable, own("PROBABLE", "Probable")},
    {classify::Confidence::kIndeterminate, own("INDETERMINATE", "Indeterminate")},
}};

/// A category, the coarser pattern it belongs to, and what it says of oligoprogression.
struct CategoryEntry {
  classify::Category category;
  Entry value;
  Entry pattern;
  Entry oligoprogression;
};

inline constexpr std::array<CategoryEntry, 8> kCategories = {{
    {classify::Category::kSingleTimepoint, own("SINGLE_TIMEPOINT", "Single Time Point"), kUndetermined,
     kUndetermined},
    {classify::Category::kIndeterminate, own("INDETERMINATE", "Indeterminate"), kUndetermined, kUndetermined},
    {classify::Category::kResponse, own("RESPONSE", "Response"), own("NONE", "No Progression"), kAbsent},
    {classify::Category::kStable, own("STABLE", "Stable"), own("NONE", "No Progression"), kAbsent},
    {classify::Category::kOligoprogression, own("OLIGOPROGRESSION", "Oligoprogression"),
     own("OLIGO", "Oligoprogressive"), kPresent},
    {classify::Category::kLimitedProgression, own("LIMITED_PROG", "Limited Progression"),
     own("LIMITED", "Limited Progression"), kAbsent},
    {classify::Category::kMixedResponse, own("MIXED_RESPONSE", "Mixed Response"),
     own("MIXED", "Mixed Response"), kAbsent},
    {classify::Category::kPolyprogression, own("POLYPROGRESSION", "Polyprogression"),
     own("POLY", "Diffuse Progression"), kAbsent},
}};

/// A word of the rule book and its code.
struct WordEntry {
  std::string_view word;
  Entry value;
};

inline constexpr std::array<WordEntry, 7> kOverallResponses = {{
    {"CR", {"C159715", "NCIt", "RECIST Complete Response"}},
    {"PR", {"C159547", "NCIt", "RECIST Partial Response"}},
    {"SD", {"C159546", "NCIt", "RECIST Stable Disease"}},
    {"PD", {"C159716", "NCIt", "RECIST Progressive Disease"}},
    {"NE", kNotEvaluable},
    {"NON_CR_NON_PD", own("NONCR_NONPD", "Non-CR/Non-PD")},
    {"BASELINE", own("BASELINE", "Baseline")},
}};

inline constexpr std::array<WordEntry, 5> kTargetResponses = {{
    {"CR", dcm("112041", "Target Lesion Complete Response")},
    {"PR", dcm("112042", "Target Lesion Partial Response")},
    {"PD", dcm("112043", "Target Lesion Progressive Disease")},
    {"SD", dcm("112044", "Target Lesion Stable Disease")},
    {"NE", kNotEvaluable},
}};

inline constexpr std::array<WordEntry, 4> kNonTargetResponses = {{
    {"CR", dcm("112045", "Non-Target Lesion Complete Response")},
    {"NON_CR_NON_PD", dcm("112046", "Non-Target Lesion Incomplete Response or Stable Disease")},
    {"PD", dcm("112047", "Non-Target Lesion Progressive Disease")},
    {"NE", kNotEvaluable},
}};

inline constexpr std::array<WordEntry, 2> kDefinitionStatuses = {{
    {"complete", own("COMPLETE", "Definition Complete")},
    {"pattern_only", own("PATTERN_ONLY", "Imaging Pattern Only")},
}};

/// CID 29 and CID 100: a modality as such, and the procedure of an unspecified body region.
struct ModalityEntry {
  std::string_view modality;
  Entry value;
  Entry procedure;
};

inline constexpr Entry kImagingProcedure = sct("363679005", "Imaging procedure");

inline constexpr std::array<ModalityEntry, 10> kModalities = {{
    {"CT", dcm("CT", "Computed Tomography"), {"25045-6", "LN", "CT unspecified body region"}},
    {"MR", dcm("MR", "Magnetic Resonance"), {"25056-3", "LN", "MRI unspecified body region"}},
    {"PT", dcm("PT", "Positron emission tomography"), {"44136-0", "LN", "PET unspecified body region"}},
    {"NM", dcm("NM", "Nuclear Medicine"), {"49118-3", "LN", "NM unspecified body region"}},
    {"US", dcm("US", "Ultrasound"), kImagingProcedure},
    {"CR", dcm("CR", "Computed Radiography"), kImagingProcedure},
    {"DX", dcm("DX", "Digital Radiography"), kImagingProcedure},
    {"MG", dcm("MG", "Mammography"), kImagingProcedure},
    {"XA", dcm("XA", "X-Ray Angiography"), kImagingProcedure},
    {"RF", dcm("RF", "Radiofluoroscopy"), kImagingProcedure},
}};

/// The row of a table whose first member equals `key`; null when there is none.
template <class Table, class Member, class Key>
[[nodiscard]] constexpr auto find(const Table& table, Member member, const Key& key)
    -> decltype(table.data()) {
  for (const auto& row : table) {
    if (row.*member == key) return &row;
  }
  return nullptr;
}

}  // namespace oligard::report::codes
