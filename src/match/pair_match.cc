#include "match/pair_match.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "match/constants.h"
#include "match/few_lesions.h"
#include "match/linking.h"
#include "match/uid_identity.h"

namespace oligard::match {
namespace {

// Index among the placed nodes of each node that is placed.
std::map<int, int> placed_index(const Nodes& nodes) {
  std::map<int, int> index;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].placed) index.emplace(static_cast<int>(i), static_cast<int>(index.size()));
  }
  return index;
}

Anchors placed_anchors(const Anchors& pairs, const Nodes& a, const Nodes& b) {
  const auto of_a = placed_index(a);
  const auto of_b = placed_index(b);
  Anchors result;
  for (const auto& [i, j] : pairs) {
    if (of_a.contains(i) && of_b.contains(j)) result.emplace_back(of_a.at(i), of_b.at(j));
  }
  return result;
}

std::vector<Candidate> candidates_of(const PairInput& input, const Nodes& a, const Nodes& b,
                                     const Anchors& anchors) {
  std::vector<Candidate> candidates;
  if (!anchors.empty()) {
    std::vector<PointPair> points;
    for (const auto& [i, j] : anchors) {
      points.push_back({a[static_cast<std::size_t>(i)].position, b[static_cast<std::size_t>(j)].position, 1});
    }
    const Evidence method = input.stated.empty() ? Evidence::kTrackingUid : Evidence::kReader;
    candidates.push_back({fit_rigid(points, kRidgeMm2, {}), method, kAnchorBonus,
                          anchors.size() > 1 ? kAnchorsTrust : kOneAnchorTrust});
  }
  if (input.same_frame) {
    candidates.push_back({{}, Evidence::kFrameOfReference, kSameFrameBonus, kSameFrameTrust});
  }
  candidates.insert(candidates.end(), input.candidates.begin(), input.candidates.end());
  return candidates;
}

bool is_mirrored(const Nodes& a, const Nodes& b, const Alignment& straight) {
  if (static_cast<int>(std::min(a.size(), b.size())) < kMirrorLesions) return false;
  // A pair scores at most 1.
  if (kMirrorRatio * straight.score >= static_cast<double>(std::min(a.size(), b.size()))) return false;
  const Alignment mirrored = align_mirrored(a, b);
  return mirrored.reliability >= kGoodReliability && mirrored.score > kMirrorRatio * straight.score;
}

// Two and two lesions: the shift of one pair must explain the other.
bool pair_explains_pair(const Nodes& a, const Nodes& b, const Alignment& found) {
  return a.size() == 2 && b.size() == 2 && found.consensus == 2 &&
         2 * found.max_residual_mm <= kPairResidualMm && found.runner_up < found.score;
}

Registration register_pair(const AlignmentTask& task, PlaceMap& before) {
  const auto& [a, b, candidates, anchors, expected_shift] = task;
  Registration result;
  result.method = to_string(Evidence::kMaskRegistration);
  if (a.empty() || b.empty()) {
    result.fault = RegistrationFault::kNoPlaces;
    return result;
  }
  if (a.size() == 1 && b.size() == 1 && candidates.empty()) {
    result.transform = translation_of(b.front().position - a.front().position);
    result.fault = RegistrationFault::kUntested;
    return result;
  }
  const Alignment found = align(task);
  before = found.before;
  result.method = to_string(found.method);
  result.transform = found.transform;
  result.quality = found.reliability;
  if (pair_explains_pair(a, b, found)) result.quality = std::max(result.quality, kMinReliability);
  const bool known = found.method != Evidence::kMaskRegistration ||
                     std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) {
                       return c.trust > 0 && c.method == found.method && found.reliability >= c.trust;
                     });
  if (is_mirrored(a, b, found)) {
    result.fault = RegistrationFault::kMirrored;
  } else if (!known && found.consensus < 2) {
    result.fault = RegistrationFault::kNoAgreement;
  } else if (result.quality < kMinReliability) {
    result.fault = RegistrationFault::kChance;
  } else {
    result.accepted = true;
  }
  return result;
}

Evidence evidence_of(const Registration& registration) {
  for (const Evidence e : {Evidence::kFrameOfReference, Evidence::kRegistrationObject,
                           Evidence::kImageRegistration, Evidence::kOrganMasks}) {
    if (registration.method == to_string(e)) return e;
  }
  return Evidence::kMaskRegistration;
}

