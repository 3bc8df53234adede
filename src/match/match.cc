#include "oligard/match/match.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <tuple>
#include <utility>

#include "match/constants.h"
#include "match/history.h"
#include "match/reader_word.h"
#include "match/tracks.h"

namespace oligard::match {
namespace {

auto order_of(const measure::Lesion& l) {
  const Vec3& c = l.centroid_mm;
  return std::tuple(std::string_view(l.source.sop_instance_uid), l.source.number, l.source.component,
                    static_cast<int>(l.source.kind), c.z, c.y, c.x, l.volume_mm3.value_or(0));
}

double radius_of(const measure::Lesion& lesion) {
  return std::cbrt(3 * lesion.volume_mm3.value_or(0) / (4 * std::numbers::pi));
}

// A reader's link stands even where places or other readers speak against it; people are told.
void add_doubts(const ReaderWord& word, LesionGraph& graph) {
  bool far = false;
  for (Link& link : graph.links) {
    if (word.contested.contains(link.from) || word.contested.contains(link.to)) {
      link.ambiguous = true;
      link.doubt = Note{NoteCode::kReadersContradict};
    }
    const double reach =
        kUidMaxShiftMm + radius_of(graph.lesion(link.from)) + radius_of(graph.lesion(link.to));
    if (link.evidence != Evidence::kReader || link.residual_mm <= reach) continue;
    link.doubt = Note{NoteCode::kReaderLinkFar, {Millimetres{link.residual_mm}}};
    far = true;
  }
  if (far) graph.warnings.push_back({NoteCode::kReaderLinksFar});
  if (!word.contested.empty()) graph.warnings.push_back({NoteCode::kReaderUidsContradict});
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
  ReaderWord word;
  std::optional<History> history(std::in_place, graph.timepoints, options.maps, word.links);
  for (int round = 0; round < kReaderRounds; ++round) {
    ReaderWord said = reader_word(graph.timepoints, options.patient_key, history->links());
    const bool settled = said.links == word.links;
    word = std::move(said);
    if (settled) break;
    history.emplace(graph.timepoints, options.maps, word.links);
  }
  graph.links = history->links();
  graph.unlinked = history->unlinked();
  graph.registrations = history->registrations();
  graph.warnings = options.notes;
  if (history->uids_dropped()) graph.warnings.push_back({NoteCode::kUidsLeftOut});
  graph.tracks = tracks_of(graph.timepoints, *history, options.patient_key, word.moved);
  add_doubts(word, graph);
  return graph;
}

}  // namespace oligard::match
