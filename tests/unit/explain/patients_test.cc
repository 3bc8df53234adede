#include "unit/explain/patients.h"

#include <stdexcept>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

namespace oligard::explain::test {
namespace {

using terms::Category;

constexpr int kTimePoints = 3;

std::string study_of(int t) {
  return "2.25.100" + std::to_string(t);
}

measure::Lesion lesion_of(const Row& row, int t, int number, int piece) {
  const double size = row.size_mm[t] / (t == kTimePoints - 1 ? row.pieces : 1) + 0.013 * piece;
  const std::string study = study_of(t);
  measure::Lesion lesion;
  lesion.source = {measure::LesionSource::Kind::kSegment,
                   study,
                   study + "1",
                   UID_SegmentationStorage,
                   study + "2",
                   number,
                   "",
                   0,
                   study + "3"};
  lesion.organ = row.organ;
  lesion.nodal = row.nodal;
  lesion.laterality = lesion.organ == "lung" ? "left" : "";
  lesion.finding_value = "14799000";
  lesion.finding_scheme = "SCT";
  lesion.finding_meaning = "Neoplasm, Secondary";
  lesion.voxel_count = 4000;
  lesion.convention = "calibrated";
  lesion.volume_mm3 = 0.41237 * size * size * size;
  lesion.long_axis_mm = row.nodal ? 1.3 * size : size;
  lesion.short_axis_mm = row.nodal ? size : 0.8 * size;
  lesion.max_3d_diameter_mm = 1.4 * size;
  return lesion;
}

match::LesionGraph graph_of(const Patient& patient) {
  match::LesionGraph graph;
  for (int t = 0; t < kTimePoints; ++t) {
    measure::TimePoint& timepoint = graph.timepoints.emplace_back();
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date(std::chrono::days(19000 + 91 * t));
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 2.5;
    timepoint.study_instance_uids = {study_of(t)};
  }
  for (const Row& row : patient.rows) {
    match::Track& track = graph.tracks.emplace_back();
    const auto number = static_cast<int>(graph.tracks.size());
    track.id = "L0" + std::to_string(number);
    track.tracking_uid = "2.25.770" + std::to_string(number);
    track.absence.assign(kTimePoints, match::Absence::kUnlinked);
    for (int t = 0; t < kTimePoints; ++t) {
      auto& lesions = graph.timepoints[static_cast<std::size_t>(t)].lesions;
      for (int piece = 0; row.size_mm[t] > 0 && piece < (t == kTimePoints - 1 ? row.pieces : 1); ++piece) {
        track.lesions.push_back({t, static_cast<int>(lesions.size())});
        lesions.push_back(lesion_of(row, t, static_cast<int>(lesions.size()) + 1, piece));
      }
    }
  }
  return graph;
}

classify::ClinicalContext on_therapy() {
  classify::ClinicalContext context;
  context.on_systemic_therapy = true;
  context.initial_control = true;
  context.months_primary_to_oligometastatic = 14.5;
  context.irecist = true;
  context.systemic_therapy = {{{"drug A", Date(std::chrono::days(18900)), std::nullopt}}};
  context.primary_diagnosis_date = Date(std::chrono::days(18000));
  context.oligometastatic_diagnosis_date = Date(std::chrono::days(18500));
  context.sources["on_systemic_therapy"] = "config";
  context.local_therapy["L02"] = {Date(std::chrono::days(19050)), "SBRT"};
  return context;
}

classify::ClinicalContext off_therapy() {
  classify::ClinicalContext context;
  context.on_systemic_therapy = false;
  return context;
}

}  // namespace

std::vector<Patient> patients() {
  const std::vector<std::string> two = {"default_5", "nsclc_ni_2018"};
  const std::vector<std::string> one = {"default_5"};
  return {
      {"oligoprogression",
       {{"liver", false, {30.2, 20.1, 27.3}},
        {"lung", false, {25.4, 20.3, 19.4}},
        {"lymph_node", true, {18.3, 12.4, 11.2}},
        {"bone", false, {22.2, 21.5, 21.4}, 2},
        {"lymph_node", true, {8.1, 8.2, 7.9}}},
       on_therapy(),
       two,
       Category::kOligoprogression},
      {"limited",
       {{"liver", false, {30, 20, 29}}, {"lung", false, {25, 20, 19}}, {"bone", false, {20, 19, 19}}},
       off_therapy(),
       one,
       Category::kLimitedProgression},
      {"polyprogression",
       {{"liver", false, {30, 20, 29}}, {"lung", false, {25, 20, 31}}, {"brain", false, {14, 12, 21}}},
       {},
       one,
       Category::kPolyprogression},
      {"mixed",
       {{"liver", false, {30, 20, 29}},
        {"lung", false, {25, 20, 31}},
        {"bone", false, {30, 16, 15}},
        {"adrenal_gland", false, {30, 16, 15}}},
       {},
       one,
       Category::kMixedResponse},
      {"response",
       {{"liver", false, {30, 20, 15}}, {"lung", false, {25, 20, 11}}},
       {},
       one,
       Category::kResponse},
      {"stable", {{"liver", false, {30, 30, 31}}, {"lung", false, {25, 25, 24}}}, {}, one, Category::kStable},
      {"indeterminate",
       {{"liver", false, {30, 30, 0}}, {"lung", false, {25, 25, 0}}},
       {},
       one,
       Category::kIndeterminate},
  };
}

classify::Assessment assess(const Patient& patient, const classify::Rules& rules) {
  auto assessment = classify::assess(graph_of(patient), patient.context, patient.profiles, rules);
  if (!assessment) throw std::runtime_error(assessment.error().reason);
  return *std::move(assessment);
}

report::Document result_of(const classify::Assessment& assessment, std::size_t timepoint,
                           const std::vector<std::string>& profiles, const std::filesystem::path& folder,
                           report::SrClass sr_class) {
  const std::string study = study_of(static_cast<int>(timepoint));
  const auto header = folder / "header.dcm";
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_SOPClassUID, UID_SegmentationStorage);
  dataset.putAndInsertString(DCM_SOPInstanceUID, (study + "2").c_str());
  dataset.putAndInsertString(DCM_StudyInstanceUID, study.c_str());
  dataset.putAndInsertString(DCM_PatientID, "P1");
  file.saveFile(header.c_str(), EXS_LittleEndianExplicit);
  report::ReportRequest request;
  request.assessment = &assessment;
  request.timepoint = timepoint;
  request.profiles = profiles;
  request.rules = assessment.rules;
  request.header_source = header;
  request.study_instance_uid = study;
  request.result_key = "test";
  request.device.version = "1.0";
  request.options.sr_class = sr_class;
  auto document = report::make_result_document(request);
  if (!document) throw std::runtime_error(document.error().reason);
  return *std::move(document);
}

TEST(Patients, HaveTheCategoryThatTheyAreMadeFor) {
  for (const Patient& patient : patients()) {
    const classify::Assessment assessment = assess(patient, {});
    EXPECT_EQ(assessment.timepoints.back().profiles.at(patient.profiles.front()).category, patient.category)
        << patient.name;
  }
}

}  // namespace oligard::explain::test
