// Everything outside the content tree: modules, UIDs, times, evidence, flags.
#include <dcmtk/dcmdata/dcuid.h>
#include <gmock/gmock.h>

#include "unit/report/report_fixture.h"

namespace oligard::report::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class DocumentHeader : public ReportTest {
 protected:
  /// Changes the header source.
  void edit_source(const DcmTagKey& tag, const char* value) {
    const auto path = folder_ / "header.dcm";
    DcmFileFormat file;
    ASSERT_TRUE(file.loadFile(path.c_str()).good());
    file.getDataset()->putAndInsertString(tag, value);
    file.loadAllDataIntoMemory();
    ASSERT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  }
};

TEST_F(DocumentHeader, PatientAndStudyAreCopiedInUtf8) {
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(dicom::text(dataset, DCM_PatientName), "Müller^Test");
  EXPECT_EQ(dicom::text(dataset, DCM_PatientID), "SYN-1");
  EXPECT_EQ(dicom::text(dataset, DCM_IssuerOfPatientID), "TEST HOSPITAL");
  EXPECT_EQ(dicom::text(dataset, DCM_StudyInstanceUID), kStudy[2]);
  EXPECT_EQ(dicom::text(dataset, DCM_StudyDate), "20250710");
  EXPECT_EQ(dicom::text(dataset, DCM_StudyTime), "101500");
  EXPECT_EQ(dicom::text(dataset, DCM_AccessionNumber), "ACC3");
  EXPECT_EQ(dicom::text(dataset, DCM_ReferringPhysicianName), "");
  EXPECT_TRUE(dataset.tagExists(DCM_ReferringPhysicianName));
}

TEST_F(DocumentHeader, WhatElseIsKnownOfThePatientIsCopied) {
  edit_source(DCM_OtherPatientNames, "Other^Name");
  edit_source(DCM_EthnicGroup, "GROUP");
  edit_source(DCM_PhysiciansOfRecord, "Record^Of");
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_OtherPatientNames), "Other^Name");
  EXPECT_EQ(dicom::text(dataset, DCM_EthnicGroup), "GROUP");
  EXPECT_EQ(dicom::text(dataset, DCM_PhysiciansOfRecord), "Record^Of");
}

TEST_F(DocumentHeader, SeriesAndEquipmentAreOurs) {
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_Modality), "SR");
  EXPECT_EQ(dicom::text(dataset, DCM_SeriesNumber), "9901");
  EXPECT_EQ(dicom::text(dataset, DCM_SeriesDescription), "Tumor response (AI, unverified)");
  EXPECT_EQ(dicom::text(dataset, DCM_InstanceNumber), "1");
  EXPECT_EQ(dicom::text(dataset, DCM_Manufacturer), "Oligard project");
  DcmItem* equipment = dicom::item_of(dataset, DCM_ContributingEquipmentSequence);
  ASSERT_NE(equipment, nullptr);
  EXPECT_EQ(dicom::code(*equipment, DCM_PurposeOfReferenceCodeSequence).value, "109102");
  EXPECT_EQ(dicom::text(*equipment, DCM_ManufacturerModelName), text_of(dataset, codes::kDeviceModel));
  EXPECT_EQ(dicom::text(*equipment, DCM_SoftwareVersions), "0.1.0");
  EXPECT_EQ(dicom::text(*equipment, DCM_DeviceUID), uid_of(dataset, codes::kDeviceUid));
}

TEST_F(DocumentHeader, TimesAreThoseOfTheAnalysis) {
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_ContentDate), "20250710");
  EXPECT_EQ(dicom::text(dataset, DCM_ContentTime), "123456");
  EXPECT_EQ(dicom::text(dataset, DCM_InstanceCreationTime), "123456");
  EXPECT_EQ(dicom::text(dataset, DCM_TimezoneOffsetFromUTC), "+0000");
}

TEST_F(DocumentHeader, TimesFollowTheZoneThatTheStudyStates) {
  edit_source(DCM_TimezoneOffsetFromUTC, "-1330");
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_ContentDate), "20250709");
  EXPECT_EQ(dicom::text(dataset, DCM_ContentTime), "230456");
  EXPECT_EQ(dicom::text(dataset, DCM_TimezoneOffsetFromUTC), "-1330");
}

