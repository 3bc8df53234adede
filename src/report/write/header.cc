#include "report/write/header.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "report/check/text_checks.h"
#include "report/write/codes.h"

namespace oligard::report {
namespace {

/// Patient, Patient Study, Clinical Trial and General Study modules.
const DcmTagKey kCopied[] = {
    DCM_PatientName,
    DCM_PatientID,
    DCM_IssuerOfPatientID,
    DCM_IssuerOfPatientIDQualifiersSequence,
    DCM_TypeOfPatientID,
    DCM_PatientBirthDate,
    DCM_PatientBirthTime,
    DCM_PatientSex,
    DCM_OtherPatientIDsSequence,
    DCM_RETIRED_OtherPatientIDs,
    DCM_OtherPatientNames,
    DCM_EthnicGroup,
    DCM_PatientComments,
    DCM_PatientIdentityRemoved,
    DCM_DeidentificationMethod,
    DCM_DeidentificationMethodCodeSequence,
    DCM_PatientAge,
    DCM_PatientSize,
    DCM_PatientWeight,
    DCM_Occupation,
    DCM_AdditionalPatientHistory,
    DCM_AdmittingDiagnosesDescription,
    DCM_ClinicalTrialSponsorName,
    DCM_ClinicalTrialProtocolID,
    DCM_ClinicalTrialProtocolName,
    DCM_ClinicalTrialSiteID,
    DCM_ClinicalTrialSiteName,
    DCM_ClinicalTrialSubjectID,
    DCM_ClinicalTrialSubjectReadingID,
    DCM_ClinicalTrialTimePointID,
    DCM_ClinicalTrialTimePointDescription,
    DCM_StudyInstanceUID,
    DCM_StudyDate,
    DCM_StudyTime,
    DCM_ReferringPhysicianName,
    DCM_PhysiciansOfRecord,
    DCM_NameOfPhysiciansReadingStudy,
    DCM_StudyID,
    DCM_AccessionNumber,
    DCM_IssuerOfAccessionNumberSequence,
    DCM_StudyDescription,
    DCM_ProcedureCodeSequence,
};

/// By these an archive files the object: one that is not readable is never changed (docs/conformance.md).
bool is_identifier(const DcmTagKey& tag) {
  return tag == DCM_PatientID || tag == DCM_IssuerOfPatientID || tag == DCM_OtherPatientIDsSequence ||
         tag == DCM_StudyID || tag == DCM_AccessionNumber;
}

/// Bytes that are no UTF-8 become question marks, in items too.
void repair_text(DcmElement& element) {
  if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element)) {
    for (unsigned long i = 0; i < sequence->card(); ++i) {
      DcmItem& item = *sequence->getItem(i);
      for (unsigned long k = 0; k < item.card(); ++k)
        repair_text(*item.getElement(k));
    }
    return;
  }
  OFString text;
  if (!element.isaString() || element.getOFStringArray(text, OFFalse).bad()) return;
  if (!is_utf8({text.data(), text.size()}))
    element.putOFStringArray(as_utf8({text.data(), text.size()}).c_str());
}

/// Keeps the first failure of a row of DCMTK calls.
class Writer {
 public:
  explicit Writer(DcmItem& item) : item_(item) {}

  void put(const DcmTagKey& tag, const std::string& value) {
    keep(item_.putAndInsertOFStringArray(tag, OFString(value.data(), value.size())));
  }
  void empty(const DcmTagKey& tag) { keep(item_.insertEmptyElement(tag, OFTrue)); }
  void copy(DcmItem& source, const DcmTagKey& tag) {
    DcmElement* element = nullptr;
    if (source.findAndGetElement(tag, element, OFFalse, OFTrue).bad()) return;
    if (!is_identifier(tag)) repair_text(*element);
    const OFCondition inserted = item_.insert(element, OFTrue);
    if (inserted.bad()) delete element;
    keep(inserted);
  }
  void code(const DcmTagKey& sequence, const codes::Entry& entry) {
    DcmItem* item = nullptr;
    keep(item_.findOrCreateSequenceItem(sequence, item, -2));
    if (item == nullptr) return;
    Writer writer(*item);
    writer.put(DCM_CodeValue, entry.value);
    writer.put(DCM_CodingSchemeDesignator, entry.scheme);
    writer.put(DCM_CodeMeaning, entry.meaning);
    keep(writer.condition_);
  }
  template <class Fill>
  void item(const DcmTagKey& sequence, Fill fill) {
    DcmItem* item = nullptr;
    keep(item_.findOrCreateSequenceItem(sequence, item, -2));
    if (item == nullptr) return;
    Writer writer(*item);
    fill(writer);
    keep(writer.condition_);
  }
  [[nodiscard]] const OFCondition& condition() const { return condition_; }

