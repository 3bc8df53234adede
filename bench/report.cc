// Google Benchmark: time and bytes of SR-A against the number of lesions, ten time points, one profile.
#include <array>
#include <chrono>
#include <filesystem>
#include <string>

#include <benchmark/benchmark.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/classify/classify.h"
#include "oligard/dicom/file.h"
#include "oligard/report/result_documents.h"

namespace {

using namespace oligard;

constexpr int kTimePoints = 10;
constexpr const char* kStudy = "2.25.1009";

measure::Lesion lesion_of(int number, int t) {
  const double long_mm = 12.0 + number % 29 + 0.3 * ((number * 7 + t * 3) % 11);
  const std::string study = "2.25.100" + std::to_string(t);
  measure::Lesion lesion;
  lesion.source = {measure::LesionSource::Kind::kSegment,
                   study,
                   study + "1",
                   UID_SegmentationStorage,
                   study + "2",
                   number + 1,
                   "",
                   0,
                   study + "3"};
  lesion.organ = number % 3 == 0 ? "liver" : "lung";
  lesion.voxel_count = 1000;
  lesion.volume_mm3 = 0.4 * long_mm * long_mm * long_mm;
  lesion.long_axis_mm = long_mm;
  lesion.short_axis_mm = 0.8 * long_mm;
  lesion.max_3d_diameter_mm = 1.1 * long_mm;
  lesion.uncertainty = {0.02 * *lesion.volume_mm3, 0.3, 0.4, 0.3};
  return lesion;
}

match::LesionGraph graph_of(int lesions) {
  match::LesionGraph graph;
  for (int t = 0; t < kTimePoints; ++t) {
    measure::TimePoint& timepoint = graph.timepoints.emplace_back();
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date(std::chrono::days(18000 + 90 * t));
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 2.0;
    for (int i = 0; i < lesions; ++i)
      timepoint.lesions.push_back(lesion_of(i, t));
  }
  for (int i = 0; i < lesions; ++i) {
    match::Track& track = graph.tracks.emplace_back();
    track.id = "L" + std::to_string(1000 + i);
    track.tracking_uid = "2.25.77" + std::to_string(1000 + i);
    track.absence.assign(kTimePoints, match::Absence::kUnlinked);
    for (int t = 0; t < kTimePoints; ++t)
      track.lesions.push_back({t, i});
  }
  return graph;
}

std::filesystem::path header_source() {
  const auto path = std::filesystem::temp_directory_path() / "oligard-bench-report.dcm";
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_SOPClassUID, UID_SegmentationStorage);
  dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.10092");
  dataset.putAndInsertString(DCM_StudyInstanceUID, kStudy);
  dataset.putAndInsertString(DCM_PatientID, "BENCH");
  file.saveFile(path.c_str(), EXS_LittleEndianExplicit);
  return path;
}

void result_by_lesions(benchmark::State& state) {
  if (!dicom::set_up()) return state.SkipWithError("no data dictionary");
  const auto assessment = classify::assess(graph_of(static_cast<int>(state.range(0))), {}, {"default_5"});
  if (!assessment) return state.SkipWithError(assessment.error().code.c_str());
  report::ReportRequest request;
  request.assessment = &*assessment;
  request.timepoint = kTimePoints - 1;
  request.profiles = {"default_5"};
  request.header_source = header_source();
  request.study_instance_uid = kStudy;
  request.result_key = "bench";
  request.device.version = "bench";
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto document = report::make_result_document(request);
    if (!document) return state.SkipWithError(document.error().reason.c_str());
    bytes = document->bytes.size();
  }
  state.counters["megabytes"] = static_cast<double>(bytes) / 1e6;
  state.SetComplexityN(state.range(0));
}
BENCHMARK(result_by_lesions)
    ->Arg(30)
    ->Arg(125)
    ->Arg(250)
    ->Arg(500)
    ->Arg(1000)
    ->Complexity()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
