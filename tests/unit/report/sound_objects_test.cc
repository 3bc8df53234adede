#include "unit/report/sound_objects.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/file.h"
#include "oligard/dicom/segmentation_writer.h"

namespace oligard::report::test {
namespace {

using Kind = Document::Kind;

Expected expected_of(Kind kind) {
  const std::string word = std::to_string(static_cast<int>(kind));
  return {kind, uid_from_text("instance " + word), uid_from_text("series " + word), "2.25.1002"};
}

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  ASSERT_TRUE(item.putAndInsertOFStringArray(tag, value.c_str()).good()) << tag.toString();
}

DcmItem& append(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* made = nullptr;
  EXPECT_TRUE(item.findOrCreateSequenceItem(sequence, made, -2).good());
  return *made;
}

void put_equipment(DcmItem& dataset) {
  DcmItem& equipment = append(dataset, DCM_ContributingEquipmentSequence);
  put(equipment, DCM_Manufacturer, "Oligard project");
  put(equipment, DCM_ManufacturerModelName, "Oligard");
  put(equipment, DCM_SoftwareVersions, "1");
  put(equipment, DCM_DeviceUID, "2.25.1900");
  DcmItem& purpose = append(equipment, DCM_PurposeOfReferenceCodeSequence);
  put(purpose, DCM_CodeValue, "109102");
  put(purpose, DCM_CodingSchemeDesignator, "DCM");
  put(purpose, DCM_CodeMeaning, "Processing Equipment");
}

SoundObject finished(DcmFileFormat& file, const Expected& expected) {
  put_equipment(*file.getDataset());
  const auto bytes = dicom::to_bytes(file);
  EXPECT_TRUE(bytes.has_value());
  return {expected, *bytes};
}

void put_page_header(DcmItem& dataset, const Expected& expected, const char* sop_class,
                     const char* modality) {
  const std::pair<DcmTagKey, std::string> values[] = {
      {DCM_SpecificCharacterSet, "ISO_IR 192"},
      {DCM_SOPClassUID, sop_class},
      {DCM_SOPInstanceUID, expected.sop_instance_uid},
      {DCM_StudyInstanceUID, expected.study_instance_uid},
      {DCM_SeriesInstanceUID, expected.series_instance_uid},
      {DCM_PatientName, "M\xC3\xBCller^Test"},
      {DCM_PatientID, "SYN-1"},
      {DCM_PatientBirthDate, ""},
      {DCM_PatientSex, ""},
      {DCM_StudyDate, "20250710"},
      {DCM_StudyTime, ""},
      {DCM_StudyID, ""},
      {DCM_AccessionNumber, ""},
      {DCM_ReferringPhysicianName, ""},
      {DCM_Modality, modality},
      {DCM_SeriesNumber, "9904"},
      {DCM_SeriesDescription, "Tumor response page (AI, unverified)"},
      {DCM_InstanceNumber, "1"},
      {DCM_ContentDate, "20250710"},
      {DCM_ContentTime, "123456"},
      {DCM_ConversionType, "SYN"},
      {DCM_BurnedInAnnotation, "YES"},
  };
  for (const auto& [tag, value] : values)
    put(dataset, tag, value);
}

dicom::SegmentToWrite segment(int number, std::vector<Run> runs) {
  dicom::SegmentToWrite made;
  made.label = "L0" + std::to_string(number);
  made.category = {"49755003", "SCT", "Morphologically Abnormal Structure"};
  made.type = {"14799000", "SCT", "Neoplasm, Secondary"};
  made.tracking_id = made.label;
  made.tracking_uid = "2.25.18" + std::to_string(number);
  made.cielab = {34733, 53456, 50115};
  made.mask.grid.columns = 5;
  made.mask.grid.rows = 5;
  made.mask.grid.slices = 3;
  made.mask.grid.slice_spacing = 2.5;
  made.mask.runs = std::move(runs);
  return made;
}

}  // namespace

SoundObject sound_segmentation() {
  const Expected expected = expected_of(Kind::kLesions);
  dicom::SegmentationToWrite content;
  content.patient_id = "SYN-1";
  content.patient_name = "M\xC3\xBCller^Test";
  content.study_instance_uid = expected.study_instance_uid;
  content.study_date = "20250710";
  content.study_time = "101500";
  content.series_instance_uid = expected.series_instance_uid;
  content.series_description = "Lesions by status (AI, unverified)";
  content.sop_instance_uid = expected.sop_instance_uid;
  content.frame_of_reference_uid = "2.25.1700";
  content.source_series_uid = "2.25.1102";
  content.source_sop_class_uid = UID_CTImageStorage;
  content.source_image_uids = {"2.25.1", "2.25.2", "2.25.3"};
  content.segments = {segment(1, {{0, 0, 0, 3}, {1, 1, 1, 2}}), segment(2, {{1, 2, 0, 5}, {2, 4, 4, 1}})};
  const auto written = dicom::make_segmentation(content);
  EXPECT_TRUE(written.has_value());
  const auto file = dicom::from_bytes(*written);
  return finished(**file, expected);
}

SoundObject sound_capture() {
  const Expected expected = expected_of(Kind::kSecondaryCapture);
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  put_page_header(dataset, expected, UID_SecondaryCaptureImageStorage, "OT");
  put(dataset, DCM_ImageType, "DERIVED\\SECONDARY");
  put(dataset, DCM_PhotometricInterpretation, "RGB");
  const std::pair<DcmTagKey, Uint16> numbers[] = {
      {DCM_SamplesPerPixel, 3}, {DCM_PlanarConfiguration, 0}, {DCM_Rows, 3},    {DCM_Columns, 4},
      {DCM_BitsAllocated, 8},   {DCM_BitsStored, 8},          {DCM_HighBit, 7}, {DCM_PixelRepresentation, 0}};
  for (const auto& [tag, value] : numbers)
    EXPECT_TRUE(dataset.putAndInsertUint16(tag, value).good());
  const std::vector<Uint8> pixels(36, 200);
  EXPECT_TRUE(dataset.putAndInsertUint8Array(DCM_PixelData, pixels.data(), pixels.size()).good());
  return finished(file, expected);
}

SoundObject sound_pdf() {
  const Expected expected = expected_of(Kind::kPdf);
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  put_page_header(dataset, expected, UID_EncapsulatedPDFStorage, "DOC");
  put(dataset, DCM_DocumentTitle, "Tumor response");
  EXPECT_TRUE(dataset.insertEmptyElement(DCM_ConceptNameCodeSequence).good());
  put(dataset, DCM_MIMETypeOfEncapsulatedDocument, "application/pdf");
  const std::string document = std::string("%PDF-1.7\nof no content\n%%EOF\n");
  EXPECT_TRUE(dataset
                  .putAndInsertUint8Array(DCM_EncapsulatedDocument,
                                          reinterpret_cast<const Uint8*>(document.data()), document.size())
                  .good());
  return finished(file, expected);
}

}  // namespace oligard::report::test
