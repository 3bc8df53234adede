#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "load/image/image_reader.h"
#include "load/object_header_reader.h"
#include "load/sr/reader.h"
#include "oligard/base/digest.h"
#include "oligard/dicom/file.h"
#include "oligard/load/time_point_objects.h"
#include "support/shared_data.h"
#include "unit/load/group/objects.h"

namespace oligard::load::test {
namespace {

using testing::ElementsAre;

TEST(Grouping, SortsPatientsAndDates) {
  const auto patients =
      group_by_patient({segmentation({.uid = "c", .study = "study-3", .patient = "P2"}),
                        segmentation({.uid = "b", .study = "study-2", .date = "2020-03-01"}),
                        segmentation({.uid = "a"}), image({.uid = "ct"})});
  ASSERT_EQ(patients.size(), 2U);
  EXPECT_EQ(patients[0].patient.id.reveal(), "P1");
  ASSERT_EQ(patients[0].time_points.size(), 2U);
  EXPECT_EQ(patients[0].time_points[0].date, day("2020-01-01"));
  EXPECT_EQ(patients[0].time_points[0].segmentations.size(), 1U);
  EXPECT_EQ(patients[0].time_points[0].images.size(), 1U);
  EXPECT_EQ(patients[0].time_points[0].modality, "CT");
  EXPECT_DOUBLE_EQ(patients[0].time_points[0].slice_thickness_mm, 5);
  EXPECT_EQ(patients[0].time_points[1].date, day("2020-03-01"));
  EXPECT_THAT(outcomes(patients), ElementsAre("b:used", "a:used", "ct:used", "c:used"));
}

TEST(Grouping, StudiesOfOneDateAreOneTimePoint) {
  const auto patients = group_by_patient(
      {segmentation({.uid = "b"}), image({.uid = "ct", .study = "study-0", .series = "series-0"})});
  ASSERT_EQ(patients.size(), 1U);
  ASSERT_EQ(patients[0].time_points.size(), 1U);
  EXPECT_THAT(patients[0].time_points[0].study_instance_uids, ElementsAre("study-0", "study-1"));
}

TEST(Grouping, RefusesObjectsWithoutPatientId) {
  const auto patients = group_by_patient({report({.uid = "sr", .patient = ""})});
  ASSERT_EQ(patients.size(), 1U);
  EXPECT_TRUE(patients[0].time_points.empty());
  EXPECT_THAT(outcomes(patients), ElementsAre("sr:PATIENT_NO_ID"));
}

TEST(Grouping, KeepsPatientsOfDifferentIssuersApart) {
  Segmentation other = segmentation({.uid = "b", .study = "study-2"});
  other.header.patient.issuer = Phi<std::string>("clinic");
  EXPECT_EQ(group_by_patient({segmentation({.uid = "a"}), other}).size(), 2U);
}

TEST(Grouping, TakesTheIssuerOfTheImages) {
  ImageObject ct = image({.uid = "ct"});
  ct.header.patient.issuer = Phi<std::string>("clinic");
  Segmentation seg = segmentation({.uid = "seg"});
  name_image(seg, "ct");
  const auto patients = group_by_patient({seg, ct});
  ASSERT_EQ(patients.size(), 1U);
  EXPECT_EQ(patients[0].patient.issuer.reveal(), "clinic");
  EXPECT_EQ(patients[0].time_points[0].segmentations.size(), 1U);
}

Segmentation named(const HeaderSpec& spec, const char* name, const char* birth_date) {
  Segmentation object = segmentation(spec);
  object.header.patient.name = Phi<std::string>(name);
  object.header.patient.birth_date = Phi<std::string>(birth_date);
  return object;
}

TEST(Grouping, RefusesTheIdentityOfFewerStudies) {
  const auto patients = group_by_patient({
      named({.uid = "a", .study = "s1", .date = "2020-01-01"}, "Other^One", "19500101"),
      named({.uid = "b", .study = "s2", .date = "2020-02-01"}, "Mueller^Eva", "19500101"),
      named({.uid = "c", .study = "s3", .date = "2020-03-01"}, "MUELLER^EVA^^ ", ""),
  });
  EXPECT_THAT(outcomes(patients), ElementsAre("a:PATIENT_MISMATCH", "b:used", "c:used"));
  EXPECT_NE(patients[0].outcomes[0].reason.find("name"), std::string::npos);
  EXPECT_EQ(patients[0].outcomes[0].reason.find("Other"), std::string::npos) << "names a patient";
}

TEST(Grouping, OfEqualIdentitiesRefusesTheLater) {
  const auto patients = group_by_patient({
      named({.uid = "a", .study = "s1", .date = "2020-02-01"}, "A^B", "19500101"),
      named({.uid = "b", .study = "s2", .date = "2020-01-01"}, "A^B", "19510101"),
  });
  EXPECT_THAT(outcomes(patients), ElementsAre("a:PATIENT_MISMATCH", "b:used"));
}

TEST(Grouping, FoldsTheCaseOfAccentedNames) {
  const auto patients = group_by_patient({
      named({.uid = "a", .study = "s1"}, "M\xC3\x9CLLER^\xC3\x89VA", "19500101"),
      named({.uid = "b", .study = "s2", .date = "2020-02-01"}, "M\xC3\xBCller^\xC3\xA9va", "19500101"),
  });
  EXPECT_THAT(outcomes(patients), ElementsAre("a:used", "b:used"));
}

TEST(Grouping, RefusesReferencesToAnotherPatient) {
  Segmentation seg = segmentation({.uid = "seg", .study = "study-2", .patient = "P2"});
  name_image(seg, "ct");
  const auto patients = group_by_patient({image({.uid = "ct"}), seg,
                                          report({.uid = "sr", .study = "study-2", .patient = "P3"}, "ct"),
                                          report({.uid = "same-study", .patient = "P4"})});
  EXPECT_THAT(outcomes(patients),
              ElementsAre("ct:used", "seg:REFERENCE_OTHER_PATIENT", "sr:REFERENCE_OTHER_PATIENT",
                          "same-study:REFERENCE_OTHER_PATIENT"));
}

TEST(Grouping, ARefusedSegmentationRefusesNoReport) {
  Segmentation seg = segmentation({.uid = "seg", .patient = "P2"});
  name_image(seg, "ct");
  MeasurementReport sr = report({.uid = "sr"}, "ct");
  sr.measurements[0].segment_sop_instance_uid = "seg";
  const auto patients = group_by_patient({image({.uid = "ct"}), seg, sr});
  EXPECT_THAT(outcomes(patients), ElementsAre("ct:used", "sr:used", "seg:REFERENCE_OTHER_PATIENT"));
}

TEST(Grouping, ARuleGivesReportsToTheImagesPatient) {
  SourceRule rule;
  rule.match_series = "AIM*";
  rule.allow_other_patient_id = true;
  MeasurementReport sr = report({.uid = "sr", .study = "study-1", .date = "", .patient = "X"}, "ct");
  sr.header.series_description = "AIM DICOM SR";
  sr.header.patient.birth_date = Phi<std::string>("19000101");
  ImageObject ct = image({.uid = "ct"});
  ct.header.patient.birth_date = Phi<std::string>("19500101");
  const auto patients = group_by_patient({sr, ct}, {rule});
  ASSERT_EQ(patients.size(), 1U);
  EXPECT_EQ(patients[0].patient.id.reveal(), "P1");
  EXPECT_EQ(patients[0].patient.birth_date.reveal(), "19500101");
  ASSERT_EQ(patients[0].time_points.size(), 1U);
  EXPECT_EQ(patients[0].time_points[0].reports.size(), 1U);
}

TEST(Grouping, EvidenceAloneIsNoReferenceToAnotherPatient) {
  MeasurementReport sr = report({.uid = "sr", .study = "study-2", .patient = "P2"});
  sr.evidence.push_back({"study-1", "series-1", "", "ct", 0});
  EXPECT_THAT(outcomes(group_by_patient({image({.uid = "ct"}), sr})), ElementsAre("ct:used", "sr:used"));
}

TEST(Grouping, DatesComeFromStudyOrImagesNeverFromContent) {
  MeasurementReport of_study = report({.uid = "of-study", .date = ""});
  MeasurementReport of_image =
      report({.uid = "of-image", .study = "study-9", .date = "", .series = "s9"}, "ct");
  MeasurementReport undated = report({.uid = "undated", .study = "study-8", .date = "", .series = "s8"});
  for (MeasurementReport* sr : {&of_study, &of_image, &undated}) {
    made(sr->header, "2024-01-01", "120000");
    sr->measurements[0].segment_sop_instance_uid = "seg";
  }
  undated.measurements[0].segment_sop_instance_uid.clear();
  const auto patients =
      group_by_patient({image({.uid = "ct"}), segmentation({.uid = "seg"}), of_study, of_image, undated});
  EXPECT_THAT(outcomes(patients), ElementsAre("ct:used", "seg:used", "of-study:used", "of-image:used",
                                              "undated:TIMEPOINT_NO_DATE"));
  ASSERT_EQ(patients[0].time_points.size(), 1U);
  EXPECT_EQ(patients[0].time_points[0].date, day("2020-01-01"));
}

TEST(Grouping, AReportStoredInALaterStudyIsOfItsImagesDate) {
  const auto patients = group_by_patient(
      {image({.uid = "ct"}),
       report({.uid = "sr", .study = "reading", .date = "2020-01-20", .series = "r"}, "ct")});
  ASSERT_EQ(patients[0].time_points.size(), 1U);
  EXPECT_EQ(patients[0].time_points[0].date, day("2020-01-01"));
}

TEST(Grouping, QuotedMeasurementsOfEarlierDatesAreNotOfThisDate) {
  MeasurementReport sr = report({.uid = "sr", .study = "s2", .date = "2020-02-01", .series = "r"}, "ct2");
  sr.measurements.push_back(sr.measurements[0]);
  sr.measurements[1].images[0].sop_instance_uid = "ct1";
  const ImageObject ct1 = image({.uid = "ct1", .study = "s1"});
  const ImageObject ct2 = image({.uid = "ct2", .study = "s2", .date = "2020-02-01"});
  const auto alone = group_by_patient({sr, ct1, ct2});
  ASSERT_EQ(alone[0].time_points.size(), 2U);
  ASSERT_EQ(alone[0].time_points[0].reports.size(), 1U) << "nothing else states the lesions of that date";
  EXPECT_EQ(alone[0].time_points[0].reports[0].measurements[0].images[0].sop_instance_uid, "ct1");
  EXPECT_EQ(alone[0].time_points[1].reports[0].measurements.size(), 1U);
  const auto beside = group_by_patient({sr, ct1, ct2, segmentation({.uid = "seg", .study = "s1"})});
  EXPECT_TRUE(beside[0].time_points[0].reports.empty());
  EXPECT_EQ(beside[0].time_points[1].reports[0].measurements.size(), 1U);
}

TEST(Grouping, DuplicatesAndConflicts) {
  Segmentation first = segmentation({.uid = "a"});
  Segmentation copy = first;
  copy.header.path = "b.dcm";
  Segmentation other = first;
  other.header.path = "c.dcm";
  other.header.digest = "changed";
  const auto patients = group_by_patient({other, copy, first});
  EXPECT_THAT(outcomes(patients), ElementsAre("a:UID_CONFLICT", "a:DUPLICATE_OBJECT", "a:used"));
}

TEST(Grouping, IgnoresOwnResults) {
  MeasurementReport own = report({.uid = "sr"});
  own.is_own_result = true;
  Segmentation own_seg = segmentation({.uid = "seg"});
  own_seg.header.manufacturer = "Oligard project";
  own_seg.header.model = "Oligard";
  EXPECT_THAT(outcomes(group_by_patient({own, own_seg})), ElementsAre("sr:OWN_RESULT", "seg:OWN_RESULT"));
}

TEST(Grouping, KeepsReasonsOfIgnoredObjects) {
  IgnoredObject ignored{header({.uid = "kos"}), "KEY_OBJECT_IGNORED", "not a measurement"};
  const auto patients = group_by_patient({ignored, report({.uid = "sr", .date = ""})});
  EXPECT_THAT(outcomes(patients), ElementsAre("kos:KEY_OBJECT_IGNORED", "sr:used"))
      << "it still dates its study";
}

TEST(Grouping, ResultsDoNotDependOnInputOrder) {
  std::vector<LoadedObject> objects;
  for (const char* date : {"2020-01-01", "2020-02-01", "2020-03-01"}) {
    const std::string d = date;
    objects.push_back(image({.uid = "ct" + d, .study = d, .date = d, .series = "ct" + d}));
    for (const char* series : {"x", "y"}) {
      objects.push_back(segmentation({.uid = series + d, .study = d, .date = d, .series = series + d}));
      objects.push_back(
          report({.uid = "sr" + (series + d), .study = d, .date = "", .series = "sr" + (series + d)}));
    }
  }
  const auto describe = [](const std::vector<PatientObjects>& patients) {
    std::vector<std::string> lines = outcomes(patients);
    std::sort(lines.begin(), lines.end());
    for (const PatientObjects& patient : patients)
      for (const TimePointObjects& time_point : patient.time_points) {
        lines.push_back(to_iso(time_point.date) + time_point.modality + time_point.frame_of_reference_uid);
        for (const Segmentation& seg : time_point.segmentations)
          lines.push_back(seg.header.sop_instance_uid);
        for (const MeasurementReport& sr : time_point.reports)
          lines.push_back(sr.header.sop_instance_uid);
      }
    return lines;
  };
  const auto expected = describe(group_by_patient(objects));
  for (std::size_t turn = 1; turn < objects.size(); ++turn) {
    std::rotate(objects.begin(), objects.begin() + 1, objects.end());
    EXPECT_EQ(describe(group_by_patient(objects)), expected);
  }
}

class GroupingRealFiles : public testing::Test {
 protected:
  void SetUp() override { OLIGARD_NEED_SHARED_DATA(); }

