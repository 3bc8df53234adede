#include "load/group/grouping.h"

#include <algorithm>
#include <tuple>

#include "load/seg/segment_role.h"
#include "oligard/dicom/sop_classes.h"

namespace oligard::load {
namespace {

GroupedObjects prepared(std::vector<LoadedObject> objects, const std::vector<SourceRule>& rules) {
  GroupedObjects grouped;
  grouped.reserve(objects.size());
  for (LoadedObject& object : objects) {
    GroupedObject& entry = grouped.emplace_back();
    entry.object = std::move(object);
    entry.input = grouped.size() - 1;
    const ObjectHeader& header = entry.header();
    const auto* segmentation = std::get_if<Segmentation>(&entry.object);
    entry.rule = segmentation != nullptr && rules.empty() ? segmentation->rule : rule_for(rules, header);
    entry.patient = key_of(header.patient);
    entry.outcome.path = header.path;
    entry.outcome.digest = header.digest;
    entry.outcome.sop_instance_uid = header.sop_instance_uid;
    if (const auto* ignored = std::get_if<IgnoredObject>(&entry.object))
      entry.ignore(ignored->code, ignored->reason);
  }
  return grouped;
}

/// Path order decides which of two contradicting instances counts; the rest makes it a total order.
void put_in_canonical_order(GroupedObjects& objects) {
  const auto rank = [](const GroupedObject& object) {
    const ObjectHeader& h = object.header();
    return std::tie(h.path, h.sop_instance_uid, h.digest, h.series_instance_uid, h.study_instance_uid);
  };
  std::stable_sort(objects.begin(), objects.end(),
                   [&](const GroupedObject& a, const GroupedObject& b) { return rank(a) < rank(b); });
}

std::map<PatientKey, GroupedObjects> by_patient(GroupedObjects objects) {
  std::map<PatientKey, GroupedObjects> patients;
  for (GroupedObject& object : objects)
    patients[object.patient].push_back(std::move(object));
  return patients;
}

/// The first value of each attribute that a used object states; refused ones serve when none is used.
Patient describe_patient(const PatientKey& key, const GroupedObjects& objects) {
  Patient patient;
  patient.id = Phi<std::string>(key.id);
  patient.issuer = Phi<std::string>(key.issuer);
  const auto fill = [](Phi<std::string>& value, const Phi<std::string>& other) {
    if (value.reveal().empty()) value = other;
  };
  for (const bool used : {true, false})
    for (const GroupedObject& object : objects) {
      if (object.is_used() != used || object.has_other_id) continue;
      fill(patient.name, object.header().patient.name);
      fill(patient.birth_date, object.header().patient.birth_date);
      fill(patient.sex, object.header().patient.sex);
    }
  return patient;
}

bool may_be_lesion_list(const ObjectHeader& header) {
  switch (dicom::kind_of(header.sop_class_uid)) {
    case dicom::ObjectKind::kSegmentation:
    case dicom::ObjectKind::kLabelMapSegmentation:
    case dicom::ObjectKind::kRtStructureSet:
      return true;
    default:
      return false;
  }
}

/// Names by their numbers the groups of used reports that say nothing of a lesion.
void name_unused_groups(GroupedObjects& objects) {
  constexpr int kNamed = 5;
  for (GroupedObject& object : objects) {
    const auto* report = std::get_if<MeasurementReport>(&object.object);
    if (report == nullptr || !object.is_used()) continue;
    std::string reason;
    int unused = 0;
    for (std::size_t i = 0; i < report->measurements.size(); ++i) {
      const PriorMeasurement& group = report->measurements[i];
      const bool dated = i < object.group_dates.size() && object.group_dates[i];
      const std::string& why = group.not_used.empty() && !dated ? group.other_time_point : group.not_used;
      if (why.empty() || ++unused > kNamed) continue;
      reason += (unused == 1 ? " " : "; ") + std::to_string(group.number) + ": " + why;
    }
    if (unused == 0) continue;
    if (unused > kNamed) reason += "; and " + std::to_string(unused - kNamed) + " more";
    object.outcome.reason = "measurement groups that are not used:" + reason;
  }
}

PatientObjects group_one_patient(const PatientKey& key, GroupedObjects objects,
                                 const std::set<std::string>& unread_series) {
  refuse_other_identities(objects);
  find_dates(objects);
  refuse_undated(objects);
  choose_lesion_lists(objects, unread_series);
  name_unused_groups(objects);
  PatientObjects result;
  result.patient = describe_patient(key, objects);
  std::vector<std::pair<std::size_t, ObjectOutcome>> outcomes;
  for (const GroupedObject& object : objects)
    outcomes.emplace_back(object.input, object.outcome);
  std::sort(outcomes.begin(), outcomes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& outcome : outcomes)
    result.outcomes.push_back(std::move(outcome.second));
  split_reports_by_date(objects);
  result.registrations = take_registrations(objects);
  result.time_points = make_time_points(objects);
  return result;
}

}  // namespace

PatientKey key_of(const Patient& patient) {
  return {patient.id.reveal(), patient.issuer.reveal()};
}

void GroupedObject::refuse(std::string code, std::string reason) {
  outcome.kind = ObjectOutcome::Kind::kRefused;
  outcome.code = std::move(code);
  outcome.reason = std::move(reason);
}

void GroupedObject::supersede(std::string reason) {
  ignore("SUPERSEDED_SERIES", std::move(reason));
  is_superseded = true;
}

void GroupedObject::ignore(std::string code, std::string reason) {
  outcome.kind = ObjectOutcome::Kind::kIgnored;
  outcome.code = std::move(code);
  outcome.reason = std::move(reason);
}

namespace {

class UniqueReferences {
 public:
  void add(const InstanceReference& reference) {
    if (reference.sop_instance_uid.empty() && reference.series_instance_uid.empty()) return;
    if (seen_.emplace(reference.sop_instance_uid, reference.series_instance_uid).second)
      references_.push_back(reference);
  }
  void add(const std::vector<InstanceReference>& references) {
    for (const InstanceReference& reference : references)
      add(reference);
  }
  void add_series(const std::string& uid) { add(InstanceReference{"", uid, "", "", 0}); }
  void add_instance(const std::string& uid) { add(InstanceReference{"", "", "", uid, 0}); }
  [[nodiscard]] std::vector<InstanceReference> take() { return std::move(references_); }

