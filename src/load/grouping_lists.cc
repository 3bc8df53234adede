// Of several lesion lists at one time point one is used.
#include <algorithm>
#include <tuple>

#include "load/grouping.h"

namespace oligard::load {
namespace {

/// When a list was made; absent dates are oldest.
struct Stamp {
  Date date = Date::min();
  std::string time;

  friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

struct LesionList {
  std::string producer;
  std::vector<GroupedObject*> members;
  int priority = 0;
  Stamp newest;
  std::string uid;  ///< of the newest member
};

using Lists = std::vector<LesionList>;
using ListsByDate = std::map<Date, Lists>;

Stamp stamp_of(const GroupedObject& object) {
  const ObjectHeader& header = object.header();
  return {header.content_date.value_or(Date::min()), header.content_time};
}

bool is_newer(const LesionList& a, const LesionList& b) {
  return std::tie(a.newest, a.uid) > std::tie(b.newest, b.uid);
}

std::string joined(const std::string& a, const std::string& b, const std::string& c) {
  return a + "\n" + b + "\n" + c;
}

bool is_known_reader(const std::string& reader) {
  return !reader.empty() && reader != "unknown^unknown" && reader != "unknown";
}

std::string producer_of(const GroupedObject& object) {
  const ObjectHeader& header = object.header();
  const auto* report = std::get_if<MeasurementReport>(&object.object);
  if (report != nullptr && is_known_reader(report->reader))
    return joined(report->reader, header.manufacturer, header.model);
  return joined(header.manufacturer, header.model, header.series_description);
}

/// A reader's reports are one list whatever their series: some programs write a series for each annotation.
std::string list_key(const GroupedObject& object) {
  const auto* report = std::get_if<MeasurementReport>(&object.object);
  if (report != nullptr && is_known_reader(report->reader)) return "reader " + producer_of(object);
  return "series " + object.header().series_instance_uid;
}

Lists lists_of(const std::vector<GroupedObject*>& objects) {
  std::map<std::string, LesionList> lists;
  for (GroupedObject* object : objects) {
    const auto [entry, is_first] = lists.try_emplace(list_key(*object));
    LesionList& list = entry->second;
    if (is_first) {
      list.producer = producer_of(*object);
      list.priority = object->rule.priority;
    }
    list.priority = std::max(list.priority, object->rule.priority);
    const Stamp stamp = stamp_of(*object);
    const std::string& uid = object->header().sop_instance_uid;
    if (is_first || std::tie(stamp, uid) > std::tie(list.newest, list.uid)) {
      list.newest = stamp;
      list.uid = uid;
    }
    list.members.push_back(object);
  }
  Lists result;
  for (auto& [key, list] : lists)
    result.push_back(std::move(list));
  return result;
}

Lists of_highest_priority(const Lists& lists) {
  int highest = lists.front().priority;
  for (const LesionList& list : lists)
    highest = std::max(highest, list.priority);
  Lists result;
  std::copy_if(lists.begin(), lists.end(), std::back_inserter(result),
               [&](const LesionList& list) { return list.priority == highest; });
  return result;
}

/// How a producer stands over all time points, by the lists of highest priority.
struct Standing {
  std::size_t dates = 0;
  Stamp newest_of_last_date;

