// Received segmentations that share a voxel grid, laid into one.
#pragma once

#include <optional>
#include <vector>

#include "report/write/content.h"

namespace oligard::report {

/// One lesion's voxels on the grid of its stack.
struct StackedGroup {
  const Group* group = nullptr;
  const LesionVoxels* voxels = nullptr;
  int first_slice = 0;  ///< of the stack, where slice 0 of the voxels' own grid lies
};

/// What one SEG can hold.
struct LesionStack {
  Grid grid;
  const SegmentedLesions* first = nullptr;  ///< names frame of reference, series and slice thickness
  std::vector<SliceImage> slice_images;     ///< one a slice of `grid`; UIDs are empty where not known
  std::vector<StackedGroup> groups;         ///< in the order of the content
};

/// Groups whose voxels are known, by stack; stacks in order of their first group. Segmentations share a stack
/// when they have the same frame of reference, source series, rows, columns and spacings, and their slices
/// lie on one regular row of planes to within a thousandth of a voxel.
[[nodiscard]] std::vector<LesionStack> lesion_stacks(const ReportRequest& request, const Content& content);

}  // namespace oligard::report