 private:
  void keep(const OFCondition& condition) {
    if (condition_.good()) condition_ = condition;
  }

  DcmItem& item_;
  OFCondition condition_ = EC_Normal;
};

/// Minutes east of UTC of "&HHMM"; nothing when the text is not one.
std::optional<int> offset_minutes(const std::string& text) {
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  int value = 0;
  const auto end = std::from_chars(text.data() + 1, text.data() + 5, value);
  if (end.ec != std::errc() || end.ptr != text.data() + 5) return std::nullopt;
  const int minutes = value / 100 * 60 + value % 100;
  return text[0] == '-' ? -minutes : minutes;
}

struct Moment {
  std::string date, time, offset;
};

/// The time of the analysis in the zone that the study states, else in UTC. Timezone Offset From UTC speaks
/// of all dates and times of an object, the copied ones too.
Moment moment_of(UnixTime time, DcmItem& source) {
  std::string offset = dicom::text(source, DCM_TimezoneOffsetFromUTC);
  std::optional<int> minutes = offset_minutes(offset);
  if (!minutes) {
    offset = "+0000";
    minutes = 0;
  }
  const auto local = time + std::chrono::minutes(*minutes);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss clock(local - day);
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d%02d%02d", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {to_dicom(day), buffer.data(), offset};
}

void write_times(Writer& writer, const Moment& moment) {
  writer.put(DCM_InstanceCreationDate, moment.date);
  writer.put(DCM_InstanceCreationTime, moment.time);
  writer.put(DCM_SeriesDate, moment.date);
  writer.put(DCM_SeriesTime, moment.time);
  writer.put(DCM_ContentDate, moment.date);
  writer.put(DCM_ContentTime, moment.time);
  writer.put(DCM_TimezoneOffsetFromUTC, moment.offset);
}

void write_equipment(Writer& writer, const Device& device, const Moment& moment) {
  writer.put(DCM_InstanceCreatorUID, device_uid(device));
  writer.put(DCM_Manufacturer, device.manufacturer);
  writer.put(DCM_ManufacturerModelName, device.model);
  writer.put(DCM_SoftwareVersions, device.version);
  writer.item(DCM_ContributingEquipmentSequence, [&](Writer& item) {
    item.code(DCM_PurposeOfReferenceCodeSequence, codes::kProcessingEquipment);
    item.put(DCM_Manufacturer, device.manufacturer);
    item.put(DCM_ManufacturerModelName, device.model);
    item.put(DCM_SoftwareVersions, device.version);
    item.put(DCM_DeviceUID, device_uid(device));
    item.put(DCM_ContributionDateTime, moment.date + moment.time + moment.offset);
    item.put(DCM_ContributionDescription, "Lesion follow-up; computer-generated, not verified");
  });
}

/// The request that the study answers, as far as the source names it.
void write_request(Writer& writer, DcmItem& source) {
  DcmItem* attributes = dicom::item_of(source, DCM_RequestAttributesSequence);
  const std::string accession = dicom::text(source, DCM_AccessionNumber);
  if (accession.empty() && attributes == nullptr) return;
  const auto of_request = [&](const DcmTagKey& tag) {
    return attributes == nullptr ? std::string() : dicom::text(*attributes, tag);
  };
  writer.item(DCM_ReferencedRequestSequence, [&](Writer& item) {
    const std::string own = of_request(DCM_AccessionNumber);
    item.put(DCM_StudyInstanceUID, dicom::text(source, DCM_StudyInstanceUID));
    item.empty(DCM_ReferencedStudySequence);
    item.put(DCM_AccessionNumber, own.empty() ? accession : own);
    item.put(DCM_PlacerOrderNumberImagingServiceRequest,
             of_request(DCM_PlacerOrderNumberImagingServiceRequest));
    item.put(DCM_FillerOrderNumberImagingServiceRequest,
             of_request(DCM_FillerOrderNumberImagingServiceRequest));
    item.put(DCM_RequestedProcedureID, of_request(DCM_RequestedProcedureID));
    item.put(DCM_RequestedProcedureDescription, as_utf8(of_request(DCM_RequestedProcedureDescription)));
    item.empty(DCM_RequestedProcedureCodeSequence);
    if (attributes != nullptr) item.copy(*attributes, DCM_RequestedProcedureCodeSequence);
  });
}

/// What the kinds differ in.
struct KindRow {
  Document::Kind kind;
  const char* word;  ///< of UIDs and file names
  const char* extension;
  const char* series_number;
  const char* series_description;
};