  friend auto operator<=>(const Standing&, const Standing&) = default;
};

std::map<std::string, Standing> standings(const ListsByDate& by_date) {
  std::map<std::string, Standing> result;
  for (const auto& [date, lists] : by_date) {
    std::map<std::string, Stamp> newest;
    for (const LesionList& list : of_highest_priority(lists)) {
      Stamp& stamp = newest.try_emplace(list.producer, list.newest).first->second;
      stamp = std::max(stamp, list.newest);
    }
    for (const auto& [producer, stamp] : newest) {
      ++result[producer].dates;
      result[producer].newest_of_last_date = stamp;
    }
  }
  return result;
}

void supersede(GroupedObject& object, const LesionList& kept) {
  object.ignore("SUPERSEDED_SERIES",
                "another lesion list of the same date is used: the one of object " + kept.uid);
}

void keep(const LesionList& kept, const Lists& lists) {
  for (const LesionList& list : lists)
    for (GroupedObject* object : list.members)
      if (list.uid != kept.uid) supersede(*object, kept);
}

/// The newest list, but never in turns: of producers that have a list at every date only one counts.
void choose_segmentations(const ListsByDate& by_date) {
  std::string preferred;
  std::set<std::string> complete;
  Standing best;
  for (const auto& [producer, standing] : standings(by_date)) {
    if (by_date.size() < 2 || standing.dates < by_date.size()) continue;
    if (complete.empty() || standing > best) {
      preferred = producer;
      best = standing;
    }
    complete.insert(producer);
  }
  for (const auto& [date, lists] : by_date) {
    Lists candidates = of_highest_priority(lists);
    std::erase_if(candidates, [&](const LesionList& list) {
      return list.producer != preferred && complete.contains(list.producer);
    });
    keep(*std::min_element(candidates.begin(), candidates.end(), is_newer), lists);
  }
}

/// The reader with lists at most dates, then the newest: a change of reader would look like growth.
void choose_reports(const ListsByDate& by_date) {
  const std::map<std::string, Standing> standing = standings(by_date);
  for (const auto& [date, lists] : by_date) {
    const Lists candidates = of_highest_priority(lists);
    const auto chosen =
        std::min_element(candidates.begin(), candidates.end(), [&](const LesionList& a, const LesionList& b) {
          const Standing& of_a = standing.at(a.producer);
          const Standing& of_b = standing.at(b.producer);
          if (of_a != of_b) return of_a > of_b;
          return is_newer(a, b);
        });
    keep(*chosen, lists);
  }
}

std::set<std::string> tracking_uids(const MeasurementReport& report) {
  std::set<std::string> uids;
  for (const PriorMeasurement& group : report.measurements)
    if (!group.tracking_uid.empty()) uids.insert(group.tracking_uid);
  return uids;
}

bool intersect(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& value) { return b.contains(value); });
}

/// A report saved again states the same lesions: only the newest version of one list counts.
void drop_older_versions(LesionList& list) {
  std::sort(list.members.begin(), list.members.end(), [](const GroupedObject* a, const GroupedObject* b) {
    return std::tuple(stamp_of(*a), a->header().sop_instance_uid) >
           std::tuple(stamp_of(*b), b->header().sop_instance_uid);
  });
  std::set<std::string> known;
  for (GroupedObject* object : list.members) {
    std::set<std::string> uids = tracking_uids(std::get<MeasurementReport>(object->object));
    if (intersect(uids, known))
      supersede(*object, list);
    else
      known.merge(uids);
  }
}

/// SEGs of one date: which are used, which are not, and the lesions of those used.
struct KnownSegments {
  std::set<std::string> used, superseded, tracking_uids;
};

KnownSegments segments_of(const GroupedObjects& objects, Date date) {
  KnownSegments known;
  for (const GroupedObject& object : objects) {
    const auto* segmentation = std::get_if<Segmentation>(&object.object);
    if (segmentation == nullptr || object.date != date) continue;
    const std::string& uid = segmentation->header.sop_instance_uid;
    if (object.outcome.code == "SUPERSEDED_SERIES") known.superseded.insert(uid);
    if (!object.is_used()) continue;
    known.used.insert(uid);
    for (const Segment& segment : segmentation->segments)
      if (!segment.tracking_uid.empty()) known.tracking_uids.insert(segment.tracking_uid);
  }
  return known;
}

bool refers_to(const MeasurementReport& report, const std::set<std::string>& segmentations) {
  return std::any_of(
      report.measurements.begin(), report.measurements.end(),
      [&](const PriorMeasurement& group) { return segmentations.contains(group.segment_sop_instance_uid); });
}

/// Reports that belong to no used SEG, by date. Those of a superseded SEG are set aside with it.
ListsByDate unrelated_reports(GroupedObjects& objects) {
  std::map<Date, std::vector<GroupedObject*>> unrelated;
  std::map<Date, KnownSegments> segments;
  for (GroupedObject& object : objects) {
    const auto* report = std::get_if<MeasurementReport>(&object.object);
    if (report == nullptr || !object.is_used()) continue;
    auto known = segments.find(*object.date);
    if (known == segments.end())
      known = segments.emplace(*object.date, segments_of(objects, *object.date)).first;
    const KnownSegments& of_date = known->second;
    if (refers_to(*report, of_date.used) || intersect(tracking_uids(*report), of_date.tracking_uids))
      continue;
    if (refers_to(*report, of_date.superseded))
      object.ignore("SUPERSEDED_SERIES", "the report measures a segmentation that is not used");
    else
      unrelated[*object.date].push_back(&object);
  }
  ListsByDate by_date;
  for (const auto& [date, reports] : unrelated)
    by_date[date] = lists_of(reports);
  return by_date;
}

}  // namespace

void choose_lesion_lists(GroupedObjects& objects) {
  std::map<Date, std::vector<GroupedObject*>> segmentations;
  for (GroupedObject& object : objects)
    if (object.is_used() && is_lesion_list(object)) segmentations[*object.date].push_back(&object);
  ListsByDate by_date;
  for (const auto& [date, lists] : segmentations)
    by_date[date] = lists_of(lists);
  choose_segmentations(by_date);
  ListsByDate reports = unrelated_reports(objects);
  for (auto& [date, lists] : reports)
    for (LesionList& list : lists)
      drop_older_versions(list);
  choose_reports(reports);
}

}  // namespace oligard::load
