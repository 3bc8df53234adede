// Of several lists of SEGs at one date one is used.
#include <algorithm>

#include "load/group/lists.h"

namespace oligard::load {
namespace {

/// Producers that have a list at every date, and the one of them that is used.
struct SteadyProducers {
  std::set<std::string> all;
  std::string preferred;

  [[nodiscard]] bool rules_out(const LesionList& list) const {
    return list.producer != preferred && all.contains(list.producer);
  }
};

SteadyProducers steady_producers(const ListsByDate& by_date) {
  SteadyProducers steady;
  Standing best;
  for (const auto& [producer, standing] : standings(by_date)) {
    if (by_date.size() < 2 || standing.dates < by_date.size()) continue;
    if (steady.all.empty() || standing > best) {
      steady.preferred = producer;
      best = standing;
    }
    steady.all.insert(producer);
  }
  return steady;
}

std::map<std::string, std::size_t> dates_of_modalities(const ListsByDate& by_date) {
  std::map<std::string, std::size_t> dates;
  for (const auto& [date, lists] : by_date) {
    std::set<std::string> modalities;
    for (const LesionList& list : of_highest_priority(lists))
      modalities.insert(list.modality);
    for (const std::string& modality : modalities)
      ++dates[modality];
  }
  return dates;
}

/// Sizes on two modalities do not compare: the one with lists at more dates stays.
void keep_common_modality(const std::map<std::string, std::size_t>& dates, Lists& candidates) {
  std::size_t most = 0;
  for (const LesionList& list : candidates) {
    if (list.modality.empty()) return;
    most = std::max(most, dates.at(list.modality));
  }
  std::erase_if(candidates, [&](const LesionList& list) { return dates.at(list.modality) < most; });
}

/// The newest that is whole; the newest when none is.
const LesionList& newest_complete(Lists& candidates, const std::set<std::string>& broken_series) {
  std::sort(candidates.begin(), candidates.end(), is_newer);
  const auto whole = std::find_if(candidates.begin(), candidates.end(), [&](const LesionList& list) {
    return incompleteness(list, candidates, broken_series).empty();
  });
  return whole == candidates.end() ? candidates.front() : *whole;
}

bool are_apart(const LesionList& a, const LesionList& b) {
  return std::none_of(a.members.begin(), a.members.end(), [&](const GroupedObject* of_a) {
    return std::any_of(b.members.begin(), b.members.end(), [&](const GroupedObject* of_b) {
      return share_a_voxel(std::get<Segmentation>(of_a->object), std::get<Segmentation>(of_b->object));
    });
  });
}

bool same_maker(const LesionList& a, const LesionList& b) {
  const ObjectHeader& of_a = a.members.front()->header();
  const ObjectHeader& of_b = b.members.front()->header();
  return of_a.manufacturer == of_b.manufacturer && of_a.model == of_b.model && a.modality == b.modality;
}

bool has_voxels(const LesionList& list) {
  return std::any_of(list.members.begin(), list.members.end(), [](const GroupedObject* member) {
    const auto& segments = std::get<Segmentation>(member->object).segments;
    return std::any_of(segments.begin(), segments.end(), [](const Segment& segment) {
      return segment.role == SegmentRole::kLesion && !segment.mask.runs.empty();
    });
  });
}

/// In what the list used is better than another.
std::string reason_for(const LesionList& kept, const LesionList& other, const SteadyProducers& steady,
                       const Lists& lists, const std::set<std::string>& broken_series) {
  if (other.priority < kept.priority) return "its source rule has a higher priority";
  if (steady.rules_out(other))
    return "its producer has a list at every date, and producers do not take turns";
  if (const std::string flaw = incompleteness(other, lists, broken_series); is_newer(other, kept)) {
    if (!flaw.empty()) return "this one is incomplete: " + flaw;
    return "its modality (" + kept.modality + ") has lists at more dates";
  }
  std::string reason = "it is newer";
  if (!kept.modality.empty() && !other.modality.empty() && kept.modality != other.modality)
    return reason + ", drawn on " + kept.modality + " and this one on " + other.modality +
           "; priority in a source rule with match_series decides otherwise";
  if (has_voxels(other) && same_maker(kept, other) && are_apart(kept, other))
    return reason +
           "; they have no lesion in common: where the source writes a series for each lesion, set "
           "join_series in its source rule";
  return reason;
}

}  // namespace

void supersede(const LesionList& list, const LesionList& kept, const std::string& why) {
  for (GroupedObject* object : list.members)
    object->supersede("another lesion list of the same date is used: the one of object " + kept.uid +
                      (why.empty() ? "" : "; " + why));
}

void choose_segmentations(ListsByDate& by_date, const std::set<std::string>& broken_series) {
  const SteadyProducers steady = steady_producers(by_date);
  const std::map<std::string, std::size_t> modalities = dates_of_modalities(by_date);
  for (auto& [date, lists] : by_date) {
    Lists candidates = of_highest_priority(lists);
    std::erase_if(candidates, [&](const LesionList& list) { return steady.rules_out(list); });
    keep_common_modality(modalities, candidates);
    const LesionList kept = newest_complete(candidates, broken_series);
    for (const LesionList& list : lists)
      if (list.uid != kept.uid) supersede(list, kept, reason_for(kept, list, steady, lists, broken_series));
    for (GroupedObject* member : kept.members)
      member->is_of_broken_list =
          std::any_of(kept.members.begin(), kept.members.end(), [&](const GroupedObject* of_list) {
            return broken_series.contains(of_list->header().series_instance_uid);
          });
  }
}

}  // namespace oligard::load
