#include <algorithm>
#include <set>

#include "match/confidence.h"
#include "match/constants.h"
#include "match/history.h"

namespace oligard::match {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
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

// Links of which an end is linked already; of a split or merge all or none.
std::vector<bool> History::blocked_links(const std::vector<PairLink>& links,
                                         const std::vector<bool>& successor,
                                         const std::vector<bool>& predecessor) {
  std::set<std::pair<LinkKind, int>> events;  // by their whole
  const auto whole = [](const PairLink& l) {
    return std::pair(l.kind, l.kind == LinkKind::kSplit ? l.from : l.to);
  };
  const auto taken = [&](const PairLink& l) {
    return l.evidence != Evidence::kReader && (successor[at(l.from)] || predecessor[at(l.to)]);
  };
  for (const PairLink& l : links) {
    if (l.kind != LinkKind::kSame && taken(l)) events.insert(whole(l));
  }
  std::vector<bool> blocked;
  blocked.reserve(links.size());
  for (const PairLink& l : links)
    blocked.push_back(l.kind == LinkKind::kSame ? taken(l) : events.contains(whole(l)));
  return blocked;
}

void History::doubt(std::size_t link, NoteCode why) {
  if (links_[link].ambiguous || links_[link].evidence == Evidence::kReader) return;
  links_[link].ambiguous = true;
  links_[link].doubt = Note{why};
}

// Three time points: what the outer two say of each other against what goes over the middle one.
void History::compare_triples() {
  const int k = static_cast<int>(timepoints_.size());
  for (int t = 0; t + 2 < k; ++t) {
    if (is_large(t, t + 2)) continue;
    std::vector<int> next(nodes_[at(t)].size(), -1);          // link of each lesion of t to t + 1
    std::vector<int> previous(nodes_[at(t + 2)].size(), -1);  // link of each lesion of t + 2 from t + 1
    for (std::size_t l = 0; l < links_.size(); ++l) {
      if (links_[l].kind != LinkKind::kSame) continue;
      if (links_[l].from.timepoint == t) next[at(links_[l].from.lesion)] = static_cast<int>(l);
      if (links_[l].to.timepoint == t + 2) previous[at(links_[l].to.lesion)] = static_cast<int>(l);
    }
    const PairMatch& outer = pair(t, t + 2);
    for (const PairLink& direct : outer.links) {
      const bool is_sure = direct.kind == LinkKind::kSame && direct.probability >= kConfirmingProbability &&
                           direct.evidence != Evidence::kReader;
      if (is_sure) complete_triple(t, direct, next, previous);
    }
  }
}

void History::complete_triple(int t, const PairLink& direct, std::vector<int>& next,
                              std::vector<int>& previous) {
  const int first = next[at(direct.from)];
  const int second = previous[at(direct.to)];
  if (first >= 0 && second >= 0) {
    if (links_[at(first)].to == links_[at(second)].from) return;
    for (const int l : {first, second})
      doubt(at(l), NoteCode::kNeighboursDisagree);
    return;
  }
  if (first < 0 && second < 0) return;
  const Link& known = links_[at(first >= 0 ? first : second)];
  const LesionRef middle = first >= 0 ? known.to : known.from;
  const auto& taken = first >= 0 ? has_successor_ : has_predecessor_;
  const auto& free_end =
      first >= 0 ? has_predecessor_[at(t + 2)][at(direct.to)] : has_successor_[at(t)][at(direct.from)];
  if (taken[at(middle.timepoint)][at(middle.lesion)] || free_end || known.ambiguous) return;
  const Evidence evidence = direct.evidence;
  const double probability = direct.probability * known.probability;
  if (first >= 0) {
    complete(middle, {t + 2, direct.to}, probability, evidence);
    previous[at(direct.to)] = static_cast<int>(links_.size()) - 1;
  } else {
    complete({t, direct.from}, middle, probability, evidence);
    next[at(direct.from)] = static_cast<int>(links_.size()) - 1;
  }
}

void History::add(Link link) {
  LesionRef& next = next_[at(link.from.timepoint)][at(link.from.lesion)];
  if (link.kind == LinkKind::kSame && next.timepoint < 0) next = link.to;
  links_.push_back(std::move(link));
}

void History::add_links(int from, int to) {
  const PairMatch& match = pair(from, to);
  for (const PairLink& l : match.links) {
    has_successor_[at(from)][at(l.from)] = true;
    has_predecessor_[at(to)][at(l.to)] = true;
    add(link_of(from, to, l));
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
  const std::vector<bool> blocked = blocked_links(match.links, successor, predecessor);
  for (std::size_t i = 0; i < match.links.size(); ++i) {
    const PairLink& l = match.links[i];
    if (blocked[i]) continue;
    if (l.cost + kGapPenalty * skipped >= kMaxLinkCost) continue;
    successor[at(l.from)] = true;
    predecessor[at(l.to)] = true;
    Link link = link_of(from, to, l);
    link.alternative.reset();
    if (l.evidence == Evidence::kMaskRegistration && match.registration.accepted) {
      const LinkFeatures features{l.margin, l.cost, match.registration.quality, l.kind, skipped};
      link.probability = link_probability(features);
      link.doubt = doubt_of(features, link.probability);
      link.ambiguous = link.doubt.has_value();
    }
    add(std::move(link));
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

// A link that a third time point implies.
void History::complete(const LesionRef& from, const LesionRef& to, double probability, Evidence evidence) {
  Link link;
  link.from = from;
  link.to = to;
  link.probability = kCompletedProbability * probability;
  link.ambiguous = true;
  link.evidence = evidence;
  link.doubt = Note{NoteCode::kThirdTimePointAlone};
  has_successor_[at(from.timepoint)][at(from.lesion)] = true;
  has_predecessor_[at(to.timepoint)][at(to.lesion)] = true;
  add(std::move(link));
  std::erase_if(unlinked_, [&](const Unlinked& u) {
    return (u.lesion == from && u.timepoint == to.timepoint) ||
           (u.lesion == to && u.timepoint == from.timepoint);
  });
}

bool History::reliably_registered(int from, int to) {
  const Registration& registration = pair(from, to).registration;
  return registration.accepted && registration.quality >= kGoodReliability;
}

// Sure links over a gap of which one end is linked onwards: where that chain ends at a time point that is not
// reliably registered with the other end's, it goes on there.
void History::extend_chains(int from, int to) {
  if (is_large(from, to)) return;
  std::map<LesionRef, const Link*> next, previous;
  for (const Link& link : links_) {
    if (link.kind != LinkKind::kSame) continue;
    next.emplace(link.from, &link);
    previous.emplace(link.to, &link);
  }
  struct Extension {
    LesionRef from, to;
    double probability;
    Evidence evidence;
  };
  std::vector<Extension> found;
  for (const PairLink& direct : pair(from, to).links) {
    if (direct.kind != LinkKind::kSame || direct.probability < kConfirmingProbability) continue;
    const LesionRef first{from, direct.from};
    const LesionRef last{to, direct.to};
    const bool is_forward = has_successor_[at(from)][at(direct.from)];
    if (is_forward == static_cast<bool>(has_predecessor_[at(to)][at(direct.to)])) continue;
    LesionRef end = is_forward ? first : last;
    double probability = direct.probability;
    const auto& step = is_forward ? next : previous;
    for (auto it = step.find(end); it != step.end(); it = step.find(end)) {
      probability *= it->second->probability;
      end = is_forward ? it->second->to : it->second->from;
    }
    const bool is_between = end.timepoint > from && end.timepoint < to;
    const bool is_open = is_forward ? !has_successor_[at(end.timepoint)][at(end.lesion)]
                                    : !has_predecessor_[at(end.timepoint)][at(end.lesion)];
    if (!is_between || !is_open) continue;
    if (is_forward ? reliably_registered(end.timepoint, to) : reliably_registered(from, end.timepoint))
      continue;
    found.push_back({is_forward ? end : first, is_forward ? last : end, probability, direct.evidence});
  }
  for (const Extension& e : found) {
    const bool taken = has_successor_[at(e.from.timepoint)][at(e.from.lesion)] ||
                       has_predecessor_[at(e.to.timepoint)][at(e.to.lesion)];
    if (!taken) complete(e.from, e.to, e.probability, e.evidence);
  }
}

}  // namespace oligard::match
