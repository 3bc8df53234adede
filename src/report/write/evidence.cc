#include "report/write/evidence.h"

#include <algorithm>
#include <set>

#include "oligard/dicom/sop_classes.h"
#include "report/write/tree_builder.h"

namespace oligard::report {
namespace {

OFCondition add(DSRSOPInstanceReferenceList& list, const EvidenceInstance& instance) {
  return list.addItem(instance.study_instance_uid.c_str(), instance.series_instance_uid.c_str(),
                      instance.sop_class_uid.c_str(), instance.sop_instance_uid.c_str());
}

/// Order of the sequences: study, series, instance.
std::vector<EvidenceInstance> ordered(std::vector<EvidenceInstance> instances) {
  std::sort(instances.begin(), instances.end(), [](const auto& a, const auto& b) {
    return std::tie(a.study_instance_uid, a.series_instance_uid, a.sop_instance_uid) <
           std::tie(b.study_instance_uid, b.series_instance_uid, b.sop_instance_uid);
  });
  return instances;
}

}  // namespace

Evidence::Evidence(const ReportRequest& request) : study_(request.study_instance_uid) {
  std::set<std::string> replaced;
  for (const auto& predecessor : request.predecessors)
    replaced.insert(predecessor.sop_instance_uid);
  for (const auto& instance : ordered(request.evidence)) {
    if (replaced.count(instance.sop_instance_uid) == 0) (void)use(instance);
  }
}

const EvidenceInstance& Evidence::use(const EvidenceInstance& instance) {
  return by_instance_.try_emplace(instance.sop_instance_uid, instance).first->second;
}

const EvidenceInstance& Evidence::use_source(const measure::Lesion& lesion) {
  const auto& source = lesion.source;
  const bool is_report = source.kind == measure::LesionSource::Kind::kReport;
  const bool is_structure_set = dicom::kind_of(source.sop_class_uid) == dicom::ObjectKind::kRtStructureSet;
  return use({source.study_instance_uid, source.series_instance_uid, source.sop_class_uid,
              source.sop_instance_uid, is_report ? "SR" : (is_structure_set ? "RTSTRUCT" : "SEG")});
}

const EvidenceInstance* Evidence::use_axis_image(const measure::Lesion& lesion) {
  if (lesion.axis_image_uid.empty()) return nullptr;
  const auto known = by_instance_.find(lesion.axis_image_uid);
  if (known != by_instance_.end()) return &known->second;
  const auto& source = lesion.source;
  const bool is_placed = !source.source_series_uid.empty() && !source.study_instance_uid.empty();
  if (!is_placed || lesion.axis_image_class_uid.empty()) return nullptr;
  return &use({source.study_instance_uid, source.source_series_uid, lesion.axis_image_class_uid,
               lesion.axis_image_uid, ""});
}

std::string Evidence::class_of(const std::string& sop_instance_uid) const {
  const auto found = by_instance_.find(sop_instance_uid);
  return found == by_instance_.end() ? std::string() : found->second.sop_class_uid;
}

OFCondition Evidence::write(DSRDocument& document, bool current_study_only) const {
  std::vector<EvidenceInstance> instances;
  for (const auto& [uid, instance] : by_instance_)
    instances.push_back(instance);
  OFCondition result = EC_Normal;
  for (const auto& instance : ordered(std::move(instances))) {
    const bool is_current = instance.study_instance_uid == study_;
    if (!is_current && current_study_only) continue;
    auto& list =
        is_current ? document.getCurrentRequestedProcedureEvidence() : document.getPertinentOtherEvidence();
    if (result.good()) result = add(list, instance);
  }
  return result;
}

OFCondition write_predecessors(DSRDocument& document, const ReportRequest& request, Document::Kind kind) {
  auto& list = document.getPredecessorDocuments();
  OFCondition result = EC_Normal;
  for (const auto& predecessor : ordered(request.predecessors)) {
    if (dicom::kind_of(predecessor.sop_class_uid) != dicom::ObjectKind::kReport) continue;
    if (result.good()) result = add(list, predecessor);
    if (result.good()) result = list.setPurposeOfReference(coded(codes::kReplacedReport));
  }
  if (kind != Document::Kind::kResult) return result;
  for (const auto& report : ordered(request.reader_reports))
    if (result.good()) result = add(list, report);
  return result;
}

}  // namespace oligard::report
