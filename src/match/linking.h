// Links of two registered constellations: displacement field, assignment, splits and merges.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "match/assignment.h"
#include "match/node.h"
#include "match/pair_match.h"
#include "match/registration.h"

namespace oligard::match {

/// How many UIDs recur decides what different UIDs say.
struct UidKnowledge {
  Anchors pairs;  ///< accepted identities, by index into the placed nodes
  bool differing_is_evidence = false;
};

struct Linking {
  std::vector<PairLink> links;         ///< indices into the placed nodes
  std::vector<PairUnlinked> unlinked;  ///< likewise
  DisplacementField field;
};

enum class Scope {
  kAll,       ///< links, splits, merges, and what stays alone
  kLinksOnly  ///< one to one
};

/// `a` and `b` are placed nodes; `t` maps a to b with the given reliability.
[[nodiscard]] Linking link_registered(const Nodes& a, const Nodes& b, const AffineMap& t, double reliability,
                                      Evidence evidence, const UidKnowledge& uids, Scope scope = Scope::kAll);

}  // namespace oligard::match
