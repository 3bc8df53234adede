// Google Benchmark: time of classify_case against the number of lesions and of time points, all twelve
// profiles. `classify --benchmark_filter=…`.
#include "oligard/classify/classify.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include <benchmark/benchmark.h>

namespace {

using namespace oligard;
using namespace oligard::classify;

struct Site {
  const char* organ;
  const char* region;
};
constexpr std::array<Site, 6> kSites = {{{"lung", "chest"},
                                         {"liver", "abdomen"},
                                         {"lymph_node", "chest"},
                                         {"bone", "pelvis"},
                                         {"brain", "brain"},
                                         {"adrenal", "abdomen"}}};

Observation measured(double long_mm) {
  Observation observation;
  SizePart part;
  part.long_mm = long_mm;
  part.short_mm = 0.8 * long_mm;
  part.volume_mm3 = 0.4 * long_mm * long_mm * long_mm;
  observation.parts = {part};
  return observation;
}

/// Courses of every kind, by lesion and time point: growth, shrinkage, absence, first sight, gaps, cuts,
/// treatment.
CaseLesion lesion_of(int number, int timepoints) {
  const Site& site = kSites[static_cast<std::size_t>(number) % kSites.size()];
  CaseLesion lesion;
  lesion.id = "L" + std::to_string(100000 + number);
  lesion.organ = site.organ;
  lesion.region = site.region;
  lesion.nodal = lesion.organ == "lymph_node";
  if (number % 17 == 0) lesion.local_therapy = LocalTherapy{Date(std::chrono::days(18400)), "SBRT"};
  const int first = number % 5 == 0 ? number % timepoints : 0;
  const double rate = 0.9 + 0.02 * (number % 13);
  double size = 12.0 + number % 29;
  for (int t = first; t < timepoints; ++t) {
    size = std::min(150.0, std::max(4.0, size * rate));
    if ((number + t) % 19 == 0) continue;
    Observation seen = measured(size);
    seen.truncated = (number + t) % 31 == 0;
    if ((number + t) % 23 == 0) {
      seen = {};
      seen.state = ObservationState::kAbsent;
    }
    lesion.observations["TP" + std::to_string(t)] = seen;
  }
  return lesion;
}

Case case_of(int lesions, int timepoints) {
  Case result;
  for (int t = 0; t < timepoints; ++t) {
    CaseTimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date(std::chrono::days(18000 + 90 * t));
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 2.0;
    timepoint.coverage = {"chest", "abdomen", "pelvis"};
    result.timepoints.push_back(timepoint);
  }
  for (int i = 0; i < lesions; ++i)
    result.lesions.push_back(lesion_of(i, timepoints));
  for (const auto& [name, profile] : built_in_profiles())
    result.evaluated_profiles.push_back(name);
  result.context.irecist = true;
  return result;
}

void run(benchmark::State& state, const Case& clinical_case) {
  for (auto _ : state) {
    const auto assessments = classify_case(clinical_case);
    if (!assessments) state.SkipWithError(assessments.error().code.c_str());
    benchmark::DoNotOptimize(assessments);
  }
}

void classify_under_one_profile(benchmark::State& state) {
  Case clinical_case = case_of(1000, 20);
  clinical_case.evaluated_profiles = {"default_5"};
  clinical_case.context.irecist = false;
  run(state, clinical_case);
}
BENCHMARK(classify_under_one_profile)->Unit(benchmark::kMillisecond);

void flips_under_one_profile(benchmark::State& state) {
  Case clinical_case = case_of(1000, 20);
  clinical_case.evaluated_profiles = {"default_5"};
  const Rules rules;
  const auto assessments = classify_case(clinical_case, rules);
  if (!assessments) return state.SkipWithError(assessments.error().code.c_str());
  for (auto _ : state) {
    auto asked = *assessments;
    find_flips(clinical_case, rules, asked);
    benchmark::DoNotOptimize(asked);
  }
}
BENCHMARK(flips_under_one_profile)->Unit(benchmark::kMillisecond);

void classify_by_lesions(benchmark::State& state) {
  run(state, case_of(static_cast<int>(state.range(0)), 20));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(classify_by_lesions)
    ->RangeMultiplier(10)
    ->Range(10, 10000)
    ->Complexity()
    ->Unit(benchmark::kMillisecond);

void classify_by_time_points(benchmark::State& state) {
  run(state, case_of(1000, static_cast<int>(state.range(0))));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(classify_by_time_points)
    ->Arg(5)
    ->Arg(10)
    ->Arg(20)
    ->Arg(40)
    ->Complexity()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
