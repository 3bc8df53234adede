#include "oligard/report/page_documents.h"

#include <functional>
#include <memory>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "oligard/report/contract.h"
#include "report/write/codes.h"
#include "report/write/header.h"
#include "report/write/shared_items.h"

namespace oligard::report {
namespace {

constexpr const char* kTitle = "Tumor response, one page; computer-generated, not verified";
constexpr const char* kDerivation = "Drawn from the structured report; not for diagnosis";

tl::unexpected<Error> invalid(const std::string& reason) {
  return fail(ErrorKind::kInternal, "REPORT_INVALID", reason);
}

using Fill = std::function<OFCondition(DcmItem&)>;

/// All conditions of a row, the first bad one, or good.
OFCondition all(std::initializer_list<OFCondition> conditions) {
  for (const OFCondition& condition : conditions)
    if (condition.bad()) return condition;
  return EC_Normal;
}

OFCondition put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  return item.putAndInsertOFStringArray(tag, OFString(value.data(), value.size()));
}

OFCondition add_item(DcmItem& item, const DcmTagKey& sequence, const Fill& fill) {
  DcmItem* added = nullptr;
  const OFCondition found = item.findOrCreateSequenceItem(sequence, added, -2);
  return found.bad() ? found : fill(*added);
}

/// Images and PDFs name the request in their series, reports in a sequence of their own.
OFCondition move_request(DcmItem& dataset, DcmItem& source) {
  delete dataset.remove(DCM_ReferencedRequestSequence);
  DcmElement* element = nullptr;
  if (source.findAndGetElement(DCM_RequestAttributesSequence, element, OFFalse, OFTrue).bad())
    return EC_Normal;
  const OFCondition inserted = dataset.insert(element, OFTrue);
  if (inserted.bad()) delete element;
  return inserted;
}

/// Of patient and study, also where the source lacks them (PS3.3 C.7.1.1, C.7.2.1: type 2).
OFCondition fill_missing(DcmItem& dataset) {
  for (const DcmTagKey& tag :
       {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyDate, DCM_StudyTime,
        DCM_StudyID, DCM_AccessionNumber, DCM_ReferringPhysicianName}) {
    if (dataset.tagExists(tag)) continue;
    if (const OFCondition inserted = dataset.insertEmptyElement(tag); inserted.bad()) return inserted;
  }
  return EC_Normal;
}

/// What image and PDF have in common.
OFCondition fill_common(DcmItem& dataset, const char* sop_class, const char* modality) {
  return all({fill_missing(dataset), put(dataset, DCM_SOPClassUID, sop_class),
              put(dataset, DCM_Modality, modality), put(dataset, DCM_ConversionType, "WSD"),
              put(dataset, DCM_BurnedInAnnotation, "YES"),
              put(dataset, DCM_RecognizableVisualFeatures, "NO")});
}

OFCondition fill_image(DcmItem& dataset, const DrawnPage& page) {
  const auto number = [&dataset](const DcmTagKey& tag, int value) {
    return dataset.putAndInsertUint16(tag, static_cast<Uint16>(value));
  };
  return all({put(dataset, DCM_ImageType, "DERIVED\\SECONDARY"),
              put(dataset, DCM_DerivationDescription, kDerivation), put(dataset, DCM_ImageComments, kTitle),
              dataset.insertEmptyElement(DCM_PatientOrientation, OFTrue),
              dataset.insertEmptyElement(DCM_Laterality, OFTrue),
              put(dataset, DCM_DateOfSecondaryCapture, dicom::text(dataset, DCM_ContentDate)),
              put(dataset, DCM_TimeOfSecondaryCapture, dicom::text(dataset, DCM_ContentTime)),
              put(dataset, DCM_PhotometricInterpretation, "RGB"),
              put(dataset, DCM_LossyImageCompression, "00"), number(DCM_SamplesPerPixel, 3),
              number(DCM_PlanarConfiguration, 0), number(DCM_Rows, page.rows),
              number(DCM_Columns, page.columns), number(DCM_BitsAllocated, 8), number(DCM_BitsStored, 8),
              number(DCM_HighBit, 7), number(DCM_PixelRepresentation, 0),
              dataset.putAndInsertUint8Array(DCM_PixelData, page.rgb.data(),
                                             static_cast<unsigned long>(page.rgb.size()))});
}

/// The report that the page is drawn from.
OFCondition fill_source(DcmItem& dataset, const ReportRequest& request) {
  return add_item(dataset, DCM_SourceInstanceSequence, [&](DcmItem& item) {
    return all(
        {put(item, DCM_ReferencedSOPClassUID, storage_class(request.options.sr_class)),
         put(item, DCM_ReferencedSOPInstanceUID, result_uid(request.result_key, Document::Kind::kResult))});
  });
}

OFCondition fill_pdf(DcmItem& dataset, const ReportRequest& request, const DrawnPage& page) {
  std::string bytes = page.pdf;
  if (bytes.size() % 2 != 0) bytes += '\0';
  const codes::Entry& title = codes::kOncologyReport;
  return all(
      {put(dataset, DCM_DocumentTitle, kTitle),
       put(dataset, DCM_MIMETypeOfEncapsulatedDocument, "application/pdf"),
       put(dataset, DCM_VerificationFlag, "UNVERIFIED"),
       dataset.insertEmptyElement(DCM_AcquisitionDateTime, OFTrue),
       add_item(dataset, DCM_ConceptNameCodeSequence,
                [&title](DcmItem& item) {
                  return all({put(item, DCM_CodeValue, title.value),
                              put(item, DCM_CodingSchemeDesignator, title.scheme),
                              put(item, DCM_CodeMeaning, title.meaning)});
                }),
       fill_source(dataset, request),
       dataset.putAndInsertUint32(DCM_EncapsulatedDocumentLength, static_cast<Uint32>(page.pdf.size())),
       dataset.putAndInsertUint8Array(DCM_EncapsulatedDocument, reinterpret_cast<const Uint8*>(bytes.data()),
                                      static_cast<unsigned long>(bytes.size()))});
}

Result<Document> made(const ReportRequest& request, Document::Kind kind, const char* sop_class,
                      const char* modality, const Fill& fill) {
  auto source = read_header(request);
  if (!source) return fail(source);
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  const DocumentIdentity identity = identity_of(request, kind);
  DcmItem& header = *(*source)->getDataset();
  if (Status written = write_header(dataset, header, request, identity); !written) return fail(written);
  OFCondition filled = move_request(dataset, header);
  if (filled.good()) filled = fill_common(dataset, sop_class, modality);
  if (filled.good()) filled = fill(dataset);
  if (filled.bad()) return invalid(std::string("the page could not be written: ") + filled.text());
  auto bytes = dicom::to_bytes(file);
  if (!bytes) return fail(bytes);
  const Expected expected{kind, identity.sop_instance_uid, identity.series_instance_uid,
                          request.study_instance_uid};
  if (Status checked = check_object(*bytes, expected); !checked) return fail(checked);
  return Document{.kind = kind,
                  .sop_class_uid = sop_class,
                  .sop_instance_uid = identity.sop_instance_uid,
                  .series_instance_uid = identity.series_instance_uid,
                  .bytes = std::move(*bytes)};
}

}  // namespace

