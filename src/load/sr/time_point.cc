#include "load/sr/time_point.h"

#include <algorithm>
#include <set>

#include "load/sr/codes.h"
#include "oligard/load/trial_time_point.h"

namespace oligard::load {
namespace {

std::string stated_below(const ContentItem& item) {
  for (const ContentItem& child : item.children)
    if (concept_of(child.name) == Concept::kTimePoint && !child.text.empty()) return child.text;
  return {};
}

bool is_of_study(const PriorMeasurement& group, const std::string& study) {
  return !group.images.empty() &&
         std::all_of(group.images.begin(), group.images.end(),
                     [&study](const InstanceReference& image) { return image.study_instance_uid == study; });
}

bool is_of_another_study(const PriorMeasurement& group, const std::string& study) {
  return !group.images.empty() &&
         std::all_of(group.images.begin(), group.images.end(), [&study](const InstanceReference& image) {
           return !image.study_instance_uid.empty() && image.study_instance_uid != study;
         });
}

std::set<std::string> named(const std::vector<PriorMeasurement>& groups) {
  std::set<std::string> names;
  for (const PriorMeasurement& group : groups)
    if (!group.time_point.empty()) names.insert(group.time_point);
  return names;
}

std::string of_study(const std::string& study, const std::vector<PriorMeasurement>& groups) {
  std::set<std::string> names;
  for (const PriorMeasurement& group : groups)
    if (!group.time_point.empty() && is_of_study(group, study)) names.insert(group.time_point);
  return names.size() == 1 ? *names.begin() : std::string();
}

/// Empty unless every named group has an order and the greatest is of one time point alone.
std::string last_in_order(const std::vector<PriorMeasurement>& groups) {
  const PriorMeasurement* last = nullptr;
  for (const PriorMeasurement& group : groups) {
    if (group.time_point.empty()) continue;
    if (!group.time_point_order) return {};
    if (last == nullptr || *group.time_point_order > *last->time_point_order) last = &group;
  }
  for (const PriorMeasurement& group : groups) {
    const bool ties =
        last != nullptr && !group.time_point.empty() && *group.time_point_order == *last->time_point_order;
    if (ties && group.time_point != last->time_point) return {};
  }
  return last == nullptr ? std::string() : last->time_point;
}

}  // namespace

std::string time_point_of(const ContentItem& root) {
  if (std::string stated = stated_below(root); !stated.empty()) return stated;
  for (const ContentItem& child : root.children)
    if (concept_of(child.name) == Concept::kImagingMeasurements) return stated_below(child);
  return {};
}

BaselineClaim baseline_claim_of(const ContentItem& item) {
  TrialTimePoint said;
  bool is_named = false;
  for (const ContentItem& child : item.children) {
    const Concept kind = concept_of(child.name);
    if (kind == Concept::kTimePointType) said.type = child.code;
    if (kind == Concept::kTimePoint) is_named = is_named || names_baseline(child.text);
    if (kind != Concept::kTimeOffset || !child.number) continue;
    for (const ContentItem& event : child.children) {
      if (concept_of(event.name) != Concept::kTemporalEventType || !is_baseline_code(event.code)) continue;
      said.offset_days = child.number;
      said.event = "BASELINE";
    }
  }
  if (is_named) said.id = "BASELINE";
  return claim_of(said);
}

BaselineClaim baseline_claim_of(const ContentItem& root, const std::vector<PriorMeasurement>& groups) {
  std::set<BaselineClaim> claims = {baseline_claim_of(root)};
  for (const ContentItem& child : root.children)
    if (concept_of(child.name) == Concept::kImagingMeasurements) claims.insert(baseline_claim_of(child));
  if (claims == std::set{BaselineClaim::kNone})
    for (const PriorMeasurement& group : groups)
      if (group.other_time_point.empty()) claims.insert(group.baseline);
  if (claims.size() > 1) claims.erase(BaselineClaim::kNone);
  return claims.size() == 1 ? *claims.begin() : BaselineClaim::kContradictory;
}

void mark_other_time_points(const std::string& study, const std::string& stated,
                            std::vector<PriorMeasurement>& groups) {
  std::string own = stated;
  const bool names_several = named(groups).size() > 1;
  if (own.empty() && names_several) own = of_study(study, groups);
  if (own.empty() && names_several) own = last_in_order(groups);
  const bool measures_own_study = std::any_of(
      groups.begin(), groups.end(), [&](const PriorMeasurement& group) { return is_of_study(group, study); });
  for (PriorMeasurement& group : groups) {
    const bool is_named_otherwise = !group.time_point.empty() && group.time_point != own;
    if (is_named_otherwise && !own.empty())
      group.other_time_point = "it is about another time point than the report";
    else if (is_named_otherwise && names_several)
      group.other_time_point = "it is not clear which time point it is about";
    else if (measures_own_study && is_of_another_study(group, study))
      group.other_time_point = "it measures images of another study";
  }
}

}  // namespace oligard::load
