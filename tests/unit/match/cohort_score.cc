#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "unit/match/cohort.h"

namespace oligard::match::test {
namespace {

using Pair = std::pair<LesionRef, LesionRef>;

struct Truth {
  std::set<Pair> adjacent, gap, events;
  std::set<std::vector<LesionRef>> histories;
};

// Consecutive sightings of each identity; more than one link at an end is a split or merge.
Truth truth_of(const Patient& patient) {
  std::map<int, std::vector<LesionRef>> sightings;
  for (std::size_t t = 0; t < patient.truth.size(); ++t) {
    for (std::size_t i = 0; i < patient.truth[t].size(); ++i) {
      for (const int identity : patient.truth[t][i]) {
        sightings[identity].push_back({static_cast<int>(t), static_cast<int>(i)});
      }
    }
  }
  Truth truth;
  std::map<LesionRef, std::set<LesionRef>> together;
  for (const auto& [identity, refs] : sightings) {
    for (const LesionRef a : refs) {
      for (const LesionRef b : refs)
        together[a].insert(b);
    }
    for (std::size_t s = 0; s + 1 < refs.size(); ++s) {
      (refs[s + 1].timepoint == refs[s].timepoint + 1 ? truth.adjacent : truth.gap)
          .emplace(refs[s], refs[s + 1]);
    }
  }
  std::map<LesionRef, int> out, in;
  for (const auto& [a, b] : truth.adjacent)
    ++out[a], ++in[b];
  for (const Pair& p : truth.adjacent) {
    if (out[p.first] > 1 || in[p.second] > 1) truth.events.insert(p);
  }
  for (const auto& [start, direct] : together) {
    std::set<LesionRef> family{start};
    for (std::size_t before = 0; before != family.size();) {
      before = family.size();
      for (const LesionRef ref : std::set<LesionRef>(family))
        family.insert(together[ref].begin(), together[ref].end());
    }
    truth.histories.emplace(family.begin(), family.end());
  }
  return truth;
}

}  // namespace

void LinkScore::add(const LinkScore& o) {
  right += o.right, made += o.made, wanted += o.wanted;
  sure_made += o.sure_made, sure_right += o.sure_right;
  gap_right += o.gap_right, gap_made += o.gap_made, gap_wanted += o.gap_wanted;
  split_right += o.split_right, split_made += o.split_made, split_wanted += o.split_wanted;
  pairs += o.pairs, failed_pairs += o.failed_pairs;
  tracks_right += o.tracks_right, tracks_wanted += o.tracks_wanted;
}

LinkScore score(const Patient& patient, const LesionGraph& graph) {
  const Truth truth = truth_of(patient);
  LinkScore s;
  s.wanted = static_cast<int>(truth.adjacent.size());
  s.gap_wanted = static_cast<int>(truth.gap.size());
  s.split_wanted = static_cast<int>(truth.events.size());
  for (const Link& link : graph.links) {
    const Pair pair(link.from, link.to);
    if (link.to.timepoint != link.from.timepoint + 1) {
      ++s.gap_made;
      s.gap_right += truth.gap.contains(pair) ? 1 : 0;
      continue;
    }
    const int right = truth.adjacent.contains(pair) ? 1 : 0;
    ++s.made;
    s.right += right;
    if (!link.ambiguous) ++s.sure_made, s.sure_right += right;
    if (link.kind != LinkKind::kSame) {
      ++s.split_made;
      s.split_right += truth.events.contains(pair) ? 1 : 0;
    }
  }
  for (const Registration& r : graph.registrations) {
    if (r.to != r.from + 1) continue;
    ++s.pairs;
    s.failed_pairs += r.accepted ? 0 : 1;
  }
  s.tracks_wanted = static_cast<int>(truth.histories.size());
  for (const Track& track : graph.tracks)
    s.tracks_right += truth.histories.contains(track.lesions) ? 1 : 0;
  return s;
}

LinkScore run_cohort(std::uint64_t seed, int count, const CohortOptions& options) {
  LinkScore sum;
  for (int i = 0; i < count; ++i) {
    const Patient patient = make_patient(seed * 1000 + static_cast<std::uint64_t>(i), options);
    const auto graph = match_lesions(patient.timepoints, {"P"});
    if (graph) sum.add(score(patient, *graph));
  }
  return sum;
}

void print(const char* name, const LinkScore& s) {
  std::printf(
      "%-24s links %4d F1 %.4f (P %.4f R %.4f) sure %4d right %.4f | gap F1 %.3f of %d | split/merge %d/%d "
      "of %d | "
      "failed pairs %d/%d | exact histories %.3f\n",
      name, s.wanted, s.f1(), s.precision(), s.recall(), s.sure_made, s.sure_precision(), s.gap_f1(),
      s.gap_wanted, s.split_right, s.split_made, s.split_wanted, s.failed_pairs, s.pairs,
      s.exact_histories());
}

}  // namespace oligard::match::test
