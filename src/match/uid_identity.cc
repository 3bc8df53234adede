#include "match/uid_identity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "match/constants.h"

namespace oligard::match {
namespace {

constexpr double kWitness = kSigmaPlaceMm * kSigmaPlaceMm;
constexpr Vec3 kWitnessVariance{kWitness, kWitness, kWitness};

// UID to lesion; -1 for a UID that several lesions carry.
std::map<std::string, int> by_uid(const Nodes& nodes) {
  std::map<std::string, int> result;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].uid.empty()) continue;
    const auto [it, fresh] = result.emplace(nodes[i].uid, static_cast<int>(i));
    if (!fresh) it->second = -1;
  }
  return result;
}

const Node& node(const Nodes& nodes, int i) {
  return nodes[static_cast<std::size_t>(i)];
}

// Another lesion is surely the partner of one end.
bool links_elsewhere(const GeometryWitness& geometry, int i, int j) {
  return std::any_of(geometry.links.begin(), geometry.links.end(), [&](const PairLink& l) {
    return l.kind == LinkKind::kSame && l.probability >= kSureProbability && (l.from == i) != (l.to == j);
  });
}

// How far lesion i is from the nearest lesion that the registration rests on.
double distance_to_linked(const GeometryWitness& geometry, int i) {
  double nearest = std::numeric_limits<double>::infinity();
  for (const PairLink& l : geometry.links) {
    if (l.from == i) continue;
    nearest = std::min(nearest, distance(geometry.places[static_cast<std::size_t>(l.from)],
                                         geometry.places[static_cast<std::size_t>(i)]));
  }
  return std::isfinite(nearest) ? nearest : 0;
}

bool contradicts_geometry(const Nodes& a, const Nodes& b, const GeometryWitness& geometry, int i, int j) {
  if (!node(a, i).placed || !node(b, j).placed) return false;
  const double shift = distance(geometry.places[static_cast<std::size_t>(i)], node(b, j).position);
  const double lever = kUidLeverShare * distance_to_linked(geometry, i);
  return shift > kUidMaxShiftMm + lever + node(a, i).radius + node(b, j).radius;
}

// Most other UID pairs are shifted by something else.
bool contradicts_the_others(const Nodes& a, const Nodes& b, const Anchors& pairs, std::size_t index) {
  const auto [i, j] = pairs[index];
  if (!node(a, i).placed || !node(b, j).placed) return false;
  int others = 0;
  int differing = 0;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto [p, q] = pairs[k];
    if (k == index || !node(a, p).placed || !node(b, q).placed) continue;
    const Vec3 own = node(b, j).position - node(a, i).position;
    const Vec3 other = node(b, q).position - node(a, p).position;
    ++others;
    if (distance(own, other) > kUidMaxShiftMm + node(a, i).radius + node(b, j).radius) ++differing;
  }
  return 2 * differing > others;
}

bool sides_contradict(const Node& a, const Node& b) {
  return !a.laterality.empty() && !b.laterality.empty() && a.laterality != b.laterality;
}

}  // namespace

UidVerdict judge_uids(const Nodes& a, const Nodes& b, const GeometryWitness& geometry) {
  const std::map<std::string, int> of_a = by_uid(a);
  const std::map<std::string, int> of_b = by_uid(b);
  Anchors shared;
  int recurring = 0;
  for (const auto& [uid, i] : of_a) {
    const auto it = of_b.find(uid);
    if (it == of_b.end()) continue;
    ++recurring;
    if (i >= 0 && it->second >= 0) shared.emplace_back(i, it->second);
  }
  UidVerdict verdict;
  int misplaced = 0;
  verdict.shared = static_cast<int>(shared.size());
  for (std::size_t k = 0; k < shared.size(); ++k) {
    const auto [i, j] = shared[k];
    const bool elsewhere = geometry.reliable && links_elsewhere(geometry, i, j);
    if (elsewhere) ++verdict.doubts;
    const bool sides = sides_contradict(node(a, i), node(b, j));
    const bool places = geometry.reliable ? contradicts_geometry(a, b, geometry, i, j)
                                          : contradicts_the_others(a, b, shared, k);
    if (sides || places) ++verdict.contradictions;
    if (places) {
      ++misplaced;
    } else {
      verdict.pairs.push_back(shared[k]);
      if (sides || elsewhere) verdict.doubtful.insert(shared[k]);
    }
  }
  verdict.dropped = std::max(verdict.contradictions, verdict.doubts) > kUidMaxContradictions * verdict.shared;
  if (verdict.dropped) verdict.pairs.clear();
  if (misplaced > 0 && geometry.reliable) {
    std::erase_if(verdict.pairs, [&](const auto& p) {
      const auto [i, j] = p;
      return node(a, i).placed && node(b, j).placed &&
             link_cost(node(a, i), {geometry.places[static_cast<std::size_t>(i)], kWitnessVariance},
                       node(b, j)) >= kMaxLinkCost;
    });
  }
  std::sort(verdict.pairs.begin(), verdict.pairs.end());
  verdict.differing_is_evidence =
      !verdict.pairs.empty() && recurring >= kUidRecurrence * static_cast<double>(of_a.size());
  return verdict;
}

}  // namespace oligard::match
