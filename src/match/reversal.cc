#include "oligard/match/reversal.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "oligard/base/digest.h"

namespace oligard::match {
namespace {

using Family = std::vector<LesionRef>;

LinkEnds ends_of(const Link& link) {
  return {link.from, link.to};
}

double probability_of(const LesionGraph& graph, const Decision& decision) {
  return decision.kind == Decision::Kind::kLink ? graph.links[decision.index].probability
                                                : graph.unlinked[decision.index].probability;
}

bool has_lesion(const LesionGraph& graph, LesionRef ref) {
  const auto t = static_cast<std::size_t>(ref.timepoint);
  return ref.timepoint >= 0 && t < graph.timepoints.size() && ref.lesion >= 0 &&
         static_cast<std::size_t>(ref.lesion) < graph.timepoints[t].lesions.size();
}

/// Links that go and come when the alternative holds.
struct Change {
  std::set<LinkEnds> gone;
  std::set<LinkEnds> made;

  friend auto operator<=>(const Change&, const Change&) = default;
};

Change change_of(const LesionGraph& graph, const Decision& decision, const Alternative& alternative) {
  Change change;
  change.made.insert(alternative.instead.begin(), alternative.instead.end());
  change.gone.insert(alternative.dropped.begin(), alternative.dropped.end());
  if (decision.kind == Decision::Kind::kLink) change.gone.insert(ends_of(graph.links[decision.index]));
  for (const LinkEnds& made : change.made)
    change.gone.erase(made);
  return change;
}

std::vector<Link> links_after(const LesionGraph& graph, const Change& change, double probability) {
  std::vector<Link> links;
  std::set<LinkEnds> kept;
  for (const Link& link : graph.links) {
    if (change.gone.contains(ends_of(link))) continue;
    links.push_back(link);
    kept.insert(ends_of(link));
  }
  for (const LinkEnds& ends : change.made) {
    if (kept.contains(ends)) continue;
    Link link;
    link.from = ends.from;
    link.to = ends.to;
    link.probability = probability;
    link.ambiguous = true;
    links.push_back(std::move(link));
  }
  std::sort(links.begin(), links.end(), [](const Link& x, const Link& y) { return ends_of(x) < ends_of(y); });
  return links;
}

/// Kinds by how many links meet at a lesion of one time point.
void name_kinds(std::vector<Link>& links) {
  std::map<std::pair<LesionRef, int>, int> out, in;
  for (const Link& link : links) {
    ++out[{link.from, link.to.timepoint}];
    ++in[{link.to, link.from.timepoint}];
  }
  for (Link& link : links) {
    const bool splits = out[{link.from, link.to.timepoint}] > 1;
    const bool merges = in[{link.to, link.from.timepoint}] > 1;
    link.kind = splits ? LinkKind::kSplit : merges ? LinkKind::kMerge : LinkKind::kSame;
  }
}

/// Connected components of `links` among `lesions`, each ordered, by first lesion.
std::vector<Family> families_of(const std::set<LesionRef>& lesions, const std::vector<Link>& links) {
  std::map<LesionRef, std::vector<LesionRef>> neighbours;
  for (const Link& link : links) {
    if (!lesions.contains(link.from) || !lesions.contains(link.to)) continue;
    neighbours[link.from].push_back(link.to);
    neighbours[link.to].push_back(link.from);
  }
  std::vector<Family> families;
  std::set<LesionRef> seen;
  for (const LesionRef start : lesions) {
    if (!seen.insert(start).second) continue;
    Family family{start};
    for (std::size_t i = 0; i < family.size(); ++i) {
      for (const LesionRef next : neighbours[family[i]]) {
        if (seen.insert(next).second) family.push_back(next);
      }
    }
    std::sort(family.begin(), family.end());
    families.push_back(std::move(family));
  }
  return families;
}

/// Time points between which places or identities are known: one frame of reference, an accepted
/// registration, a Tracking UID other than in the links that go; also over third time points.
class Connections {
 public:
  Connections(const LesionGraph& graph, const std::vector<Link>& links) : group_(graph.timepoints.size()) {
    for (std::size_t t = 0; t < group_.size(); ++t)
      group_[t] = t;
    for (const Registration& registration : graph.registrations) {
      if (registration.accepted) join(registration.from, registration.to);
    }
    for (const Link& link : links) {
      if (link.evidence == Evidence::kTrackingUid) join(link.from.timepoint, link.to.timepoint);
    }
    std::map<std::string, int> frames;
    for (std::size_t t = 0; t < group_.size(); ++t) {
      const std::string& frame = graph.timepoints[t].frame_of_reference_uid;
      if (!frame.empty()) join(frames.emplace(frame, static_cast<int>(t)).first->second, static_cast<int>(t));
    }
  }
  [[nodiscard]] bool connect(int a, int b) const {
    return group_[static_cast<std::size_t>(a)] == group_[static_cast<std::size_t>(b)];
  }

