// Objects that are used → time points, oldest first.
#include <algorithm>
#include <tuple>

#include "load/group/grouping.h"
#include "load/group/modality.h"

namespace oligard::load {
namespace {

/// The value given most often, of several the smallest; the default value when none is given.
template <class Value>
Value most_frequent(const std::map<Value, std::size_t>& counts) {
  Value best{};
  std::size_t most = 0;
  for (const auto& [value, count] : counts)
    if (count > most) {
      best = value;
      most = count;
    }
  return best;
}

/// What the images say that a set of references names.
struct ImageFacts {
  std::map<std::string, std::size_t> modalities;
  std::map<double, std::size_t> thicknesses;
  std::map<std::string, std::size_t> frames_of_reference;

  void add(const ImageObject& image) {
    if (!image.header.modality.empty()) ++modalities[image.header.modality];
    if (image.slice_thickness_mm > 0) ++thicknesses[image.slice_thickness_mm];
    if (!image.frame_of_reference_uid.empty()) ++frames_of_reference[image.frame_of_reference_uid];
  }
};

/// References of lesion lists when there are any, else of all objects.
std::vector<InstanceReference> measured_instances(const std::vector<GroupedObject*>& objects) {
  std::vector<InstanceReference> of_lists, of_all;
  for (const GroupedObject* object : objects) {
    const std::vector<InstanceReference> named = named_instances(object->object);
    of_all.insert(of_all.end(), named.begin(), named.end());
    if (is_lesion_list(*object) || std::holds_alternative<MeasurementReport>(object->object))
      of_lists.insert(of_lists.end(), named.begin(), named.end());
  }
  return of_lists.empty() ? of_all : of_lists;
}

ImageFacts facts_of(const std::vector<GroupedObject*>& objects) {
  std::set<std::string> instances, series;
  ImageFacts stated, measured, all;
  for (const InstanceReference& reference : measured_instances(objects)) {
    instances.insert(reference.sop_instance_uid);
    if (reference.sop_instance_uid.empty()) series.insert(reference.series_instance_uid);
    const std::string modality = modality_of(reference.sop_class_uid);
    if (!modality.empty()) ++stated.modalities[modality];
  }
  for (const GroupedObject* object : objects) {
    const auto* image = std::get_if<ImageObject>(&object->object);
    if (image == nullptr) continue;
    all.add(*image);
    if (instances.contains(image->header.sop_instance_uid) ||
        series.contains(image->header.series_instance_uid))
      measured.add(*image);
  }
  ImageFacts facts = std::move(measured);
  if (facts.modalities.empty()) facts.modalities = std::move(stated.modalities);
  const bool one_modality = all.modalities.size() == 1;
  if (facts.modalities.empty() && one_modality) facts.modalities = std::move(all.modalities);
  if (facts.thicknesses.empty() && one_modality) facts.thicknesses = std::move(all.thicknesses);
  if (facts.frames_of_reference.empty() && all.frames_of_reference.size() == 1)
    facts.frames_of_reference = std::move(all.frames_of_reference);
  return facts;
}

/// One claim of several: any that calls it the baseline, unless another denies it.
BaselineClaim joint_claim(const std::set<BaselineClaim>& claims) {
  const bool is_claimed = claims.contains(BaselineClaim::kBaseline);
  const bool is_denied = claims.contains(BaselineClaim::kOther);
  if (claims.contains(BaselineClaim::kContradictory) || (is_claimed && is_denied))
    return BaselineClaim::kContradictory;
  return is_claimed ? BaselineClaim::kBaseline : is_denied ? BaselineClaim::kOther : BaselineClaim::kNone;
}

/// Headers with different time point IDs do not agree where one of them calls it the baseline.
BaselineClaim header_claim(const std::vector<GroupedObject*>& objects) {
  std::set<BaselineClaim> claims;
  bool do_ids_agree = true;
  const TrialTimePoint* named = nullptr;
  for (const GroupedObject* object : objects) {
    const TrialTimePoint& said = object->header().trial_time_point;
    claims.insert(claim_of(said));
    if (said.id.empty()) continue;
    do_ids_agree = do_ids_agree && (named == nullptr || agree(*named, said));
    named = &said;
  }
  const BaselineClaim claim = joint_claim(claims);
  return claim == BaselineClaim::kBaseline && !do_ids_agree ? BaselineClaim::kContradictory : claim;
}

BaselineClaim report_claim(const std::vector<GroupedObject*>& objects) {
  std::set<BaselineClaim> claims;
  for (const GroupedObject* object : objects)
    if (const auto* report = std::get_if<MeasurementReport>(&object->object)) claims.insert(report->baseline);
  return joint_claim(claims);
}

void describe(TimePointObjects& time_point, const std::vector<GroupedObject*>& objects) {
  std::set<std::string> studies;
  ImageFacts facts = facts_of(objects);
  std::map<std::string, std::size_t> frames;
  std::map<double, std::size_t> thicknesses;
  for (const GroupedObject* object : objects) {
    if (!object->header().study_instance_uid.empty()) studies.insert(object->header().study_instance_uid);
    const auto* segmentation = std::get_if<Segmentation>(&object->object);
    if (segmentation == nullptr || !is_lesion_list(*object)) continue;
    if (!segmentation->frame_of_reference_uid.empty()) ++frames[segmentation->frame_of_reference_uid];
    if (segmentation->slice_thickness_mm > 0) ++thicknesses[segmentation->slice_thickness_mm];
  }
  time_point.study_instance_uids.assign(studies.begin(), studies.end());
  time_point.header_baseline = header_claim(objects);
  time_point.report_baseline = report_claim(objects);
  time_point.modality = most_frequent(facts.modalities);
  time_point.slice_thickness_mm = most_frequent(facts.thicknesses.empty() ? thicknesses : facts.thicknesses);
  time_point.frame_of_reference_uid = most_frequent(frames.empty() ? facts.frames_of_reference : frames);
}

void move_into(TimePointObjects& time_point, GroupedObject& object) {
  if (object.copy) time_point.copies.push_back(*std::move(object.copy));
  if (auto* segmentation = std::get_if<Segmentation>(&object.object))
    time_point.segmentations.push_back(std::move(*segmentation));
  else if (auto* report = std::get_if<MeasurementReport>(&object.object))
    time_point.reports.push_back(std::move(*report));
  else if (auto* image = std::get_if<ImageObject>(&object.object))
    time_point.images.push_back(std::move(*image));
}

}  // namespace

std::vector<Registration> take_registrations(GroupedObjects& objects) {
  std::vector<Registration> registrations;
  for (GroupedObject& object : objects) {
    auto* registration = std::get_if<Registration>(&object.object);
    if (registration != nullptr && object.is_used()) registrations.push_back(std::move(*registration));
  }
  std::sort(registrations.begin(), registrations.end(), [](const Registration& a, const Registration& b) {
    return a.header.sop_instance_uid < b.header.sop_instance_uid;
  });
  return registrations;
}

std::vector<TimePointObjects> make_time_points(GroupedObjects& objects) {
  std::map<Date, std::vector<GroupedObject*>> by_date;
  for (GroupedObject& object : objects)
    if (object.is_used() && object.date) by_date[*object.date].push_back(&object);
  std::vector<TimePointObjects> time_points;
  for (auto& [date, of_date] : by_date) {
    const auto rank = [](const GroupedObject* object) {
      const ObjectHeader& h = object->header();
      return std::tie(h.study_instance_uid, h.series_instance_uid, h.sop_instance_uid);
    };
    std::sort(of_date.begin(), of_date.end(),
              [&](const GroupedObject* a, const GroupedObject* b) { return rank(a) < rank(b); });
    TimePointObjects& time_point = time_points.emplace_back();
    time_point.date = date;
    describe(time_point, of_date);
    time_point.list_is_incomplete =
        std::any_of(of_date.begin(), of_date.end(),
                    [](const GroupedObject* object) { return object->is_of_broken_list; });
    for (GroupedObject* object : of_date)
      move_into(time_point, *object);
    std::sort(time_point.copies.begin(), time_point.copies.end(),
              [](const ComparedCopy& a, const ComparedCopy& b) {
                return a.copy.sop_instance_uid < b.copy.sop_instance_uid;
              });
  }
  return time_points;
}

}  // namespace oligard::load
