#include "measure/missing_slices.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>

#include "oligard/base/slice_shifts.h"

namespace oligard::measure {
namespace {

constexpr double kCommonShare = 0.5;

std::span<const Run> slice_of(const Mask& mask, std::int32_t slice) {
  const auto before = [](const Run& run, std::int32_t value) { return run.slice < value; };
  const auto begin = std::lower_bound(mask.runs.begin(), mask.runs.end(), slice, before);
  const auto end = std::lower_bound(begin, mask.runs.end(), slice + 1, before);
  return {begin, end};
}

std::int64_t area_of(std::span<const Run> runs) {
  std::int64_t area = 0;
  for (const Run& run : runs)
    area += run.length;
  return area;
}

std::int64_t common_area(std::span<const Run> a, std::span<const Run> b, const SliceShifts& shifts) {
  std::int64_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::int32_t row_a = a[i].row + shifts.row(a[i].slice);
    const std::int32_t row_b = b[j].row + shifts.row(b[j].slice);
    const std::int32_t begin_a = a[i].column + shifts.column(a[i].slice);
    const std::int32_t begin_b = b[j].column + shifts.column(b[j].slice);
    const std::int32_t end_a = begin_a + a[i].length;
    const std::int32_t end_b = begin_b + b[j].length;
    if (row_a == row_b) common += std::max(0, std::min(end_a, end_b) - std::max(begin_a, begin_b));
    if (std::tie(row_a, end_a) < std::tie(row_b, end_b)) {
      ++i;
    } else {
      ++j;
    }
  }
  return common;
}

bool goes_on(std::span<const Run> below, std::span<const Run> above, const SliceShifts& shifts) {
  const std::int64_t larger = std::max(area_of(below), area_of(above));
  return larger > 0 &&
         static_cast<double>(common_area(below, above, shifts)) >= kCommonShare * static_cast<double>(larger);
}

std::size_t root_of(std::vector<std::size_t>& parent, std::size_t i) {
  while (parent[i] != i)
    i = parent[i] = parent[parent[i]];
  return i;
}

}  // namespace

std::vector<std::int32_t> missing_slices(const load::Segmentation& segmentation) {
  if (!segmentation.missing_slices) return {};
  std::vector<bool> has_frame(static_cast<std::size_t>(std::max(0, segmentation.grid.slices)), false);
  for (const load::Segment& segment : segmentation.segments) {
    for (const Run& run : segment.mask.runs) {
      if (run.slice >= 0 && run.slice < segmentation.grid.slices)
        has_frame[static_cast<std::size_t>(run.slice)] = true;
    }
  }
  for (std::size_t i = 0; i < std::min(has_frame.size(), segmentation.slice_images.size()); ++i) {
    if (!segmentation.slice_images[i].sop_instance_uid.empty()) has_frame[i] = true;
  }
  std::vector<std::int32_t> missing;
  for (std::size_t i = 1; i + 1 < has_frame.size(); ++i) {
    if (has_frame[i - 1] && !has_frame[i] && has_frame[i + 1])
      missing.push_back(static_cast<std::int32_t>(i));
  }
  return missing;
}

std::vector<Mask> join_across(std::vector<Mask> parts, const std::vector<std::int32_t>& missing) {
  if (missing.empty() || parts.size() < 2) return parts;
  std::vector<std::size_t> parent(parts.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const SliceShifts shifts(parts.front().grid);
  for (const std::int32_t slice : missing) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::span<const Run> below = slice_of(parts[i], slice - 1);
      if (below.empty()) continue;
      for (std::size_t j = 0; j < parts.size(); ++j) {
        if (parts[j].runs.front().slice > slice + 1 || !goes_on(below, slice_of(parts[j], slice + 1), shifts))
          continue;
        const std::size_t a = root_of(parent, i);
        const std::size_t b = root_of(parent, j);
        parent[std::max(a, b)] = std::min(a, b);
      }
    }
  }
  std::vector<Mask> joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Mask& into = parts[root_of(parent, i)];
    if (&into != &parts[i]) into.runs.insert(into.runs.end(), parts[i].runs.begin(), parts[i].runs.end());
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parent[i] != i) continue;
    normalise(parts[i]);
    joined.push_back(std::move(parts[i]));
  }
  return joined;
}

double missing_volume_mm3(const Mask& mask, const std::vector<std::int32_t>& missing) {
  const SliceShifts shifts(mask.grid);
  double columns_mm = 0;
  for (const std::int32_t slice : missing) {
    const std::span<const Run> below = slice_of(mask, slice - 1);
    const std::span<const Run> above = slice_of(mask, slice + 1);
    if (goes_on(below, above, shifts))
      columns_mm +=
          0.5 * static_cast<double>(area_of(below) + area_of(above)) * mask.grid.slice_height(slice);
  }
  return columns_mm * mask.grid.column_spacing * mask.grid.row_spacing;
}

}  // namespace oligard::measure