 private:
  void join(int a, int b) {
    const std::size_t from = group_[static_cast<std::size_t>(a)];
    const std::size_t to = group_[static_cast<std::size_t>(b)];
    std::replace(group_.begin(), group_.end(), from, to);
  }

  std::vector<std::size_t> group_;
};

/// The lesion of a family nearest in time, an earlier one before a later one.
LesionRef nearest_in_time(const Family& family, int t) {
  return *std::min_element(family.begin(), family.end(), [t](LesionRef x, LesionRef y) {
    const auto rank = [t](LesionRef ref) {
      return std::tuple(ref.timepoint >= t, std::abs(ref.timepoint - t), ref);
    };
    return rank(x) < rank(y);
  });
}

bool is_listed_at(const Family& family, int t) {
  return std::any_of(family.begin(), family.end(), [t](LesionRef ref) { return ref.timepoint == t; });
}

/// The tracks that one change touches, cut and joined anew.
class Regrouping {
 public:
  Regrouping(const LesionGraph& graph, const std::vector<Link>& links, const Change& change)
      : graph_(graph), connections_(graph, links) {
    for (const Track& track : graph.tracks) {
      for (const LesionRef ref : track.lesions)
        track_of_[ref] = &track;
    }
    for (const std::set<LinkEnds>* ends : {&change.gone, &change.made}) {
      for (const LinkEnds& end : *ends) {
        touch(end.from);
        touch(end.to);
      }
    }
    std::set<LesionRef> lesions;
    for (const Track* track : touched_)
      lesions.insert(track->lesions.begin(), track->lesions.end());
    families_ = families_of(lesions, links);
  }

  [[nodiscard]] std::vector<Track> tracks() const {
    std::map<const Track*, Track> kept;
    std::vector<Track> added;
    std::size_t count = graph_.tracks.size();
    for (const Family& family : families_) {
      Track track;
      track.lesions = family;
      track.absence = absences(family);
      track.partial = partial(family);
      if (const Track* heir = heir_of(family); heir != nullptr) {
        track.id = heir->id;
        track.tracking_uid = heir->tracking_uid;
        kept.emplace(heir, std::move(track));
      } else {
        name(track, ++count);
        added.push_back(std::move(track));
      }
    }
    std::vector<Track> tracks;
    for (const Track& track : graph_.tracks) {
      if (!touched_.contains(&track)) tracks.push_back(track);
      if (const auto found = kept.find(&track); found != kept.end()) tracks.push_back(found->second);
    }
    tracks.insert(tracks.end(), added.begin(), added.end());
    return tracks;
  }

 private:
  void touch(LesionRef ref) {
    const auto found = track_of_.find(ref);
    if (found != track_of_.end()) touched_.insert(found->second);
  }

  /// The track whose first lesion leads the family.
  [[nodiscard]] const Track* heir_of(const Family& family) const {
    const Track* track = track_of_.at(family.front());
    return track->lesions.front() == family.front() ? track : nullptr;
  }

  void name(Track& track, std::size_t number) const {
    std::array<char, 24> id{};
    std::snprintf(id.data(), id.size(), "L%02zu", number);
    track.id = id.data();
    const measure::LesionSource& source = graph_.lesion(track.lesions.front()).source;
    track.tracking_uid =
        uid_from_text(track_of_.at(track.lesions.front())->tracking_uid + "|" + source.sop_instance_uid +
                      "|" + std::to_string(source.number) + "|" + std::to_string(source.component));
  }

  [[nodiscard]] std::vector<Absence> absences(const Family& family) const {
    std::vector<Absence> result(graph_.timepoints.size());
    for (std::size_t t = 0; t < result.size(); ++t)
      result[t] = absence_at(family, static_cast<int>(t));
    return result;
  }

