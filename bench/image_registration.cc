// Google Benchmark: what the images of two time points cost, reading included. CPU times are of the whole
// process, both threads.
#include "oligard/registration/image_registration.h"

#include <cstdio>
#include <filesystem>
#include <vector>

#include <benchmark/benchmark.h>

#include "inputs.h"
#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "oligard/phantom/phantom.h"

namespace {

using namespace oligard;

/// A medium patient of two time points in slices of 512 × 512 and 2.13 mm, some 300 of each.
const std::filesystem::path& patient() {
  static const std::filesystem::path folder = [] {
    phantom::PhantomOptions options;
    options.seed = 3;
    options.timepoints = 2;
    options.cohort = phantom::cohort_level("medium");
    options.cohort->cropped = 0;
    options.with_ct = true;
    options.matrix = 512;
    options.slice_spacing_mm = 2.13;
    const std::filesystem::path out = bench::input_folder() / "image_registration";
    if (!phantom::write_phantom(out, options)) std::abort();
    return out / "PHANTOM-3";
  }();
  return folder;
}

registration::ImageStack stack(const char* timepoint) {
  std::vector<load::ImageObject> images;
  for (const auto& entry : std::filesystem::directory_iterator(patient() / timepoint / "ct")) {
    auto object = load::load_object(entry.path());
    if (!object) std::abort();
    images.push_back(std::get<load::ImageObject>(std::move(*object)));
    images.back().header.path = entry.path().string();
  }
  auto stacks = registration::stacks_of(images, {});
  if (!stacks) std::abort();
  return stacks->front();
}

void read_volume(benchmark::State& state) {
  const registration::ImageStack of = stack("TP0");
  for (auto _ : state)
    benchmark::DoNotOptimize(registration::read_coarse_volume(of));
  state.counters["slices"] = static_cast<double>(of.planes.size());
}
BENCHMARK(read_volume)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void register_pair(benchmark::State& state) {
  const auto from = registration::read_coarse_volume(stack("TP0"));
  const auto to = registration::read_coarse_volume(stack("TP1"));
  if (!from || !to) std::abort();
  for (auto _ : state) {
    const auto map = registration::register_images(*from, *to, {});
    if (!map) {
      state.SkipWithError(map.error().code.c_str());
      break;
    }
    state.counters["quality"] = map->quality;
  }
}
BENCHMARK(register_pair)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  if (!oligard::dicom::set_up()) return 1;
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