Result<StudyLabel> study_label(const ReportRequest& request) {
  auto source = read_header(request);
  if (!source) return fail(source);
  DcmItem& header = *(*source)->getDataset();
  return StudyLabel{dicom::text(header, DCM_PatientName),      dicom::text(header, DCM_PatientID),
                    dicom::text(header, DCM_PatientBirthDate), dicom::text(header, DCM_PatientSex),
                    dicom::text(header, DCM_StudyDescription), dicom::text(header, DCM_AccessionNumber)};
}

Result<Document> make_secondary_capture(const ReportRequest& request, const DrawnPage& page) {
  const auto expected =
      std::size_t{3} * static_cast<std::size_t>(page.columns) * static_cast<std::size_t>(page.rows);
  if (page.columns < 1 || page.rows < 1 || page.columns > 65535 || page.rows > 65535 ||
      page.rgb.size() != expected || expected % 2 != 0)
    return invalid("the page has not the pixels that it states");
  return made(request, Document::Kind::kSecondaryCapture, UID_SecondaryCaptureImageStorage, "OT",
              [&page](DcmItem& dataset) { return fill_image(dataset, page); });
}

Result<Document> make_encapsulated_pdf(const ReportRequest& request, const DrawnPage& page) {
  if (!page.pdf.starts_with("%PDF-")) return invalid("the page is no PDF");
  return made(request, Document::Kind::kPdf, UID_EncapsulatedPDFStorage, "DOC",
              [&](DcmItem& dataset) { return fill_pdf(dataset, request, page); });
}

}  // namespace oligard::report