TEST_F(DocumentHeader, UidsComeFromTheResultKey) {
  const auto document = make_result_document(request_);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->sop_instance_uid, result_uid(request_.result_key, Document::Kind::kResult));
  EXPECT_NE(document->sop_instance_uid, result_uid(request_.result_key, Document::Kind::kViewer));
  EXPECT_NE(document->sop_instance_uid, result_uid("another key", Document::Kind::kResult));
  DcmDataset& dataset = open(*document);
  EXPECT_EQ(dicom::text(dataset, DCM_SOPInstanceUID), document->sop_instance_uid);
  EXPECT_EQ(dicom::text(dataset, DCM_SeriesInstanceUID), document->series_instance_uid);
}

TEST_F(DocumentHeader, SameRequestGivesSameBytes) {
  const auto first = make_result_document(request_);
  const auto second = make_result_document(request_);
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(first->bytes, second->bytes);
  EXPECT_EQ(make_viewer_document(request_).value()->bytes, make_viewer_document(request_).value()->bytes);
  EXPECT_EQ(first->bytes.find("1.2.276.0.7230010"), std::string::npos) << "a UID made by DCMTK is left";
}

TEST_F(DocumentHeader, EvidenceIsSplitByStudy) {
  DcmDataset& dataset = result();
  const auto current = instances(dataset, DCM_CurrentRequestedProcedureEvidenceSequence);
  const auto other = instances(dataset, DCM_PertinentOtherEvidenceSequence);
  EXPECT_EQ(current.size(), 8U);
  EXPECT_EQ(other.size(), 16U);
  EXPECT_THAT(current, Contains(kSegmentation[2]));
  EXPECT_THAT(other, Contains(kSegmentation[0]));
}

TEST_F(DocumentHeader, ReferencedInstancesAreAddedToTheEvidence) {
  request_.evidence.clear();
  DcmDataset& dataset = result();
  EXPECT_EQ(instances(dataset, DCM_CurrentRequestedProcedureEvidenceSequence).size(), 5U);
  EXPECT_EQ(instances(dataset, DCM_PertinentOtherEvidenceSequence).size(), 12U);
}

TEST_F(DocumentHeader, PredecessorsAreNamedAndAreNoEvidence) {
  const EvidenceInstance earlier{kStudy[2], "2.25.5000", UID_Comprehensive3DSRStorage, "2.25.5001", "SR"};
  request_.predecessors = {earlier, {kStudy[2], "2.25.5002", UID_SegmentationStorage, "2.25.5003", "SEG"}};
  request_.evidence.push_back(earlier);
  DcmDataset& dataset = result();
  EXPECT_THAT(instances(dataset, DCM_PredecessorDocumentsSequence), ElementsAre("2.25.5001"));
  EXPECT_THAT(instances(dataset, DCM_CurrentRequestedProcedureEvidenceSequence), Not(Contains("2.25.5001")));
  DcmItem* instance =
      dicom::item_of(*dicom::item_of(*dicom::item_of(dataset, DCM_PredecessorDocumentsSequence),
                                     DCM_ReferencedSeriesSequence),
                     DCM_ReferencedSOPSequence);
  EXPECT_EQ(dicom::code(*instance, DCM_PurposeOfReferenceCodeSequence).value, "121360");
}

TEST_F(DocumentHeader, FlagsSayWhatIsMissing) {
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_CompletionFlag), "PARTIAL");
  EXPECT_EQ(dicom::text(dataset, DCM_CompletionFlagDescription), "1 lesion not evaluable");
  EXPECT_EQ(dicom::text(dataset, DCM_VerificationFlag), "UNVERIFIED");
  EXPECT_EQ(dicom::text(dataset, DCM_PreliminaryFlag), "PRELIMINARY");
}

