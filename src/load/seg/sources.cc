#include "load/seg/sources.h"

#include <unordered_map>
#include <unordered_set>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

void add_series(DcmItem& item, const std::string& study_instance_uid, std::vector<InstanceReference>& found) {
  dicom::for_each_item(item, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
    const std::string series_instance_uid = dicom::text(series, DCM_SeriesInstanceUID);
    dicom::for_each_item(series, DCM_ReferencedInstanceSequence, [&](DcmItem& instance) {
      InstanceReference reference = read_reference(instance);
      if (reference.sop_instance_uid.empty()) return;
      reference.frame = 0;
      reference.study_instance_uid = study_instance_uid;
      reference.series_instance_uid = series_instance_uid;
      found.push_back(std::move(reference));
    });
  });
}

}  // namespace

InstanceReference read_reference(DcmItem& item) {
  InstanceReference reference;
  reference.sop_class_uid = dicom::text(item, DCM_ReferencedSOPClassUID);
  reference.sop_instance_uid = dicom::text(item, DCM_ReferencedSOPInstanceUID);
  const long frame = dicom::integer(item, DCM_ReferencedFrameNumber).value_or(0);
  reference.frame = frame > 0 && frame <= 1'000'000'000 ? static_cast<int>(frame) : 0;
  return reference;
}

std::vector<InstanceReference> referenced_instances(DcmItem& dataset, const std::string& study_instance_uid) {
  std::vector<InstanceReference> found;
  add_series(dataset, study_instance_uid, found);
  dicom::for_each_item(dataset, DCM_StudiesContainingOtherReferencedInstancesSequence, [&](DcmItem& study) {
    add_series(study, dicom::text(study, DCM_StudyInstanceUID), found);
  });
  return found;
}

void complete(std::vector<InstanceReference>& references, const std::vector<InstanceReference>& known) {
  std::unordered_map<std::string, const InstanceReference*> by_uid;
  for (const InstanceReference& reference : known)
    by_uid.emplace(reference.sop_instance_uid, &reference);
  for (InstanceReference& reference : references) {
    const auto found = by_uid.find(reference.sop_instance_uid);
    if (found == by_uid.end()) continue;
    reference.study_instance_uid = found->second->study_instance_uid;
    reference.series_instance_uid = found->second->series_instance_uid;
    if (reference.sop_class_uid.empty()) reference.sop_class_uid = found->second->sop_class_uid;
  }
}

std::vector<InstanceReference> merge_instances(const std::vector<InstanceReference>& known,
                                               const std::vector<InstanceReference>& named) {
  std::vector<InstanceReference> merged;
  std::unordered_set<std::string> seen;
  for (const std::vector<InstanceReference>* part : {&known, &named}) {
    for (const InstanceReference& reference : *part) {
      if (!seen.insert(reference.sop_instance_uid).second) continue;
      merged.push_back(reference);
      merged.back().frame = 0;
    }
  }
  return merged;
}

}  // namespace oligard::load
