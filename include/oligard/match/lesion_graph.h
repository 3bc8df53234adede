// Lesions of k time points linked into tracks. The graph owns its time points.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/base/note.h"
#include "oligard/base/transform.h"
#include "oligard/measure/time_point.h"

namespace oligard::match {

/// A lesion by index: `timepoint` into LesionGraph::timepoints, `lesion` into its lesions.
struct LesionRef {
  int timepoint = 0;
  int lesion = 0;

  friend auto operator<=>(const LesionRef&, const LesionRef&) = default;
};

enum class LinkKind { kSame, kSplit, kMerge };
enum class Evidence {
  kReader,  ///< a reader states it
  kTrackingUid,
  kFrameOfReference,
  kRegistrationObject,  ///< a received Spatial Registration
  kImageRegistration,
  kOrganMasks,
  kMaskRegistration,  ///< the constellation of the lesions alone
};

/// "same|split|merge" and "reader|tracking_uid|frame_of_reference|…", as in assessment.json.
[[nodiscard]] std::string to_string(LinkKind kind);
[[nodiscard]] std::string to_string(Evidence evidence);

struct LinkEnds {
  LesionRef from;
  LesionRef to;

  friend auto operator<=>(const LinkEnds&, const LinkEnds&) = default;
};

/// The next best explanation when one decision of the matcher is taken to be wrong.
struct Alternative {
  double probability = 0;         ///< that it holds
  std::vector<LinkEnds> instead;  ///< links that it makes; none: the lesions stand alone
  std::vector<LinkEnds> dropped;  ///< links that it takes back, besides the one in doubt
};

/// One lesion to one lesion of a later time point. A split or merge is several links.
struct Link {
  LesionRef from;
  LesionRef to;
  LinkKind kind = LinkKind::kSame;
  double probability = 0;
  bool ambiguous = false;
  Evidence evidence = Evidence::kMaskRegistration;
  double residual_mm = 0;          ///< distance that registration and residual field leave
  double cost = 0;                 ///< squared standard deviations (docs/matching.md, "Links")
  double margin = 0;               ///< by how much the best explanation without this link is worse
  std::optional<Note> doubt = {};  ///< why it is ambiguous, or what speaks against a reader
  std::optional<Alternative> alternative = {};  ///< of an ambiguous link
};

/// A lesion left without a partner at the next time point that both could be seen at.
struct Unlinked {
  LesionRef lesion;
  int timepoint = 0;       ///< where it has no partner
  double probability = 0;  ///< that it has none: resolved, or new when `timepoint` is the earlier one
  bool ambiguous = false;
  std::optional<Alternative> alternative;  ///< the best link that was not made
};

/// Why two time points count as not registered.
enum class RegistrationFault {
  kNoPlaces,           ///< no lesion with a known place at one of the time points
  kUntested,           ///< one lesion at each time point: nothing tests the shift
  kMirrored,           ///< the lesions fit when left and right are exchanged
  kNoAgreement,        ///< no two lesions agree on one shift
  kChance,             ///< so few agree on one shift that chance explains it
  kLesionsContradict,  ///< the anatomy fits, the lesions do not: another patient, or none is the same
  kFewFollowed,        ///< too few lesions can be followed from one to the other
};

/// How time point `from` was mapped onto `to`. A known map that is no rigid one comes before `transform`.
struct Registration {
  int from = 0;
  int to = 0;
  std::string method;  ///< as Evidence
  double quality = 0;  ///< reliability R of design note 2.6, 0…1
  bool accepted = false;
  std::optional<RegistrationFault> fault;  ///< why not, when not accepted
  AffineMap transform;                     ///< rigid
};

/// Why a track has no lesion at a time point between or after others, or none before its first.
enum class Absence {
  kUnlinked,         ///< nothing linked and registration stands: gone, or not there yet
  kNotAssessable,    ///< registration failed: whether it is there cannot be said
  kOutsideCoverage,  ///< its place was not imaged
  kMaybeOutside,     ///< nothing linked, but its place may not have been imaged, or registration is weak
};

/// One focus over time.
struct Track {
  std::string id;            ///< L01, L02, …
  std::string tracking_uid;  ///< stable for the patient's lifetime: adopted from the objects, else derived
  std::vector<LesionRef> lesions;  ///< by time point, then lesion; several at one time point after a split
  std::vector<Absence> absence;    ///< one a time point; meaningful where no lesion is listed
  /// One a time point; true where the place of one of the family's branches was not imaged or could not be
  /// found: the lesions listed there are not all of it. Empty = none.
  std::vector<bool> partial = {};
};

struct LesionGraph {
  std::vector<measure::TimePoint> timepoints;  ///< oldest first
  std::vector<Link> links;
  std::vector<Unlinked> unlinked;  ///< by time point and lesion
  std::vector<Registration> registrations;
  std::vector<Track> tracks;   ///< by id
  std::vector<Note> warnings;  ///< on the matching

  [[nodiscard]] const measure::Lesion& lesion(LesionRef ref) const {
    return timepoints[static_cast<std::size_t>(ref.timepoint)].lesions[static_cast<std::size_t>(ref.lesion)];
  }
};

}  // namespace oligard::match
