#include "match/history.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <set>
#include <string>

#include "match/confidence.h"
#include "match/constants.h"
#include "match/reader_pair.h"

namespace oligard::match {
namespace {

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

}  // namespace

History::History(const std::vector<measure::TimePoint>& timepoints, const std::vector<KnownMap>& maps,
                 std::vector<ReaderLink> stated)
    : timepoints_(timepoints), maps_(maps), stated_(std::move(stated)) {
  for (const auto& tp : timepoints_) {
    nodes_.push_back(nodes_of(tp));
    frames_.push_back(main_frame(tp));
    next_.emplace_back(tp.lesions.size(), LesionRef{-1, -1});
    has_successor_.emplace_back(tp.lesions.size(), false);
    has_predecessor_.emplace_back(tp.lesions.size(), false);
  }
  const int k = static_cast<int>(timepoints_.size());
  match_adjacent();
  mend_adjacent();
  for (int t = 0; t + 1 < k; ++t)
    add_links(t, t + 1);
  compare_triples();
  for (int gap = 2; gap < k; ++gap) {
    for (int t = 0; t + gap < k; ++t) {
      add_gap_links(t, t + gap);
      extend_chains(t, t + gap);
    }
  }
  settle_unlinked();
  std::sort(unlinked_.begin(), unlinked_.end(), [](const Unlinked& x, const Unlinked& y) {
    return std::pair(x.lesion, x.timepoint) < std::pair(y.lesion, y.timepoint);
  });
  std::sort(links_.begin(), links_.end(),
            [](const Link& x, const Link& y) { return std::pair(x.from, x.to) < std::pair(y.from, y.to); });
}

// Maps from registration objects, images and organ masks.
void History::add_known(int from, int to, std::vector<Candidate>& candidates) {
  for (const KnownMap& known : maps_) {
    if (known.from != from || known.to != to) continue;
    const bool object = known.method == Evidence::kRegistrationObject;
    candidates.push_back(
        {{}, known.method, object ? kRegistrationObjectBonus : kImageBonus, known.trust, 0, known.map});
  }
  const measure::TimePoint& a = timepoints_[at(from)];
  const measure::TimePoint& b = timepoints_[at(to)];
  const auto known = organs_.find({from, to});
  const std::optional<OrganRegistration>& organs =
      known != organs_.end()
          ? known->second
          : organs_[{from, to}] = register_organs(a.organs, frame(from), b.organs, frame(to));
  if (organs) {
    candidates.push_back(
        {{}, Evidence::kOrganMasks, kOrganBonus, organs->known.trust, kOrganNeeds, organs->known.map});
  }
}

PairMatch History::compute(int from, int to, std::vector<Candidate> candidates) {
  const measure::TimePoint& a = timepoints_[at(from)];
  const measure::TimePoint& b = timepoints_[at(to)];
  Nodes nodes_a = nodes_[at(from)];
  Nodes nodes_b = nodes_[at(to)];
  const std::vector<ReaderLink> stated = links_of_pair(stated_, from, to);
  PairInput input{nodes_a, nodes_b};
  input.same_frame = !frame(from).empty() && frame(from) == frame(to);
  input.use_uids = use_uids_;
  add_known(from, to, candidates);
  input.candidates = std::move(candidates);
  if (a.field_of_view_centre_mm && b.field_of_view_centre_mm)
    input.expected_shift = *b.field_of_view_centre_mm - *a.field_of_view_centre_mm;
  PairMatch match;
  if (!stated.empty()) match = match_pair(input);
  input.stated = set_apart(stated_, from, to, match, nodes_a, nodes_b);
  match = match_pair(input);
  add_reader_links(stated, nodes_[at(from)], nodes_[at(to)], match);
  match.registration.from = from;
  match.registration.to = to;
  return match;
}

const PairMatch& History::pair(int from, int to) {
  const auto it = pairs_.find({from, to});
  if (it != pairs_.end()) return it->second;
  const bool by_chain = to > from + 1 && is_large(from, to) && links_of_pair(stated_, from, to).empty();
  PairMatch match = by_chain ? chain_match(from, to) : compute(from, to, {});
  return pairs_.emplace(std::pair(from, to), std::move(match)).first->second;
}

// Too many lesions to register each pair of time points anew.
bool History::is_large(int from, int to) const {
  return nodes_[at(from)].size() + nodes_[at(to)].size() > kDirectLesions;
}

// Time points further apart, by the lesions that links lead through: they give the map, and the others are
// linked between them.
PairMatch History::chain_match(int from, int to) {
  const auto goes_elsewhere = [this](LesionRef ref) {
    return std::any_of(stated_.begin(), stated_.end(), [&](const ReaderLink& l) { return l.from == ref; });
  };
  const auto comes_from_elsewhere = [this](LesionRef ref) {
    return std::any_of(stated_.begin(), stated_.end(), [&](const ReaderLink& l) { return l.to == ref; });
  };
  const auto next = [this](LesionRef ref) { return next_[at(ref.timepoint)][at(ref.lesion)]; };
  Anchors anchors;
  Nodes a, b;
  std::vector<bool> reached(nodes_[at(to)].size(), false);
  for (const Node& node : nodes_[at(from)]) {
    LesionRef ref{from, node.lesion};
    while (ref.timepoint < to && next(ref).timepoint >= 0 && next(ref).timepoint <= to)
      ref = next(ref);
    const bool arrived = ref.timepoint == to;
    const Node& end = arrived ? nodes_[at(to)][at(ref.lesion)] : node;
    if (!arrived && goes_elsewhere({from, node.lesion})) continue;
    if (!node.placed || !end.placed || (!arrived && has_successor_[at(from)][at(node.lesion)])) continue;
    if (arrived) {
      anchors.emplace_back(static_cast<int>(a.size()), static_cast<int>(b.size()));
      b.push_back(end);
      reached[at(end.lesion)] = true;
    }
    a.push_back(node);
  }
  for (const Node& node : nodes_[at(to)]) {
    const bool is_open = node.placed && !reached[at(node.lesion)] &&
                         !has_predecessor_[at(to)][at(node.lesion)] &&
                         !comes_from_elsewhere({to, node.lesion});
    if (is_open) b.push_back(node);
  }
  double quality = 1;
  for (int t = from; t < to; ++t)
    quality = std::min(quality, pair(t, t + 1).registration.quality);
  PairMatch match = match_along(a, b, anchors, quality);
  match.registration.from = from;
  match.registration.to = to;
  return match;
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
  for (int t = 0; t + 1 < k; ++t) {
    if (pair(t, t + 1).registration.accepted || nodes_[at(t)].empty() || nodes_[at(t + 1)].empty()) continue;
    std::vector<Candidate> candidates;
    for (int c = std::max(0, t + 1 - kMendReach); c <= std::min(k - 1, t + kMendReach); ++c) {
      if (c == t || c == t + 1) continue;
      const PairMatch& one = pair(std::min(t, c), std::max(t, c));
      const PairMatch& two = pair(std::min(t + 1, c), std::max(t + 1, c));
      const bool rigid = !one.before && !two.before;
      if (!one.registration.accepted || !two.registration.accepted || !rigid) continue;
      const AffineMap& of_one = one.registration.transform;
      const AffineMap& of_two = two.registration.transform;
      const AffineMap there = t < c ? of_one : inverse(of_one);
      const AffineMap back = t + 1 < c ? inverse(of_two) : of_two;
      const double quality = std::min(one.registration.quality, two.registration.quality);
      candidates.push_back({compose(back, there), Evidence::kMaskRegistration, kComposedBonus,
                            kComposedTrustFactor * quality});
    }
    if (!candidates.empty()) pairs_[{t, t + 1}] = compute(t, t + 1, candidates);
  }
}

std::vector<Registration> History::registrations() const {
  std::vector<Registration> result;
  for (const auto& [key, match] : pairs_)
    result.push_back(match.registration);
  return result;
}

// Time points from `from` to `to` by the fewest registrations; empty when there is no way.
std::vector<int> History::way(int from, int to) const {
  const auto usable = [&](int t, int next) {
    const auto it = pairs_.find({std::min(t, next), std::max(t, next)});
    if (it == pairs_.end() || !it->second.registration.accepted) return false;
    return (t == from && next == to) || it->second.registration.quality >= kGoodReliability;
  };
  if (usable(from, to)) return {from, to};
  std::vector<int> before(timepoints_.size(), -1);
  before[at(from)] = from;
  std::deque<int> open{from};
  while (!open.empty() && before[at(to)] < 0) {
    const int t = open.front();
    open.pop_front();
    for (int next = 0; next < static_cast<int>(timepoints_.size()); ++next) {
      if (before[at(next)] >= 0 || !usable(t, next)) continue;
      before[at(next)] = t;
      open.push_back(next);
    }
  }
  if (before[at(to)] < 0) return {};
  std::vector<int> way{to};
  while (way.back() != from)
    way.push_back(before[at(way.back())]);
  std::reverse(way.begin(), way.end());
  return way;
}

bool History::connected(int from, int to) const {
  return !way(from, to).empty();
}

std::optional<Vec3> History::map(const Vec3& place, int from, int to) const {
  const std::vector<int> steps = way(from, to);
  if (steps.empty()) return std::nullopt;
  std::optional<Vec3> reached = place;
  for (std::size_t i = 0; i + 1 < steps.size() && reached; ++i) {
    const int t = steps[i];
    const int next = steps[i + 1];
    const PairMatch& match = pairs_.at({std::min(t, next), std::max(t, next)});
    reached = t < next ? match.map(*reached) : match.map_back(*reached);
  }
  return reached;
}

bool History::weakly_registered(int from, int to) const {
  const auto it = pairs_.find({std::min(from, to), std::max(from, to)});
  return it != pairs_.end() && it->second.registration.accepted &&
         it->second.registration.quality < kGoodReliability;
}

bool History::connected_by_uid(int from, int to) const {
  const auto it = pairs_.find({std::min(from, to), std::max(from, to)});
  return it != pairs_.end() && it->second.by_uid;
}

}  // namespace oligard::match
