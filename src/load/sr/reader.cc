#include "load/sr/reader.h"

#include <algorithm>
#include <cctype>
#include <map>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/sr/codes.h"
#include "load/sr/collect.h"
#include "load/sr/content.h"
#include "load/sr/group.h"
#include "load/sr/time_point.h"
#include "load/sr/written.h"
#include "oligard/base/text.h"
#include "oligard/dicom/dataset.h"
#include "oligard/terms/code_entry.h"

namespace oligard::load {
namespace {

constexpr std::string_view kOwnName = "oligard";

bool is_own_device(const ObjectHeader& header) {
  return lower_case(header.model.empty() ? header.manufacturer : header.model) == kOwnName;
}

bool uses_own_scheme(const ContentItem& item) {
  if (item.name.scheme == terms::codes::kOwnScheme || item.code.scheme == terms::codes::kOwnScheme)
    return true;
  return std::any_of(item.children.begin(), item.children.end(), uses_own_scheme);
}

bool has_own_codes(DcmItem& dataset, const ContentItem& root) {
  bool declared = false;
  dicom::for_each_item(dataset, DCM_CodingSchemeIdentificationSequence, [&](DcmItem& item) {
    declared = declared || dicom::text(item, DCM_CodingSchemeDesignator) == terms::codes::kOwnScheme;
  });
  return declared || uses_own_scheme(root);
}

bool is_own(const MeasurementReport& report) {
  if (!is_own_device(report.header)) return false;
  const Code& title = report.title;
  return report.uses_own_codes ||
         (title.scheme == "DCM" && (title.value == "126000" || title.value == "126001"));
}

void read_evidence(DcmItem& dataset, const DcmTagKey& tag, std::vector<InstanceReference>& evidence) {
  dicom::for_each_item(dataset, tag, [&](DcmItem& study) {
    const std::string study_uid = dicom::text(study, DCM_StudyInstanceUID);
    dicom::for_each_item(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
      const std::string series_uid = dicom::text(series, DCM_SeriesInstanceUID);
      dicom::for_each_item(series, DCM_ReferencedSOPSequence, [&](DcmItem& item) {
        evidence.push_back({study_uid, series_uid, dicom::text(item, DCM_ReferencedSOPClassUID),
                            dicom::text(item, DCM_ReferencedSOPInstanceUID), 0});
      });
    });
  });
}

const ContentItem* find_concept(const ContentItem& item, Concept kind) {
  if (concept_of(item.name) == kind) return &item;
  for (const ContentItem& child : item.children)
    if (const ContentItem* found = find_concept(child, kind)) return found;
  return nullptr;
}

/// Observation context stands at the root or below an item of the root, never inside a measurement.
std::string observer_of(const ContentItem& root) {
  for (const Concept kind : {Concept::kPersonObserver, Concept::kDeviceObserver, Concept::kDeviceObserverUid})
    for (const ContentItem& child : root.children) {
      if (child.value_type == "CONTAINER") continue;
      const ContentItem* found = find_concept(child, kind);
      if (found != nullptr && !found->text.empty()) return found->text;
    }
  return {};
}

/// A viewer that does not know the reader's name still states a person observer.
bool is_by_person(DcmItem& dataset, const ContentItem& root) {
  const bool verified = dicom::item_of(dataset, DCM_VerifyingObserverSequence) != nullptr ||
                        dicom::text(dataset, DCM_VerificationFlag) == "VERIFIED";
  return verified || std::any_of(root.children.begin(), root.children.end(), [](const ContentItem& child) {
           return child.value_type != "CONTAINER" && find_concept(child, Concept::kPersonObserver) != nullptr;
         });
}

std::vector<std::string> predecessors_of(DcmItem& dataset) {
  std::vector<InstanceReference> references;
  read_evidence(dataset, DCM_PredecessorDocumentsSequence, references);
  std::vector<std::string> uids;
  for (const InstanceReference& reference : references)
    if (!reference.sop_instance_uid.empty()) uids.push_back(reference.sop_instance_uid);
  return uids;
}

void read_verification(DcmItem& dataset, MeasurementReport& report) {
  report.is_verified = dicom::text(dataset, DCM_VerificationFlag) == "VERIFIED";
  dicom::for_each_item(dataset, DCM_VerifyingObserverSequence, [&](DcmItem& observer) {
    const auto date = parse_dicom_date(dicom::text(observer, DCM_VerificationDateTime).substr(0, 8));
    if (date) report.verified_on = std::max(report.verified_on.value_or(*date), *date);
  });
}

void complete(InstanceReference& reference, const std::map<std::string, InstanceReference>& evidence) {
  const auto known = evidence.find(reference.sop_instance_uid);
  if (known == evidence.end()) return;
  reference.study_instance_uid = known->second.study_instance_uid;
  reference.series_instance_uid = known->second.series_instance_uid;
  if (reference.sop_class_uid.empty()) reference.sop_class_uid = known->second.sop_class_uid;
}

void complete(PriorMeasurement& group, const std::map<std::string, InstanceReference>& evidence) {
  for (InstanceReference& image : group.images)
    complete(image, evidence);
  for (std::optional<StatedNumber>* number : {&group.long_axis, &group.short_axis, &group.volume})
    if (*number && (*number)->line) complete((*number)->line->image, evidence);
  for (StatedNumber& number : group.others)
    if (number.line) complete(number.line->image, evidence);
  for (StatedRegion& region : group.regions)
    complete(region.image, evidence);
}

/// Viewers write the name of the tool, the same for every lesion it drew.
bool is_tool_name(const std::string& id) {
  const std::string lower = lower_case(id);
  return lower.find("tools@") != std::string::npos || lower.rfind("dicommicroscopyviewer@", 0) == 0 ||
         lower == "web annotation";
}

void number_and_name(std::vector<PriorMeasurement>& groups) {
  std::map<std::string, int> uses;
  for (const PriorMeasurement& group : groups)
    if (group.other_time_point.empty()) ++uses[group.tracking_id];
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].number = static_cast<int>(i) + 1;
    groups[i].shared_id = uses[groups[i].tracking_id] > 1 || is_tool_name(groups[i].tracking_id);
  }
}

