// Of several lesion lists at one time point one is used.
#include "load/group/lists.h"

#include <algorithm>
#include <tuple>

#include "load/group/modality.h"

namespace oligard::load {
namespace {

std::string joined(const std::string& a, const std::string& b, const std::string& c) {
  return a + "\n" + b + "\n" + c;
}

bool is_known_reader(const std::string& reader) {
  return !reader.empty() && reader != "unknown^unknown" && reader != "unknown";
}

/// Of the images a SEG was drawn on; empty when their class does not tell, or tells two.
std::string modality_of_images(const GroupedObject& object) {
  const auto* segmentation = std::get_if<Segmentation>(&object.object);
  if (segmentation == nullptr) return {};
  std::set<std::string> modalities;
  for (const InstanceReference& image : segmentation->source_images)
    if (std::string modality = modality_of(image.sop_class_uid); !modality.empty())
      modalities.insert(std::move(modality));
  return modalities.size() == 1 ? *modalities.begin() : std::string();
}

std::string producer_of(const GroupedObject& object) {
  const ObjectHeader& header = object.header();
  const auto* report = std::get_if<MeasurementReport>(&object.object);
  if (report != nullptr && is_known_reader(report->reader))
    return joined(report->reader, header.manufacturer, header.model);
  return joined(header.manufacturer, header.model, header.series_description) + "\n" +
         header.content_creator + "\n" + modality_of_images(object);
}

/// A reader's reports are one list whatever their series: some programs write a series for each annotation.
std::string list_key(const GroupedObject& object) {
  const auto* report = std::get_if<MeasurementReport>(&object.object);
  if (report != nullptr && is_known_reader(report->reader)) return "reader " + producer_of(object);
  const ObjectHeader& header = object.header();
  if (report == nullptr && object.rule.join_series)
    return "joined " + joined(header.study_instance_uid, header.manufacturer, header.model) + "\n" +
           modality_of_images(object);
  return "series " + header.series_instance_uid;
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
    for (const LesionList& list : lists)
      if (list.uid != chosen->uid) supersede(list, *chosen, "");
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
      object->supersede("a newer version of the report is used: object " + list.uid);
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
    if (object.is_superseded) known.superseded.insert(uid);
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

/// Reports that belong to no used SEG, by date. Those of a superseded SEG are set aside with it. What readers
/// say of our results stands beside any list.
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
      object.supersede("the report measures a segmentation that is not used");
    else if (!report->is_reader_copy())
      unrelated[*object.date].push_back(&object);
  }
  ListsByDate by_date;
  for (const auto& [date, reports] : unrelated)
    by_date[date] = lists_of(reports);
  return by_date;
}

/// Series of SEGs of which an instance was refused.
std::set<std::string> broken_series(const GroupedObjects& objects, const std::set<std::string>& unread) {
  std::set<std::string> series = unread;
  for (const GroupedObject& object : objects)
    if (object.outcome.kind == ObjectOutcome::Kind::kRefused && is_lesion_list(object))
      series.insert(object.header().series_instance_uid);
  return series;
}

/// Of joined series that mark the same tissue the newest counts.
void drop_redrawn(LesionList& list) {
  std::sort(list.members.begin(), list.members.end(), [](const GroupedObject* a, const GroupedObject* b) {
    return std::tuple(stamp_of(*a), a->header().sop_instance_uid) >
           std::tuple(stamp_of(*b), b->header().sop_instance_uid);
  });
  std::vector<GroupedObject*> kept;
  for (GroupedObject* member : list.members) {
    const auto redrawn = std::find_if(kept.begin(), kept.end(), [member](const GroupedObject* newer) {
      return newer->header().series_instance_uid != member->header().series_instance_uid &&
             share_a_voxel(std::get<Segmentation>(newer->object), std::get<Segmentation>(member->object));
    });
    if (redrawn == kept.end())
      kept.push_back(member);
    else
      member->supersede("its lesion was drawn again: object " + (*redrawn)->header().sop_instance_uid +
                        " is used");
  }
  list.members = std::move(kept);
}

}  // namespace

Stamp stamp_of(const GroupedObject& object) {
  const ObjectHeader& header = object.header();
  return {header.content_date.value_or(Date::min()), header.content_time};
}

bool is_newer(const LesionList& a, const LesionList& b) {
  return std::tie(a.newest, a.uid) > std::tie(b.newest, b.uid);
}

Lists lists_of(const std::vector<GroupedObject*>& objects) {
  std::map<std::string, LesionList> lists;
  for (GroupedObject* object : objects) {
    const auto [entry, is_first] = lists.try_emplace(list_key(*object));
    LesionList& list = entry->second;
    if (is_first) {
      list.producer = producer_of(*object);
      list.modality = modality_of_images(*object);
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

void choose_lesion_lists(GroupedObjects& objects, const std::set<std::string>& unread_series) {
  const std::set<std::string> broken = broken_series(objects, unread_series);
  std::map<Date, std::vector<GroupedObject*>> segmentations;
  for (GroupedObject& object : objects)
    if (object.is_used() && is_lesion_list(object)) segmentations[*object.date].push_back(&object);
  ListsByDate by_date;
  for (const auto& [date, lists] : segmentations)
    by_date[date] = lists_of(lists);
  for (auto& [date, lists] : by_date)
    for (LesionList& list : lists)
      if (list.members.front()->rule.join_series) drop_redrawn(list);
  choose_segmentations(by_date, broken);
  ListsByDate reports = unrelated_reports(objects);
  for (auto& [date, lists] : reports)
    for (LesionList& list : lists)
      drop_older_versions(list);
  choose_reports(reports);
}

}  // namespace oligard::load