constexpr std::array<KindRow, 5> kKinds = {{
    {Document::Kind::kResult, "result", "dcm", "9901", "Tumor response (AI, unverified)"},
    {Document::Kind::kViewer, "viewer", "dcm", "9902", "Lesion axes (AI, unverified)"},
    {Document::Kind::kLesions, "lesions", "seg.dcm", "9903", "Lesions by status (AI, unverified)"},
    {Document::Kind::kSecondaryCapture, "page", "sc.dcm", "9904", "Tumor response page (AI, unverified)"},
    {Document::Kind::kPdf, "page", "pdf.dcm", "9905", "Tumor response PDF (AI, unverified)"},
}};

const KindRow& row_of(Document::Kind kind) {
  return *codes::find(kKinds, &KindRow::kind, kind);
}

/// Text that the UIDs of an object of this kind are derived from.
std::string seed_of(Document::Kind kind) {
  const KindRow& row = row_of(kind);
  return kind == Document::Kind::kPdf ? "pdf" : row.word;
}

}  // namespace

std::string name_of(Document::Kind kind) {
  return seed_of(kind);
}

std::string result_uid(const std::string& result_key, Document::Kind kind, int part) {
  const std::string suffix = part > 1 ? "/" + std::to_string(part) : "";
  return uid_from_text("oligard/instance/" + seed_of(kind) + "/" + result_key + suffix);
}

std::string result_series_uid(const std::string& result_key, Document::Kind kind) {
  return uid_from_text("oligard/series/" + seed_of(kind) + "/" + result_key);
}

std::string file_ending(const Document& document) {
  const KindRow& row = row_of(document.kind);
  const std::string part = document.part > 1 ? "-" + std::to_string(document.part) : "";
  return std::string(row.word) + part + "." + row.extension;
}

DocumentIdentity identity_of(const ReportRequest& request, Document::Kind kind, int part) {
  const KindRow& row = row_of(kind);
  return {kind,
          result_uid(request.result_key, kind, part),
          result_series_uid(request.result_key, kind),
          row.series_number,
          row.series_description,
          std::to_string(part)};
}

std::string observation_uid(const ReportRequest& request, Document::Kind kind, const std::string& item) {
  return uid_from_text("oligard/observation/" + seed_of(kind) + "/" + request.result_key + "/" + item);
}

std::string device_uid(const Device& device) {
  return device.device_uid.empty() ? uid_from_text("oligard/device/" + device.version) : device.device_uid;
}

Result<std::unique_ptr<DcmFileFormat>> read_header(const ReportRequest& request) {
  auto file = dicom::read_file(request.header_source, dicom::PixelData::kSkip);
  if (!file) {
    return fail(file.error().kind, "REPORT_HEADER_UNREADABLE",
                "the object that patient and study are copied from: " + file.error().reason);
  }
  if (dicom::text(*(*file)->getDataset(), DCM_StudyInstanceUID) != request.study_instance_uid) {
    return fail(ErrorKind::kInternal, "REPORT_STUDY_MISMATCH",
                "the object that patient and study are copied from is of another study than the result");
  }
  return file;
}

std::vector<Code> procedures(DcmItem& source, const std::string& modality) {
  std::vector<Code> found;
  dicom::for_each_item(source, DCM_ProcedureCodeSequence, [&](DcmItem& item) {
    const Code code = dicom::code(item);
    if (!code.empty() && !code.scheme.empty()) found.push_back(code);
  });
  if (!found.empty()) return found;
  const auto* entry = codes::find(codes::kModalities, &codes::ModalityEntry::modality, modality);
  return {entry == nullptr ? codes::kImagingProcedure.code() : entry->procedure.code()};
}

Status write_header(DcmItem& dataset, DcmItem& source, const ReportRequest& request,
                    const DocumentIdentity& identity) {
  Writer writer(dataset);
  const Moment moment = moment_of(request.analysed_at, source);
  for (const DcmTagKey& tag : kCopied)
    writer.copy(source, tag);
  writer.put(DCM_SpecificCharacterSet, "ISO_IR 192");
  writer.put(DCM_SOPInstanceUID, identity.sop_instance_uid);
  writer.put(DCM_SeriesInstanceUID, identity.series_instance_uid);
  writer.put(DCM_SeriesNumber, identity.series_number);
  writer.put(DCM_SeriesDescription, identity.series_description);
  writer.put(DCM_InstanceNumber, identity.instance_number);
  write_times(writer, moment);
  write_equipment(writer, request.device, moment);
  write_request(writer, source);
  if (writer.condition().bad()) {
    return fail(ErrorKind::kInternal, "REPORT_INVALID",
                std::string("the header could not be written: ") + writer.condition().text());
  }
  return {};
}

}  // namespace oligard::report