TEST_F(DocumentHeader, CompleteWhenAllLesionsAreAssessed) {
  assessment_.timepoints[2].lesions["L06"].status = terms::LesionStatus::kResolved;
  EXPECT_EQ(dicom::text(result(), DCM_CompletionFlag), "COMPLETE");
}

TEST_F(DocumentHeader, RequestIsNamedWhenTheStudyAnswersOne) {
  DcmItem* item = dicom::item_of(result(), DCM_ReferencedRequestSequence);
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(dicom::text(*item, DCM_AccessionNumber), "ACC3");
  EXPECT_EQ(dicom::text(*item, DCM_StudyInstanceUID), kStudy[2]);
  edit_source(DCM_AccessionNumber, "");
  EXPECT_EQ(dicom::item_of(result(), DCM_ReferencedRequestSequence), nullptr);
}

TEST_F(DocumentHeader, PrivateSchemeIsIdentified) {
  DcmItem* scheme = dicom::item_of(result(), DCM_CodingSchemeIdentificationSequence);
  ASSERT_NE(scheme, nullptr);
  EXPECT_EQ(dicom::text(*scheme, DCM_CodingSchemeDesignator), "99OLIGARD");
}

TEST_F(DocumentHeader, OddValuesOfTheSourceDoNotStopTheReport) {
  edit_source(DCM_PatientBirthDate, "1950.01.01");
  edit_source(DCM_PatientSex, "FEMALE");
  edit_source(DCM_StudyDate, "");
  edit_source(DCM_StudyTime, "10:15");
  edit_source(DCM_StudyID, "a study id of more than sixteen characters");
  edit_source(DCM_PatientAge, "75 years");
  edit_source(DCM_PatientWeight, "heavy");
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_PatientSex), "FEMALE");
  EXPECT_NE(group(dataset, "L01"), nullptr);
}

TEST_F(DocumentHeader, TextOutsideTheStatedCharacterSetIsMarked) {
  edit_source(DCM_SpecificCharacterSet, "");
  DcmDataset& dataset = result();
  EXPECT_EQ(dicom::text(dataset, DCM_PatientName), "M?ller^Test");
  EXPECT_EQ(dicom::text(dataset, DCM_PatientID), "SYN-1");
}

TEST_F(DocumentHeader, IdentifiersOutsideTheStatedCharacterSetAreNotGuessed) {
  edit_source(DCM_SpecificCharacterSet, "");
  edit_source(DCM_PatientID, "M\xFC-1");
  const auto document = make_result_document(request_);
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().code, "REPORT_CONTRACT");
  EXPECT_NE(document.error().reason.find("DICOM_HEADER_TEXT"), std::string::npos);
}

TEST_F(DocumentHeader, ProcedureCodesOfTheStudyAreReported) {
  const auto path = folder_ / "header.dcm";
  DcmFileFormat file;
  ASSERT_TRUE(file.loadFile(path.c_str()).good());
  DcmItem* code = nullptr;
  ASSERT_TRUE(file.getDataset()->findOrCreateSequenceItem(DCM_ProcedureCodeSequence, code, -2).good());
  code->putAndInsertString(DCM_CodeValue, "24627-2");
  code->putAndInsertString(DCM_CodingSchemeDesignator, "LN");
  code->putAndInsertString(DCM_CodeMeaning, "CT Chest");
  ASSERT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  EXPECT_EQ(code_of(result(), codes::kProcedureReported), "24627-2");
}

TEST_F(DocumentHeader, UnreadableHeaderIsRefused) {
  request_.header_source = folder_ / "absent.dcm";
  EXPECT_EQ(make_result_document(request_).error().code, "REPORT_HEADER_UNREADABLE");
}

TEST_F(DocumentHeader, HeaderOfAnotherStudyIsRefused) {
  request_.study_instance_uid = kStudy[1];
  EXPECT_EQ(make_result_document(request_).error().code, "REPORT_STUDY_MISMATCH");
}

TEST_F(DocumentHeader, UnknownProfileIsRefused) {
  request_.profiles = {"unheard_of"};
  EXPECT_EQ(make_result_document(request_).error().code, "REPORT_INVALID");
}

}  // namespace
}  // namespace oligard::report::test
