// The private coding scheme.
#pragma once

#include "oligard/terms/code_entry.h"

namespace oligard::terms::codes {

inline constexpr const char* kOwnSchemeName = "Oligard private codes";
inline constexpr const char* kOwnSchemeVersion = "1";
/// Who answers for the scheme, and the manufacturer of what the program writes.
inline constexpr const char* kOwnOrganisation = "Oligard project";

// Numbers of a lesion.
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
inline constexpr Entry kNotEvaluable = own("NE", "Not Evaluable");

// The record (docs/conformance.md): the container at the end of SR-A, and its texts.
inline constexpr Entry kRecord = own("RECORD", "Record Behind the Verdicts");
inline constexpr Entry kRecordJson = own("RECORD_JSON", "Record as JSON");
inline constexpr Entry kRecordDigest =
    own("RECORD_DIGEST", "Digest of the Record");  ///< SHA-256 of RECORD_JSON
inline constexpr Entry kSeal = own("SEAL", "Digest of the Content");

}  // namespace oligard::terms::codes
