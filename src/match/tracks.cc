#include "match/tracks.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "match/constants.h"
#include "oligard/base/digest.h"

namespace oligard::match {
namespace {

using TimePoints = std::vector<measure::TimePoint>;

const measure::Lesion& lesion_at(const TimePoints& timepoints, LesionRef ref) {
  return timepoints[static_cast<std::size_t>(ref.timepoint)].lesions[static_cast<std::size_t>(ref.lesion)];
}

// Connected components of the links, each ordered.
std::vector<std::vector<LesionRef>> families(const TimePoints& timepoints, const std::vector<Link>& links) {
  std::vector<std::size_t> first;
  std::vector<LesionRef> refs;
  for (std::size_t t = 0; t < timepoints.size(); ++t) {
    first.push_back(refs.size());
    for (std::size_t i = 0; i < timepoints[t].lesions.size(); ++i) {
      refs.push_back({static_cast<int>(t), static_cast<int>(i)});
    }
  }
  std::vector<std::size_t> parent(refs.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](LesionRef ref) {
    std::size_t i = first[static_cast<std::size_t>(ref.timepoint)] + static_cast<std::size_t>(ref.lesion);
    while (parent[i] != i)
      i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const Link& link : links) {
    const std::size_t from = root(link.from);
    const std::size_t to = root(link.to);
    parent[std::max(from, to)] = std::min(from, to);
  }
  std::map<std::size_t, std::vector<LesionRef>> by_root;
  for (const LesionRef ref : refs)
    by_root[root(ref)].push_back(ref);
  std::vector<std::vector<LesionRef>> result;
  result.reserve(by_root.size());
  for (auto& [key, family] : by_root)
    result.push_back(std::move(family));
  return result;
}

void order_tracks(const TimePoints& timepoints, std::vector<Track>& tracks) {
  const auto key = [&](const Track& track) {
    const LesionRef ref = track.lesions.front();
    const measure::Lesion& l = lesion_at(timepoints, ref);
    return std::tuple(ref.timepoint, l.organ.empty(), l.organ, !l.has_position, -l.centroid_mm.z,
                      l.centroid_mm.y, l.centroid_mm.x, ref.lesion);
  };
  std::sort(tracks.begin(), tracks.end(), [&](const Track& x, const Track& y) { return key(x) < key(y); });
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    std::array<char, 24> name{};
    std::snprintf(name.data(), name.size(), "L%02zu", i + 1);
    tracks[i].id = name.data();
  }
}

// The UID of a track's first lesion is the track's, unless another track carries it too or it stands twice at
// that time point. Later time points then change no track's UID.
void name_uids(const TimePoints& timepoints, const std::string& patient_key, const std::set<LesionRef>& moved,
               std::vector<Track>& tracks) {
  std::map<std::string, std::set<std::size_t>> carriers;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    for (const LesionRef ref : tracks[i].lesions)
      if (!moved.contains(ref)) carriers[lesion_at(timepoints, ref).tracking_uid].insert(i);
  }
  for (Track& track : tracks) {
    const LesionRef first = track.lesions.front();
    const std::string& uid = lesion_at(timepoints, first).tracking_uid;
    const auto at_once = std::count_if(track.lesions.begin(), track.lesions.end(), [&](LesionRef ref) {
      return ref.timepoint == first.timepoint && lesion_at(timepoints, ref).tracking_uid == uid;
    });
    const bool is_own = !uid.empty() && !moved.contains(first) && at_once == 1 && carriers[uid].size() == 1;
    track.tracking_uid = is_own ? uid : derived_uid(lesion_at(timepoints, first), patient_key);
  }
}

// The listed lesion nearest in time, an earlier one before a later one.
LesionRef nearest_in_time(const Track& track, int t) {
  LesionRef best = track.lesions.front();
  for (const LesionRef ref : track.lesions) {
    const bool earlier = ref.timepoint < t;
    if (earlier && (best.timepoint > t || ref.timepoint > best.timepoint)) best = ref;
    if (!earlier && best.timepoint > t && ref.timepoint < best.timepoint) best = ref;
  }
  return best;
}

bool covers(const measure::Coverage& coverage, const Vec3& place) {
  return place.z >= coverage.z_min_mm + kSigmaPlaceMm && place.z <= coverage.z_max_mm - kSigmaPlaceMm;
}

// What is known of a place at a time point without a lesion there. An inferred coverage may err: outside of
// it a lesion that was seen before is not called gone, but one that comes later is not excused either.
Absence absence_of(const measure::TimePoint& there, const std::optional<Vec3>& place, bool was_seen_before) {
  if (!there.coverage) return Absence::kUnlinked;
  if (!place) return Absence::kMaybeOutside;
  const bool is_imaged = std::any_of(there.imaged.begin(), there.imaged.end(),
                                     [&](const measure::Coverage& slab) { return covers(slab, *place); });
  if (is_imaged) return Absence::kUnlinked;
  if (covers(*there.coverage, *place)) return Absence::kMaybeOutside;
  using Source = measure::CoverageEvidence;
  const bool is_outside = there.coverage_evidence == Source::kImages ||
                          (there.coverage_evidence == Source::kReferencedSeries && was_seen_before);
  return is_outside ? Absence::kOutsideCoverage : Absence::kMaybeOutside;
}

