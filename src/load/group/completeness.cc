// What speaks against a lesion list being whole.
#include <algorithm>
#include <unordered_set>

#include "load/group/lists.h"

namespace oligard::load {
namespace {

const Segmentation* segmentation_of(const GroupedObject* object) {
  return std::get_if<Segmentation>(&object->object);
}

bool has_lesion_voxels(const LesionList& list) {
  return std::any_of(list.members.begin(), list.members.end(), [](const GroupedObject* member) {
    const Segmentation* segmentation = segmentation_of(member);
    return segmentation != nullptr &&
           std::any_of(segmentation->segments.begin(), segmentation->segments.end(), [](const Segment& s) {
             return s.role == SegmentRole::kLesion && !s.mask.runs.empty();
           });
  });
}

/// Instance numbers of one series that are stated, differ, and are not consecutive.
bool has_gap(const LesionList& list) {
  std::map<std::string, std::set<int>> numbers;
  std::map<std::string, std::size_t> instances;
  for (const GroupedObject* member : list.members) {
    const ObjectHeader& header = member->header();
    ++instances[header.series_instance_uid];
    if (header.instance_number > 0) numbers[header.series_instance_uid].insert(header.instance_number);
  }
  return std::any_of(numbers.begin(), numbers.end(), [&](const auto& entry) {
    const std::set<int>& of_series = entry.second;
    const std::size_t count = of_series.size();
    if (count < 2 || count != instances[entry.first]) return false;
    return static_cast<std::size_t>(*of_series.rbegin() - *of_series.begin()) + 1 > count;
  });
}

/// Instances of one image series: all that a list names, and those that its frames lie on.
struct NamedSeries {
  std::unordered_set<std::string> named;
  std::unordered_set<std::string> drawn_on;

  /// Some producers name only the images that they drew on: that says nothing about what was looked at.
  [[nodiscard]] bool names_more_than_frames() const { return named.size() > drawn_on.size(); }
};

std::map<std::string, NamedSeries> named_series(const LesionList& list) {
  std::map<std::string, NamedSeries> result;
  for (const GroupedObject* member : list.members) {
    const Segmentation* segmentation = segmentation_of(member);
    if (segmentation == nullptr) continue;
    for (const InstanceReference& image : segmentation->source_images)
      if (!image.series_instance_uid.empty())
        result[image.series_instance_uid].named.insert(image.sop_instance_uid);
    for (const InstanceReference& image : segmentation->slice_images)
      if (!image.series_instance_uid.empty() && !image.sop_instance_uid.empty())
        result[image.series_instance_uid].drawn_on.insert(image.sop_instance_uid);
  }
  return result;
}

bool is_part_of(const NamedSeries& part, const NamedSeries& whole) {
  return part.named.size() < whole.named.size() && part.names_more_than_frames() &&
         whole.names_more_than_frames() &&
         std::all_of(part.named.begin(), part.named.end(),
                     [&](const std::string& uid) { return whole.named.contains(uid); });
}

bool same_program(const LesionList& a, const LesionList& b) {
  const ObjectHeader& of_a = a.members.front()->header();
  const ObjectHeader& of_b = b.members.front()->header();
  return of_a.manufacturer == of_b.manufacturer && of_a.model == of_b.model;
}

bool covers_part_of(const LesionList& list, const LesionList& other) {
  if (!same_program(list, other)) return false;
  const std::map<std::string, NamedSeries> whole = named_series(other);
  const std::map<std::string, NamedSeries> parts = named_series(list);
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
    const auto found = whole.find(part.first);
    return found != whole.end() && is_part_of(part.second, found->second);
  });
}

}  // namespace

std::string incompleteness(const LesionList& list, const Lists& others,
                           const std::set<std::string>& broken_series) {
  const bool is_broken =
      std::any_of(list.members.begin(), list.members.end(), [&](const GroupedObject* member) {
        return broken_series.contains(member->header().series_instance_uid);
      });
  if (is_broken) return "an instance of its series was refused";
  if (has_gap(list)) return "its instance numbers leave a gap";
  const bool is_empty = !has_lesion_voxels(list);
  for (const LesionList& other : others) {
    if (other.uid == list.uid) continue;
    if (is_empty && has_lesion_voxels(other)) return "no lesion of it has a voxel";
    if (covers_part_of(list, other)) return "it covers a part of the images alone";
  }
  return {};
}

}  // namespace oligard::load
