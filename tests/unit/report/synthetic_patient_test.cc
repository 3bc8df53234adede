#include "unit/report/synthetic_patient.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

#include "oligard/dicom/file.h"

namespace oligard::report::test {
namespace {

using terms::Category;
using terms::Confidence;
using terms::LesionStatus;

struct Site {
  const char* organ;
  const char* laterality;
  bool nodal;
  double long_mm[3];  // 0 = no lesion at that time point
  double short_mm[3];
};

const Site kSites[] = {
    {"liver", "", false, {30, 20, 27}, {22, 15, 20}},
    {"lung", "left", false, {25, 20, 19.4}, {18, 14, 13.6}},
    {"lymph_node", "", true, {26, 20, 19}, {18, 12, 11}},
    {"adrenal_gland", "right", false, {15, 8, 0}, {10, 6, 0}},
    {"bone", "", false, {0, 0, 12}, {0, 0, 9}},
    {"lung", "left", false, {11, 10, 0}, {8, 8, 0}},
};

std::string image_uid(int timepoint, int slice) {
  return "2.25.13" + std::to_string(timepoint) + std::to_string(slice);
}

measure::Lesion make_lesion(const Site& site, int timepoint, int number) {
  measure::Lesion lesion;
  lesion.source = {measure::LesionSource::Kind::kSegment,
                   kStudy[timepoint],
                   "2.25.15" + std::to_string(timepoint),
                   UID_SegmentationStorage,
                   kSegmentation[timepoint],
                   number,
                   "Läsion " + std::to_string(number),
                   0,
                   kImageSeries[timepoint]};
  lesion.tracking_uid = "2.25.16" + std::to_string(number);
  lesion.organ = site.organ;
  lesion.laterality = site.laterality;
  lesion.nodal = site.nodal;
  lesion.finding_value = "14799000";
  lesion.finding_scheme = "SCT";
  lesion.finding_meaning = "Neoplasm, Secondary";
  lesion.has_position = true;
  lesion.centroid_mm = {10.0 * number, -0.00001, 3.14159};
  lesion.voxel_count = 4000;
  lesion.volume_mm3 = site.long_mm[timepoint] * 100 + 0.25;
  lesion.uncertainty = {50.0, 0.25, 0.35, 0.001};
  lesion.convention = "calibrated";
  lesion.long_axis_mm = site.long_mm[timepoint];
  lesion.short_axis_mm = site.short_mm[timepoint];
  lesion.max_3d_diameter_mm = site.long_mm[timepoint] + 1;
  lesion.long_axis = measure::Axis{site.long_mm[timepoint], {0, 0, 0}, {1, 0, 0}, 100, 120, 130.25, 120};
  lesion.short_axis = measure::Axis{site.short_mm[timepoint], {0, 0, 0}, {0, 1, 0}, 115, 110, 115, 131};
  lesion.axis_image_class_uid = UID_CTImageStorage;
  lesion.axis_image_uid = image_uid(timepoint, number);
  lesion.frame_of_reference_uid = "2.25.1700";
  return lesion;
}

match::LesionGraph make_graph() {
  match::LesionGraph graph;
  const char* dates[] = {"2025-01-10", "2025-04-10", "2025-07-10"};
  for (int t = 0; t < 3; ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = *parse_iso_date(dates[t]);
    timepoint.study_instance_uids = {kStudy[t]};
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 2.5;
    timepoint.frame_of_reference_uid = "2.25.1700";
    graph.timepoints.push_back(timepoint);
  }
  for (int i = 0; i < 6; ++i) {
    match::Track track;
    track.id = "L0" + std::to_string(i + 1);
    track.tracking_uid = "2.25.18" + std::to_string(i + 1);
    track.absence = {match::Absence::kUnlinked, match::Absence::kUnlinked, match::Absence::kUnlinked};
    for (int t = 0; t < 3; ++t) {
      if (kSites[i].long_mm[t] == 0) continue;
      auto& lesions = graph.timepoints[static_cast<std::size_t>(t)].lesions;
      track.lesions.push_back({t, static_cast<int>(lesions.size())});
      lesions.push_back(make_lesion(kSites[i], t, i + 1));
    }
    graph.tracks.push_back(track);
  }
  graph.links.push_back(
      {{0, 0}, {1, 0}, match::LinkKind::kSame, 0.987654, false, match::Evidence::kTrackingUid, 0});
  graph.registrations.push_back({0, 1, "frame_of_reference", 0.93, true, {}, {}});
  return graph;
}

classify::Case make_case(const match::LesionGraph& graph) {
  classify::Case result;
  result.id = "synthetic";
  result.baseline_timepoint = "TP0";
  result.evaluated_profiles = {"default_5", "strict_3"};
  for (const auto& timepoint : graph.timepoints) {
    classify::CaseTimePoint entry;
    entry.id = timepoint.id;
    entry.date = timepoint.date;
    entry.modality = timepoint.modality;
    entry.slice_thickness_mm = timepoint.slice_thickness_mm;
    entry.coverage = {"chest", "abdomen"};
    result.timepoints.push_back(entry);
  }
  for (int i = 0; i < 6; ++i) {
    classify::CaseLesion lesion;
    lesion.id = graph.tracks[static_cast<std::size_t>(i)].id;
    lesion.organ = kSites[i].organ;
    lesion.nodal = kSites[i].nodal;
    for (int t = 0; t < 3; ++t) {
      if (kSites[i].long_mm[t] == 0) continue;
      lesion.observations["TP" + std::to_string(t)].parts = {
          {kSites[i].long_mm[t], kSites[i].short_mm[t], {}, {}, {}, {}}};
    }
    result.lesions.push_back(lesion);
  }
  return result;
}

classify::LesionAssessment said(LesionStatus status, Confidence confidence, double size, double nadir,
                                double baseline) {
  classify::LesionAssessment result;
  result.status = status;
  result.confidence = confidence;
  result.size_mm = size;
  result.nadir_mm = nadir;
  result.baseline_mm = baseline;
  result.from_nadir_pct = 100 * (size - nadir) / nadir;
  result.from_baseline_pct = 100 * (size - baseline) / baseline;
  result.nadir_timepoint = "TP1";
  result.baseline_timepoint = "TP0";
  return result;
}

classify::ProfileAssessment make_verdict() {
  classify::ProfileAssessment verdict;
  verdict.category = Category::kOligoprogression;
  verdict.confidence = Confidence::kProbable;
  verdict.definition_status = "pattern_only";
  verdict.category_min = verdict.category_max = Category::kOligoprogression;
  verdict.n_progressing = verdict.n_progressing_counted = verdict.n_progressing_organs = 2;
  verdict.max_progressing_in_one_organ = 1;
  verdict.n_assessable = 5;
  verdict.n_controlled = 3;
  verdict.n_not_evaluable = 1;
  verdict.share_pct = 40;
  return verdict;
}

void assess_baseline(classify::TimePointAssessment& timepoint, int t) {
  for (int i = 0; i < 6; ++i) {
    if (kSites[i].long_mm[t] == 0) continue;
    classify::LesionAssessment lesion;
    lesion.status = t == 0 ? LesionStatus::kBaseline : LesionStatus::kStable;
    lesion.confidence = Confidence::kDefinite;
    lesion.size_mm = kSites[i].nodal ? kSites[i].short_mm[t] : kSites[i].long_mm[t];
    timepoint.lesions["L0" + std::to_string(i + 1)] = lesion;
  }
  classify::ProfileAssessment verdict;
  verdict.category = t == 0 ? Category::kSingleTimepoint : Category::kStable;
  timepoint.profiles = {{"default_5", verdict}, {"strict_3", verdict}};
  timepoint.recist.target_ids = {"L01", "L02", "L03"};
  timepoint.recist.overall = t == 0 ? "BASELINE" : "SD";
}

void assess_last(classify::TimePointAssessment& timepoint) {
  auto& lesions = timepoint.lesions;
  lesions["L01"] = said(LesionStatus::kProgressing, Confidence::kDefinite, 27, 20, 30);
  lesions["L02"] = said(LesionStatus::kStable, Confidence::kDefinite, 19.4, 20, 25);
  lesions["L03"] = said(LesionStatus::kStable, Confidence::kProbable, 11, 12, 18);
  lesions["L03"].flags = {"near_prior_detection_limit", "truncated"};
  lesions["L04"].status = LesionStatus::kResolved;
  lesions["L04"].confidence = Confidence::kDefinite;
  lesions["L05"].status = LesionStatus::kNew;
  lesions["L05"].confidence = Confidence::kDefinite;
  lesions["L05"].size_mm = 12;
  lesions["L06"].status = LesionStatus::kNotEvaluable;
  auto& recist = timepoint.recist;
  recist.target_ids = {"L01", "L02", "L03"};
  recist.target_sum_mm = 57.4;
  recist.sum_complete = true;
  recist.baseline_sum_mm = 73;
  recist.nadir_sum_mm = 52;
  recist.from_baseline_pct = -21.3698;
  recist.from_nadir_pct = 10.3846;
  recist.target_response = "SD";
  recist.non_target_response = "NE";
  recist.new_lesion = true;
  recist.overall = "PD";
  recist.best_overall_unconfirmed = "SD";
  timepoint.profiles = {{"default_5", make_verdict()}, {"strict_3", make_verdict()}};
}

}  // namespace

classify::Assessment make_assessment() {
  classify::Assessment assessment;
  assessment.graph = make_graph();
  assessment.clinical_case = make_case(assessment.graph);
  for (int t = 0; t < 3; ++t) {
    classify::TimePointAssessment timepoint;
    timepoint.timepoint = "TP" + std::to_string(t);
    if (t < 2) assess_baseline(timepoint, t);
    if (t == 2) assess_last(timepoint);
    assessment.timepoints.push_back(timepoint);
  }
  return assessment;
}

void write_header_source(const std::filesystem::path& path) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  const std::pair<DcmTagKey, const char*> values[] = {
      {DCM_SpecificCharacterSet, "ISO_IR 100"},
      {DCM_SOPClassUID, UID_SegmentationStorage},
      {DCM_SOPInstanceUID, kSegmentation[2]},
      {DCM_StudyInstanceUID, kStudy[2]},
      {DCM_SeriesInstanceUID, "2.25.152"},
      {DCM_Modality, "SEG"},
      {DCM_PatientName, "M\xfcller^Test"},
      {DCM_PatientID, "SYN-1"},
      {DCM_IssuerOfPatientID, "TEST HOSPITAL"},
      {DCM_PatientBirthDate, "19500101"},
      {DCM_PatientSex, "F"},
      {DCM_StudyDate, "20250710"},
      {DCM_StudyTime, "101500"},
      {DCM_StudyID, "S3"},
      {DCM_AccessionNumber, "ACC3"},
      {DCM_StudyDescription, "CT chest abdomen"},
      {DCM_SeriesDescription, "Lesions"},
      {DCM_Manufacturer, "Another"},
  };
  for (const auto& [tag, value] : values)
    ASSERT_TRUE(dataset.putAndInsertString(tag, value).good());
  ASSERT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
}

