// Tracking UIDs as identities, and when not to believe them (docs/matching.md, "Tracking UIDs").
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "match/node.h"
#include "match/pair_match.h"
#include "match/registration.h"

namespace oligard::match {

struct UidVerdict {
  Anchors pairs;                           ///< accepted identities, by index into the nodes
  std::set<std::pair<int, int>> doubtful;  ///< of `pairs`: to be flagged
  int shared = 0;                          ///< UIDs that name one lesion on each side
  int contradictions = 0;                  ///< of those, by place, side or each other
  int doubts = 0;                          ///< of those, where places alone link one end to another lesion
  bool dropped = false;                    ///< too many contradictions: none is accepted
  bool differing_is_evidence = false;      ///< most UIDs recur, so another UID speaks against a link
};

/// What geometry alone says, to test the UIDs against; `places` are those of a's nodes in b's space.
struct GeometryWitness {
  bool reliable = false;
  std::vector<Vec3> places;
  std::vector<PairLink> links;  ///< by node index
};

[[nodiscard]] UidVerdict judge_uids(const Nodes& a, const Nodes& b, const GeometryWitness& geometry);

}  // namespace oligard::match