  static LoadedObject read(const std::filesystem::path& path) {
    auto file = dicom::read_file(path, dicom::PixelData::kSkip).value();
    DcmDataset& dataset = *file->getDataset();
    ObjectHeader h = read_object_header(dataset);
    h.path = path.filename();
    h.digest = h.sop_instance_uid;
    if (h.modality == "SR") return read_measurement_report(dataset, std::move(h)).value();
    return read_image_object(dataset, std::move(h)).value();
  }

  static std::vector<LoadedObject> read_folder(const char* name) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(kRoot / name))
      paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<LoadedObject> objects;
    for (const auto& path : paths)
      objects.push_back(read(path));
    return objects;
  }

  static inline const std::filesystem::path kRoot = shared_data("real");
};

TEST_F(GroupingRealFiles, AimReportsNeedARuleForTheirOtherPatientId) {
  int refused = 0;
  for (const PatientObjects& patient : group_by_patient(read_folder("aim-longitudinal/0022")))
    for (const ObjectOutcome& outcome : patient.outcomes)
      if (outcome.code == "REFERENCE_OTHER_PATIENT") ++refused;
  EXPECT_EQ(refused, 4);
}

TEST_F(GroupingRealFiles, AimReportsOfOneReaderAtBothDates) {
  SourceRule rule;
  rule.match_series = "AIM DICOM SR";
  rule.allow_other_patient_id = true;
  for (const char* name : {"aim-longitudinal/0022", "aim-longitudinal/0023"}) {
    const auto patients = group_by_patient(read_folder(name), {rule});
    ASSERT_EQ(patients.size(), 1U);
    ASSERT_EQ(patients[0].time_points.size(), 2U);
    const auto& first = patients[0].time_points[0];
    const auto& second = patients[0].time_points[1];
    EXPECT_EQ(first.modality, "CT");
    EXPECT_GT(first.slice_thickness_mm, 0);
    ASSERT_EQ(first.reports.size(), 1U);
    ASSERT_EQ(second.reports.size(), 1U);
    EXPECT_EQ(first.reports[0].reader, second.reports[0].reader);
    EXPECT_LT(first.date, second.date);
    EXPECT_EQ(std::count_if(patients[0].outcomes.begin(), patients[0].outcomes.end(),
                            [](const ObjectOutcome& o) { return o.code == "SUPERSEDED_SERIES"; }),
              2);
  }
}

