// Google Benchmark: time of match_lesions alone against the number of lesions, ten time points a patient.
// `match_growth --benchmark_filter=…`. Patients are those of `oligard phantom --level medium`, as values.
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>

#include <benchmark/benchmark.h>

#include "oligard/match/match.h"
#include "phantom/anatomy.h"
#include "phantom/patient_plan.h"
#include "phantom/time_point.h"

namespace {

using namespace oligard;

constexpr int kTimepoints = 10;
constexpr int kBoundaryPoints = 60;

/// Points of the surface, evenly spread over the sphere that it is a squeezed image of.
std::vector<Vec3> surface(const phantom::Shape& shape) {
  std::vector<Vec3> points;
  for (int i = 0; i < kBoundaryPoints; ++i) {
    const double z = 1 - (2 * i + 1) / static_cast<double>(kBoundaryPoints);
    const double turn = 2.399963 * i;
    const double r = std::sqrt(1 - z * z);
    points.push_back(shape.centre + r * std::cos(turn) * shape.radii[0] * shape.axes[0] +
                     r * std::sin(turn) * shape.radii[1] * shape.axes[1] +
                     z * shape.radii[2] * shape.axes[2]);
  }
  return points;
}

measure::Lesion lesion_of(const phantom::PatientPlan& plan, const phantom::PlannedLesion& planned,
                          std::size_t t, int number) {
  const phantom::Structure& structure = phantom::structures()[planned.structure];
  const phantom::Shape shape = phantom::shape_of(plan, planned, t);
  measure::Lesion lesion;
  lesion.has_position = true;
  lesion.centroid_mm = shape.centre;
  lesion.volume_mm3 = 4.0 / 3.0 * std::numbers::pi * shape.radii[0] * shape.radii[1] * shape.radii[2];
  lesion.long_axis_mm = 2 * shape.radii[0];
  lesion.extent_mm = 2 * shape.radii[0];
  lesion.slice_spacing_mm = plan.timepoints[t].grid.slice_spacing;
  lesion.voxel_count = static_cast<std::int64_t>(*lesion.volume_mm3) + 1;
  lesion.boundary_mm = surface(shape);
  if (planned.sights[t].coded) {
    lesion.organ = structure.organ;
    lesion.laterality = structure.laterality;
  }
  lesion.source.sop_instance_uid = "2.25.5" + std::to_string(t);
  lesion.source.number = number;
  return lesion;
}

std::vector<measure::TimePoint> timepoints_of(const phantom::PatientPlan& plan) {
  std::vector<measure::TimePoint> timepoints;
  for (std::size_t t = 0; t < plan.timepoints.size(); ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date(std::chrono::days(18000 + 90 * static_cast<int>(t)));
    timepoint.frame_of_reference_uid = "2.25.1" + std::to_string(t);
    for (const phantom::PlannedLesion& lesion : plan.lesions) {
      const bool is_seen =
          lesion.diameter_mm[t] > 0 && !lesion.sights[t].missed && phantom::is_covered(plan, lesion, t);
      if (!is_seen) continue;
      const int number = static_cast<int>(timepoint.lesions.size()) + 1;
      timepoint.lesions.push_back(lesion_of(plan, lesion, t, number));
      timepoint.lesions.back().frame_of_reference_uid = timepoint.frame_of_reference_uid;
    }
    timepoints.push_back(std::move(timepoint));
  }
  return timepoints;
}

/// Made once: placing thousands of lesions takes seconds.
const std::vector<measure::TimePoint>& patient_of(int lesions) {
  static std::map<int, std::vector<measure::TimePoint>> patients;
  const auto known = patients.find(lesions);
  if (known != patients.end()) return known->second;
  phantom::PhantomOptions options;
  options.cohort = phantom::cohort_level("medium");
  options.cohort->pattern = phantom::Pattern::kMixed;
  options.lesions = lesions;
  options.timepoints = kTimepoints;
  const auto plan = phantom::plan_patient(options, 1);
  return patients[lesions] = plan ? timepoints_of(*plan) : std::vector<measure::TimePoint>{};
}

void match_by_lesions(benchmark::State& state) {
  const std::vector<measure::TimePoint>& timepoints = patient_of(static_cast<int>(state.range(0)));
  if (timepoints.empty()) state.SkipWithError("the patient has no room for so many lesions");
  std::size_t links = 0;
  for (auto _ : state) {
    const auto graph = match::match_lesions(timepoints, {"growth"});
    if (!graph) state.SkipWithError(graph.error().code.c_str());
    links = graph ? graph->links.size() : 0;
  }
  state.counters["links"] = static_cast<double>(links);
  state.SetComplexityN(state.range(0));
}
BENCHMARK(match_by_lesions)
    ->Arg(100)
    ->Arg(300)
    ->Arg(1000)
    ->Arg(3000)
    ->Complexity()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