// From indices of nodes to those of lesions.
void name_lesions(const Nodes& a, const Nodes& b, std::optional<PairChange>& change) {
  if (!change) return;
  for (auto* pairs : {&change->instead, &change->dropped}) {
    for (auto& [i, j] : *pairs) {
      i = a[static_cast<std::size_t>(i)].lesion;
      j = b[static_cast<std::size_t>(j)].lesion;
    }
  }
}

// Links of nodes become links of lesions.
void take(Linking linking, const Nodes& a, const Nodes& b, PairMatch& match) {
  match.field = std::move(linking.field);
  for (PairLink& link : linking.links) {
    link.from = a[static_cast<std::size_t>(link.from)].lesion;
    link.to = b[static_cast<std::size_t>(link.to)].lesion;
    name_lesions(a, b, link.change);
    match.links.push_back(std::move(link));
  }
  for (PairUnlinked& alone : linking.unlinked) {
    alone.lesion = (alone.of_a ? a : b)[static_cast<std::size_t>(alone.lesion)].lesion;
    name_lesions(a, b, alone.change);
    match.unlinked.push_back(std::move(alone));
  }
}

// Lesions of `inner` inside the box around those of `outer`.
std::size_t count_within(const std::vector<Vec3>& inner, const std::vector<Vec3>& outer) {
  Vec3 low = outer.front();
  Vec3 high = outer.front();
  for (const Vec3& p : outer) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  const auto inside = [&](const Vec3& p) {
    return p.x >= low.x - kBoxMarginMm && p.y >= low.y - kBoxMarginMm && p.z >= low.z - kBoxMarginMm &&
           p.x <= high.x + kBoxMarginMm && p.y <= high.y + kBoxMarginMm && p.z <= high.z + kBoxMarginMm;
  };
  return static_cast<std::size_t>(std::count_if(inner.begin(), inner.end(), inside));
}

// Organs or images fit, and hardly a lesion does where both show some: another patient, or all are replaced.
void refuse_when_lesions_disagree(const Nodes& a, const Nodes& b, PairMatch& match) {
  const Evidence method = evidence_of(match.registration);
  const bool by_anatomy = method == Evidence::kOrganMasks || method == Evidence::kImageRegistration;
  if (!by_anatomy || match.registration.quality >= kGoodReliability) return;
  std::vector<Vec3> places;
  for (const Node& node : a) {
    if (const auto place = match.map(node.position)) places.push_back(*place);
  }
  if (places.empty()) return;
  const std::vector<Vec3> there = positions_of(b);
  const std::size_t shared = std::min(count_within(places, there), count_within(there, places));
  const auto links = static_cast<double>(match.links.size());
  if (shared < kWitnesses || links >= kWitnessShare * static_cast<double>(shared)) return;
  match.registration.accepted = false;
  match.registration.fault = RegistrationFault::kLesionsContradict;
  match.before = {};
  match.field = {};
  match.links.clear();
  match.unlinked.clear();
}

// Registers and links the placed lesions; links carry lesion indices.
void match_placed(const PairInput& input, const UidKnowledge& uids, PairMatch& match) {
  const Nodes a = placed_nodes(input.a);
  const Nodes b = placed_nodes(input.b);
  const std::vector<Candidate> candidates = candidates_of(input, a, b, uids.pairs);
  match.before = {};
  match.registration = register_pair({a, b, candidates, uids.pairs, input.expected_shift}, match.before);
  match.field = {};
  match.links.clear();
  match.unlinked.clear();
  if (!match.registration.accepted) return;
  const std::optional<Nodes> places = match.before ? moved(a, match.before) : a;
  if (!places) return;
  take(link_registered(*places, b, match.registration.transform, match.registration.quality,
                       evidence_of(match.registration), uids),
       a, b, match);
  if (uids.pairs.empty()) refuse_when_lesions_disagree(a, b, match);
}

UidVerdict judge(const PairInput& input, const PairMatch& by_place) {
  GeometryWitness witness;
  witness.reliable = by_place.registration.accepted && by_place.registration.quality >= kGoodReliability;
  for (const Node& node : input.a)
    witness.places.push_back(by_place.map(node.position).value_or(node.position));
  witness.links = by_place.links;
  return judge_uids(input.a, input.b, witness);
}

void add_uid_links(const PairInput& input, const Anchors& pairs, PairMatch& match) {
  for (const auto& [i, j] : pairs) {
    const Node& a = input.a[static_cast<std::size_t>(i)];
    const Node& b = input.b[static_cast<std::size_t>(j)];
    const bool linked = std::any_of(match.links.begin(), match.links.end(), [&](const PairLink& l) {
      return l.from == a.lesion && l.to == b.lesion;
    });
    if (linked) continue;
    PairLink link;
    link.from = a.lesion;
    link.to = b.lesion;
    link.probability = kUidProbability;
    link.evidence = Evidence::kTrackingUid;
    const std::optional<Vec3> place = match.map(a.position);
    if (a.placed && b.placed && place) link.residual_mm = distance(*place, b.position);
    match.links.push_back(link);
  }
}

