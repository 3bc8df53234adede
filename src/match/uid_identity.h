// Tracking UIDs as identities, and when not to believe them (docs/matching.md, "Tracking UIDs").
#pragma once

#include <vector>

#include "match/node.h"
#include "match/pair_match.h"
#include "match/registration.h"

namespace oligard::match {

struct UidVerdict {
  Anchors pairs;                       ///< accepted identities, by index into the nodes
  int shared = 0;                      ///< UIDs that name one lesion on each side
  int contradictions = 0;              ///< of those
  bool dropped = false;                ///< too many contradictions: none is accepted
  bool differing_is_evidence = false;  ///< most UIDs recur, so another UID speaks against a link
};

/// What geometry alone says, to test the UIDs against; `places` are those of a's nodes in b's space.
struct GeometryWitness {
  bool reliable = false;
  std::vector<Vec3> places;
  std::vector<PairLink> links;  ///< by node index
};

[[nodiscard]] UidVerdict judge_uids(const Nodes& a, const Nodes& b, const GeometryWitness& geometry);

}  // namespace oligard::match