  [[nodiscard]] std::vector<bool> partial(const Family& family) const {
    std::vector<bool> result(graph_.timepoints.size(), false);
    for (const LesionRef ref : family) {
      const std::vector<bool>& was = track_of_.at(ref)->partial;
      const auto t = static_cast<std::size_t>(ref.timepoint);
      if (t < was.size() && was[t]) result[t] = true;
    }
    return result;
  }

  [[nodiscard]] Absence absence_at(const Family& family, int t) const {
    const LesionRef nearest = nearest_in_time(family, t);
    const Track& was = *track_of_.at(nearest);
    if (is_listed_at(was.lesions, t)) {
      return connections_.connect(nearest.timepoint, t) ? Absence::kUnlinked : Absence::kNotAssessable;
    }
    if (static_cast<std::size_t>(t) >= was.absence.size()) return Absence::kUnlinked;
    const Absence absence = was.absence[static_cast<std::size_t>(t)];
    // An inferred coverage excuses only lesions that were seen before (docs/matching.md, "Words").
    const bool inferred = graph_.timepoints[static_cast<std::size_t>(t)].coverage_evidence !=
                          measure::CoverageEvidence::kImages;
    const bool seen_before = family.front().timepoint < t;
    return absence == Absence::kOutsideCoverage && inferred && !seen_before ? Absence::kMaybeOutside
                                                                            : absence;
  }

  const LesionGraph& graph_;
  Connections connections_;
  std::map<LesionRef, const Track*> track_of_;
  std::set<const Track*> touched_;
  std::vector<Family> families_;
};

}  // namespace

std::optional<Alternative> alternative_of(const LesionGraph& graph, const Decision& decision) {
  if (decision.kind == Decision::Kind::kLink) {
    if (decision.index >= graph.links.size() || !graph.links[decision.index].ambiguous) return std::nullopt;
    const Link& link = graph.links[decision.index];
    return link.alternative.value_or(Alternative{1 - link.probability, {}, {}});
  }
  if (decision.index >= graph.unlinked.size() || !graph.unlinked[decision.index].ambiguous)
    return std::nullopt;
  const std::optional<Alternative>& alternative = graph.unlinked[decision.index].alternative;
  return alternative && !alternative->instead.empty() ? alternative : std::nullopt;
}

std::vector<Decision> ambiguous_decisions(const LesionGraph& graph) {
  std::vector<Decision> all;
  for (std::size_t i = 0; i < graph.links.size(); ++i)
    all.push_back({Decision::Kind::kLink, i});
  for (std::size_t i = 0; i < graph.unlinked.size(); ++i)
    all.push_back({Decision::Kind::kUnlinked, i});
  std::erase_if(all, [&](const Decision& decision) { return !alternative_of(graph, decision); });
  std::stable_sort(all.begin(), all.end(), [&](const Decision& x, const Decision& y) {
    return probability_of(graph, x) < probability_of(graph, y);
  });
  std::set<Change> seen;
  std::erase_if(all, [&](const Decision& decision) {
    return !seen.insert(change_of(graph, decision, *alternative_of(graph, decision))).second;
  });
  return all;
}

Result<Linkage> with_decision_reversed(const LesionGraph& graph, const Decision& decision) {
  const std::optional<Alternative> alternative = alternative_of(graph, decision);
  if (!alternative) {
    return fail(ErrorKind::kInternal, "MATCH_NO_ALTERNATIVE", "The decision has no alternative.");
  }
  const Change change = change_of(graph, decision, *alternative);
  const bool known = std::all_of(change.made.begin(), change.made.end(), [&](const LinkEnds& ends) {
    return has_lesion(graph, ends.from) && has_lesion(graph, ends.to) &&
           ends.from.timepoint < ends.to.timepoint;
  });
  if (!known) {
    return fail(ErrorKind::kInternal, "MATCH_NO_ALTERNATIVE",
                "The alternative links lesions that are not in the graph.");
  }
  Linkage linkage;
  linkage.links = links_after(graph, change, alternative->probability);
  name_kinds(linkage.links);
  linkage.tracks = Regrouping(graph, linkage.links, change).tracks();
  return linkage;
}

}  // namespace oligard::match
