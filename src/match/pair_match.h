// Two time points linked (docs/matching.md, "Two time points").
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "match/displacement.h"
#include "match/node.h"
#include "match/registration.h"

namespace oligard::match {

/// A link by lesion indices of the two time points.
struct PairLink {
  int from = 0;
  int to = 0;
  LinkKind kind = LinkKind::kSame;
  double cost = 0;
  double margin = 0;
  double probability = 0;
  bool ambiguous = false;
  Evidence evidence = Evidence::kMaskRegistration;
  double residual_mm = 0;
};

struct PairMatch {
  Registration registration;   ///< `from` and `to` are left to the caller
  int shared_uids = 0;         ///< UIDs that name one lesion on each side
  int uid_contradictions = 0;  ///< of those, contradicted by places, sides or each other
  bool by_uid = false;         ///< some were accepted
  DisplacementField field;
  std::vector<PairLink> links;  ///< by from, then to

  /// Where a place of a's patient space lies in b's, displacement field included.
  [[nodiscard]] Vec3 map(const Vec3& p) const {
    const Vec3 rigid = registration.transform.apply(p);
    return rigid + field.at(rigid).mean;
  }

  /// The other way: one step of the fixed point that inverts the field.
  [[nodiscard]] Vec3 map_back(const Vec3& p) const {
    const Vec3 rigid = p - field.at(p).mean;
    return inverse(registration.transform).apply(p - field.at(rigid).mean);
  }
};

struct PairInput {
  const Nodes& a;
  const Nodes& b;
  bool same_frame = false;  ///< both in one stated frame of reference
  bool use_uids = true;
  std::vector<Candidate> candidates;  ///< maps known from other pairs
};

[[nodiscard]] PairMatch match_pair(const PairInput& input);

}  // namespace oligard::match