// Whether the place of a lesion was imaged at another time point.
Absence absence_at(const TimePoints& timepoints, const History& history, LesionRef ref, int t,
                   bool was_seen_before) {
  const measure::TimePoint& there = timepoints[static_cast<std::size_t>(t)];
  const measure::Lesion& lesion = lesion_at(timepoints, ref);
  const std::string& frame = history.frame(ref.timepoint);
  const bool placed = lesion.has_position && (lesion.frame_of_reference_uid.empty() || frame.empty() ||
                                              lesion.frame_of_reference_uid == frame);
  if (!there.coverage && placed && history.connected(ref.timepoint, t)) {
    // Without a coverage the place says nothing more.
    return history.weakly_registered(ref.timepoint, t) ? Absence::kMaybeOutside : Absence::kUnlinked;
  }
  std::optional<Vec3> place;
  if (placed) place = history.map(lesion.centroid_mm, ref.timepoint, t);
  const bool same_frame = !frame.empty() && frame == there.frame_of_reference_uid;
  if (placed && !place && same_frame) place = lesion.centroid_mm;
  if (place || history.connected_by_uid(ref.timepoint, t)) {
    const Absence absence = absence_of(there, place, was_seen_before);
    const bool is_weak = absence == Absence::kUnlinked && history.weakly_registered(ref.timepoint, t);
    return is_weak ? Absence::kMaybeOutside : absence;
  }
  if (there.lesions.empty() && there.segmentation_exhaustive) return Absence::kUnlinked;
  return Absence::kNotAssessable;
}

using Neighbours = std::map<LesionRef, std::vector<LesionRef>>;

// Lesions that links lead to from those of one time point.
std::set<LesionRef> reached(const Track& track, int t, const Neighbours& next) {
  std::vector<LesionRef> open;
  for (const LesionRef ref : track.lesions) {
    if (ref.timepoint == t) open.push_back(ref);
  }
  std::set<LesionRef> found(open.begin(), open.end());
  while (!open.empty()) {
    const LesionRef ref = open.back();
    open.pop_back();
    const auto links = next.find(ref);
    if (links == next.end()) continue;
    for (const LesionRef other : links->second) {
      if (found.insert(other).second) open.push_back(other);
    }
  }
  return found;
}

// Families with several lesions at a time point: where a branch begins or ends out of sight of the others.
class Branches {
 public:
  Branches(const TimePoints& timepoints, const History& history)
      : timepoints_(timepoints), history_(history) {
    for (const Link& link : history.links()) {
      later_[link.from].push_back(link.to);
      earlier_[link.to].push_back(link.from);
    }
  }

  [[nodiscard]] std::vector<bool> partial(const Track& track) const {
    std::map<int, int> count;
    for (const LesionRef ref : track.lesions)
      ++count[ref.timepoint];
    if (std::all_of(count.begin(), count.end(), [](const auto& entry) { return entry.second == 1; }))
      return {};
    std::vector<bool> partial(timepoints_.size(), false);
    for (const auto& [t, n] : count)
      partial[static_cast<std::size_t>(t)] = is_partial(track, t);
    return partial;
  }

 private:
  [[nodiscard]] bool is_partial(const Track& track, int t) const {
    std::set<LesionRef> known = reached(track, t, later_);
    known.merge(reached(track, t, earlier_));
    return std::any_of(track.lesions.begin(), track.lesions.end(), [&](LesionRef ref) {
      if (known.contains(ref)) return false;
      const Neighbours& towards = ref.timepoint > t ? earlier_ : later_;
      if (towards.contains(ref)) return false;
      const Absence absence = absence_at(timepoints_, history_, ref, t, true);
      return absence == Absence::kOutsideCoverage || absence == Absence::kNotAssessable;
    });
  }

  const TimePoints& timepoints_;
  const History& history_;
  Neighbours later_, earlier_;
};

}  // namespace

std::string derived_uid(const measure::Lesion& lesion, const std::string& patient_key) {
  return uid_from_text(patient_key + "|" + lesion.source.sop_instance_uid + "|" +
                       std::to_string(lesion.source.number) + "|" + std::to_string(lesion.source.component));
}

std::vector<Track> tracks_of(const TimePoints& timepoints, const History& history,
                             const std::string& patient_key, const std::set<LesionRef>& moved) {
  std::vector<Track> tracks;
  for (auto& family : families(timepoints, history.links())) {
    Track track;
    track.lesions = std::move(family);
    tracks.push_back(std::move(track));
  }
  order_tracks(timepoints, tracks);
  name_uids(timepoints, patient_key, moved, tracks);
  const Branches branches(timepoints, history);
  for (Track& track : tracks) {
    for (int t = 0; t < static_cast<int>(timepoints.size()); ++t) {
      track.absence.push_back(
          absence_at(timepoints, history, nearest_in_time(track, t), t, track.lesions.front().timepoint < t));
    }
    track.partial = branches.partial(track);
  }
  return tracks;
}

}  // namespace oligard::match
