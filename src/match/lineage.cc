#include "oligard/match/lineage.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace oligard::match {

std::vector<LineageEvent> lineage_of(const LesionGraph& graph, const Track& track, std::size_t timepoint) {
  const std::set<LesionRef> members(track.lesions.begin(), track.lesions.end());
  std::map<std::pair<LesionRef, int>, std::set<LesionRef>> children, parents;
  for (const Link& link : graph.links) {
    if (!members.contains(link.from) || !members.contains(link.to)) continue;
    if (link.to.timepoint > static_cast<int>(timepoint)) continue;
    children[{link.from, link.to.timepoint}].insert(link.to);
    parents[{link.to, link.from.timepoint}].insert(link.from);
  }
  std::vector<LineageEvent> events;
  for (const auto& [whole, parts] : children) {
    if (parts.size() > 1) events.push_back({LinkKind::kSplit, {whole.first}, {parts.begin(), parts.end()}});
  }
  for (const auto& [whole, parts] : parents) {
    if (parts.size() > 1) events.push_back({LinkKind::kMerge, {parts.begin(), parts.end()}, {whole.first}});
  }
  const auto age = [](const LineageEvent& event) { return std::tie(event.to, event.from, event.kind); };
  std::sort(events.begin(), events.end(),
            [&age](const LineageEvent& a, const LineageEvent& b) { return age(a) < age(b); });
  return events;
}

}  // namespace oligard::match
