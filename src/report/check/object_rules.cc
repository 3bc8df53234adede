// Rules for objects of every kind, and for the page as an image or a PDF.
#include <algorithm>
#include <array>
#include <string_view>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/dicom/dataset.h"
#include "report/check/contract_rule.h"
#include "report/check/text_checks.h"
#include "report/write/codes.h"

namespace oligard::report {
namespace {

using Kind = Document::Kind;

constexpr std::string_view kUnverified = "unverified)";
constexpr std::size_t kMaxUid = 64;

std::string text(const Subject& subject, const DcmTagKey& tag) {
  return dicom::text(subject.dataset, tag);
}

template <std::size_t N>
bool is_one_of(const std::string& value, const std::array<const char*, N>& list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool sop_class_fits(const Subject& subject) {
  const std::string sop_class = text(subject, DCM_SOPClassUID);
  switch (subject.expected.kind) {
    case Kind::kResult:
    case Kind::kViewer:
      return is_one_of(sop_class, std::array{UID_Comprehensive3DSRStorage, UID_ComprehensiveSRStorage,
                                             UID_EnhancedSRStorage});
    case Kind::kLesions:
      return sop_class == UID_SegmentationStorage;
    case Kind::kSecondaryCapture:
      return is_one_of(sop_class, std::array{UID_SecondaryCaptureImageStorage,
                                             UID_MultiframeTrueColorSecondaryCaptureImageStorage});
    case Kind::kPdf:
      return sop_class == UID_EncapsulatedPDFStorage;
  }
  return false;
}

bool modality_fits(const Subject& subject) {
  const std::string modality = text(subject, DCM_Modality);
  switch (subject.expected.kind) {
    case Kind::kResult:
    case Kind::kViewer:
      return modality == "SR";
    case Kind::kLesions:
      return modality == "SEG";
    case Kind::kSecondaryCapture:
    case Kind::kPdf:
      return is_one_of(modality, std::array{"OT", "DOC"});
  }
  return false;
}

bool instance_is_expected(const Subject& subject) {
  return text(subject, DCM_SOPInstanceUID) == subject.expected.sop_instance_uid;
}

bool series_is_expected(const Subject& subject) {
  return text(subject, DCM_SeriesInstanceUID) == subject.expected.series_instance_uid;
}

bool study_is_expected(const Subject& subject) {
  return text(subject, DCM_StudyInstanceUID) == subject.expected.study_instance_uid;
}

/// Digits and points, no component with a leading zero (PS3.5 9.1).
bool is_well_formed(const std::string& uid) {
  if (uid.empty() || uid.size() > kMaxUid) return false;
  char before = '.';
  for (std::size_t i = 0; i < uid.size(); ++i) {
    const bool is_digit = uid[i] >= '0' && uid[i] <= '9';
    if (!is_digit && (uid[i] != '.' || before == '.')) return false;
    const bool starts = before == '.' && is_digit;
    if (starts && uid[i] == '0' && i + 1 < uid.size() && uid[i + 1] != '.') return false;
    before = uid[i];
  }
  return before != '.';
}

bool uids_are_well_formed(const Subject& subject) {
  return is_well_formed(subject.expected.sop_instance_uid) &&
         is_well_formed(subject.expected.series_instance_uid) &&
         is_well_formed(subject.expected.study_instance_uid);
}

bool meta_header_agrees(const Subject& subject) {
  DcmItem& meta = *subject.file.getMetaInfo();
  return dicom::text(meta, DCM_MediaStorageSOPClassUID) == text(subject, DCM_SOPClassUID) &&
         dicom::text(meta, DCM_MediaStorageSOPInstanceUID) == text(subject, DCM_SOPInstanceUID);
}

bool transfer_syntax_fits(const Subject& subject) {
  return dicom::text(*subject.file.getMetaInfo(), DCM_TransferSyntaxUID) ==
         UID_LittleEndianExplicitTransferSyntax;
}

bool has(const Subject& subject, const DcmTagKey& tag) {
  return subject.dataset.tagExists(tag);
}

bool patient_is_written(const Subject& subject) {
  return has(subject, DCM_PatientName) && has(subject, DCM_PatientID) && has(subject, DCM_PatientBirthDate) &&
         has(subject, DCM_PatientSex);
}

bool study_is_written(const Subject& subject) {
  return has(subject, DCM_StudyDate) && has(subject, DCM_StudyTime) && has(subject, DCM_StudyID) &&
         has(subject, DCM_AccessionNumber) && has(subject, DCM_ReferringPhysicianName);
}

bool header_is_utf8(const Subject& subject) {
  if (text(subject, DCM_SpecificCharacterSet) != "ISO_IR 192") return false;
  for (DcmObject* object = subject.dataset.nextInContainer(nullptr); object != nullptr;
       object = subject.dataset.nextInContainer(object)) {
    auto& element = static_cast<DcmElement&>(*object);
    if (element.isaString() && !is_utf8(text_of(element))) return false;
  }
  return true;
}

bool series_is_numbered(const Subject& subject) {
  const auto number = dicom::integer(subject.dataset, DCM_SeriesNumber);
  return number && *number > 0;
}

bool instance_is_numbered(const Subject& subject) {
  const auto number = dicom::integer(subject.dataset, DCM_InstanceNumber);
  return number && *number > 0;
}

bool content_is_dated(const Subject& subject) {
  return !text(subject, DCM_ContentDate).empty() && !text(subject, DCM_ContentTime).empty();
}

bool series_says_unverified(const Subject& subject) {
  const std::string description = text(subject, DCM_SeriesDescription);
  return description.size() > kUnverified.size() && description.ends_with(kUnverified) &&
         characters(description) <= 64;
}

bool equipment_is_described(const Subject& subject) {
  bool found = false;
  dicom::for_each_item(subject.dataset, DCM_ContributingEquipmentSequence, [&](DcmItem& item) {
    found = found ||
            (dicom::code(item, DCM_PurposeOfReferenceCodeSequence) == codes::kProcessingEquipment.code() &&
             !dicom::text(item, DCM_Manufacturer).empty() &&
             !dicom::text(item, DCM_ManufacturerModelName).empty() &&
             !dicom::text(item, DCM_SoftwareVersions).empty() &&
             is_well_formed(dicom::text(item, DCM_DeviceUID)));
  });
  return found;
}

constexpr Rule<Subject> kObjectRules[] = {
    {{"DICOM_SOP_CLASS", "DICOM", "The SOP class is one of this kind of object.", "PS3.4 B.5", kAll},
     sop_class_fits},
    {{"DICOM_MODALITY", "DICOM", "Modality is SR, SEG, OT or DOC as the kind of object asks.",
      "PS3.3 C.7.3.1.1.1", kAll},
     modality_fits},
    {{"DICOM_SOP_INSTANCE", "DICOM", "SOP Instance UID is the one that the result has.", "PS3.3 C.12.1",
      kAll},
     instance_is_expected},
    {{"OHIF_OWN_SERIES", "OHIF", "Each kind of object has the series of its own that the result names.",
      "OHIF shows the newest instance of an SR series alone", kAll},
     series_is_expected},
    {{"AIR_IMAGES_STUDY", "IHE AIR", "The object lies in the study of the images that were analysed.",
      "AIR 6.5.3", kAll},
     study_is_expected},
    {{"DICOM_UID_FORM", "DICOM", "UIDs of instance, series and study are well-formed.", "PS3.5 9.1", kAll},
     uids_are_well_formed},
    {{"DICOM_META_HEADER", "DICOM", "The meta header names the class and instance of the data set.",
      "PS3.10 7.1", kAll},
     meta_header_agrees},
    {{"DICOM_TRANSFER_SYNTAX", "DICOM",
      "The transfer syntax is Explicit VR Little Endian, which is proposed for every class.", "PS3.5 10",
      kAll},
     transfer_syntax_fits},
    {{"DICOM_PATIENT", "DICOM", "Name, ID, birth date and sex of the patient are there, known or empty.",
      "PS3.3 C.7.1.1", kAll},
     patient_is_written},
    {{"DICOM_STUDY", "DICOM",
      "Date, time, ID, Accession Number and referring physician of the study are there, known or empty.",
      "PS3.3 C.7.2.1", kAll},
     study_is_written},
    {{"DICOM_HEADER_TEXT", "DICOM", "The character set is ISO_IR 192 and every text of the header is UTF-8.",
      "PS3.3 C.12.1.1.2", kAll},
     header_is_utf8},
    {{"DICOM_SERIES_NUMBER", "DICOM", "Series Number is positive.", "PS3.3 C.17.1, C.7.3.1", kAll},
     series_is_numbered},
    {{"DICOM_INSTANCE_NUMBER", "DICOM", "Instance Number is positive.", "PS3.3 C.17.2, C.7.6.1", kAll},
     instance_is_numbered},
    {{"AIR_CONTENT_TIME", "IHE AIR", "Content Date and Time are there: the start of the analysis.",
      "AIR 6.5.3", kAll},
     content_is_dated},
    {{"OHIF_SERIES_DESCRIPTION", "OHIF",
      "The series description, which viewers list, says that nothing is verified.", "OHIF study panel", kAll},
     series_says_unverified},
    {{"AIR_EQUIPMENT", "IHE AIR",
      "Contributing Equipment names the program as Processing Equipment (109102, DCM) with manufacturer, "
      "model, version and Device UID.",
      "AIR 6.5.3, PS3.3 C.12.1", kAll},
     equipment_is_described},
};

bool annotation_is_burned_in(const Subject& subject) {
  return text(subject, DCM_BurnedInAnnotation) == "YES";
}

bool conversion_is_named(const Subject& subject) {
  return !text(subject, DCM_ConversionType).empty();
}

bool image_is_derived(const Subject& subject) {
  return dicom::text(subject.dataset, DCM_ImageType, 0) == "DERIVED" &&
         dicom::text(subject.dataset, DCM_ImageType, 1) == "SECONDARY";
}

bool pixels_are_true_colour(const Subject& subject) {
  const auto is = [&](const DcmTagKey& tag, long value) {
    return dicom::integer(subject.dataset, tag) == value;
  };
  return text(subject, DCM_PhotometricInterpretation) == "RGB" && is(DCM_SamplesPerPixel, 3) &&
         is(DCM_PlanarConfiguration, 0) && is(DCM_BitsAllocated, 8) && is(DCM_BitsStored, 8) &&
         is(DCM_HighBit, 7) && is(DCM_PixelRepresentation, 0);
}

/// The bytes of an element; empty when there are none.
std::string_view bytes_of(const Subject& subject, const DcmTagKey& tag) {
  const Uint8* bytes = nullptr;
  unsigned long count = 0;
  if (subject.dataset.findAndGetUint8Array(tag, bytes, &count).bad() || bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), count};
}

bool pixels_fill_the_image(const Subject& subject) {
  const auto rows = dicom::integer(subject.dataset, DCM_Rows);
  const auto columns = dicom::integer(subject.dataset, DCM_Columns);
  if (!rows || !columns || *rows <= 0 || *columns <= 0) return false;
  const long frames = dicom::integer(subject.dataset, DCM_NumberOfFrames).value_or(1);
  const auto needed = static_cast<std::size_t>(*rows * *columns * 3 * frames);
  return bytes_of(subject, DCM_PixelData).size() == needed + needed % 2;
}

bool is_pdf_by_name(const Subject& subject) {
  return text(subject, DCM_MIMETypeOfEncapsulatedDocument) == "application/pdf";
}

bool pdf_is_whole(const Subject& subject) {
  std::string_view document = bytes_of(subject, DCM_EncapsulatedDocument);
  while (!document.empty() && (document.back() == '\0' || document.back() == '\n' || document.back() == '\r'))
    document.remove_suffix(1);
  return document.starts_with("%PDF-") && document.ends_with("%%EOF");
}

bool pdf_is_titled(const Subject& subject) {
  return !text(subject, DCM_DocumentTitle).empty() && has(subject, DCM_ConceptNameCodeSequence);
}

constexpr Rule<Subject> kPageRules[] = {
    {{"DICOM_BURNED_IN", "DICOM", "The object says that the patient can be read off its picture.",
      "PS3.3 C.7.6.1.1, C.24.2", kPages},
     annotation_is_burned_in},
    {{"DICOM_CONVERSION_TYPE", "DICOM", "Conversion Type is there.", "PS3.3 C.8.6.1", kPages},
     conversion_is_named},
    {{"DICOM_DERIVED_IMAGE", "DICOM", "Image Type begins with DERIVED and SECONDARY.", "PS3.3 C.7.6.1.1.2",
      kCaptureOnly},
     image_is_derived},
    {{"WEASIS_TRUE_COLOUR", "Weasis",
      "Pixels are interleaved RGB of 8 bits, which every viewer and PACS shows without a codec.",
      "PS3.3 C.7.6.3", kCaptureOnly},
     pixels_are_true_colour},
    {{"DICOM_PIXEL_LENGTH", "DICOM", "Pixel Data has as many bytes as rows, columns and samples ask.",
      "PS3.5 8.1.1", kCaptureOnly},
     pixels_fill_the_image},
    {{"WEASIS_PDF_TYPE", "Weasis", "The MIME type is application/pdf: viewers choose their reader by it.",
      "PS3.3 C.24.2", kPdfOnly},
     is_pdf_by_name},
    {{"WEASIS_PDF_WHOLE", "Weasis", "The document begins and ends as a PDF does.", "ISO 32000 7.5", kPdfOnly},
     pdf_is_whole},
    {{"OHIF_PDF_TITLE", "OHIF", "The document has a title.", "PS3.3 C.24.2", kPdfOnly}, pdf_is_titled},
};

}  // namespace

std::span<const Rule<Subject>> object_rules() {
  return kObjectRules;
}

std::span<const Rule<Subject>> page_rules() {
  return kPageRules;
}

}  // namespace oligard::report
