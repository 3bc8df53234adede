#include "match/split_merge.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <numbers>
#include <set>
#include <span>
#include <tuple>

#include "match/confidence.h"
#include "match/constants.h"
#include "match/point_grid.h"

namespace oligard::match {
namespace {

// One side's lesions with the places both sides share, but for the displacement field.
struct Side {
  const Nodes& nodes;
  const std::vector<Vec3>& places;
};

using LinkIndex = std::map<int, const PairLink*>;

struct Event {
  std::vector<int> fragments;  // on the side of several
  int whole = 0;               // on the other side
  bool split = false;          // the whole is the earlier one
  double cost = 0;
  double gain = 0;
};

double volume(const Node& n) {
  return std::exp(n.log_volume);
}

double gap(const Side& side, int i, int j) {
  const auto p = static_cast<std::size_t>(i);
  const auto q = static_cast<std::size_t>(j);
  return distance(side.places[p], side.places[q]) - side.nodes[p].radius - side.nodes[q].radius;
}

double span_of(const Side& side, const std::vector<int>& group) {
  double span = 0;
  for (std::size_t i = 0; i < group.size(); ++i) {
    for (std::size_t j = i + 1; j < group.size(); ++j) {
      const auto p = static_cast<std::size_t>(group[i]);
      const auto q = static_cast<std::size_t>(group[j]);
      span = std::max(span,
                      distance(side.places[p], side.places[q]) + side.nodes[p].radius + side.nodes[q].radius);
    }
  }
  return span;
}

// The group as one lesion: summed volume, weighted centroid.
Node fuse(const Side& side, const std::vector<int>& group, Vec3& place) {
  Node fused = side.nodes[static_cast<std::size_t>(group.front())];
  double total = 0;
  Vec3 sum;
  for (const int i : group) {
    const Node& n = side.nodes[static_cast<std::size_t>(i)];
    total += volume(n);
    sum = sum + volume(n) * side.places[static_cast<std::size_t>(i)];
    fused.truncated = fused.truncated || n.truncated;
  }
  place = (1 / total) * sum;
  fused.log_volume = std::log(total);
  fused.radius = std::cbrt(total / (4 * std::numbers::pi / 3));
  fused.shaped = false;
  return fused;
}

// Groups of lesions that nearly touch, at least one of them without a link: pairs first, then what grows from
// them, at most kMaxGroups.
std::set<std::vector<int>> groups_of(const Side& side, const LinkIndex& links) {
  double largest = 0;
  for (const Node& n : side.nodes)
    largest = std::max(largest, n.radius);
  const PointGrid grid(side.places, 2 * largest + kEventGapMm);
  std::vector<std::vector<int>> touching(side.nodes.size());
  std::set<std::vector<int>> groups;
  std::deque<std::vector<int>> open;
  for (int i = 0; i < static_cast<int>(side.nodes.size()); ++i) {
    const Node& n = side.nodes[static_cast<std::size_t>(i)];
    for (const int j :
         grid.within(side.places[static_cast<std::size_t>(i)], n.radius + largest + kEventGapMm)) {
      if (i == j || !n.sized || !side.nodes[static_cast<std::size_t>(j)].sized ||
          gap(side, i, j) > kEventGapMm)
        continue;
      touching[static_cast<std::size_t>(i)].push_back(j);
    }
    auto& others = touching[static_cast<std::size_t>(i)];
    std::stable_sort(others.begin(), others.end(),
                     [&](int x, int y) { return gap(side, i, x) < gap(side, i, y); });
    if (others.size() > kMostTouching) others.resize(kMostTouching);
    for (const int j : others) {
      if (links.contains(i) && links.contains(j)) continue;
      std::vector<int> both{std::min(i, j), std::max(i, j)};
      if (groups.insert(both).second) open.push_back(std::move(both));
    }
  }
  groups.clear();
  while (!open.empty() && groups.size() < kMaxGroups) {
    std::vector<int> group = std::move(open.front());
    open.pop_front();
    if (!groups.insert(group).second || static_cast<int>(group.size()) == kMaxFragments) continue;
    for (const int i : group) {
      for (const int j : touching[static_cast<std::size_t>(i)]) {
        if (std::binary_search(group.begin(), group.end(), j)) continue;
        std::vector<int> more = group;
        more.insert(std::lower_bound(more.begin(), more.end(), j), j);
        if (!groups.contains(more)) open.push_back(std::move(more));
      }
    }
  }
  return groups;
}

// How far a point is outside (above 0) or inside a shape that is `scale` times a lesion's, about `centre`.
// The lesion's extent in a direction is that of its boundary points.
double signed_distance(const Vec3& p, const Vec3& centre, const Node& lesion, double scale) {
  const Vec3 from_centre = p - centre;
  const double length = norm(from_centre);
  if (length == 0 || lesion.boundary.empty()) return length - scale * lesion.radius;
  double extent = 0;
  for (const Vec3& q : lesion.boundary)
    extent = std::max(extent, dot(q - lesion.boundary_centre, from_centre) / length);
  return length - scale * extent;
}

// Root mean square distance of the whole's boundary from the union of the group, moved onto the whole's
// centre and scaled to its volume.
double misfit(const Side& several, std::span<const int> group, const Node& whole) {
  double total = 0;
  Vec3 centre;
  for (const int i : group) {
    const auto at = static_cast<std::size_t>(i);
    total += volume(several.nodes[at]);
    centre = centre + volume(several.nodes[at]) * several.places[at];
  }
  centre = (1 / total) * centre;
  const double scale = std::cbrt(volume(whole) / total);
  double sum = 0;
  for (const Vec3& p : whole.boundary) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const int i : group) {
      const auto at = static_cast<std::size_t>(i);
      const Vec3 moved = whole.boundary_centre + scale * (several.places[at] - centre);
      nearest = std::min(nearest, signed_distance(p, moved, several.nodes[at], scale));
    }
    sum += nearest * nearest;
  }
  return std::sqrt(sum / static_cast<double>(whole.boundary.size()));
}