 private:
  std::vector<InstanceReference> references_;
  std::set<std::pair<std::string, std::string>> seen_;
};

void add_named(UniqueReferences& references, const PriorMeasurement& group) {
  references.add(group.images);
  references.add_instance(group.segment_sop_instance_uid);
  references.add_series(group.source_series_uid);
}

}  // namespace

std::vector<InstanceReference> named_instances(const PriorMeasurement& group) {
  UniqueReferences references;
  add_named(references, group);
  return references.take();
}

std::vector<InstanceReference> named_instances(const LoadedObject& object) {
  UniqueReferences references;
  if (const auto* segmentation = std::get_if<Segmentation>(&object)) {
    references.add(segmentation->source_images);
    references.add(segmentation->slice_images);
    references.add_series(segmentation->source_series_uid);
  }
  if (const auto* report = std::get_if<MeasurementReport>(&object))
    for (const PriorMeasurement& group : report->measurements)
      add_named(references, group);
  if (const auto* registration = std::get_if<Registration>(&object)) {
    for (const MatrixRegistration& item : registration->matrices)
      references.add(item.source.images);
    for (const DeformableRegistration& item : registration->deformations)
      references.add(item.source.images);
  }
  return references.take();
}

bool is_lesion_list(const GroupedObject& object) {
  const auto* segmentation = std::get_if<Segmentation>(&object.object);
  return segmentation != nullptr &&
         std::any_of(segmentation->segments.begin(), segmentation->segments.end(),
                     [](const Segment& segment) { return segment.role == SegmentRole::kLesion; });
}

void set_duplicates_aside(GroupedObjects& objects) {
  std::map<std::string, const GroupedObject*> first;
  for (GroupedObject& object : objects) {
    const ObjectHeader& header = object.header();
    if (!object.is_used() || header.sop_instance_uid.empty()) continue;
    const auto [known, is_first] = first.emplace(header.sop_instance_uid, &object);
    if (is_first) continue;
    if (known->second->header().digest == header.digest)
      object.ignore("DUPLICATE_OBJECT", "the same object was given more than once");
    else
      object.refuse("UID_CONFLICT",
                    "another object with the same SOP Instance UID and other content was given");
  }
}

void set_own_results_aside(GroupedObjects& objects) {
  for (GroupedObject& object : objects) {
    const bool is_other_kind = std::holds_alternative<IgnoredObject>(object.object);
    if (!object.is_used() && !is_other_kind) continue;
    const auto* report = std::get_if<MeasurementReport>(&object.object);
    const bool is_own = report != nullptr ? report->is_own_result : is_of_own_equipment(object.header());
    if (is_own) object.ignore(std::string(kOwnResultCode), "the object is a result of this program");
  }
}

void refuse_undated(GroupedObjects& objects) {
  for (GroupedObject& object : objects)
    if (object.is_used() && !object.date && !std::holds_alternative<Registration>(object.object)) {
      object.refuse(
          "TIMEPOINT_NO_DATE",
          "neither the object, nor its study's other objects, nor the images it refers to state a Study "
          "Date");
      object.outcome.is_undated = true;
    }
}

std::vector<PatientObjects> group_by_patient(std::vector<LoadedObject> objects,
                                             const std::vector<SourceRule>& rules,
                                             const std::vector<ObjectHeader>& unread) {
  GroupedObjects grouped = prepared(std::move(objects), rules);
  put_in_canonical_order(grouped);
  set_duplicates_aside(grouped);
  set_own_results_aside(grouped);
  find_patients(grouped);
  compare_copies(grouped);
  find_dates(grouped);
  std::set<std::string> unread_series;
  for (const ObjectHeader& header : unread)
    if (may_be_lesion_list(header) && !header.series_instance_uid.empty())
      unread_series.insert(header.series_instance_uid);
  std::vector<PatientObjects> patients;
  for (auto& [key, patient_objects] : by_patient(std::move(grouped)))
    patients.push_back(group_one_patient(key, std::move(patient_objects), unread_series));
  return patients;
}

}  // namespace oligard::load
