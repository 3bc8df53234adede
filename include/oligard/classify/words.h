// Flags and reasons of clinical-rules that more than one file uses.
#pragma once

namespace oligard::classify::word {

inline constexpr const char* kOutsideCoverage = "outside_coverage";
inline constexpr const char* kNotSegmented = "not_segmented";
inline constexpr const char* kRegistrationFailed = "registration_failed";
inline constexpr const char* kReader = "reader";
inline constexpr const char* kReaderStatement = "reader_statement";
inline constexpr const char* kFirstImaged = "first_imaged";
inline constexpr const char* kPossibleFlare = "possible_flare";
inline constexpr const char* kTruncated = "truncated";
inline constexpr const char* kTruncatedLowerBound = "truncated_lower_bound";
inline constexpr const char* kLocallyTreated = "locally_treated";
inline constexpr const char* kDiscordant = "diameter_volume_discordant";
inline constexpr const char* kVolumeOnly = "volume_only";
inline constexpr const char* kRelativeOnly = "relative_only";
inline constexpr const char* kAbsoluteOnly = "absolute_only";
inline constexpr const char* kGrowthBelowThreshold = "growth_below_threshold";

inline constexpr const char* kNoAssessableLesion = "no_assessable_lesion";
inline constexpr const char* kTooManyNotEvaluable = "too_many_not_evaluable";
inline constexpr const char* kPossibleProgression = "possible_progression";
inline constexpr const char* kDiffuseSubthresholdGrowth = "diffuse_subthreshold_growth";
inline constexpr const char* kDiffuseProgression = "diffuse_progression";
inline constexpr const char* kDrifting = "controlled_disease_drifting";
inline constexpr const char* kOffTherapy = "off_systemic_therapy";
inline constexpr const char* kNoInitialControl = "no_initial_control";
inline constexpr const char* kCnsOutsideProfile = "cns_outside_profile";
inline constexpr const char* kOrganOutsideProfile = "organ_outside_profile";

inline constexpr const char* kComplete = "complete";
inline constexpr const char* kPatternOnly = "pattern_only";

inline constexpr const char* kCr = "CR";
inline constexpr const char* kPr = "PR";
inline constexpr const char* kSd = "SD";
inline constexpr const char* kPd = "PD";
inline constexpr const char* kNe = "NE";
inline constexpr const char* kNonCrNonPd = "NON_CR_NON_PD";
inline constexpr const char* kBaseline = "BASELINE";
inline constexpr const char* kHistory = "HISTORY";

}  // namespace oligard::classify::word
