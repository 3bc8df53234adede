// Codes of the record: what a result's verdicts are derived from (docs/conformance.md, "The record").
#pragma once

#include <array>
#include <string_view>

#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"
#include "report/write/codes.h"

namespace oligard::report::codes {

inline constexpr Entry kRecord = own("RECORD", "Record Behind the Verdicts");
inline constexpr Entry kSeal = own("SEAL", "Digest of the Content");

inline constexpr Entry kAssessedTimePoint = own("ASSESSED_TP", "Time Point That Is Assessed");

// Clinical context.
inline constexpr Entry kContextRecord = own("CONTEXT_REC", "Clinical Context Record");
inline constexpr Entry kBaseline = own("BASELINE_ID", "Baseline Time Point");
inline constexpr Entry kBaselineChosen = own("BASELINE_CHOSEN", "Baseline Time Point as Given");
inline constexpr Entry kOnTherapy = own("ON_THERAPY", "On Systemic Therapy");
inline constexpr Entry kInitialControl = own("INITIAL_CONTROL", "Initial Disease Control");
inline constexpr Entry kPolymetastatic = own("HIST_POLY", "History of Polymetastatic Disease");
inline constexpr Entry kOligometastatic = own("HIST_OLIGO", "History of Oligometastatic Disease");
inline constexpr Entry kMonthsToOligo =
    own("MONTHS_TO_OLIGO", "Months from Primary to Oligometastatic Disease");
inline constexpr Entry kIRecistAsked = own("IRECIST_ASKED", "iRECIST Is Asked for");
inline constexpr Entry kImmunotherapy = own("IMMUNOTHERAPY", "Immunotherapy");
inline constexpr Entry kTherapies = own("THERAPIES", "Systemic Therapies Are Known");
inline constexpr Entry kTherapy = own("THERAPY_REC", "Systemic Therapy Record");
inline constexpr Entry kDrug = own("DRUG", "Drug or Regimen");
inline constexpr Entry kTherapyStart = own("THERAPY_START", "First Day of Therapy");
inline constexpr Entry kTherapyStop = own("THERAPY_STOP", "Last Day of Therapy");
inline constexpr Entry kPrimaryDate = own("PRIMARY_DATE", "Date of Primary Diagnosis");
inline constexpr Entry kOligoDate = own("OLIGO_DATE", "Date of Oligometastatic Diagnosis");
inline constexpr Entry kBaselineSource = own("BASELINE_SOURCE", "Source of the Baseline Choice");
inline constexpr Entry kContextWarning = own("CONTEXT_WARNING", "Warning on the Clinical Context");
inline constexpr Entry kCaseWarning = own("CASE_WARNING", "Warning on the Case");
inline constexpr Entry kLesionSource = own("LESION_SOURCE", "Source of a Value of the Lesion");
inline constexpr Entry kContextSource = own("CONTEXT_SOURCE", "Source of a Context Value");

// Time points.
inline constexpr Entry kTimePointRecord = own("TIMEPOINT_REC", "Time Point Record");
inline constexpr Entry kTimePointId = own("TIMEPOINT_ID", "Time Point of the Record");
inline constexpr Entry kTimePointDate = own("TIMEPOINT_DATE", "Date of the Time Point");
inline constexpr Entry kSliceThickness = dcm("112225", "Slice Thickness");
inline constexpr Entry kCoverage = own("COVERAGE", "Region Imaged");
inline constexpr Entry kCoverageKnown = own("COVERAGE_KNOWN", "Regions Imaged Are Known");
inline constexpr Entry kExhaustive = own("EXHAUSTIVE", "Every Lesion Is Segmented");

// Lesions.
inline constexpr Entry kLesionRecord = own("LESION_REC", "Lesion Record");
inline constexpr Entry kLesionId = own("LESION_ID", "Lesion of the Record");
inline constexpr Entry kLesionUid = own("LESION_UID", "Tracking UID of the Recorded Lesion");
inline constexpr Entry kOrgan = own("ORGAN", "Organ");
inline constexpr Entry kRegion = own("REGION", "Body Region");
inline constexpr Entry kKind = own("LESION_KIND", "Kind of Lesion");
inline constexpr Entry kNodal = own("NODAL", "Lymph Node");
inline constexpr Entry kRole = own("RECIST_ROLE", "Role Given for RECIST");
inline constexpr Entry kLocalTherapy = own("LOCAL_THERAPY", "Date of Local Therapy");
inline constexpr Entry kTherapyKind = own("THERAPY_KIND", "Kind of Local Therapy");
inline constexpr Entry kFeature = own("FEATURE", "Feature of the Lesion");
inline constexpr Entry kPlaceImaged = own("PLACE_IMAGED", "Place of the Lesion Was Imaged");
inline constexpr Entry kObservation = own("OBSERVATION", "Observation of the Lesion");
inline constexpr Entry kLowerBound = own("LOWER_BOUND", "Size Is a Lower Bound");
inline constexpr Entry kReaderProgression = own("READER_PD", "Reader States Unequivocal Progression");
inline constexpr Entry kNotEvaluableReason = own("NE_REASON", "Reason Why Not Evaluable");
inline constexpr Entry kSourceReport = own("SOURCE_OBJECT", "Object the Size Is Taken from");

inline constexpr Entry kReaderStatusRecord = own("READER_REC", "Record of a Reader's Status");
inline constexpr Entry kReaderStatus = own("READER_STATUS", "Lesion Status as Stated by a Reader");
inline constexpr Entry kReaderDate = own("READER_DATE", "Date of the Reader's Report");

// What the document states, to tell what a person changes in a copy.
inline constexpr Entry kWritten = own("WRITTEN_REC", "What This Result States");
inline constexpr Entry kResultUid = own("RESULT_UID", "SOP Instance UID of This Result");
/// Tracking Identifier, status, Observation UID and Tracking UID, a space between each.
inline constexpr Entry kWrittenGroup = own("WRITTEN_GROUP", "Measurement Group of This Result");
/// digest_of_text of each, a space between each.
inline constexpr Entry kTextDigests = own("TEXT_DIGESTS", "Digests of Texts");

// Rules.
inline constexpr Entry kProfileRecord = own("PROFILE_REC", "Profile Record");
inline constexpr Entry kProfileName = own("PROFILE_NAME", "Name of the Profile");
inline constexpr Entry kProfileDescription = own("PROFILE_TEXT", "Description of the Profile");
inline constexpr Entry kProfileSource = own("PROFILE_SOURCE", "Source of the Profile");
inline constexpr Entry kProfileVerified = own("PROFILE_CHECKED", "Source of the Profile Was Checked");
inline constexpr Entry kMaxLesions = own("MAX_LESIONS", "Most Progressing Lesions");
inline constexpr Entry kMaxOrgans = own("MAX_ORGANS", "Most Organs with Progressing Lesions");
inline constexpr Entry kMaxPerOrgan = own("MAX_PER_ORGAN", "Most Progressing Lesions in One Organ");
inline constexpr Entry kMaxShare = own("MAX_SHARE", "Greatest Share of Progressing Lesions");
inline constexpr Entry kShareInclusive = own("SHARE_INCLUSIVE", "Greatest Share Itself Is Allowed");
inline constexpr Entry kCnsMode = own("CNS_MODE", "How CNS Lesions Count");
inline constexpr Entry kAllowedOrgan = own("ALLOWED_ORGAN", "Organ Allowed by the Profile");
inline constexpr Entry kConstantsRecord = own("CONSTANTS_REC", "Constants of the Rules");
inline constexpr Entry kConstant = own("CONSTANT", "Constant of the Rules");
inline constexpr Entry kConstantName = own("CONSTANT_NAME", "Name of the Constant");

inline constexpr Entry kMonth = {"mo", "UCUM", "month"};
inline constexpr Entry kUnknown = sct("261665006", "Unknown");

template <class Value>
struct ValueEntry {
  Value meaning;
  Entry value;
};

inline constexpr std::array<ValueEntry<classify::ObservationState>, 7> kObservationStates = {{
    {classify::ObservationState::kMeasured, own("MEASURED", "Measured")},
    {classify::ObservationState::kTooSmall, own("TOO_SMALL", "Too Small to Measure")},
    {classify::ObservationState::kAbsent, own("ABSENT", "Absent")},
    {classify::ObservationState::kPresent, own("PRESENT", "Present, Not Measured")},
    {classify::ObservationState::kIncreasedEquivocal, own("INCREASED", "Increased, Equivocal")},
    {classify::ObservationState::kUnequivocalProgression, own("UNEQUIVOCAL_PD", "Unequivocal Progression")},
    {classify::ObservationState::kNotEvaluable, own("NOT_EVAL", "Not Evaluable")},
}};

inline constexpr std::array<ValueEntry<classify::RecistRole>, 3> kRoles = {{
    {classify::RecistRole::kAuto, own("ROLE_AUTO", "By the Rules")},
    {classify::RecistRole::kTarget, own("ROLE_TARGET", "Target")},
    {classify::RecistRole::kNonTarget, own("ROLE_NONTARGET", "Non-Target")},
}};

inline constexpr std::array<ValueEntry<classify::CnsMode>, 3> kCnsModes = {{
    {classify::CnsMode::kCount, own("CNS_COUNT", "Like Other Lesions")},
    {classify::CnsMode::kSeparateUnlimited, own("CNS_SEPARATE", "Not Counted, Any Number May Progress")},
    {classify::CnsMode::kExtracranialOnly, own("CNS_NONE", "Not Counted, None May Progress")},
}};

}  // namespace oligard::report::codes
