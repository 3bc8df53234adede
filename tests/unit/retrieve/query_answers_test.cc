#include "retrieve/query_answers.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <gtest/gtest.h>

#include "oligard/dicom/dataset.h"
#include "unit/retrieve/lying_pacs.h"

namespace oligard::retrieve {
namespace {

PatientIdentity patient(const std::string& id, const std::string& issuer = "") {
  return {Phi<std::string>(id), Phi<std::string>(issuer)};
}

DcmDataset study_answer(const std::string& id, const std::string& issuer = "") {
  return dataset_of({{DCM_PatientID, id}, {DCM_IssuerOfPatientID, issuer}, {DCM_StudyInstanceUID, "1.2.3"}});
}

TEST(ExactKey, RefusesWhatMatchesMoreThanItself) {
  EXPECT_TRUE(is_exact_key("A-12 B_3"));
  EXPECT_TRUE(is_exact_key("M\xc3\xbcller"));
  for (const std::string id : {"", "A*", "?12", "1\\2", "1\n2", "*", "A\x1b"})
    EXPECT_FALSE(is_exact_key(id)) << id;
}

TEST(StudyAnswer, CountsForTheAskedPatientAlone) {
  const PatientIdentity asked = patient("A12");
  DcmDataset same = study_answer("A12 ");
  EXPECT_EQ(study_in(same, asked)->study_instance_uid, "1.2.3") << "padding is no difference";
  for (const char* other : {"A123", "A1", "a12", "A12\\A13", ""}) {
    DcmDataset answer = study_answer(other);
    EXPECT_FALSE(study_in(answer, asked)) << other;
  }
}

TEST(StudyAnswer, IssuerDecidesWhereBothStateOne) {
  const PatientIdentity asked = patient("A12", "NORTH");
  DcmDataset same = study_answer("A12", "NORTH");
  DcmDataset other = study_answer("A12", "SOUTH");
  DcmDataset silent = study_answer("A12");
  EXPECT_TRUE(study_in(same, asked));
  EXPECT_FALSE(study_in(other, asked));
  EXPECT_TRUE(study_in(silent, asked));
  EXPECT_TRUE(study_in(other, patient("A12")));
}

TEST(StudyAnswer, IsComparedInUtf8) {
  DcmDataset latin = study_answer("M\xfcller");
  latin.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
  EXPECT_TRUE(study_in(latin, patient("M\xc3\xbcller")));
  DcmDataset japanese = study_answer("\x1b$B;3ED\x1b(B");
  japanese.putAndInsertString(DCM_SpecificCharacterSet, "\\ISO 2022 IR 87");
  EXPECT_TRUE(study_in(japanese, patient("山田")));
  EXPECT_FALSE(study_in(japanese, patient("山本")));
}

TEST(StudyAnswer, NeedsAUid) {
  for (const std::string uid : {"", "1.2.*", "1.2\\1.3", "../etc"}) {
    DcmDataset answer = study_answer("A12");
    answer.putAndInsertString(DCM_StudyInstanceUID, uid.c_str());
    EXPECT_FALSE(study_in(answer, patient("A12"))) << uid;
  }
}

TEST(StudyAnswer, WithoutTheModalitiesIsNotSearched) {
  DcmDataset images = dataset_of({{DCM_ModalitiesInStudy, "CT\\PT"}});
  DcmDataset objects = dataset_of({{DCM_ModalitiesInStudy, "CT\\SEG"}});
  DcmDataset unsaid = dataset_of({});
  EXPECT_FALSE(may_hold_objects(images));
  EXPECT_TRUE(may_hold_objects(objects));
  EXPECT_TRUE(may_hold_objects(unsaid));
}

TEST(SeriesAnswer, IsOfTheAskedStudyAndPatient) {
  const auto series = [](const std::string& study, const std::string& id) {
    return dataset_of(
        {{DCM_StudyInstanceUID, study}, {DCM_SeriesInstanceUID, "1.2.3.4"}, {DCM_PatientID, id}});
  };
  DcmDataset right = series("1.2.3", "");
  DcmDataset other_study = series("1.2.4", "");
  DcmDataset no_study = series("", "");
  DcmDataset other_patient = series("1.2.3", "A123");
  EXPECT_TRUE(series_in(right, patient("A12"), "1.2.3"));
  EXPECT_FALSE(series_in(other_study, patient("A12"), "1.2.3"));
  EXPECT_FALSE(series_in(no_study, patient("A12"), "1.2.3"));
  EXPECT_FALSE(series_in(other_patient, patient("A12"), "1.2.3"));
}

TEST(SeriesAnswer, ModalityTellsItsUse) {
  for (const char* modality : {"SEG", "SR", "RTSTRUCT", "REG"}) {
    DcmDataset answer = dataset_of({{DCM_Modality, modality}});
    EXPECT_EQ(use_of(answer), SeriesUse::kObjects) << modality;
  }
  DcmDataset image = dataset_of({{DCM_Modality, "CT"}});
  DcmDataset other = dataset_of({{DCM_Modality, "KO"}});
  EXPECT_EQ(use_of(image), SeriesUse::kImages);
  EXPECT_EQ(use_of(other), SeriesUse::kNone);
}

TEST(InstanceAnswer, IsOfTheAskedSeries) {
  const FoundSeries series{"1.2.3", "1.2.3.4"};
  const auto instance = [](const std::string& of_series, const std::string& uid) {
    return dataset_of(
        {{DCM_StudyInstanceUID, "1.2.3"}, {DCM_SeriesInstanceUID, of_series}, {DCM_SOPInstanceUID, uid}});
  };
  DcmDataset right = instance("1.2.3.4", "1.2.3.4.5");
  DcmDataset other = instance("1.2.3.9", "1.2.3.4.5");
  DcmDataset nameless = instance("1.2.3.4", "");
  EXPECT_EQ(instance_in(right, series)->sop_instance_uid, "1.2.3.4.5");
  EXPECT_FALSE(instance_in(other, series));
  EXPECT_FALSE(instance_in(nameless, series));
}

TEST(Queries, NameTheirKeys) {
  DcmDataset studies;
  ask_for_studies(studies, patient("M\xc3\xbcller", "NORTH"), "20240101-");
  EXPECT_EQ(dicom::text(studies, DCM_QueryRetrieveLevel), "STUDY");
  EXPECT_EQ(dicom::text(studies, DCM_PatientID), "M\xc3\xbcller");
  EXPECT_EQ(dicom::text(studies, DCM_IssuerOfPatientID), "NORTH");
  EXPECT_EQ(dicom::text(studies, DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(dicom::text(studies, DCM_StudyDate), "20240101-");
  DcmDataset move;
  ask_to_move(move, {{"1.2", "1.3", "1.4", ""}, {"1.2", "1.3", "1.5", ""}}, false);
  EXPECT_EQ(dicom::text(move, DCM_QueryRetrieveLevel), "IMAGE");
  EXPECT_EQ(dicom::text(move, DCM_SOPInstanceUID), "1.4\\1.5");
}

TEST(Queries, LookBackFromToday) {
  const Date today = *parse_iso_date("2025-01-30");
  EXPECT_EQ(date_range(today, 365), "20240131-");
  EXPECT_EQ(date_range(today, 0), "");
}

}  // namespace
}  // namespace oligard::retrieve
