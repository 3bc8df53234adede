// Concepts of measurement reports in all the codes that writers use for them.
#pragma once

#include <string>
#include <string_view>

#include "oligard/base/code.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

enum class Concept {
  kUnknown,
  // Structure
  kImagingMeasurements,
  kDerivedMeasurements,
  kMeasurementGroup,
  kTrackingIdentifier,
  kTrackingUid,
  kFinding,
  kFindingCategory,
  kFindingSite,
  kLaterality,
  kMeasurementMethod,
  kDerivation,
  kTimePoint,
  kTimePointType,
  kTimePointOrder,
  kTimeOffset,
  kTemporalEventType,
  kPreviousFindings,
  kActivitySession,
  kReferencedSegment,
  kReferencedSegmentationFrame,
  kSourceSeries,
  kSourceImage,
  kImageRegion,
  kBaselineCategory,
  kComment,
  kPresence,
  kSizeDifference,
  kPersonObserver,
  kDeviceObserver,
  kDeviceObserverUid,
  kImageLibrary,
  kLabel,
  kColour,
  kSecondaryGraphic,
  kOwnStatus,         ///< LESION_STATUS of our own results
  kOwnWholeLesion,    ///< WHOLE_LESION_UID of our own results
  kOwnSourceSegment,  ///< SOURCE_SEGMENT: what a lesion of our results was measured on
  // Numbers
  kLongAxis,
  kMajorAxis,
  kDiameter,
  kLength,
  kDistance,
  kShortAxis,
  kMinorAxis,
  kMaxDiameter3d,
  kVolume,
  kVoxelSumVolume,
  kEstimatedVolume,
  // AIM 3 (99NCIAIM)
  kAimReport,
  kAimAnnotation,
  kAimAnnotationType,
  kAimAnatomicEntity,
  kAimObservation,
  kAimCalculation,
  kAimCalculationResult,
  kAimDimensionLabel,
  kAimShape,
};

/// By value and scheme; SCT and the SRT designators are one scheme, so that a new value under the old
/// designator is understood. The meaning is not looked at.
[[nodiscard]] Concept concept_of(const Code& code);

/// What a coded value of a measurement group says about the lesion; kNone when it says nothing of the kind.
[[nodiscard]] Statement statement_of(const Code& value);

/// The same for a whole phrase ("too small to measure"); kNone for any other text.
[[nodiscard]] Statement statement_of_phrase(std::string_view phrase);

/// A lesion status as a word of the rule book ("NOT_EVALUABLE"): of our private codes, else by the meaning of
/// any code. Empty for what is none.
[[nodiscard]] std::string lesion_status_of(const Code& value);
/// The same for a whole phrase: "stable", "unequivocal progression", "no longer visible".
[[nodiscard]] std::string lesion_status_of_phrase(std::string_view phrase);
/// The status in a sentence on a lesion as our results write it: "L03 liver, target: PROGRESSING 26.1 mm …".
[[nodiscard]] std::string lesion_status_in_sentence(std::string_view sentence);

/// A concept whose value may be such a statement: finding, presence, comment, and private ones that are named
/// so.
[[nodiscard]] bool is_status_concept(const Code& name);

/// A concept whose value may say which RECIST role the lesion has.
[[nodiscard]] bool is_role_concept(const Code& name);

/// "target", "non_target" or empty. Of phrases "target", "target lesion 2", "baseline non-target lesion" and
/// the like.
[[nodiscard]] std::string recist_role_of(const Code& value);
[[nodiscard]] std::string recist_role_of_phrase(std::string_view phrase);

/// Mean, minimum, total, change and the like: such a number is not the size of the lesion.
[[nodiscard]] bool is_statistic(const Code& derivation);

/// Why a number is missing (CID 42): not measured, unknown or failed; kNone for any other code.
[[nodiscard]] Statement statement_of_qualifier(const Code& qualifier);

/// An organ, tissue or reference region, or what a reader declared to be no lesion.
[[nodiscard]] bool is_no_lesion(const Code& finding);

/// Label text of a viewer's own scheme, written where a code belongs.
[[nodiscard]] bool is_free_text(const Code& code);

}  // namespace oligard::load