ReportRequest make_request(const classify::Assessment& assessment,
                           const std::filesystem::path& header_source) {
  ReportRequest request;
  request.assessment = &assessment;
  request.timepoint = 2;
  request.profiles = {"default_5", "strict_3"};
  request.header_source = header_source;
  request.study_instance_uid = kStudy[2];
  for (int t = 0; t < 3; ++t) {
    request.evidence.push_back(
        {kStudy[t], "2.25.15" + std::to_string(t), UID_SegmentationStorage, kSegmentation[t], "SEG"});
    for (int slice = 1; slice <= 7; ++slice) {
      request.evidence.push_back({kStudy[t], kImageSeries[t], UID_CTImageStorage, image_uid(t, slice), "CT"});
    }
  }
  request.result_key = "0123456789abcdef";
  request.device.version = "0.1.0";
  request.device.device_uid = "2.25.1900";
  request.analysed_at = UnixTime(std::chrono::seconds(1752150896));  // 2025-07-10 12:34:56 UTC
  return request;
}

std::filesystem::path temporary_folder() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string("oligard_") + info->test_suite_name() + "_" + info->name();
  for (char& c : name) {
    if (c == '/') c = '_';
  }
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

TEST(SyntheticPatient, HeaderSourceIsReadable) {
  const auto path = temporary_folder() / "header.dcm";
  write_header_source(path);
  EXPECT_TRUE(dicom::read_file(path).has_value());
}

}  // namespace oligard::report::test
