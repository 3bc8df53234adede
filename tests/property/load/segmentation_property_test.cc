// Whole files: every packing reads as a dense decode does, and what we write ourselves comes back.
#include <filesystem>
#include <fstream>
#include <memory>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "oligard/dicom/segmentation_writer.h"
#include "support/temporary_file.h"
#include "unit/load/seg/builder.h"

namespace oligard::load {
namespace {

/// Full size from the first case on: RapidCheck's ranges start small.
int draw(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high));
}

/// Stretches of one value, as segments have them, and noise.
std::vector<std::uint16_t> draw_pixels(int count, int values) {
  std::vector<std::uint16_t> pixels;
  while (static_cast<int>(pixels.size()) < count)
    pixels.insert(pixels.end(), static_cast<std::size_t>(*rc::gen::element(1, 2, 9, 40)),
                  static_cast<std::uint16_t>(draw(0, values)));
  pixels.resize(static_cast<std::size_t>(count));
  return pixels;
}

using Voxel = std::tuple<int, int, int, int>;  // segment number, depth, row, column

/// The set voxels of a loaded segmentation, at their depth in millimetres (slices are 2 mm apart).
std::vector<Voxel> voxels_in(const Segmentation& seg) {
  std::vector<Voxel> voxels;
  for (const Segment& segment : seg.segments) {
    for (const std::vector<int>& v : test::voxels_of(segment.mask)) {
      const double z = seg.grid.slice_origin(v[0]).z;
      voxels.emplace_back(segment.number, static_cast<int>(std::lround(z)), v[1], v[2]);
    }
  }
  std::sort(voxels.begin(), voxels.end());
  return voxels;
}

test::SegToBuild draw_content(int& threshold) {
  test::SegToBuild seg;
  const int kind = draw(0, 4);
  seg.type = kind < 2 ? "BINARY" : kind == 2 ? "FRACTIONAL" : "LABELMAP";
  seg.bits_allocated = kind == 0 ? 1 : kind == 3 ? *rc::gen::element(8, 16) : 8;
  threshold = kind == 2 ? 100 : 1;  // Maximum Fractional Value is 200
  seg.rows = draw(1, 9);
  seg.columns = draw(1, 23);
  seg.segment_numbers = {1, 2, 3};
  seg.spacing_between_slices = 2;
  seg.shared_groups = *rc::gen::arbitrary<bool>();
  seg.packing = seg.bits_allocated == 1 ? *rc::gen::element(test::Packing::kNative, test::Packing::kRleBytes,
                                                            test::Packing::kRlePacked)
                                        : *rc::gen::element(test::Packing::kNative, test::Packing::kRleBytes);
  if (seg.packing == test::Packing::kNative)
    seg.transfer_syntax = *rc::gen::element(EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                            EXS_BigEndianExplicit, EXS_DeflatedLittleEndianExplicit);
  else
    seg.transfer_syntax = EXS_RLELossless;
  const int values = kind == 2 ? 201 : kind == 3 ? 4 : 2;
  for (int i = draw(1, 8); i > 0; --i)
    seg.frames.push_back({draw(1, 4), {0, 0, 2.0 * draw(0, 6)}, draw_pixels(seg.rows * seg.columns, values)});
  return seg;
}

std::vector<Voxel> dense_decode(const test::SegToBuild& seg, int threshold) {
  std::vector<Voxel> voxels;
  for (const test::FrameToBuild& frame : seg.frames) {
    for (int i = 0; i < seg.rows * seg.columns; ++i) {
      const int value = frame.pixels[static_cast<std::size_t>(i)];
      if (value < threshold) continue;
      const int number = seg.type == "LABELMAP" ? value : frame.segment;
      voxels.emplace_back(number, static_cast<int>(frame.position.z), i / seg.columns, i % seg.columns);
    }
  }
  std::sort(voxels.begin(), voxels.end());
  voxels.erase(std::unique(voxels.begin(), voxels.end()), voxels.end());
  return voxels;
}

