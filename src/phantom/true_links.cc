#include "phantom/true_links.h"

#include <algorithm>
#include <map>
#include <set>

namespace oligard::phantom {
namespace {

/// The segments that show each lesion, by time.
std::vector<std::vector<SegmentRef>> sights_of(const PatientPlan& plan,
                                               const std::vector<std::vector<SegmentedLesion>>& segmented) {
  std::vector<std::vector<SegmentRef>> sights(plan.lesions.size());
  for (std::size_t t = 0; t < segmented.size(); ++t) {
    for (std::size_t i = 0; i < segmented[t].size(); ++i) {
      sights[segmented[t][i].lesion].push_back({t, i});
      if (segmented[t][i].joined) sights[*segmented[t][i].joined].push_back({t, i});
    }
  }
  return sights;
}

void name_kinds(std::vector<TrueLink>& links) {
  std::map<SegmentRef, int> out;
  std::map<SegmentRef, int> in;
  for (const TrueLink& link : links)
    ++out[link.from], ++in[link.to];
  for (TrueLink& link : links)
    link.kind = out[link.from] > 1 ? "split" : in[link.to] > 1 ? "merge" : "same";
}

std::vector<std::vector<SegmentRef>> families_of(const std::vector<std::vector<SegmentRef>>& sights) {
  std::map<SegmentRef, SegmentRef> root;
  const auto find = [&root](SegmentRef ref) {
    while (root.at(ref) != ref)
      ref = root.at(ref);
    return ref;
  };
  for (const auto& of_lesion : sights) {
    for (const SegmentRef& ref : of_lesion) {
      root.emplace(ref, ref);
      const SegmentRef a = find(of_lesion.front());
      const SegmentRef b = find(ref);
      root[std::max(a, b)] = std::min(a, b);
    }
  }
  std::map<SegmentRef, std::vector<SegmentRef>> families;
  for (const auto& [ref, parent] : root)
    families[find(ref)].push_back(ref);
  std::vector<std::vector<SegmentRef>> result;
  result.reserve(families.size());
  for (auto& [first, members] : families)
    result.push_back(std::move(members));
  return result;
}

}  // namespace

TrueGraph true_graph(const PatientPlan& plan, const std::vector<std::vector<SegmentedLesion>>& segmented) {
  const auto sights = sights_of(plan, segmented);
  TrueGraph graph;
  std::map<std::pair<SegmentRef, SegmentRef>, std::size_t> known;
  for (std::size_t lesion = 0; lesion < sights.size(); ++lesion) {
    for (std::size_t s = 0; s + 1 < sights[lesion].size(); ++s) {
      const auto [at, is_new] =
          known.emplace(std::pair(sights[lesion][s], sights[lesion][s + 1]), graph.links.size());
      if (is_new) graph.links.push_back({sights[lesion][s], sights[lesion][s + 1], "", {}});
      graph.links[at->second].lesions.push_back(lesion);
    }
  }
  name_kinds(graph.links);
  graph.families = families_of(sights);
  return graph;
}

std::vector<std::string> true_classes(const PatientPlan& plan,
                                      const std::vector<std::vector<SegmentedLesion>>& segmented,
                                      const TrueGraph& graph) {
  std::vector<std::size_t> seen;
  for (std::size_t t = 0; t < segmented.size(); ++t) {
    if (!segmented[t].empty()) seen.push_back(t);
  }
  std::vector<ClassNode> nodes;
  std::map<SegmentRef, int> number;
  for (std::size_t s = 0; s < seen.size(); ++s) {
    for (std::size_t i = 0; i < segmented[seen[s]].size(); ++i) {
      const SegmentedLesion& lesion = segmented[seen[s]][i];
      ClassNode node{static_cast<int>(s), volume_mm3(lesion.mask), lesion.cut, {}};
      for (const std::size_t t : seen)
        node.covered.push_back(is_covered(plan, plan.lesions[lesion.lesion], t));
      number[{seen[s], i}] = static_cast<int>(nodes.size());
      nodes.push_back(std::move(node));
    }
  }
  std::vector<std::pair<int, int>> links;
  for (const TrueLink& link : graph.links)
    links.emplace_back(number.at(link.from), number.at(link.to));
  const std::vector<std::string> classes = patient_classes(static_cast<int>(seen.size()), nodes, links);
  std::vector<std::string> result(segmented.size());
  for (std::size_t s = 0; s < seen.size(); ++s)
    result[seen[s]] = classes[s];
  return result;
}

}  // namespace oligard::phantom
