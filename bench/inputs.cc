#include "inputs.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <random>

#include "oligard/dicom/file.h"
#include "oligard/dicom/segmentation_writer.h"

namespace oligard::bench {
namespace {

/// x' A x <= 1 around a centre, in mm.
struct Ellipsoid {
  Vec3 centre;
  double a[3][3];
  double reach;
};

double uniform(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * (static_cast<double>(random() >> 11U) * 0x1.0p-53);
}

/// A turn with a uniform distribution from a random unit quaternion.
void random_turn(std::mt19937_64& random, double turn[3][3]) {
  const double u = uniform(random, 0, 1);
  const double v = uniform(random, 0, 2 * std::numbers::pi);
  const double t = uniform(random, 0, 2 * std::numbers::pi);
  const double x = std::sqrt(1 - u) * std::sin(v), y = std::sqrt(1 - u) * std::cos(v);
  const double z = std::sqrt(u) * std::sin(t), w = std::sqrt(u) * std::cos(t);
  const double rows[3][3] = {{1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)},
                             {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)},
                             {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)}};
  std::copy(&rows[0][0], &rows[0][0] + 9, &turn[0][0]);
}

Ellipsoid make_ellipsoid(const Case& which, double diameter, std::mt19937_64& random) {
  Ellipsoid shape{};
  const double radii[3] = {0.5 * diameter, 0.5 * diameter * uniform(random, 0.6, 1),
                           0.5 * diameter * uniform(random, 0.6, 1)};
  double turn[3][3];
  random_turn(random, turn);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 3; ++k)
        shape.a[i][j] += turn[k][i] * turn[k][j] / (radii[k] * radii[k]);
  shape.reach = radii[0];
  const auto place = [&](double extent) {
    const double margin = std::min(radii[0] + 5, 0.5 * extent);
    return uniform(random, margin, extent - margin);
  };
  shape.centre = {place(which.columns * which.pixel_mm), place(which.rows * which.pixel_mm),
                  place(which.slices * which.slice_mm)};
  return shape;
}

Mask rasterise(const Ellipsoid& shape, const Grid& grid) {
  Mask mask{grid, {}};
  const auto low = [](double at) { return std::max(0, static_cast<int>(std::ceil(at))); };
  const auto high = [](double at, int count) {
    return std::min(count - 1, static_cast<int>(std::floor(at)));
  };
  for (int slice = low((shape.centre.z - shape.reach) / grid.slice_spacing);
       slice <= high((shape.centre.z + shape.reach) / grid.slice_spacing, grid.slices); ++slice) {
    for (int row = low((shape.centre.y - shape.reach) / grid.row_spacing);
         row <= high((shape.centre.y + shape.reach) / grid.row_spacing, grid.rows); ++row) {
      const double y = row * grid.row_spacing - shape.centre.y;
      const double z = slice * grid.slice_spacing - shape.centre.z;
      const double half_b = shape.a[0][1] * y + shape.a[0][2] * z;
      const double c = shape.a[1][1] * y * y + 2 * shape.a[1][2] * y * z + shape.a[2][2] * z * z - 1;
      const double discriminant = half_b * half_b - shape.a[0][0] * c;
      if (discriminant < 0) continue;
      const double root = std::sqrt(discriminant);
      const int first = low((shape.centre.x + (-half_b - root) / shape.a[0][0]) / grid.column_spacing);
      const int last =
          high((shape.centre.x + (-half_b + root) / shape.a[0][0]) / grid.column_spacing, grid.columns);
      if (first <= last) mask.runs.push_back({slice, row, first, last - first + 1});
    }
  }
  return mask;
}

Grid grid_of(const Case& which) {
  Grid grid;
  grid.origin = {-200, -200, -500};
  grid.column_spacing = grid.row_spacing = which.pixel_mm;
  grid.slice_spacing = which.slice_mm;
  grid.columns = which.columns;
  grid.rows = which.rows;
  grid.slices = which.slices;
  return grid;
}

}  // namespace

const std::vector<Case>& cases() {
  static const std::vector<Case> all{{"a", 512, 512, 300, 0.8, 1, 10, 12, 60},
                                     {"odd", 511, 509, 300, 0.8, 1, 10, 12, 60},
                                     {"b", 512, 512, 800, 0.8, 1, 60, 12, 150},
                                     {"c", 512, 512, 600, 0.8, 1, 100, 20, 300},
                                     {"d", 512, 512, 800, 0.8, 1, 1000, 4, 14}};
  return all;
}

const Case& case_named(const std::string& name) {
  for (const Case& known : cases())
    if (known.name == name) return known;
  std::fprintf(stderr, "no such case: %s (a, odd, b, c, d)\n", name.c_str());
  std::exit(2);
}

std::vector<Mask> masks_of(const Case& which) {
  std::mt19937_64 random(20260101);
  const Grid grid = grid_of(which);
  std::vector<Mask> masks;
  for (int i = 0; i < which.segments; ++i) {
    // The first segment is the largest one.
    const double share = i == 0 ? 1 : uniform(random, 0, 1);
    const double diameter = which.smallest_mm * std::pow(which.largest_mm / which.smallest_mm, share);
    masks.push_back(rasterise(make_ellipsoid(which, diameter, random), grid));
  }
  return masks;
}

std::filesystem::path write_case(const Case& which, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const std::filesystem::path path = folder / (which.name + ".dcm");
  if (std::filesystem::exists(path)) return path;
  dicom::SegmentationToWrite content;
  content.patient_id = "BENCH";
  content.study_instance_uid = "2.25.11";
  content.study_date = "20260101";
  content.series_instance_uid = "2.25.12";
  content.sop_instance_uid = "2.25.13";
  content.frame_of_reference_uid = "2.25.14";
  content.source_series_uid = "2.25.15";
  content.source_sop_class_uid = "1.2.840.10008.5.1.4.1.1.2";
  for (int slice = 0; slice < which.slices; ++slice)
    content.source_image_uids.push_back("2.25.329800735698586629295641978511506172" +
                                        std::to_string(slice + 1));
  int number = 0;
  for (Mask& mask : masks_of(which)) {
    dicom::SegmentToWrite segment;
    segment.label = "Lesion " + std::to_string(++number);
    segment.category = {"49755003", "SCT", "Morphologically Abnormal Structure"};
    segment.type = {"52988006", "SCT", "Lesion"};
    segment.mask = std::move(mask);
    content.segments.push_back(std::move(segment));
  }
  const Result<std::string> bytes = dicom::make_segmentation(content);
  if (!bytes) {
    std::fprintf(stderr, "cannot write case %s: %s\n", which.name.c_str(), bytes.error().reason.c_str());
    std::exit(3);
  }
  std::ofstream(path, std::ios::binary).write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
  return path;
}

std::filesystem::path input_folder() {
  const char* stated = std::getenv("OLIGARD_BENCH_DIR");
  return stated != nullptr ? std::filesystem::path(stated)
                           : std::filesystem::temp_directory_path() / "oligard-bench";
}

}  // namespace oligard::bench
