#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/match/cohort.h"

namespace oligard::match::test {
namespace {

Patient any_patient() {
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 100000);
  const Level level = *rc::gen::element(easy(), medium(), hard());
  const Uids uids = *rc::gen::element(Uids::kNone, Uids::kTrue, Uids::kShuffledCounter);
  return make_patient(seed,
                      {.level = level, .timepoints = 3, .min_lesions = 1, .max_lesions = 14, .uids = uids});
}

using Name = std::pair<int, int>;  // time point, segment number

Name name_of(const LesionGraph& graph, LesionRef ref) {
  return {ref.timepoint, graph.lesion(ref).source.number};
}

// Everything a graph says, without indices.
auto statement(const LesionGraph& graph) {
  std::set<std::tuple<Name, Name, LinkKind, double, bool, Evidence>> links;
  for (const Link& l : graph.links) {
    links.emplace(name_of(graph, l.from), name_of(graph, l.to), l.kind, l.probability, l.ambiguous,
                  l.evidence);
  }
  std::map<std::string, std::tuple<std::string, std::vector<Name>, std::vector<Absence>>> tracks;
  for (const Track& t : graph.tracks) {
    std::vector<Name> names;
    for (const LesionRef ref : t.lesions)
      names.push_back(name_of(graph, ref));
    tracks[t.id] = {t.tracking_uid, names, t.absence};
  }
  return std::pair(links, tracks);
}

std::set<std::tuple<Name, Name, LinkKind>> links_of(const LesionGraph& graph) {
  std::set<std::tuple<Name, Name, LinkKind>> links;
  for (const Link& l : graph.links)
    links.emplace(name_of(graph, l.from), name_of(graph, l.to), l.kind);
  return links;
}

RC_GTEST_PROP(MatchProperty, OrderOfLesionsDoesNotMatter, ()) {
  const Patient patient = any_patient();
  auto shuffled = patient.timepoints;
  for (auto& tp : shuffled) {
    for (std::size_t i = tp.lesions.size(); i > 1; --i) {
      std::swap(tp.lesions[i - 1], tp.lesions[*rc::gen::inRange<std::size_t>(0, i)]);
    }
  }
  RC_ASSERT(statement(*match_lesions(patient.timepoints, {"P"})) ==
            statement(*match_lesions(shuffled, {"P"})));
}

RC_GTEST_PROP(MatchProperty, MovingATimePointChangesNoLink, ()) {
  const Patient patient = any_patient();
  auto moved = patient.timepoints;
  auto& tp = moved[*rc::gen::inRange<std::size_t>(0, moved.size())];
  const Vec3 shift{static_cast<double>(*rc::gen::inRange(-200, 200)),
                   static_cast<double>(*rc::gen::inRange(-200, 200)),
                   static_cast<double>(*rc::gen::inRange(-1500, 1500))};
  for (auto& lesion : tp.lesions) {
    lesion.centroid_mm = lesion.centroid_mm + shift;
    for (Vec3& p : lesion.boundary_mm)
      p = p + shift;
  }
  RC_ASSERT(links_of(*match_lesions(patient.timepoints, {"P"})) == links_of(*match_lesions(moved, {"P"})));
}

RC_GTEST_PROP(MatchProperty, EveryLesionIsInOneTrack, ()) {
  const Patient patient = any_patient();
  const auto graph = *match_lesions(patient.timepoints, {"P"});
  std::set<LesionRef> seen;
  std::set<std::string> ids, uids;
  for (const Track& track : graph.tracks) {
    RC_ASSERT(track.absence.size() == graph.timepoints.size());
    RC_ASSERT(std::is_sorted(track.lesions.begin(), track.lesions.end()));
    RC_ASSERT(ids.insert(track.id).second);
    RC_ASSERT(uids.insert(track.tracking_uid).second);
    for (const LesionRef ref : track.lesions)
      RC_ASSERT(seen.insert(ref).second);
  }
  std::size_t lesions = 0;
  for (const auto& tp : graph.timepoints)
    lesions += tp.lesions.size();
  RC_ASSERT(seen.size() == lesions);
}

RC_GTEST_PROP(MatchProperty, LinksGoForwardAndOneToOneUnlessSplitOrMerged, ()) {
  const Patient patient = any_patient();
  const auto graph = *match_lesions(patient.timepoints, {"P"});
  std::map<LesionRef, int> out, in;
  for (const Link& link : graph.links) {
    RC_ASSERT(link.from.timepoint < link.to.timepoint);
    RC_ASSERT(link.probability > 0 && link.probability <= 1);
    out[link.from] += link.kind == LinkKind::kSplit ? 0 : 1;
    in[link.to] += link.kind == LinkKind::kMerge ? 0 : 1;
  }
  for (const auto& [ref, count] : out)
    RC_ASSERT(count <= 1);
  for (const auto& [ref, count] : in)
    RC_ASSERT(count <= 1);
}

RC_GTEST_PROP(MatchProperty, AFailedRegistrationClaimsNothing, ()) {
  const Patient patient = any_patient();
  const auto graph = *match_lesions({patient.timepoints[0], patient.timepoints[1]}, {"P"});
  RC_PRE(!graph.registrations.empty() && !graph.registrations[0].accepted);
  for (const Link& link : graph.links)
    RC_ASSERT(link.ambiguous || link.evidence == Evidence::kTrackingUid);
  const bool uids = std::any_of(graph.links.begin(), graph.links.end(),
                                [](const Link& l) { return l.evidence == Evidence::kTrackingUid; });
  for (const Track& track : graph.tracks) {
    if (track.lesions.size() > 1 || uids) continue;
    RC_ASSERT(track.absence[track.lesions[0].timepoint == 0 ? 1 : 0] == Absence::kNotAssessable);
  }
}

}  // namespace
}  // namespace oligard::match::test
