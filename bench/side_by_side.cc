// Oligard and its peers on the same files in one run, as ratios of CPU time, and what each needs of memory.
//
//   side_by_side [--runs N] [CASE...]       cases a, odd, b, c, d; see docs/performance.md
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inputs.h"
#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "oligard/measure/measure.h"
#include "peers.h"

namespace {

using namespace oligard;
using Job = std::function<double()>;  ///< gives a figure by which answers are compared

/// What a child process reports of one job.
struct Cost {
  double cpu_s = 0;  ///< median of the warm runs
  double peak_mib = 0;
  double answer = 0;
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// In a process of its own, so that peak memory is that of this job: a warm-up when there is more than one
/// run.
Cost cost_of(const Job& job, int runs) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(3);
  const pid_t child = fork();
  if (child == 0) {
    Cost cost;
    if (runs > 1) cost.answer = job();
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
      const double begin = cpu_seconds();
      cost.answer = job();
      times.push_back(cpu_seconds() - begin);
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    cost.cpu_s = times[static_cast<std::size_t>(runs / 2)];
    if (write(ends[1], &cost, sizeof cost) != sizeof cost) _exit(1);
    _exit(0);
  }
  close(ends[1]);
  Cost cost;
  const bool complete = read(ends[0], &cost, sizeof cost) == sizeof cost;
  close(ends[0]);
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  if (!complete || status != 0) {
    std::fprintf(stderr, "a job ended early (status %d)\n", status);
    std::exit(3);
  }
  cost.peak_mib = static_cast<double>(used.ru_maxrss) / 1024;
  return cost;
}

load::Segmentation loaded(const std::filesystem::path& path) {
  auto object = load::load_object(path);
  if (!object) {
    std::fprintf(stderr, "%s: %s\n", object.error().code.c_str(), object.error().reason.c_str());
    std::exit(3);
  }
  return std::get<load::Segmentation>(std::move(*object));
}

double voxels_of(const load::Segmentation& segmentation) {
  double voxels = 0;
  for (const load::Segment& segment : segmentation.segments)
    voxels += static_cast<double>(voxel_count(segment.mask));
  return voxels;
}

std::vector<measure::Lesion> measured(const load::Segmentation& segmentation) {
  auto lesions = measure::measure_segmentation(segmentation);
  if (!lesions) std::exit(3);
  return std::move(*lesions);
}

std::vector<measure::Lesion> measured_masks(const std::vector<Mask>& masks, measure::Convention convention) {
  std::vector<measure::Lesion> lesions;
  for (const Mask& mask : masks)
    lesions.push_back(*measure::measure_mask(mask, {.convention = convention}));
  return lesions;
}

void print(const char* name, const Cost& cost, const Cost* ours) {
  std::printf("  %-52s %10.2f ms %8.0f MiB", name, 1e3 * cost.cpu_s, cost.peak_mib);
  if (ours != nullptr) std::printf("  %7.1f x", cost.cpu_s / ours->cpu_s);
  std::printf("\n");
}

void must_agree(const char* what, double ours, double theirs, double tolerance) {
  if (std::abs(ours - theirs) <= tolerance) return;
  std::fprintf(stderr, "%s differ: %.9g and %.9g\n", what, ours, theirs);
  std::exit(1);
}

/// pydicom runs in its own interpreter, which times itself.
std::optional<Cost> cost_of_pydicom(const std::filesystem::path& path, int runs) {
  const std::string command = "/usr/bin/python3 " OLIGARD_SOURCE_DIR "/bench/pydicom_peer.py '" +
                              path.string() + "' " + std::to_string(std::min(runs, 3)) + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  Cost cost;
  const int fields = std::fscanf(pipe, "%lf %lf %lf", &cost.cpu_s, &cost.peak_mib, &cost.answer);
  return pclose(pipe) == 0 && fields == 3 ? std::optional(cost) : std::nullopt;
}

void compare_decoding(const std::filesystem::path& path, int runs) {
  const Cost ours = cost_of([&] { return voxels_of(loaded(path)); }, runs);
  const Cost parse = cost_of([&] { return static_cast<double>(bench::dcmtk_parse(path)); }, runs);
  const Cost dcmtk = cost_of([&] { return static_cast<double>(bench::dcmtk_decode(path)); }, runs);
  must_agree("numbers of voxels", ours.answer, dcmtk.answer, 0);
  print("Oligard: file to masks", ours, nullptr);
  print("DCMTK: parse and pixel pointer only", parse, &ours);
  print("DCMTK: DcmSegmentation, getFrame, unpackBinaryFrame", dcmtk, &ours);
  if (const std::optional<Cost> pydicom = cost_of_pydicom(path, runs)) {
    must_agree("numbers of voxels", ours.answer, pydicom->answer, 0);
    print("pydicom: dcmread, functional groups, pixel_array", *pydicom, &ours);
  } else {
    std::printf("  pydicom: not run (python3-pydicom and python3-numpy are not there, or memory is short)\n");
  }
}

void compare_measuring(const bench::Case& which, const std::filesystem::path& path, int runs) {
  const Cost chain = cost_of([&] { return static_cast<double>(measured(loaded(path)).size()); }, runs);
  const load::Segmentation segmentation = loaded(path);
  const Cost ours = cost_of([&] { return static_cast<double>(measured(segmentation).size()); }, runs);
  print("Oligard: file to lesions with all figures", chain, nullptr);
  print("Oligard: masks to lesions with all figures", ours, nullptr);
  if (which.name == "c") {
    std::printf("  ITK: not run (its 3-D Feret diameter of organs takes minutes)\n");
    return;
  }
  const std::vector<Mask> masks = bench::masks_of(which);
  const Cost scan = cost_of(
      [&] {
        static const bench::ItkLabelImage image(masks);
        return image.measure();
      },
      std::min(runs, 3));
  double volume = 0, in_plane = 0, diameter = 0;
  const Cost itk = cost_of(
      [&] {
        static const bench::ItkMasks images(masks);
        volume = in_plane = diameter = 0;
        for (const bench::ItkFigures& figure : images.measure()) {
          volume += figure.volume_mm3;
          in_plane += figure.in_plane_mm;
          diameter += figure.diameter_3d_mm;
        }
        return volume + in_plane + diameter;
      },
      which.name == "b" ? 1 : std::min(runs, 3));
  double own = 0;
  for (const measure::Lesion& lesion : measured_masks(masks, measure::Convention::kCentre))
    own += *lesion.volume_mm3 + *lesion.long_axis_mm + *lesion.max_3d_diameter_mm;
  must_agree("sums of volume, in-plane and 3-D diameter (centre rule)", own, itk.answer,
             1e-4 * static_cast<double>(masks.size()) + 1e-9 * own);
  print("ITK: all of it, on label images cropped to each lesion", itk, &ours);
  Cost both = itk;
  both.cpu_s += scan.cpu_s;
  both.peak_mib = std::max(itk.peak_mib, scan.peak_mib);
  print("ITK: the same, shape from one label image of the scan", both, &ours);
}

}  // namespace

int main(int argc, char** argv) {
  int runs = 5;
  std::vector<std::string> names;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--runs" && i + 1 < argc) {
      runs = std::max(1, std::atoi(argv[++i]));
    } else {
      names.emplace_back(argv[i]);
    }
  }
  if (names.empty())
    for (const bench::Case& which : bench::cases())
      names.push_back(which.name);
  if (!dicom::set_up()) return 3;
  std::printf(
      "CPU time: median of %d warm runs in one process; peak memory of that process; x: how many times "
      "ours\n",
      runs);
  for (const std::string& name : names) {
    const bench::Case& which = bench::case_named(name);
    const std::filesystem::path path = bench::write_case(which, bench::input_folder());
    std::printf("%s: %d x %d x %d, %d segments of %g to %g mm, %.1f MiB\n", name.c_str(), which.columns,
                which.rows, which.slices, which.segments, which.smallest_mm, which.largest_mm,
                static_cast<double>(std::filesystem::file_size(path)) / (1 << 20));
    std::fflush(stdout);
    compare_decoding(path, runs);
    compare_measuring(which, path, runs);
    std::fflush(stdout);
  }
  return 0;
}
