#include <algorithm>

#include "load/sr/group.h"

namespace oligard::load {
namespace {

bool agree(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() || a == b;
}

std::string study_of(const PriorMeasurement& group) {
  for (const InstanceReference& image : group.images)
    if (!image.study_instance_uid.empty()) return image.study_instance_uid;
  return {};
}

bool is_same_lesion(const PriorMeasurement& a, const PriorMeasurement& b) {
  if (a.tracking_uid.empty() || a.tracking_uid != b.tracking_uid) return false;
  if (!agree(a.time_point, b.time_point) || !agree(study_of(a), study_of(b))) return false;
  if (a.is_lesion != b.is_lesion || a.other_time_point != b.other_time_point) return false;
  if (!agree(a.segment_sop_instance_uid, b.segment_sop_instance_uid)) return false;
  return a.segment_number == 0 || b.segment_number == 0 || a.segment_number == b.segment_number;
}

double size_of(const std::optional<StatedNumber>& number) {
  return number ? number->value : -1;
}

void fill(std::string& value, const std::string& other) {
  if (value.empty()) value = other;
}

/// `larger` keeps what it has; only what it lacks comes from `smaller`.
void absorb(PriorMeasurement& larger, PriorMeasurement&& smaller) {
  fill(larger.tracking_id, smaller.tracking_id);
  fill(larger.organ, smaller.organ);
  fill(larger.laterality, smaller.laterality);
  fill(larger.time_point, smaller.time_point);
  fill(larger.recist_role, smaller.recist_role);
  fill(larger.source_series_uid, smaller.source_series_uid);
  fill(larger.units_assumed, smaller.units_assumed);
  if (larger.finding.empty()) larger.finding = smaller.finding;
  if (larger.finding_site.empty()) larger.finding_site = smaller.finding_site;
  if (larger.segment_sop_instance_uid.empty()) {
    larger.segment_sop_instance_uid = smaller.segment_sop_instance_uid;
    larger.segment_number = smaller.segment_number;
  }
  if (!smaller.long_axis && !larger.short_axis) larger.short_axis = smaller.short_axis;
  if (size_of(smaller.volume) > size_of(larger.volume)) larger.volume = smaller.volume;
  if (size_of(smaller.max_3d_diameter) > size_of(larger.max_3d_diameter))
    larger.max_3d_diameter = smaller.max_3d_diameter;
  fill(larger.whole_lesion_uid, smaller.whole_lesion_uid);
  fill(larger.observation_uid, smaller.observation_uid);
  std::move(smaller.statuses.begin(), smaller.statuses.end(), std::back_inserter(larger.statuses));
  std::move(smaller.comments.begin(), smaller.comments.end(), std::back_inserter(larger.comments));
  larger.statement = std::max(larger.statement, smaller.statement);
  larger.is_lesion = larger.is_lesion && smaller.is_lesion;
  if (smaller.not_used.empty() || larger.not_used.empty()) larger.not_used.clear();
  std::move(smaller.regions.begin(), smaller.regions.end(), std::back_inserter(larger.regions));
  for (const InstanceReference& image : smaller.images)
    if (std::find(larger.images.begin(), larger.images.end(), image) == larger.images.end())
      larger.images.push_back(image);
  std::move(smaller.others.begin(), smaller.others.end(), std::back_inserter(larger.others));
  std::move(smaller.texts.begin(), smaller.texts.end(), std::back_inserter(larger.texts));
}

}  // namespace

std::vector<PriorMeasurement> merge_groups(std::vector<PriorMeasurement> groups) {
  std::vector<PriorMeasurement> merged;
  for (PriorMeasurement& group : groups) {
    const auto same = std::find_if(merged.begin(), merged.end(), [&](const PriorMeasurement& known) {
      return is_same_lesion(known, group);
    });
    if (same == merged.end()) {
      merged.push_back(std::move(group));
      continue;
    }
    if (size_of(group.long_axis) > size_of(same->long_axis)) std::swap(*same, group);
    absorb(*same, std::move(group));
  }
  return merged;
}

}  // namespace oligard::load