// The whole has the shape of the fragments together rather than that of one of them.
bool is_shaped_as_union(const Side& several, const std::vector<int>& group, const Node& whole) {
  double single = std::numeric_limits<double>::infinity();
  for (const int& i : group)
    single = std::min(single, misfit(several, {&i, 1}, whole));
  return misfit(several, group, whole) <= kUnionShare * single;
}

// Place and size say more than for the best fragment alone.
bool fits_better_than_one(const Side& several, const std::vector<int>& group, const Node& whole,
                          const Displacement& moved, double cost) {
  return std::all_of(group.begin(), group.end(), [&](int i) {
    const auto at = static_cast<std::size_t>(i);
    const Expected alone{several.places[at] + moved.mean, moved.variance};
    return cost + kEventEvidence <= link_cost(several.nodes[at], alone, whole);
  });
}

// What the present links say about the group and the whole; nothing when a link leads elsewhere. A Tracking
// UID names the whole and one fragment at most, so the others may join them.
bool present_cost(const std::vector<int>& group, int whole, const LinkIndex& of_group,
                  const LinkIndex& of_whole, bool split, double& cost) {
  cost = 0;
  bool whole_linked = false;
  for (const int i : group) {
    const auto it = of_group.find(i);
    if (it == of_group.end()) {
      cost += kUnlinkedCost;
      continue;
    }
    const int partner = split ? it->second->from : it->second->to;
    if (partner != whole) return false;
    cost += it->second->cost;
    whole_linked = true;
  }
  if (of_whole.contains(whole) && !whole_linked) return false;
  if (!whole_linked) cost += kUnlinkedCost;
  return true;
}

// Searches events of one direction.
class EventSearch {
 public:
  EventSearch(const RegisteredPair& pair, const Side& several, const Side& single, bool split)
      : pair_(pair),
        several_(several),
        single_(single),
        split_(split),
        reach_(reach_of(single)),
        grid_(single.places, kLinkCellMm) {}

  void find(const LinkIndex& of_group, const LinkIndex& of_whole, std::vector<Event>& events) const {
    std::vector<int> near;
    for (const std::vector<int>& group : groups_of(several_, of_group)) {
      Vec3 place;
      const Node fused = fuse(several_, group, place);
      const double span = span_of(several_, group);
      grid_.within(place, reach_, near);
      for (const int o : near) {
        if (single_.nodes[static_cast<std::size_t>(o)].extent < kSpanShare * span) continue;
        double present = 0;
        if (!present_cost(group, o, of_group, of_whole, split_, present)) continue;
        const double size = log_volume_difference(fused, single_.nodes[static_cast<std::size_t>(o)]);
        if (std::pow(size / kSigmaLogVolume, 2) * kTruncatedVolumeFactor + kEventCost >= present) continue;
        const double cost = cost_of(group, fused, place, o, present);
        if (present - cost > 0) events.push_back({group, o, split_, cost, present - cost});
      }
    }
  }

 private:
  // Farther away no whole can be: the cost of its place alone would be that of lesions left alone.
  [[nodiscard]] static double reach_of(const Side& single) {
    double largest = 0;
    for (const Node& n : single.nodes)
      largest = std::max(largest, n.radius);
    const double size = kSizeShareOfSigma * largest;
    const double variance = kEventReachMm * kEventReachMm + kLinkNoiseMm * kLinkNoiseMm + size * size;
    return std::sqrt(static_cast<double>(kMaxFragments + 1) * kUnlinkedCost * variance);
  }

