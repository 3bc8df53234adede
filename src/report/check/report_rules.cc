// What PS3.3, PS3.16 and IHE AIR ask of a report.
#include <algorithm>
#include <set>
#include <string>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/dicom/dataset.h"
#include "report/check/report_facts.h"

namespace oligard::report {
namespace {

std::string text(const ReportFacts& facts, const DcmTagKey& tag) {
  return dicom::text(facts.subject.dataset, tag);
}

bool is_unverified(const ReportFacts& facts) {
  return text(facts, DCM_VerificationFlag) == "UNVERIFIED" &&
         dicom::sequence(facts.subject.dataset, DCM_VerifyingObserverSequence) == nullptr;
}

bool is_preliminary(const ReportFacts& facts) {
  return text(facts, DCM_PreliminaryFlag) == "PRELIMINARY";
}

bool completion_is_explained(const ReportFacts& facts) {
  const std::string flag = text(facts, DCM_CompletionFlag);
  return flag == "COMPLETE" || (flag == "PARTIAL" && !text(facts, DCM_CompletionFlagDescription).empty());
}

bool texts_are_utf8(const ReportFacts& facts) {
  return facts.text_is_utf8;
}

bool codes_fit(const ReportFacts& facts) {
  return facts.codes_fit;
}

bool numbers_are_decimal(const ReportFacts& facts) {
  return facts.numbers_are_decimal;
}

bool private_scheme_is_identified(const ReportFacts& facts) {
  if (!facts.names_private_scheme) return true;
  bool found = false;
  dicom::for_each_item(facts.subject.dataset, DCM_CodingSchemeIdentificationSequence, [&](DcmItem& item) {
    found = found || dicom::text(item, DCM_CodingSchemeDesignator) == codes::kOwnScheme;
  });
  return found;
}

bool evidence_is_listed_once(const ReportFacts& facts) {
  return !facts.listed_twice;
}

bool evidence_holds_all(const ReportFacts& facts) {
  return std::all_of(facts.references.begin(), facts.references.end(),
                     [&](const ContentReference& reference) {
                       return facts.evidence.count(reference.sop_instance_uid) == 1;
                     });
}

bool evidence_is_sorted_by_study(const ReportFacts& facts) {
  return std::all_of(facts.evidence.begin(), facts.evidence.end(), [&](const auto& entry) {
    const bool is_own = entry.second.study_instance_uid == facts.subject.expected.study_instance_uid;
    return entry.second.is_current == is_own;
  });
}

/// Enhanced SR has no by-reference relationships (PS3.3 A.35.2.3.1).
bool enhanced_is_by_value(const ReportFacts& facts) {
  return text(facts, DCM_SOPClassUID) != UID_EnhancedSRStorage || !facts.refers_by_reference;
}

bool root_is_measurement_report(const ReportFacts& facts) {
  DcmItem* item = dicom::item_of(facts.subject.dataset, DCM_ContentTemplateSequence);
  return item != nullptr && dicom::text(*item, DCM_TemplateIdentifier) == "1500" &&
         dicom::text(*item, DCM_MappingResource) == "DCMR";
}

bool procedure_is_reported(const ReportFacts& facts) {
  return facts.of_root(codes::kProcedureReported) != nullptr;
}

std::string value_of(const ReportFacts& facts, const codes::Entry& name, const DcmTagKey& tag) {
  const ContentItem* found = facts.of_root(name);
  return found == nullptr ? std::string() : dicom::text(*found->item, tag);
}

bool device_is_the_equipment(const ReportFacts& facts) {
  bool agrees = false;
  dicom::for_each_item(facts.subject.dataset, DCM_ContributingEquipmentSequence, [&](DcmItem& item) {
    const auto is = [&](const DcmTagKey& tag, const std::string& value) {
      return !value.empty() && dicom::text(item, tag) == value;
    };
    agrees = agrees || (is(DCM_DeviceUID, value_of(facts, codes::kDeviceUid, DCM_UID)) &&
                        is(DCM_Manufacturer, value_of(facts, codes::kDeviceManufacturer, DCM_TextValue)) &&
                        is(DCM_ManufacturerModelName, value_of(facts, codes::kDeviceModel, DCM_TextValue)));
  });
  return agrees;
}

bool groups_share_a_template(const ReportFacts& facts) {
  return std::all_of(facts.groups.begin(), facts.groups.end(), [&](const MeasurementGroup& group) {
    return !group.template_id.empty() && group.template_id == facts.groups.front().template_id;
  });
}

std::size_t lesions_in_groups(const ReportFacts& facts) {
  std::set<std::string> lesions;
  for (const MeasurementGroup& group : facts.groups) {
    const ContentItem* whole = group.find(codes::kWholeLesionUid);
    const ContentItem* own = group.find(codes::kTrackingUid);
    if (whole != nullptr) {
      lesions.insert(dicom::text(*whole->item, DCM_TextValue));
    } else if (own != nullptr) {
      lesions.insert(dicom::text(*own->item, DCM_UID));
    }
  }
  return lesions.size();
}

/// Texts of lesions that the rules list.
std::size_t lesions_in_texts(const ReportFacts& facts) {
  return static_cast<std::size_t>(
      std::count_if(facts.evaluations.begin(), facts.evaluations.end(), [](const ContentItem& item) {
        return item.name.is(codes::kUngroupedLesion) &&
               dicom::text(*item.item, DCM_TextValue).find(": NOT_LISTED.") == std::string::npos;
      }));
}

bool counts_add_up(const ReportFacts& facts) {
  std::size_t counted = 0;
  for (const ContentItem& item : facts.derived) {
    const bool is_count =
        std::any_of(terms::kLesionStatuses.begin(), terms::kLesionStatuses.end(),
                    [&](const terms::LesionStatusRow& row) { return item.name.is(row.count); });
    DcmItem* value = is_count ? dicom::item_of(*item.item, DCM_MeasuredValueSequence) : nullptr;
    if (value != nullptr)
      counted += static_cast<std::size_t>(dicom::integer(*value, DCM_NumericValue).value_or(0));
  }
  return counted == lesions_in_groups(facts) + lesions_in_texts(facts);
}

constexpr Rule<ReportFacts> kReportRules[] = {
    {{"DICOM_UNVERIFIED", "DICOM", "Verification Flag is UNVERIFIED and no verifying observer is named.",
      "PS3.3 C.17.2", kReports},
     is_unverified},
    {{"DICOM_PRELIMINARY", "DICOM", "Preliminary Flag is PRELIMINARY.", "PS3.3 C.17.2", kReports},
     is_preliminary},
    {{"DICOM_COMPLETION", "DICOM", "Completion Flag is COMPLETE, or PARTIAL with a description.",
      "PS3.3 C.17.2", kReports},
     completion_is_explained},
    {{"DICOM_CONTENT_TEXT", "DICOM", "Texts and code meanings of the content are UTF-8.", "PS3.3 C.12.1.1.2",
      kReports},
     texts_are_utf8},
    {{"DICOM_CODE_LENGTHS", "DICOM",
      "Codes have a value and a scheme of at most 16 characters and a meaning of at most 64.",
      "PS3.3 8.1 to 8.3", kReports},
     codes_fit},
    {{"DICOM_DECIMALS", "DICOM", "Numbers are finite decimal strings of at most 16 characters.", "PS3.5 6.2",
      kReports},
     numbers_are_decimal},
    {{"DICOM_PRIVATE_SCHEME", "DICOM", "The private coding scheme is identified.", "PS3.3 C.12.1", kReports},
     private_scheme_is_identified},
    {{"DICOM_EVIDENCE_ONCE", "DICOM", "No instance is twice in the evidence sequences.", "PS3.3 C.17.2.3",
      kReports},
     evidence_is_listed_once},
    {{"DICOM_EVIDENCE_COMPLETE", "DICOM", "Every instance that the content refers to is in the evidence.",
      "PS3.3 C.17.2.3", kReports},
     evidence_holds_all},
    {{"DICOM_EVIDENCE_STUDY", "DICOM",
      "Instances of the report's study are current evidence, those of other studies are other evidence.",
      "PS3.3 C.17.2.3", kReports},
     evidence_is_sorted_by_study},
    {{"DICOM_ENHANCED_BY_VALUE", "DICOM", "Enhanced SR has no relationship by reference.", "PS3.3 A.35.2.3.1",
      kReports},
     enhanced_is_by_value},
    {{"AIR_ROOT_TEMPLATE", "IHE AIR", "The root template is TID 1500 of DCMR.", "AIR 6.5.3.1", kReports},
     root_is_measurement_report},
    {{"AIR_PROCEDURE_REPORTED", "IHE AIR", "Procedure reported says what was imaged.",
      "AIR 6.5.3, TID 1500 row 4", kReports},
     procedure_is_reported},
    {{"AIR_DEVICE_OBSERVER", "IHE AIR",
      "The device observer has the UID, manufacturer and model of the Contributing Equipment.", "AIR 6.5.3",
      kReports},
     device_is_the_equipment},
    {{"PIXELMED_ONE_TEMPLATE", "PixelMed", "All measurement groups follow one template.",
      "DicomSRValidator tests each group against every template of the container", kReports},
     groups_share_a_template},
    {{"OLIGARD_COUNTS_ADD_UP", "Oligard", "The counts by status add up to the lesions in groups and texts.",
      "decision 0004", kResultOnly},
     counts_add_up},
};

}  // namespace

std::span<const Rule<ReportFacts>> report_rules() {
  return kReportRules;
}

}  // namespace oligard::report
