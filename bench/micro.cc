// Google Benchmark: how the parts scale. `micro --benchmark_filter=…`; CPU times are of one thread.
#include <cstdio>

#include <benchmark/benchmark.h>

#include "inputs.h"
#include "oligard/dicom/file.h"
#include "oligard/load/components.h"
#include "oligard/load/loaded_object.h"
#include "oligard/measure/measure.h"

namespace {

using namespace oligard;

void load_case(benchmark::State& state, const std::string& name) {
  const std::filesystem::path path = bench::write_case(bench::case_named(name), bench::input_folder());
  for (auto _ : state) {
    auto object = load::load_object(path);
    if (!object) state.SkipWithError(object.error().code.c_str());
    benchmark::DoNotOptimize(object);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(std::filesystem::file_size(path)));
}
BENCHMARK_CAPTURE(load_case, a, "a")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load_case, odd, "odd")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load_case, b, "b")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load_case, c, "c")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load_case, d, "d")->Unit(benchmark::kMillisecond);

/// Time against the number of frames: lesions of one size, ever more of them.
void load_by_frames(benchmark::State& state) {
  bench::Case which = bench::case_named("d");
  which.segments = static_cast<int>(state.range(0));
  which.smallest_mm = which.largest_mm = 8;
  which.name = "frames" + std::to_string(which.segments);
  const std::filesystem::path path = bench::write_case(which, bench::input_folder());
  for (auto _ : state)
    benchmark::DoNotOptimize(load::load_object(path));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(load_by_frames)->RangeMultiplier(4)->Range(16, 1024)->Unit(benchmark::kMillisecond)->Complexity();

std::vector<Mask> masks_of(int segments, double smallest_mm, double largest_mm) {
  bench::Case which = bench::case_named("d");
  which.segments = segments;
  which.smallest_mm = smallest_mm;
  which.largest_mm = largest_mm;
  return bench::masks_of(which);
}

/// Time against the diameter in mm: its cube over 64 is what reading the bits costs.
void measure_by_diameter(benchmark::State& state) {
  const auto diameter = static_cast<double>(state.range(0));
  const std::vector<Mask> masks = masks_of(8, diameter, diameter);
  for (auto _ : state)
    for (const Mask& mask : masks)
      benchmark::DoNotOptimize(measure::measure_mask(mask));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(measure_by_diameter)
    ->RangeMultiplier(2)
    ->Range(10, 160)
    ->Unit(benchmark::kMicrosecond)
    ->Complexity();

void measure_by_lesions(benchmark::State& state) {
  const std::vector<Mask> masks = masks_of(static_cast<int>(state.range(0)), 4, 14);
  for (auto _ : state)
    for (const Mask& mask : masks)
      benchmark::DoNotOptimize(measure::measure_mask(mask));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(measure_by_lesions)
    ->RangeMultiplier(4)
    ->Range(16, 4096)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();

/// All lesions as one segment, as most AI tools write them.
void connected_components(benchmark::State& state) {
  Mask all;
  for (const Mask& mask : masks_of(static_cast<int>(state.range(0)), 4, 14)) {
    all.grid = mask.grid;
    all.runs.insert(all.runs.end(), mask.runs.begin(), mask.runs.end());
  }
  normalise(all);
  for (auto _ : state)
    benchmark::DoNotOptimize(load::connected_components(all));
  state.SetComplexityN(static_cast<std::int64_t>(all.runs.size()));
}
BENCHMARK(connected_components)
    ->RangeMultiplier(4)
    ->Range(16, 1024)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();

}  // namespace

int main(int argc, char** argv) {
  if (!dicom::set_up()) return 3;
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
