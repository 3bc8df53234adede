// Every number of the method, with the place in docs/matching.md that explains it.
#pragma once

#include <cstddef>

namespace oligard::match {

// Cost of a link.
inline constexpr double kSigmaPlaceMm = 6;      ///< place after the residual field
inline constexpr double kSigmaLogVolume = 0.9;  ///< of ln V between two visits
inline constexpr double kSizeShareOfSigma =
    0.35;  ///< of the larger radius: large lesions shift as they change
inline constexpr double kSliceVarianceShare = 12;  ///< of spacing²: a uniform place within the slice
inline constexpr double kOrganPenalty = 3;
inline constexpr double kSidePenalty = 6;
inline constexpr double kTruncatedVolumeFactor = 0.25;
inline constexpr int kShapeVoxels = 50;
inline constexpr double kMaxLinkCost = 18;
inline constexpr double kUnlinkedCost = 9;     ///< of each lesion that stays alone
inline constexpr double kGapPenalty = 2;       ///< per time point skipped
inline constexpr double kOtherUidPenalty = 2;  ///< where most UIDs recur and these differ

// Registration.
inline constexpr int kVoters = 60;
inline constexpr double kVoteSigmaMm = 15;
inline constexpr double kVoteReachMm = 35;
inline constexpr double kVoteSigmaLogVolume = 1.2;
inline constexpr double kVoteOtherOrgan = 0.1;
inline constexpr double kFieldOfViewSigmaMm = 60;
inline constexpr double kFieldOfViewFloor = 4;  ///< of -ln of a shift's plausibility: the prior may err
inline constexpr int kSeeds = 12;
inline constexpr std::size_t kFinalists = 2;  ///< seeds that are refined on more than the voters
inline constexpr double kSeedDistanceMm = 20;
inline constexpr double kRefineSigmasMm[] = {30, 20, 14, 10, 10};
inline constexpr double kRidgeMm2 = 1500;
inline constexpr double kKernelFloor = 1e-3;
inline constexpr double kKernelFloorOfMany = 0.02;  ///< with more than kVoters
inline constexpr double kAnchorWeight = 3;
inline constexpr double kScoreSigmaMm = 12;
inline constexpr double kConsensusKernel = 0.05;
inline constexpr double kFreeRotationDegrees = 5;
inline constexpr double kRotationPenalty = 0.008;
inline constexpr double kDistinctShiftMm = 15;
inline constexpr double kRegistrationObjectBonus = 1.5;
inline constexpr double kImageBonus = 1.5;
inline constexpr double kOrganBonus = 1;
inline constexpr int kOrganNeeds =
    2;  ///< pairs of lesions that confirm organs, which are alike in all people
inline constexpr double kSameFrameBonus = 1;
inline constexpr double kSameFrameTrust = 0.8;
inline constexpr double kAnchorBonus = 1.5;
inline constexpr double kOneAnchorTrust = 0.5;
inline constexpr double kAnchorsTrust = 0.9;
inline constexpr double kComposedBonus = 0.5;
inline constexpr double kComposedTrustFactor = 0.7;
inline constexpr double kTrustedDriftMm = 30;  ///< how far a known map may be refined: one deep breath
inline constexpr double kTieScore = 0.3;
inline constexpr double kSignificanceDecades = 6;
inline constexpr double kMinBoxMm3 = 2e6;
inline constexpr double kBoxMarginMm = 30;
inline constexpr double kMinReliability = 0.3;
inline constexpr double kGoodReliability = 0.8;
// A map that only organs or images suggest needs lesions that say the same, where both time points show some.
inline constexpr std::size_t kWitnesses = 4;
inline constexpr double kWitnessShare = 0.3;
inline constexpr double kMirrorRatio = 1.5;
inline constexpr int kMirrorLesions = 4;

// Organ masks.
inline constexpr double kBoneWeight = 1;
inline constexpr double kSolidOrganWeight = 0.7;
inline constexpr double kLungWeight = 0.4;
inline constexpr double kOrganVolumeRatioMin = 0.7;
inline constexpr double kOrganVolumeRatioMax = 1.4;
inline constexpr double kNearestOrganMm = 12;      ///< of several with one name, after the first fit
inline constexpr double kNearestOrganShare = 0.5;  ///< of the distance to the next one
inline constexpr double kOrganSigmasMm[] = {60, 40, 25, 15, 15};  ///< of organ centres, rough to fine
inline constexpr double kOrganScoreSigmaMm = 15;
inline constexpr double kOrganAgreesMm =
    45;  ///< a deep breath, and what the rigid map errs by far from its middle
inline constexpr double kOrganAgreeShare = 0.6;
inline constexpr double kOrganMaxDegrees = 25;
inline constexpr double kOrganMirrorMargin = 0.7;  ///< weight by which a mirrored fit must not be better
inline constexpr double kLoneOrganMm3 = 2e5;       ///< one organ alone must be as large as a small lung
inline constexpr int kIcpRounds = 20;
inline constexpr int kCutRounds = 60;  ///< parts slide slowly
inline constexpr double kIcpTrim = 0.2;
inline constexpr std::size_t kIcpPoints = 3000;  ///< of all organs together
inline constexpr double kIcpStopMm = 0.1;
inline constexpr double kCutTrim = 0.4;            ///< of an organ that the field of view cuts
inline constexpr double kOrganSurfaceMm = 4;       ///< what the shape may differ by, beyond the sampling
inline constexpr double kOrganSurfaceShare = 0.1;  ///< and of the organ's radius
inline constexpr double kOrganReachMm = 15;        ///< places this near to an organ move with it
inline constexpr double kOrganFadeMm = 70;         ///< farther from all organs the rigid map counts more
inline constexpr double kLungScaleMax = 1.33;
inline constexpr double kOrganTrust = 0.7;  ///< below kGoodReliability: lesions must confirm
inline constexpr double kFewOrgansTrust = 0.6;
inline constexpr double kLoneOrganTrust = 0.5;
inline constexpr int kManyOrgans = 4;

// Displacement field: what the rigid map leaves.
struct FieldScale {
  double reach_mm;   ///< length scale of the squared exponential kernel
  double across_mm;  ///< standard deviation in x and y
  double along_mm;   ///< in z
  bool by_tissue;    ///< bone and soft tissue differ in it
};
inline constexpr FieldScale kFieldScales[] = {
    {30, 3, 4, true},    // an organ
    {80, 5, 9, true},    // a region: breathing
    {250, 6, 6, false},  // the body: what a rotation leaves
};
inline constexpr double kOtherTissueCorrelation = 0.3;
inline constexpr double kUnknownTissueCorrelation =
    0.8;  ///< squared at most (1 + the other one) / 2: a covariance
inline constexpr int kFieldNeighbours = 12;
inline constexpr int kFieldRounds = 5;
inline constexpr int kFieldRoundsOfMany = 2;   ///< with more than kDirectLesions
inline constexpr double kLinkCellMm = 20;      ///< of the grid that finds candidates
inline constexpr double kLinkNoiseMm = 3;      ///< of a link's place: jitter, segmentation
inline constexpr double kFieldPriorCount = 8;  ///< lesions that the prior of the agitation weighs
inline constexpr double kFieldLargestSquare = 6;
inline constexpr double kAgitationMargin = 2;  ///< displacements have longer tails than the field
inline constexpr double kLeastAgitation = 0.3;
inline constexpr double kMostAgitation = 3;
inline constexpr int kInversionRounds = 30;  ///< of a known map or the field
inline constexpr double kInversionMm = 0.5;
inline constexpr double kFieldLeastWeight = 0.02;  ///< of a lesion's candidate links together

// Groups that moved as a whole.
inline constexpr double kGroupShiftMm = 90;
inline constexpr double kGroupAgreesMm = 14;
inline constexpr double kGroupLogVolume = 1.2;
inline constexpr int kGroupPairs = 3;
inline constexpr double kWeakLinkCost = 9;  ///< a link above it may give way to a group
inline constexpr std::size_t kGroupLesions = 40;

// Tracking UIDs.
inline constexpr double kUidMaxShiftMm = 60;  ///< plus both radii
inline constexpr double kUidLeverShare =
    0.15;  ///< of the distance to the nearest linked lesion: rotations err there
inline constexpr double kUidMaxContradictions = 0.3;
inline constexpr double kUidRecurrence = 0.8;
inline constexpr double kUidTrustedContradictions = 0.1;
inline constexpr int kUidTrustedPairs =
    3;  ///< shared, hardly any contradicted: then other UIDs are other lesions

// Few lesions.
inline constexpr double kLoneVolumeRatio = 4;
inline constexpr double kLoneLengthRatio = 1.6;
inline constexpr double kNamedLengthRatio = 3;  ///< of two lone lesions with the same Tracking Identifier
inline constexpr double kUnplacedLengthRatio = 3;
inline constexpr double kPairResidualMm = 20;
inline constexpr double kLoneProbability = 0.6;
inline constexpr double kLoneSameOrganProbability = 0.7;
inline constexpr double kUnplacedProbability = 0.5;

// Several time points.
inline constexpr std::size_t kDirectLesions = 200;  ///< of both time points; with more, gaps go along chains
inline constexpr std::size_t kChainAnchors = 5;
inline constexpr double kConfirmingProbability =
    0.9;  ///< of a link that may confirm, doubt or complete others
inline constexpr double kCompletedProbability = 0.9;
inline constexpr std::size_t kAgitationSamples = 150;

// Splits and merges.
inline constexpr double kEventCost = 4;
inline constexpr double kEventReachMm = 10;  ///< standard deviation of an event's place, for the search
inline constexpr double kEventGapMm = 10;
inline constexpr double kSpanShare = 0.7;
inline constexpr int kMaxFragments = 4;
inline constexpr std::size_t kMaxGroups = 4000;
inline constexpr std::size_t kMostTouching = 6;  ///< neighbours that a lesion is tried with
inline constexpr double kUnionShare = 0.7;   ///< misfit of the fragments' union to the best single shape's
inline constexpr double kEventEvidence = 1;  ///< without a boundary: how much better than one fragment alone

// Confidence: weights from scripts/fit-confidence.
struct ConfidenceWeights {
  double bias, margin, cost, reliability;
};
inline constexpr ConfidenceWeights kLinkWeights = {0.641, 0.422, -0.173, 0.380};
inline constexpr ConfidenceWeights kEventWeights = {3.950, 0, -0.095, 0.884};
inline constexpr ConfidenceWeights kGapWeights = {0.225, 0.378, -0.146, 0.723};
inline constexpr ConfidenceWeights kUnlinkedWeights = {-1, 0.5, 0, 2};  ///< chosen, not fitted
inline constexpr int kRevisionRows = 20;  ///< rows around a decision that are solved again
inline constexpr double kMarginCap = 25;
inline constexpr double kCloseMargin = 6;
inline constexpr double kSureProbability = 0.98;
inline constexpr double kSureAbsence = 0.9;
inline constexpr double kUidProbability = 0.99;
inline constexpr double kReaderProbability = 0.999;
inline constexpr double kReaderAnchorMm =
    30;  ///< plus both radii: readers' links farther off register nothing
inline constexpr double kNoPartnerMargin = 18;  ///< of a lesion without any candidate

}  // namespace oligard::match