RC_GTEST_PROP(SegmentationFile, EveryPackingEqualsADenseDecode, ()) {
  int threshold = 1;
  const test::SegToBuild content = draw_content(threshold);
  const Result<LoadedObject> object = test::load_seg(content);
  RC_ASSERT(object.has_value());
  RC_ASSERT(voxels_in(std::get<Segmentation>(*object)) == dense_decode(content, threshold));
}

Mask draw_mask(const Grid& grid) {
  Mask mask{grid, {}};
  for (int slice = 0; slice < grid.slices; ++slice) {
    const std::vector<std::uint16_t> pixels = draw_pixels(grid.rows * grid.columns, 2);
    for (int i = 0; i < grid.rows * grid.columns; ++i)
      if (pixels[static_cast<std::size_t>(i)] != 0)
        mask.runs.push_back({slice, i / grid.columns, i % grid.columns, 1});
  }
  normalise(mask);
  return mask;
}

/// Every voxel lies where it lay. Distances within 10 % of multiples of one are made that multiple.
bool lie_alike(const Mask& a, const Mask& b) {
  constexpr double kAlikeMm = 0.3;
  const auto in_a = test::voxels_of(a);
  const auto in_b = test::voxels_of(b);
  return std::equal(in_a.begin(), in_a.end(), in_b.begin(), in_b.end(),
                    [&](const std::vector<int>& v, const std::vector<int>& w) {
                      return v[1] == w[1] && v[2] == w[2] &&
                             distance(a.grid.to_patient(v[2], v[1], v[0]),
                                      b.grid.to_patient(w[2], w[1], w[0])) <= kAlikeMm;
                    });
}

RC_GTEST_PROP(SegmentationFile, WhatWeWriteComesBack, ()) {
  Grid grid;
  grid.rows = draw(1, 9);
  grid.columns = draw(1, 23);
  grid.slices = draw(1, 7);
  grid.origin = {-12.5, 40, 7};
  grid.row_spacing = 0.75;
  grid.column_spacing = 1.25;
  grid.slice_spacing = 2;
  if (*rc::gen::arbitrary<bool>() && grid.slices > 1) {
    SliceTable table;
    double depth = 0;
    const bool is_tilted = *rc::gen::arbitrary<bool>();
    grid.rows += 8;  // planes beside a gap still have something in common
    for (int i = 0; i < grid.slices; ++i) {
      table.origins.push_back(grid.origin + Vec3{0, is_tilted ? 0.25 * depth : 0, depth});
      table.heights_mm.push_back(2);
      depth += 2 + 0.1 * draw(0, 9);
    }
    grid.table = std::make_shared<const SliceTable>(std::move(table));
  }
  dicom::SegmentationToWrite content;
  content.sop_instance_uid = "2.25.1";
  content.series_instance_uid = "2.25.2";
  content.study_instance_uid = "2.25.3";
  content.frame_of_reference_uid = "2.25.4";
  content.patient_id = "TEST";
  for (int i = draw(1, 4); i > 0; --i) {
    dicom::SegmentToWrite segment;
    segment.label = "S" + std::to_string(i);
    segment.category = {"49755003", "SCT", "Morphologically Altered Structure"};
    segment.type = {"52988006", "SCT", "Lesion"};
    segment.mask = draw_mask(grid);
    content.segments.push_back(std::move(segment));
  }
  const Result<std::string> bytes = dicom::make_segmentation(content);
  RC_ASSERT(bytes.has_value());
  const auto path = temporary_file("what_we_write.dcm");
  std::ofstream(path, std::ios::binary) << *bytes;
  RC_ASSERT(dicom::set_up().has_value());
  const Result<LoadedObject> object = load_object(path);
  std::filesystem::remove(path);
  RC_ASSERT(object.has_value());
  const auto& seg = std::get<Segmentation>(*object);
  RC_ASSERT(seg.segments.size() == content.segments.size());
  for (std::size_t i = 0; i < seg.segments.size(); ++i)
    RC_ASSERT(lie_alike(seg.segments[i].mask, content.segments[i].mask));
}

}  // namespace
}  // namespace oligard::load
