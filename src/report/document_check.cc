#include "report/document_check.h"

#include <map>
#include <set>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "report/codes.h"
#include "report/stand_in.h"

namespace oligard::report {
namespace {

constexpr unsigned long kLineValues = 4;

/// Walks one document; the first broken rule is kept.
class Checker {
 public:
  Checker(DcmDataset& dataset, const Expected& expected) : dataset_(dataset), expected_(expected) {}

  [[nodiscard]] const std::string& run() {
    check_header();
    collect_evidence(DCM_CurrentRequestedProcedureEvidenceSequence);
    collect_evidence(DCM_PertinentOtherEvidenceSequence);
    visit(dataset_);
    if (is_result() && statuses_ != groups_)
      broken("lesion statuses and measurement groups differ in number");
    return broken_;
  }

 private:
  [[nodiscard]] bool is_result() const { return expected_.kind == Document::Kind::kResult; }
  void broken(const std::string& rule) {
    if (broken_.empty()) broken_ = rule;
  }
  void require(bool holds, const char* rule) {
    if (!holds) broken(rule);
  }
  static bool is(DcmItem& item, const codes::Entry& name) {
    return dicom::code(item, DCM_ConceptNameCodeSequence) == name.code();
  }
  static int count(DcmItem& parent, const codes::Entry& name) {
    int n = 0;
    dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& child) { n += is(child, name) ? 1 : 0; });
    return n;
  }

  void check_header() {
    require(dicom::text(dataset_, DCM_SOPInstanceUID) == expected_.sop_instance_uid, "SOP Instance UID");
    require(dicom::text(dataset_, DCM_StudyInstanceUID) == expected_.study_instance_uid,
            "Study Instance UID");
    require(dicom::text(dataset_, DCM_VerificationFlag) == "UNVERIFIED", "Verification Flag");
    require(dicom::text(dataset_, DCM_PreliminaryFlag) == "PRELIMINARY", "Preliminary Flag");
    require(dicom::sequence(dataset_, DCM_VerifyingObserverSequence) == nullptr,
            "a verifying observer is named");
  }

  void collect_evidence(const DcmTagKey& tag) {
    dicom::for_each_item(dataset_, tag, [&](DcmItem& study) {
      dicom::for_each_item(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
        dicom::for_each_item(series, DCM_ReferencedSOPSequence, [&](DcmItem& instance) {
          require(evidence_.insert(dicom::text(instance, DCM_ReferencedSOPInstanceUID)).second,
                  "an instance is listed twice in the evidence");
        });
      });
    });
  }

  void visit(DcmItem& parent) {
    dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) {
      const Code name = dicom::code(item, DCM_ConceptNameCodeSequence);
      if (name == codes::kMeasurementGroup.code()) check_group(item);
      if (name == codes::kLesionStatus.code()) ++statuses_;
      dicom::for_each_item(item, DCM_ReferencedSOPSequence, [&](DcmItem& reference) {
        require(evidence_.count(dicom::text(reference, DCM_ReferencedSOPInstanceUID)) == 1,
                "an instance of the content is not in the evidence");
      });
      visit(item);
    });
  }

  void check_group(DcmItem& group) {
    ++groups_;
    require(count(group, codes::kTrackingId) == 1, "a group has not exactly one tracking identifier");
    require(count(group, codes::kTrackingUid) == 1, "a group has not exactly one tracking UID");
    if (is_result()) require(count(group, codes::kLesionStatus) == 1, "a group has not exactly one status");
    DcmItem* content_template = dicom::item_of(group, DCM_ContentTemplateSequence);
    if (content_template != nullptr)
      templates_.insert(dicom::text(*content_template, DCM_TemplateIdentifier));
    require(templates_.size() == 1, "groups of different templates");
    dicom::for_each_item(group, DCM_ContentSequence, [&](DcmItem& item) {
      if (is(item, codes::kTrackingUid)) {
        require(tracking_uids_.insert(dicom::text(item, DCM_UID)).second, "a tracking UID is used twice");
      }
      if (dicom::text(item, DCM_ValueType) != "NUM") return;
      require(dicom::text(item, DCM_RelationshipType) == "CONTAINS", "a number outside CONTAINS");
      if (!is_result()) check_line(item);
    });
  }

  void check_line(DcmItem& number) {
    DcmSequenceOfItems* children = dicom::sequence(number, DCM_ContentSequence);
    const bool is_single = children != nullptr && children->card() == 1;
    require(is_single, "a number of the viewer document has not exactly one child");
    if (!is_single) return;
    DcmItem& coordinates = *children->getItem(0);
    require(dicom::text(coordinates, DCM_ValueType) == "SCOORD", "a number without coordinates");
    require(dicom::numbers(coordinates, DCM_GraphicData).size() == kLineValues, "a line has not two points");
    DcmSequenceOfItems* images = dicom::sequence(coordinates, DCM_ContentSequence);
    require(images != nullptr && images->card() == 1, "a line does not lie on exactly one image");
  }

  DcmDataset& dataset_;
  const Expected& expected_;
  std::set<std::string> evidence_;
  std::set<std::string> tracking_uids_;
  std::set<std::string> templates_;
  int groups_ = 0;
  int statuses_ = 0;
  std::string broken_;
};

}  // namespace

Status check_document(const std::string& bytes, const Expected& expected) {
  const auto invalid = [](const std::string& reason) {
    return fail(ErrorKind::kInternal, "REPORT_INVALID", "the finished document breaks a rule: " + reason);
  };
  auto file = dicom::from_bytes(bytes);
  if (!file) return invalid(file.error().reason);
  DcmDataset& dataset = *(*file)->getDataset();
  if (std::string rule = Checker(dataset, expected).run(); !rule.empty()) return invalid(rule);
  change_classes(dataset, [](const std::string&, const std::string& sop_class, bool is_segment) {
    return stand_in_class(sop_class, is_segment);
  });
  DSRDocument document;
  const OFCondition read = document.read(dataset);
  if (read.bad()) return invalid(std::string("DCMTK cannot read it: ") + read.text());
  if (!document.isValid()) return invalid("DCMTK finds it not valid");
  return {};
}

}  // namespace oligard::report
