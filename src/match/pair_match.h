// Two time points linked (docs/matching.md, "Two time points").
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "match/displacement.h"
#include "match/node.h"
#include "match/registration.h"

namespace oligard::match {

/// Other links, by lesion indices.
struct PairChange {
  std::vector<std::pair<int, int>> instead;
  std::vector<std::pair<int, int>> dropped;  ///< besides the one in doubt
};

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
  std::optional<Note> doubt = {};
  std::optional<PairChange> change = {};  ///< of an ambiguous link: the next best explanation
};

/// A lesion without a partner in a registered pair.
struct PairUnlinked {
  bool of_a = true;
  int lesion = 0;
  double probability = 0;  ///< that it has none
  bool ambiguous = false;
  std::optional<PairChange> change = {};  ///< the best links that include it
};

struct PairMatch {
  Registration registration;   ///< `from` and `to` are left to the caller
  int shared_uids = 0;         ///< UIDs that name one lesion on each side
  int uid_contradictions = 0;  ///< of those, contradicted by places, sides or each other
  bool by_uid = false;         ///< some were accepted
  PlaceMap before;             ///< a known map that comes before the rigid one; empty = none
  DisplacementField field;
  std::vector<PairLink> links;  ///< by from, then to
  std::vector<PairUnlinked> unlinked;

  /// Where a place of a's patient space lies in b's, displacement field included; nothing where a known map
  /// is undefined.
  [[nodiscard]] std::optional<Vec3> map(const Vec3& p) const;

  /// The other way, by fixed points; nothing when they do not settle.
  [[nodiscard]] std::optional<Vec3> map_back(const Vec3& p) const;
};

struct PairInput {
  const Nodes& a;
  const Nodes& b;
  bool same_frame = false;  ///< both in one stated frame of reference
  bool use_uids = true;
  std::vector<Candidate> candidates = {};   ///< maps known from elsewhere
  std::optional<Vec3> expected_shift = {};  ///< x and y, by the fields of view
  Anchors stated = {};                      ///< links that readers state, by index into a and b
};

[[nodiscard]] PairMatch match_pair(const PairInput& input);

/// Placed nodes with many known pairs, by index into them: these give the map, of reliability `quality`, and
/// the others are linked under it. Not accepted with fewer than kChainAnchors pairs.
[[nodiscard]] PairMatch match_along(const Nodes& a, const Nodes& b, const Anchors& known, double quality);

}  // namespace oligard::match
