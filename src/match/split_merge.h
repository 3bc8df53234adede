// Several lesions of one time point that are one lesion of the other.
#pragma once

#include <vector>

#include "match/displacement.h"
#include "match/node.h"
#include "match/pair_match.h"

namespace oligard::match {

struct RegisteredPair {
  const Nodes& a;
  const Nodes& b;
  const std::vector<Vec3>& rigid;  ///< places of a's lesions in b's space, without the field
  const DisplacementField& field;
  double agitation = 1;  ///< factor on the field's variance
  double reliability = 0;
  Evidence evidence = Evidence::kMaskRegistration;
};

/// Replaces links and unlinked lesions by splits and merges where that explains them better (design
/// rule 3.4). Links by tracking UID stay.
void add_splits_and_merges(const RegisteredPair& pair, std::vector<PairLink>& links);

}  // namespace oligard::match