TEST_F(GroupingRealFiles, ImageLibraryOfAnotherPatientIsNoReasonToRefuse) {
  const auto patients =
      group_by_patient({read(kRoot / "dcmqi-headneck/dcmqi_tid1500.dcm"),
                        read(kRoot / "dcmqi-liver/ct/01.dcm"), read(kRoot / "dcmqi-liver/ct/02.dcm")});
  ASSERT_EQ(patients.size(), 2U);
  for (const PatientObjects& patient : patients)
    for (const ObjectOutcome& outcome : patient.outcomes)
      EXPECT_EQ(outcome.kind, ObjectOutcome::Kind::kUsed) << outcome.code;
}

/// Everything that is there, in one batch: outcomes as "path code", without those of refused files.
std::vector<std::string> outcome_lines(const std::vector<PatientObjects>& patients) {
  std::vector<std::string> lines;
  for (const PatientObjects& patient : patients)
    for (const ObjectOutcome& outcome : patient.outcomes)
      lines.push_back(outcome.path + " " + outcome.code);
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_F(GroupingRealFiles, AllFilesAtOnce) {
  std::vector<LoadedObject> objects;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot)) {
    if (entry.path().extension() != ".dcm") continue;
    Result<LoadedObject> object = load_object(entry.path());
    if (!object) continue;
    header_of(*object).path = entry.path().lexically_relative(kRoot).string();
    header_of(*object).digest = sha256_hex_of_file(entry.path()).value();
    objects.push_back(std::move(*object));
  }
  ASSERT_GT(objects.size(), 30U);
  const std::vector<std::string> lines = outcome_lines(group_by_patient(objects));
  EXPECT_EQ(lines.size(), objects.size());
  for (const char* expected :
       {"aim-longitudinal/0022/baseline-readerA.dcm REFERENCE_OTHER_PATIENT",
        "dcmqi-headneck/dcmqi_tid1500.dcm ", "dcmqi-headneck/sr.dcm ", "dcmqi-headneck/seg.dcm ",
        "dcmqi-liver/seg/liver.dcm ", "dcmjs/structured_report.dcm PATIENT_NO_ID",
        "highdicom/sr_document.dcm ", "dcmjs/sample-sr.dcm ", "other/kos.dcm KEY_OBJECT_IGNORED"})
    EXPECT_TRUE(std::binary_search(lines.begin(), lines.end(), expected)) << expected;
  std::reverse(objects.begin(), objects.end());
  EXPECT_EQ(outcome_lines(group_by_patient(objects)), lines);
}

}  // namespace
}  // namespace oligard::load::test
