// Tracks of a graph by what reports and files call them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "oligard/match/lesion_graph.h"

namespace oligard::classify {

/// Indices into LesionGraph::tracks, which are those of the case's lesions.
class TrackIndex {
 public:
  explicit TrackIndex(const match::LesionGraph& graph) {
    for (std::size_t i = 0; i < graph.tracks.size(); ++i) {
      const match::Track& track = graph.tracks[i];
      add(track.id, i);
      add(track.tracking_uid, i);
      for (const match::LesionRef ref : track.lesions) {
        const measure::Lesion& lesion = graph.lesion(ref);
        add(lesion.tracking_uid, i);
        by_source_.emplace(key_of(ref.timepoint, lesion.source), i);
      }
    }
  }

  /// Track id, Tracking UID of the track, or of one of its lesions.
  [[nodiscard]] std::set<std::size_t> named(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? std::set<std::size_t>() : found->second;
  }

  /// Those that a report of time point t speaks of: by the lesion that was found for it, else by the UID.
  [[nodiscard]] std::set<std::size_t> meant(const std::optional<measure::LesionSource>& lesion,
                                            const std::string& tracking_uid, std::size_t t) const {
    if (!lesion) return named(tracking_uid);
    const auto found = by_source_.find(key_of(static_cast<int>(t), *lesion));
    return found == by_source_.end() ? std::set<std::size_t>() : std::set{found->second};
  }

 private:
  using SourceKey = std::tuple<int, std::string, int, int>;

  static SourceKey key_of(int t, const measure::LesionSource& source) {
    return {t, source.sop_instance_uid, source.number, source.component};
  }
  void add(const std::string& name, std::size_t i) {
    if (!name.empty()) by_name_[name].insert(i);
  }

  std::map<std::string, std::set<std::size_t>> by_name_;
  std::map<SourceKey, std::size_t> by_source_;
};

}  // namespace oligard::classify