  // Infinite when the whole does not look like the group.
  [[nodiscard]] double cost_of(const std::vector<int>& group, const Node& fused, const Vec3& place, int o,
                               double present) const {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    const auto at = static_cast<std::size_t>(o);
    const Node& as_seen = single_.nodes[at];
    Node whole = as_seen;
    whole.position = single_.places[at];
    // The field applies to a's side: added to the group of a merge, taken off the fragments of a split.
    const Vec3& of_a = split_ ? whole.position : place;
    Displacement moved =
        split_ ? pair_.field.at(of_a, as_seen.tissue, {&o, 1}) : pair_.field.at(of_a, fused.tissue, group);
    if (split_) moved.mean = -1.0 * moved.mean;
    moved.variance = pair_.agitation * moved.variance;
    const double fit = link_cost(fused, {place + moved.mean, moved.variance}, whole) + kEventCost;
    if (fit >= present) return kNever;
    const bool evident = as_seen.boundary.empty()
                             ? fits_better_than_one(several_, group, whole, moved, fit - kEventCost)
                             : is_shaped_as_union(several_, group, as_seen);
    if (!evident) return kNever;
    return fit;
  }

  const RegisteredPair& pair_;
  const Side& several_;
  const Side& single_;
  bool split_;
  double reach_;
  PointGrid grid_;
};

void apply(const Event& event, const RegisteredPair& pair, const LinkIndex& of_group,
           std::vector<PairLink>& links) {
  for (const int fragment : event.fragments) {
    PairLink link;
    link.from = event.split ? event.whole : fragment;
    link.to = event.split ? fragment : event.whole;
    link.kind = event.split ? LinkKind::kSplit : LinkKind::kMerge;
    link.cost = event.cost;
    link.margin = event.gain;
    const LinkFeatures features{link.margin, link.cost, pair.reliability, link.kind};
    link.probability = link_probability(features);
    link.doubt = doubt_of(features, link.probability);
    link.ambiguous = link.doubt.has_value();
    link.evidence = pair.evidence;
    const Vec3& rigid = pair.rigid[static_cast<std::size_t>(link.from)];
    link.residual_mm =
        distance(rigid + pair.field.at(rigid).mean, pair.b[static_cast<std::size_t>(link.to)].position);
    const auto known = of_group.find(fragment);
    if (known != of_group.end() && known->second->evidence == Evidence::kTrackingUid) {
      link.evidence = Evidence::kTrackingUid;
      link.probability = kUidProbability;
      link.ambiguous = false;
      link.doubt.reset();
    }
    links.push_back(link);
  }
}

}  // namespace

void add_splits_and_merges(const RegisteredPair& pair, std::vector<PairLink>& links) {
  const std::vector<Vec3> places_b = positions_of(pair.b);
  const Side side_a{pair.a, pair.rigid};
  const Side side_b{pair.b, places_b};
  LinkIndex of_a, of_b;
  for (const PairLink& l : links) {
    of_a[l.from] = &l;
    of_b[l.to] = &l;
  }
  std::vector<Event> events;
  EventSearch(pair, side_b, side_a, true).find(of_b, of_a, events);
  EventSearch(pair, side_a, side_b, false).find(of_a, of_b, events);
  std::sort(events.begin(), events.end(), [](const Event& x, const Event& y) {
    return std::tuple(-x.gain, x.split, x.whole, x.fragments) <
           std::tuple(-y.gain, y.split, y.whole, y.fragments);
  });

  std::set<int> used_a, used_b;
  std::vector<PairLink> of_events;
  for (const Event& event : events) {
    auto& used_several = event.split ? used_b : used_a;
    auto& used_single = event.split ? used_a : used_b;
    const bool taken =
        used_single.contains(event.whole) || std::any_of(event.fragments.begin(), event.fragments.end(),
                                                         [&](int i) { return used_several.contains(i); });
    if (taken) continue;
    used_single.insert(event.whole);
    used_several.insert(event.fragments.begin(), event.fragments.end());
    apply(event, pair, event.split ? of_b : of_a, of_events);
  }
  if (of_events.empty()) return;
  std::erase_if(links, [&](const PairLink& l) { return used_a.contains(l.from) || used_b.contains(l.to); });
  const auto by_ends = [](const PairLink& x, const PairLink& y) {
    return std::pair(x.from, x.to) < std::pair(y.from, y.to);
  };
  std::sort(of_events.begin(), of_events.end(), by_ends);
  const auto middle = static_cast<std::ptrdiff_t>(links.size());
  links.insert(links.end(), of_events.begin(), of_events.end());
  std::inplace_merge(links.begin(), links.begin() + middle, links.end(), by_ends);
}

}  // namespace oligard::match
