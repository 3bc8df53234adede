// Every code that the written reports use, in tables. Sources: PS3.16 context groups and templates (edition
// 2024c), the NCI Thesaurus for RECIST responses, and our private scheme 99OLIGARD where no public code was
// found. Code meanings of the axes are matched literally by OHIF: they stay "Long Axis" and "Short Axis".
#pragma once

#include <array>
#include <string_view>

#include "oligard/base/code.h"
#include "oligard/classify/texts.h"
#include "oligard/terms/lesion_status.h"
#include "oligard/terms/own_codes.h"
#include "oligard/terms/verdict.h"

namespace oligard::report::codes {

using namespace terms::codes;

constexpr Entry dcm(const char* value, const char* meaning) {
  return {value, "DCM", meaning};
}
constexpr Entry sct(const char* value, const char* meaning) {
  return {value, "SCT", meaning};
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
inline constexpr Entry kUncertainty = sct("371884006", "+/-, range of measurement uncertainty");

// Sums and counts.
inline constexpr Entry kDerivation = dcm("121401", "Derivation");
inline constexpr Entry kTotal = sct("255619001", "Total");

// The patient's response and pattern.
inline constexpr Entry kResponseMethod = dcm("112021", "Response Evaluation Method");
inline constexpr Entry kCurrentResponse = dcm("112048", "Current Response");

inline constexpr Entry kYes = sct("373066001", "Yes");
inline constexpr Entry kNo = sct("373067005", "No");

// Units (UCUM).
inline constexpr Entry kMillimetre = {"mm", "UCUM", "millimeter"};
inline constexpr Entry kCubicCentimetre = {"cm3", "UCUM", "cubic centimeter"};
inline constexpr Entry kPercent = {"%", "UCUM", "Percent"};
inline constexpr Entry kNoUnit = {"1", "UCUM", "no units"};

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
