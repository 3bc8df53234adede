// Whose an object is: its own Patient ID, checked against the images it refers to.
#include "load/group/grouping.h"

namespace oligard::load {
namespace {

using PatientKeys = std::set<PatientKey>;

/// Given objects by what others may name them with.
class PatientIndex {
 public:
  void add(const GroupedObject& object) {
    const ObjectHeader& header = object.header();
    instances_[header.sop_instance_uid].insert(object.patient);
    if (!std::holds_alternative<ImageObject>(object.object)) return;
    series_[header.series_instance_uid].insert(object.patient);
    studies_[header.study_instance_uid].insert(object.patient);
  }

  [[nodiscard]] PatientKeys of_study(const std::string& uid) const { return find(studies_, uid); }

  /// By the instance, else by its series, else by its study.
  [[nodiscard]] PatientKeys of(const InstanceReference& reference) const {
    PatientKeys found = find(instances_, reference.sop_instance_uid);
    if (found.empty()) found = find(series_, reference.series_instance_uid);
    if (found.empty()) found = find(studies_, reference.study_instance_uid);
    return found;
  }

 private:
  using Index = std::map<std::string, PatientKeys>;

  static PatientKeys find(const Index& index, const std::string& uid) {
    const auto found = uid.empty() ? index.end() : index.find(uid);
    return found == index.end() ? PatientKeys() : found->second;
  }

  Index instances_, series_, studies_;
};

/// An issuer that only one side states is no contradiction: producers of SEG and SR often drop it.
bool is_other_patient(const PatientKey& a, const PatientKey& b) {
  return a.id != b.id || (!a.issuer.empty() && !b.issuer.empty() && a.issuer != b.issuer);
}

bool all_others(const PatientKeys& keys, const PatientKey& own) {
  for (const PatientKey& key : keys)
    if (!is_other_patient(key, own)) return false;
  return !keys.empty();
}

bool any_other(const PatientKeys& keys, const PatientKey& own) {
  for (const PatientKey& key : keys)
    if (is_other_patient(key, own)) return true;
  return false;
}

void find_patient(GroupedObject& object, const PatientIndex& index) {
  PatientKeys named;
  for (const InstanceReference& reference : named_instances(object.object))
    named.merge(index.of(reference));
  PatientKeys related = index.of_study(object.header().study_instance_uid);
  const bool contradicted = any_other(named, object.patient) || all_others(related, object.patient);
  related.insert(named.begin(), named.end());
  if (!contradicted && object.patient.id.empty())
    return object.refuse("PATIENT_NO_ID", "the object states no Patient ID");
  if (related.size() == 1 && (!contradicted || object.rule.allow_other_patient_id)) {
    object.patient = *related.begin();
    object.has_other_id = contradicted;
    return;
  }
  if (!contradicted) return;
  if (object.patient.id.empty()) return object.refuse("PATIENT_NO_ID", "the object states no Patient ID");
  object.refuse("REFERENCE_OTHER_PATIENT",
                "the object refers to images or segments that carry another Patient ID");
}

}  // namespace

void find_patients(GroupedObjects& objects) {
  PatientIndex index;
  for (GroupedObject& object : objects) {
    if (!object.is_used() || !std::holds_alternative<ImageObject>(object.object)) continue;
    if (object.patient.id.empty())
      object.refuse("PATIENT_NO_ID", "the object states no Patient ID");
    else
      index.add(object);
  }
  const PatientIndex images = index;
  for (GroupedObject& object : objects) {
    if (!object.is_used() || !std::holds_alternative<Segmentation>(object.object)) continue;
    find_patient(object, images);
    if (object.is_used()) index.add(object);
  }
  for (GroupedObject& object : objects)
    if (object.is_used() && (std::holds_alternative<MeasurementReport>(object.object) ||
                             std::holds_alternative<Registration>(object.object)))
      find_patient(object, index);
}

}  // namespace oligard::load
