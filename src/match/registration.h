// One rigid map from the lesions of one time point to those of another (docs/matching.md, "Registration").
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "match/node.h"
#include "match/rigid_fit.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::match {

/// A place of a's patient space in another; nothing where undefined. Empty = the place itself.
using PlaceMap = std::function<std::optional<Vec3>(const Vec3&)>;

/// A map proposed by other knowledge than the constellation: `before`, then `transform`.
struct Candidate {
  AffineMap transform;
  Evidence method = Evidence::kMaskRegistration;
  double bonus = 0;  ///< added to the score when candidates are compared
  double trust = 0;  ///< reliability that it has of its own
  int needs = 0;     ///< pairs of lesions that must agree before the trust counts
  PlaceMap before = {};
};

/// Two lesions known to be the same: index into a, index into b.
using Anchors = std::vector<std::pair<int, int>>;

struct Alignment {
  AffineMap transform;  ///< after `before`
  PlaceMap before;
  Evidence method = Evidence::kMaskRegistration;
  double score = 0;            ///< without the bonus
  double runner_up = 0;        ///< best score of a map that shifts elsewhere
  int consensus = 0;           ///< pairs that agree
  double max_residual_mm = 0;  ///< of those pairs
  double reliability = 0;      ///< 0…1
  bool tested = false;         ///< the lesions alone make it as reliable
};

struct AlignmentTask {
  const Nodes& a;  ///< placed, not empty
  const Nodes& b;
  const std::vector<Candidate>& candidates;
  const Anchors& anchors;
  std::optional<Vec3> expected_shift = {};  ///< x and y by the fields of view; z says nothing
};

/// The best map of `a` onto `b`: translation votes and `candidates` as seeds, each refined, scored, tested
/// for significance. A trusted candidate is taken when the lesions prove nothing better, and as it
/// is when they do not prove it. O(n log n) beyond the kVoters largest lesions of each side.
[[nodiscard]] Alignment align(const AlignmentTask& task);

/// `align` on lesions whose b side is mirrored left to right.
[[nodiscard]] Alignment align_mirrored(const Nodes& a, const Nodes& b);

/// Nodes at the places that `map` gives them; where it is undefined the shift of the nearest place counts.
/// Nothing when it is undefined at all of them.
[[nodiscard]] std::optional<Nodes> moved(const Nodes& nodes, const PlaceMap& map);

}  // namespace oligard::match
