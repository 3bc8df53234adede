// Every number of the method. Each group names the section of docs/matching.md that explains it, and each
// number says what it is; the page says why. Costs are squared standard deviations (-2 ln of a likelihood); V
// is a volume.
#pragma once

#include <cstddef>

namespace oligard::match {

// "Two time points", 4: cost of a link.
inline constexpr double kSigmaPlaceMm = 6;      ///< of a lesion's place after the residual field
inline constexpr double kSigmaLogVolume = 0.9;  ///< of ln V between two visits
inline constexpr double kSizeShareOfSigma =
    0.35;  ///< of the larger radius: large lesions shift as they change
inline constexpr double kSliceVarianceShare = 12;  ///< of spacing squared: a uniform place within the slice
inline constexpr double kOrganPenalty = 3;         ///< cost of two different organs
inline constexpr double kSidePenalty = 6;          ///< cost of left against right
inline constexpr double kTruncatedVolumeFactor =
    0.25;                                      ///< of the volume term where the field of view cuts a lesion
inline constexpr int kShapeVoxels = 50;        ///< a lesion of fewer voxels has no shape to compare
inline constexpr double kMaxLinkCost = 18;     ///< a link above it is not made
inline constexpr double kUnlinkedCost = 9;     ///< of each lesion that stays alone
inline constexpr double kGapPenalty = 2;       ///< per time point skipped ("k time points", 3)
inline constexpr double kOtherUidPenalty = 2;  ///< where most UIDs recur and these differ ("Tracking UIDs")

// "Two time points", 1: registration. Votes of pairs of lesions for a translation, seeds, refinement.
inline constexpr int kVoters = 60;                  ///< largest lesions of each side that vote
inline constexpr double kVoteSigmaMm = 15;          ///< width of a vote
inline constexpr double kVoteReachMm = 35;          ///< votes farther apart do not add up
inline constexpr double kVoteSigmaLogVolume = 1.2;  ///< of ln V of a pair that votes
inline constexpr double kVoteOtherOrgan = 0.1;      ///< weight of a pair of different organs
inline constexpr double kFieldOfViewSigmaMm =
    60;                                         ///< of the shift in x and y that the fields of view suggest
inline constexpr double kFieldOfViewFloor = 4;  ///< of -ln of a shift's plausibility: the prior may err
inline constexpr int kSeeds = 12;               ///< densest votes that are refined
inline constexpr std::size_t kFinalists = 2;    ///< seeds that are refined on more than the voters
inline constexpr double kSeedDistanceMm = 20;   ///< between seeds at least
inline constexpr double kRefineSigmasMm[] = {30, 20, 14, 10,
                                             10};   ///< of distances, one a round, rough to fine
inline constexpr double kRidgeMm2 = 1500;           ///< pulls the rotation to none
inline constexpr double kKernelFloor = 1e-3;        ///< pairs that agree less are left out
inline constexpr double kKernelFloorOfMany = 0.02;  ///< with more than kVoters
inline constexpr double kAnchorWeight = 3;          ///< of a pair that a Tracking UID or a reader names
inline constexpr double kScoreSigmaMm = 12;         ///< of distances when a refined map is scored
inline constexpr double kConsensusKernel = 0.05;    ///< agreement above which a pair counts for a map
inline constexpr double kFreeRotationDegrees = 5;   ///< a rotation up to this costs nothing
inline constexpr double kRotationPenalty = 0.008;   ///< of the score, per degree squared beyond
inline constexpr double kDistinctShiftMm = 15;      ///< maps nearer to each other are one explanation
// What maps that the lesions did not propose start with in the score, and the reliability that they have
// where lesions prove nothing.
inline constexpr double kRegistrationObjectBonus = 1.5;
inline constexpr double kImageBonus = 1.5;
inline constexpr double kOrganBonus = 1;
inline constexpr int kOrganNeeds =
    2;  ///< pairs of lesions that confirm organs, which are alike in all people
inline constexpr double kSameFrameBonus = 1;  ///< of the identity in one frame of reference
inline constexpr double kSameFrameTrust = 0.8;
inline constexpr double kAnchorBonus = 1.5;  ///< of the fit of Tracking UIDs
inline constexpr double kOneAnchorTrust = 0.5;
inline constexpr double kAnchorsTrust = 0.9;
inline constexpr double kComposedBonus = 0.5;  ///< of a map over a third time point ("k time points", 1)
inline constexpr double kComposedTrustFactor = 0.7;  ///< of the reliability of its parts
inline constexpr double kTrustedDriftMm = 30;        ///< how far a known map may be refined: one deep breath
inline constexpr double kTieScore = 0.3;             ///< by how much a map must beat a known one

// "Two time points", 2: is it real?
inline constexpr double kSignificanceDecades = 6;  ///< p = 1e-6 is full reliability
inline constexpr double kMinBoxMm3 = 2e6;          ///< volume in which lesions could lie, at least
inline constexpr double kBoxMarginMm = 30;         ///< around the lesions
inline constexpr double kMinReliability = 0.3;     ///< below it a registration is refused
inline constexpr double kGoodReliability = 0.8;    ///< below it its links are ambiguous
inline constexpr std::size_t kWitnesses =
    4;  ///< lesions of a region at both time points that must say the same
inline constexpr double kWitnessShare = 0.3;  ///< of them linked, or a map of organs or images is refused
inline constexpr double kMirrorRatio =
    1.5;  ///< by which the mirrored fit must be better to be refused as mirrored
inline constexpr int kMirrorLesions = 4;  ///< on each side, else a mirrored fit proves nothing

// "Organ masks".
inline constexpr double kBoneWeight = 1;
inline constexpr double kSolidOrganWeight = 0.7;
inline constexpr double kLungWeight = 0.4;
inline constexpr double kOrganVolumeRatioMin = 0.7;  ///< of an organ at both time points
inline constexpr double kOrganVolumeRatioMax = 1.4;
inline constexpr double kNearestOrganMm = 12;      ///< of several with one name, after the first fit
inline constexpr double kNearestOrganShare = 0.5;  ///< of the distance to the next one
inline constexpr double kOrganSigmasMm[] = {60, 40, 25, 15,
                                            15};  ///< of organ centres, one a round, rough to fine
inline constexpr double kOrganScoreSigmaMm = 15;  ///< of organ centres when a map is scored
inline constexpr double kOrganAgreesMm =
    45;  ///< a deep breath, and what the rigid map errs by far from its middle
inline constexpr double kOrganAgreeShare = 0.6;    ///< of the weight of all organs, at least
inline constexpr double kOrganMaxDegrees = 25;     ///< a larger turn is refused
inline constexpr double kOrganMirrorMargin = 0.7;  ///< weight by which a mirrored fit must not be better
inline constexpr double kLoneOrganMm3 = 2e5;       ///< one organ alone must be as large as a small lung
inline constexpr int kIcpRounds = 20;              ///< of iterated closest points
inline constexpr int kCutRounds = 60;              ///< the same for a cut organ: parts slide slowly
inline constexpr double kIcpTrim = 0.2;            ///< share of the farthest points that is left out
inline constexpr std::size_t kIcpPoints = 3000;    ///< of all organs together
inline constexpr double kIcpStopMm = 0.1;          ///< a smaller step ends the rounds
inline constexpr double kCutTrim = 0.4;            ///< as kIcpTrim, of an organ that the field of view cuts
inline constexpr double kOrganSurfaceMm = 4;       ///< what the shape may differ by, beyond the sampling
inline constexpr double kOrganSurfaceShare = 0.1;  ///< and of the organ's radius
inline constexpr double kOrganReachMm = 15;        ///< places this near to an organ move with it
inline constexpr double kOrganFadeMm = 70;         ///< farther from all organs the rigid map counts more
inline constexpr double kLungScaleMax = 1.33;      ///< of a lung along z between two breaths
inline constexpr double kOrganTrust =
    0.7;  ///< of kManyOrgans and more; below kGoodReliability: lesions must confirm
inline constexpr double kFewOrgansTrust = 0.6;
inline constexpr double kLoneOrganTrust = 0.5;
inline constexpr int kManyOrgans = 4;

// "Two time points", 3: displacement field, what the rigid map leaves.
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
inline constexpr double kOtherTissueCorrelation = 0.3;  ///< of bone with soft tissue
inline constexpr double kUnknownTissueCorrelation =
    0.8;                                          ///< squared at most (1 + the other one) / 2: a covariance
inline constexpr int kFieldNeighbours = 12;       ///< nearest links that predict a displacement
inline constexpr int kFieldRounds = 5;            ///< of field and candidate links in turn
inline constexpr int kFieldRoundsOfMany = 2;      ///< with more than kDirectLesions
inline constexpr double kLinkCellMm = 20;         ///< of the grid that finds candidates
inline constexpr double kLinkNoiseMm = 3;         ///< of a link's place: jitter, segmentation
inline constexpr double kFieldPriorCount = 8;     ///< lesions that the prior of the agitation weighs
inline constexpr double kFieldLargestSquare = 6;  ///< most that one link adds to the agitation
inline constexpr double kAgitationMargin = 2;     ///< displacements have longer tails than the field
inline constexpr double kLeastAgitation = 0.3;    ///< of this patient's variance over the usual one
inline constexpr double kMostAgitation = 3;
inline constexpr std::size_t kAgitationSamples = 150;  ///< links that it is taken from
inline constexpr int kInversionRounds = 30;            ///< of a known map or the field
inline constexpr double kInversionMm = 0.5;            ///< a smaller error ends the rounds
inline constexpr double kFieldLeastWeight = 0.02;      ///< of a lesion's candidate links together

// "Two time points", 4: groups that moved as a whole.
inline constexpr double kGroupShiftMm = 90;       ///< farthest
inline constexpr double kGroupAgreesMm = 14;      ///< how near one shift must bring each pair
inline constexpr double kGroupLogVolume = 1.2;    ///< largest |ln V| of a pair
inline constexpr int kGroupPairs = 3;             ///< at least
inline constexpr double kWeakLinkCost = 9;        ///< a link above it may give way to a group
inline constexpr std::size_t kGroupLesions = 40;  ///< alone on one side; with more no group is looked for

// "Tracking UIDs".
inline constexpr double kUidMaxShiftMm = 60;  ///< plus both radii
inline constexpr double kUidLeverShare =
    0.15;  ///< of the distance to the nearest linked lesion: rotations err there
inline constexpr double kUidMaxContradictions = 0.3;  ///< share above which UIDs are left out
inline constexpr double kUidRecurrence =
    0.8;  ///< share of a time point's UIDs that recur, for kOtherUidPenalty
inline constexpr double kUidTrustedContradictions =
    0.1;                                    ///< share up to which a recurring UID forbids other links
inline constexpr int kUidTrustedPairs = 3;  ///< shared UIDs that this takes

// "Few lesions".
inline constexpr double kLoneVolumeRatio = 4;      ///< of two lone lesions
inline constexpr double kLoneLengthRatio = 1.6;    ///< where a volume is missing
inline constexpr double kNamedLengthRatio = 3;     ///< with the same Tracking Identifier
inline constexpr double kUnplacedLengthRatio = 3;  ///< of lesions without a place
inline constexpr double kPairResidualMm = 20;      ///< what one shift may leave of two pairs
inline constexpr double kLoneProbability = 0.6;    ///< of the link of two lone lesions
inline constexpr double kLoneSameOrganProbability = 0.7;
inline constexpr double kUnplacedProbability = 0.5;

// "k time points".
inline constexpr std::size_t kDirectLesions = 200;  ///< of both time points; with more, gaps go along chains
inline constexpr std::size_t kChainAnchors = 5;     ///< lesions that links lead through, for map and field
inline constexpr double kConfirmingProbability =
    0.9;  ///< of a link that may confirm, doubt or complete others
inline constexpr double kCompletedProbability =
    0.9;                              ///< of the others' probability, for a link that completes a triple
inline constexpr int kMendReach = 3;  ///< time points around a failed pair that may mend it

// "Two time points", 5: splits and merges.
inline constexpr double kEventCost = 4;      ///< beside the cost of the whole
inline constexpr double kEventReachMm = 10;  ///< standard deviation of an event's place, for the search
inline constexpr double kEventGapMm = 10;    ///< between fragments at most
inline constexpr double kSpanShare = 0.7;    ///< how long the whole must be, of what it covers
inline constexpr int kMaxFragments = 4;
inline constexpr std::size_t kMaxGroups = 4000;  ///< of fragments that are tried
inline constexpr std::size_t kMostTouching = 6;  ///< neighbours that a lesion is tried with
inline constexpr double kUnionShare = 0.7;   ///< misfit of the fragments' union to the best single shape's
inline constexpr double kEventEvidence = 1;  ///< without a boundary: how much better than one fragment alone

// "Two time points", 6: probability. Weights from scripts/fit-confidence.
struct ConfidenceWeights {
  double bias, margin, cost, reliability;
};
inline constexpr ConfidenceWeights kLinkWeights = {0.641, 0.422, -0.173, 0.380};
inline constexpr ConfidenceWeights kEventWeights = {3.950, 0, -0.095, 0.884};
inline constexpr ConfidenceWeights kGapWeights = {0.225, 0.378, -0.146, 0.723};
inline constexpr ConfidenceWeights kUnlinkedWeights = {-1, 0.5, 0, 2};  ///< chosen, not fitted
inline constexpr int kRevisionRows = 20;        ///< rows around a decision that are solved again
inline constexpr double kMarginCap = 25;        ///< a larger margin says no more
inline constexpr double kNoPartnerMargin = 18;  ///< of a lesion without any candidate

// "Decisions in doubt".
inline constexpr double kCloseMargin = 6;         ///< below it another explanation fits nearly as well
inline constexpr double kSureProbability = 0.98;  ///< a link below it is ambiguous
inline constexpr double kSureAbsence = 0.9;       ///< the same of a lesion without a partner
inline constexpr double kUidProbability = 0.99;   ///< of a link that a Tracking UID states

// "Reader's word".
inline constexpr double kReaderProbability = 0.999;
inline constexpr double kReaderAnchorMm =
    30;                                  ///< plus both radii: readers' links farther off register nothing
inline constexpr int kReaderRounds = 4;  ///< of binding links and what follows from them

}  // namespace oligard::match
