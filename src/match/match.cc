#include "oligard/match/match.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "match/history.h"
#include "match/tracks.h"

namespace oligard::match {
namespace {

auto order_of(const measure::Lesion& l) {
  const Vec3& c = l.centroid_mm;
  return std::tuple(std::string_view(l.source.sop_instance_uid), l.source.number, l.source.component,
                    static_cast<int>(l.source.kind), c.z, c.y, c.x, l.volume_mm3.value_or(0));
}

}  // namespace

Result<LesionGraph> match_lesions(std::vector<measure::TimePoint> timepoints, const MatchOptions& options) {
  for (std::size_t t = 1; t < timepoints.size(); ++t) {
    if (timepoints[t].date <= timepoints[t - 1].date) {
      return fail(ErrorKind::kInternal, "MATCH_UNORDERED", "The dates of the time points do not ascend.");
    }
  }
  LesionGraph graph;
  graph.timepoints = std::move(timepoints);
  for (measure::TimePoint& tp : graph.timepoints) {
    std::stable_sort(tp.lesions.begin(), tp.lesions.end(),
                     [](const auto& x, const auto& y) { return order_of(x) < order_of(y); });
  }
  const History history(graph.timepoints, options.maps);
  graph.links = history.links();
  graph.unlinked = history.unlinked();
  graph.registrations = history.registrations();
  graph.warnings = options.notes;
  if (history.uids_dropped()) {
    graph.warnings.emplace_back("Tracking UIDs contradict the places of lesions and were left out.");
  }
  graph.tracks = tracks_of(graph.timepoints, history, options.patient_key);
  return graph;
}

}  // namespace oligard::match