std::string describe(const MeasurementReport& report) {
  const Code& title = report.title;
  std::string text = title.empty() ? "the report has no title code"
                                   : "the report's title is (" + title.value + ", " + title.scheme + ", \"" +
                                         title.meaning + "\")";
  return text + (report.template_id.empty() ? ", it names no template"
                                            : ", its template is TID " + report.template_id);
}

}  // namespace

Result<MeasurementReport> read_measurement_report(DcmDataset& dataset, ObjectHeader header) {
  const Result<ContentItem> root = read_content(dataset);
  if (!root) return fail(root);
  MeasurementReport report;
  report.header = std::move(header);
  report.title = root->name;
  report.template_id = root->template_id;
  report.by_person = is_by_person(dataset, *root);
  report.uses_own_codes = has_own_codes(dataset, *root);
  report.is_own_result = !report.by_person && is_own(report);
  report.predecessors = predecessors_of(dataset);
  read_verification(dataset, report);
  report.reader = observer_of(*root);
  read_evidence(dataset, DCM_CurrentRequestedProcedureEvidenceSequence, report.evidence);
  read_evidence(dataset, DCM_PertinentOtherEvidenceSequence, report.evidence);
  std::map<std::string, InstanceReference> by_uid;
  for (const InstanceReference& reference : report.evidence)
    by_uid.emplace(reference.sop_instance_uid, reference);
  std::vector<PriorMeasurement> groups = collect_groups(*root, report.uses_own_codes);
  for (PriorMeasurement& group : groups)
    complete(group, by_uid);
  report.time_point = time_point_of(*root);
  mark_other_time_points(report.header.study_instance_uid, report.time_point, groups);
  report.baseline = baseline_claim_of(*root, groups);
  report.measurements = merge_groups(std::move(groups));
  number_and_name(report.measurements);
  if (report.uses_own_codes) read_written(dataset, *root, report);
  if (report.measurements.empty() && !report.is_own_result && !report.uses_own_codes)
    return fail(
        ErrorKind::kUnsupported, "SR_NO_MEASUREMENT",
        "no measurement group (TID 1410, 1411, 1501), no drawn measurement and no AIM annotation found: " +
            describe(report));
  return report;
}

}  // namespace oligard::load
