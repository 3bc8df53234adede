// When the patient was imaged. Content Date is when the object was made, and never used.
#include <algorithm>

#include "load/group/grouping.h"

namespace oligard::load {
namespace {

using Dates = std::set<Date>;

/// Study Dates by what may be named. Studies are kept apart by patient.
class DateIndex {
 public:
  void add_study(const GroupedObject& object) {
    const ObjectHeader& header = object.header();
    if (header.study_date && !header.study_instance_uid.empty())
      studies_[{object.patient, header.study_instance_uid}].insert(*header.study_date);
  }

  void add_instance(const GroupedObject& object) {
    if (!object.date) return;
    instances_[{object.patient, object.header().sop_instance_uid}].insert(*object.date);
    if (std::holds_alternative<ImageObject>(object.object))
      series_[{object.patient, object.header().series_instance_uid}].insert(*object.date);
  }

  [[nodiscard]] Dates of_study(const PatientKey& patient, const std::string& uid) const {
    return find(studies_, patient, uid);
  }

  [[nodiscard]] Dates of(const PatientKey& patient, const InstanceReference& reference) const {
    Dates found = find(instances_, patient, reference.sop_instance_uid);
    if (found.empty()) found = find(series_, patient, reference.series_instance_uid);
    if (found.empty()) found = find(studies_, patient, reference.study_instance_uid);
    return found;
  }

 private:
  using Index = std::map<std::pair<PatientKey, std::string>, Dates>;

  static Dates find(const Index& index, const PatientKey& patient, const std::string& uid) {
    const auto found = uid.empty() ? index.end() : index.find({patient, uid});
    return found == index.end() ? Dates() : found->second;
  }

  Index instances_, series_, studies_;
};

Dates dates_of(const std::vector<InstanceReference>& references, const PatientKey& patient,
               const DateIndex& index) {
  Dates dates;
  for (const InstanceReference& reference : references)
    dates.merge(index.of(patient, reference));
  return dates;
}

/// One date of what was measured outweighs the object's own Study Date: a reading may be stored in a later
/// study.
std::optional<Date> date_of(const GroupedObject& object, const DateIndex& index) {
  const ObjectHeader& header = object.header();
  const Dates named = dates_of(named_instances(object.object), object.patient, index);
  if (named.size() == 1) return *named.begin();
  if (header.study_date) return header.study_date;
  const Dates study = index.of_study(object.patient, header.study_instance_uid);
  if (!study.empty()) return *study.begin();
  return named.empty() ? std::nullopt : std::optional<Date>(*named.rbegin());
}

void date_groups(GroupedObject& object, const DateIndex& index) {
  object.group_dates.clear();
  const auto* report = std::get_if<MeasurementReport>(&object.object);
  if (report == nullptr) return;
  for (const PriorMeasurement& group : report->measurements) {
    const Dates dates = dates_of(named_instances(group), object.patient, index);
    object.group_dates.push_back(dates.size() == 1 ? std::optional<Date>(*dates.begin()) : std::nullopt);
  }
}

template <class Kind>
void date_kind(GroupedObjects& objects, DateIndex& index) {
  for (GroupedObject& object : objects) {
    if (!object.is_used() || !std::holds_alternative<Kind>(object.object)) continue;
    object.date = date_of(object, index);
    date_groups(object, index);
  }
  for (const GroupedObject& object : objects)
    if (object.is_used() && std::holds_alternative<Kind>(object.object)) index.add_instance(object);
}

}  // namespace

void find_dates(GroupedObjects& objects) {
  DateIndex index;
  for (const GroupedObject& object : objects)
    if (object.outcome.kind != ObjectOutcome::Kind::kRefused) index.add_study(object);
  date_kind<ImageObject>(objects, index);
  date_kind<Segmentation>(objects, index);
  date_kind<MeasurementReport>(objects, index);
}

}  // namespace oligard::load