void flag_doubtful(const PairInput& input, const UidVerdict& verdict, PairMatch& match) {
  for (const auto& [i, j] : verdict.doubtful) {
    for (PairLink& l : match.links) {
      const bool same = l.from == input.a[static_cast<std::size_t>(i)].lesion &&
                        l.to == input.b[static_cast<std::size_t>(j)].lesion;
      if (!same || l.ambiguous) continue;
      l.ambiguous = true;
      l.doubt = Note{NoteCode::kUidAgainstPlaces};
    }
  }
}

void add_links_without_constellation(const PairInput& input, PairMatch& match) {
  if (!match.registration.accepted && match.links.empty() && input.a.size() == 1 && input.b.size() == 1 &&
      input.a.front().placed && input.b.front().placed) {
    if (const auto link = lone_link(input.a.front(), input.b.front())) match.links.push_back(*link);
  }
  for (const PairLink& link : unplaced_links(input.a, input.b, match.links))
    match.links.push_back(link);
}

}  // namespace

std::optional<Vec3> PairMatch::map(const Vec3& p) const {
  const std::optional<Vec3> known = before ? before(p) : p;
  if (!known) return std::nullopt;
  const Vec3 rigid = registration.transform.apply(*known);
  return rigid + field.at(rigid).mean;
}

std::optional<Vec3> PairMatch::map_back(const Vec3& p) const {
  Vec3 rigid = p;
  for (int round = 0; round < kInversionRounds; ++round) {
    const Vec3 next = p - field.at(rigid).mean;
    const bool settled = distance(next, rigid) < kInversionMm;
    rigid = next;
    if (settled) break;
  }
  const Vec3 wanted = inverse(registration.transform).apply(rigid);
  if (!before) return wanted;
  Vec3 source = wanted;
  for (int round = 0; round < kInversionRounds; ++round) {
    const std::optional<Vec3> there = before(source);
    if (!there) return std::nullopt;
    const Vec3 miss = wanted - *there;
    if (norm(miss) < kInversionMm) return source;
    source = source + miss;
  }
  return std::nullopt;
}

PairMatch match_along(const Nodes& a, const Nodes& b, const Anchors& known, double quality) {
  PairMatch match;
  match.registration.method = to_string(Evidence::kMaskRegistration);
  match.registration.quality = quality;
  if (known.size() < kChainAnchors) {
    match.registration.quality = 0;
    match.registration.fault = RegistrationFault::kFewFollowed;
    return match;
  }
  std::vector<PointPair> points;
  points.reserve(known.size());
  for (const auto& [i, j] : known)
    points.push_back({a[static_cast<std::size_t>(i)].position, b[static_cast<std::size_t>(j)].position, 1});
  match.registration.transform = fit_rigid(points, kRidgeMm2, {});
  match.registration.accepted = true;
  take(link_registered(a, b, match.registration.transform, quality, Evidence::kMaskRegistration,
                       {known, false}, Scope::kLinksOnly),
       a, b, match);
  return match;
}

PairMatch match_pair(const PairInput& input) {
  PairMatch match;
  match_placed(input, {placed_anchors(input.stated, input.a, input.b)}, match);
  if (input.use_uids) {
    const UidVerdict verdict = judge(input, match);
    match.shared_uids = verdict.shared;
    match.uid_contradictions = std::max(verdict.contradictions, verdict.doubts);
    match.by_uid = !verdict.pairs.empty();
    if (match.by_uid) {
      Anchors pairs = verdict.pairs;
      pairs.insert(pairs.end(), input.stated.begin(), input.stated.end());
      match_placed(input, {placed_anchors(pairs, input.a, input.b), verdict.differing_is_evidence}, match);
      add_uid_links(input, verdict.pairs, match);
      flag_doubtful(input, verdict, match);
    }
  }
  add_links_without_constellation(input, match);
  const auto by_ends = [](const PairLink& x, const PairLink& y) {
    return std::pair(x.from, x.to) < std::pair(y.from, y.to);
  };
  if (!std::is_sorted(match.links.begin(), match.links.end(), by_ends))
    std::sort(match.links.begin(), match.links.end(), by_ends);
  return match;
}

}  // namespace oligard::match
