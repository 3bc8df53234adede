#include "match/history.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <set>
#include <string>

#include "match/confidence.h"
#include "match/constants.h"
#include "match/organ_registration.h"

namespace oligard::match {
namespace {

constexpr int kMendTimepoints = 6;

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

// UIDs of one lesion a time point at two or more time points.
std::set<std::string> recurring_uids(const std::vector<Nodes>& timepoints) {
  std::map<std::string, int> seen;
  std::set<std::string> repeated;
  for (const Nodes& nodes : timepoints) {
    std::set<std::string> here;
    for (const Node& node : nodes) {
      if (!node.uid.empty() && !here.insert(node.uid).second) repeated.insert(node.uid);
    }
    for (const std::string& uid : here)
      ++seen[uid];
  }
  std::set<std::string> recurring;
  for (const auto& [uid, count] : seen) {
    if (count > 1 && !repeated.contains(uid)) recurring.insert(uid);
  }
  return recurring;
}

// The UIDs of each time point contain those of every smaller one, as numbers 1…n do.
bool look_counted(const std::vector<Nodes>& timepoints) {
  std::vector<std::set<std::string>> uids;
  for (const Nodes& nodes : timepoints) {
    auto& here = uids.emplace_back();
    for (const Node& node : nodes) {
      if (!node.uid.empty()) here.insert(node.uid);
    }
  }
  std::sort(uids.begin(), uids.end(), [](const auto& x, const auto& y) { return x.size() < y.size(); });
  for (std::size_t i = 1; i < uids.size(); ++i) {
    if (!std::includes(uids[i].begin(), uids[i].end(), uids[i - 1].begin(), uids[i - 1].end())) return false;
  }
  return true;
}

std::optional<Alternative> alternative_of(int from, int to, const std::optional<PairChange>& change,
                                          double probability) {
  if (!change) return std::nullopt;
  Alternative result;
  result.probability = probability;
  for (const auto& [i, j] : change->instead)
    result.instead.push_back({{from, i}, {to, j}});
  for (const auto& [i, j] : change->dropped)
    result.dropped.push_back({{from, i}, {to, j}});
  return result;
}

Link link_of(int from, int to, const PairLink& l) {
  Link link{{from, l.from}, {to, l.to}, l.kind, l.probability, l.ambiguous, l.evidence, l.residual_mm};
  link.cost = l.cost;
  link.margin = l.margin;
  link.doubt = l.doubt;
  link.alternative = alternative_of(from, to, l.change, 1 - l.probability);
  return link;
}

}  // namespace

History::History(const std::vector<measure::TimePoint>& timepoints, const std::vector<KnownMap>& maps)
    : timepoints_(timepoints), maps_(maps) {
  for (const auto& tp : timepoints_) {
    nodes_.push_back(nodes_of(tp));
    has_successor_.emplace_back(tp.lesions.size(), false);
    has_predecessor_.emplace_back(tp.lesions.size(), false);
  }
  const int k = static_cast<int>(timepoints_.size());
  match_adjacent();
  mend_adjacent();
  for (int t = 0; t + 1 < k; ++t)
    add_links(t, t + 1);
  for (int gap = 2; gap < k; ++gap) {
    for (int t = 0; t + gap < k; ++t)
      add_gap_links(t, t + gap);
  }
  settle_unlinked();
  std::sort(unlinked_.begin(), unlinked_.end(), [](const Unlinked& x, const Unlinked& y) {
    return std::pair(x.lesion, x.timepoint) < std::pair(y.lesion, y.timepoint);
  });
  std::sort(links_.begin(), links_.end(),
            [](const Link& x, const Link& y) { return std::pair(x.from, x.to) < std::pair(y.from, y.to); });
}

// Maps from registration objects, images and organ masks.
void History::add_known(int from, int to, std::vector<Candidate>& candidates) const {
  for (const KnownMap& known : maps_) {
    if (known.from != from || known.to != to) continue;
    const bool object = known.method == Evidence::kRegistrationObject;
    candidates.push_back(
        {{}, known.method, object ? kRegistrationObjectBonus : kImageBonus, known.trust, 0, known.map});
  }
  const measure::TimePoint& a = timepoints_[at(from)];
  const measure::TimePoint& b = timepoints_[at(to)];
  if (const auto organs = register_organs(a.organs, main_frame(a), b.organs, main_frame(b))) {
    candidates.push_back(
        {{}, Evidence::kOrganMasks, kOrganBonus, organs->known.trust, kOrganNeeds, organs->known.map});
  }
}

PairMatch History::compute(int from, int to, std::vector<Candidate> candidates) const {
  const measure::TimePoint& a = timepoints_[at(from)];
  const measure::TimePoint& b = timepoints_[at(to)];
  const std::string frame = main_frame(a);
  PairInput input{nodes_[at(from)], nodes_[at(to)]};
  input.same_frame = !frame.empty() && frame == main_frame(b);
  input.use_uids = use_uids_;
  add_known(from, to, candidates);
  input.candidates = std::move(candidates);
  if (a.field_of_view_centre_mm && b.field_of_view_centre_mm)
    input.expected_shift = *b.field_of_view_centre_mm - *a.field_of_view_centre_mm;
  PairMatch match = match_pair(input);
  match.registration.from = from;
  match.registration.to = to;
  return match;
}

const PairMatch& History::pair(int from, int to) {
  const auto it = pairs_.find({from, to});
  if (it != pairs_.end()) return it->second;
  return pairs_.emplace(std::pair(from, to), compute(from, to, {})).first->second;
}

void History::match_adjacent() {
  const int k = static_cast<int>(timepoints_.size());
  for (int t = 0; t + 1 < k; ++t)
    (void)pair(t, t + 1);
  judge_uids();
  for (int t = 0; t + 1 < k; ++t)
    (void)pair(t, t + 1);
}

// Over the whole patient: UIDs are left out when too many contradict, or any does and they look like segment
// numbers; they decide when hardly any does. Either way
// the pairs have to be matched again.
void History::judge_uids() {
  int shared = 0;
  int contradictions = 0;
  for (const auto& [key, match] : pairs_) {
    shared += match.shared_uids;
    contradictions += match.uid_contradictions;
  }
  const bool counted = contradictions > 0 && look_counted(nodes_);
  if (counted || contradictions > kUidMaxContradictions * shared) {
    use_uids_ = false;
    pairs_.clear();
    return;
  }
  if (contradictions > kUidTrustedContradictions * shared || shared < kUidTrustedPairs) return;
  const std::set<std::string> recurring = recurring_uids(nodes_);
  for (Nodes& nodes : nodes_) {
    for (Node& node : nodes)
      node.uid_trusted = recurring.contains(node.uid);
  }
  pairs_.clear();
}

// A failed neighbour pair may be known over a third time point that both fit.
void History::mend_adjacent() {
  const int k = static_cast<int>(timepoints_.size());
  if (k < 3 || k > kMendTimepoints) return;
  for (int t = 0; t + 1 < k; ++t) {
    if (pair(t, t + 1).registration.accepted || nodes_[at(t)].empty() || nodes_[at(t + 1)].empty()) continue;
    std::vector<Candidate> candidates;
    for (int c = 0; c < k; ++c) {
      if (c == t || c == t + 1) continue;
      const Registration one = pair(std::min(t, c), std::max(t, c)).registration;
      const Registration two = pair(std::min(t + 1, c), std::max(t + 1, c)).registration;
      const double quality = std::min(one.quality, two.quality);
      const bool rigid = !pair(std::min(t, c), std::max(t, c)).before &&
                         !pair(std::min(t + 1, c), std::max(t + 1, c)).before;
      if (!one.accepted || !two.accepted || !rigid || quality < kGoodReliability) continue;
      const RigidTransform there = t < c ? one.transform : inverse(one.transform);
      const RigidTransform back = t + 1 < c ? inverse(two.transform) : two.transform;
      candidates.push_back({compose(back, there), Evidence::kMaskRegistration, kComposedBonus,
                            kComposedTrustFactor * quality});
    }
    if (!candidates.empty()) pairs_[{t, t + 1}] = compute(t, t + 1, candidates);
  }
}

void History::add_links(int from, int to) {
  const PairMatch& match = pair(from, to);
  for (const PairLink& l : match.links) {
    has_successor_[at(from)][at(l.from)] = true;
    has_predecessor_[at(to)][at(l.to)] = true;
    links_.push_back(link_of(from, to, l));
  }
  for (const PairUnlinked& alone : match.unlinked) {
    Unlinked u;
    u.lesion = alone.of_a ? LesionRef{from, alone.lesion} : LesionRef{to, alone.lesion};
    u.timepoint = alone.of_a ? to : from;
    u.probability = alone.probability;
    u.ambiguous = alone.ambiguous;
    u.alternative = alternative_of(from, to, alone.change, 1 - alone.probability);
    unlinked_.push_back(std::move(u));
  }
}

void History::add_gap_links(int from, int to) {
  auto& successor = has_successor_[at(from)];
  auto& predecessor = has_predecessor_[at(to)];
  const auto open = [](const std::vector<bool>& taken) {
    return std::find(taken.begin(), taken.end(), false) != taken.end();
  };
  if (!open(successor) || !open(predecessor)) return;
  const int skipped = to - from - 1;
  const PairMatch& match = pair(from, to);
  for (const PairLink& l : match.links) {
    if (l.kind != LinkKind::kSame || successor[at(l.from)] || predecessor[at(l.to)]) continue;
    if (l.cost + kGapPenalty * skipped >= kMaxLinkCost) continue;
    successor[at(l.from)] = true;
    predecessor[at(l.to)] = true;
    Link link = link_of(from, to, l);
    link.alternative.reset();
    if (l.evidence == Evidence::kMaskRegistration && match.registration.accepted) {
      const LinkFeatures features{l.margin, l.cost, match.registration.quality, l.kind, skipped};
      link.probability = link_probability(features);
      link.doubt = doubt_of(features, link.probability);
      link.ambiguous = !link.doubt.empty();
    }
    links_.push_back(std::move(link));
  }
}

// A lesion that a link over a gap shows again was missed, not gone.
void History::settle_unlinked() {
  std::set<std::pair<LesionRef, int>> missed;
  for (const Link& link : links_) {
    for (int t = link.from.timepoint + 1; t < link.to.timepoint; ++t) {
      missed.emplace(link.from, t);
      missed.emplace(link.to, t);
    }
  }
  std::erase_if(unlinked_, [&](const Unlinked& u) { return missed.contains({u.lesion, u.timepoint}); });
}

std::vector<Registration> History::registrations() const {
  std::vector<Registration> result;
  for (const auto& [key, match] : pairs_)
    result.push_back(match.registration);
  return result;
}

std::optional<Vec3> History::map(const Vec3& place, int from, int to) const {
  const int k = static_cast<int>(timepoints_.size());
  std::vector<std::optional<Vec3>> reached(timepoints_.size());
  reached[at(from)] = place;
  std::deque<int> open{from};
  while (!open.empty() && !reached[at(to)]) {
    const int t = open.front();
    open.pop_front();
    for (int next = 0; next < k; ++next) {
      if (reached[at(next)]) continue;
      const auto it = pairs_.find({std::min(t, next), std::max(t, next)});
      if (it == pairs_.end() || !it->second.registration.accepted) continue;
      reached[at(next)] = t < next ? it->second.map(*reached[at(t)]) : it->second.map_back(*reached[at(t)]);
      if (reached[at(next)]) open.push_back(next);
    }
  }
  return reached[at(to)];
}

bool History::connected_by_uid(int from, int to) const {
  const auto it = pairs_.find({std::min(from, to), std::max(from, to)});
  return it != pairs_.end() && it->second.by_uid;
}

}  // namespace oligard::match
