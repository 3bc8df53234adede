#include "report/write/lesion_stack.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace oligard::report {
namespace {

constexpr double kVoxelTolerance = 1e-3;
constexpr double kDirectionTolerance = 1e-5;

bool is_near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance;
}

bool same_directions(const Grid& a, const Grid& b) {
  return distance(a.column_direction, b.column_direction) <= kDirectionTolerance &&
         distance(a.row_direction, b.row_direction) <= kDirectionTolerance;
}

bool same_spacings(const Grid& a, const Grid& b) {
  const auto near = [](double x, double y) { return is_near(x, y, kVoxelTolerance * y / 100); };
  return near(a.column_spacing, b.column_spacing) && near(a.row_spacing, b.row_spacing) &&
         near(a.slice_spacing, b.slice_spacing);
}

/// Slice of `stack` on which slice 0 of `grid` lies; nothing when they are no parts of one grid.
std::optional<int> offset_in(const Grid& stack, const Grid& grid) {
  if (stack == grid) return 0;
  const bool comparable = stack.is_regular() && grid.is_regular() && stack.rows == grid.rows &&
                          stack.columns == grid.columns && same_directions(stack, grid) &&
                          same_spacings(stack, grid);
  if (!comparable) return std::nullopt;
  const Vec3 at = stack.to_index(grid.origin);
  const double slice = std::round(at.z);
  const bool aligned = is_near(at.x, 0, kVoxelTolerance) && is_near(at.y, 0, kVoxelTolerance) &&
                       is_near(at.z, slice, kVoxelTolerance);
  if (!aligned) return std::nullopt;
  return static_cast<int>(slice);
}

bool same_space(const SegmentedLesions& a, const SegmentedLesions& b) {
  return a.frame_of_reference_uid == b.frame_of_reference_uid && a.source_series_uid == b.source_series_uid;
}

/// One received segmentation in a stack.
struct Member {
  const SegmentedLesions* segmentation = nullptr;
  int first_slice = 0;
};

struct Assembly {
  LesionStack stack;
  std::vector<Member> members;
};

/// The assembly that takes the segmentation up, new when there is none.
Assembly& assembly_for(const SegmentedLesions& segmentation, const Grid& grid,
                       std::vector<Assembly>& assemblies) {
  for (Assembly& assembly : assemblies) {
    if (!same_space(*assembly.stack.first, segmentation)) continue;
    for (const Member& member : assembly.members)
      if (member.segmentation == &segmentation) return assembly;
    if (const auto offset = offset_in(assembly.stack.grid, grid)) {
      assembly.members.push_back({&segmentation, *offset});
      return assembly;
    }
  }
  Assembly& assembly = assemblies.emplace_back();
  assembly.stack.grid = grid;
  assembly.stack.first = &segmentation;
  assembly.members.push_back({&segmentation, 0});
  return assembly;
}

int first_slice_of(const Assembly& assembly, const SegmentedLesions& segmentation) {
  const auto found = std::find_if(assembly.members.begin(), assembly.members.end(),
                                  [&](const Member& member) { return member.segmentation == &segmentation; });
  return found->first_slice;
}

/// Widens the stack's grid to all members and moves their slices to count from its new first one.
LesionStack closed(Assembly assembly) {
  int low = 0;
  int high = assembly.stack.grid.slices;
  for (const Member& member : assembly.members) {
    low = std::min(low, member.first_slice);
    high = std::max(high, member.first_slice + member.segmentation->lesions.front().mask.grid.slices);
  }
  LesionStack stack = std::move(assembly.stack);
  if (low < 0) stack.grid.origin = stack.grid.slice_origin(low);
  stack.grid.slices = high - low;
  stack.slice_images.resize(static_cast<std::size_t>(high - low));
  for (const Member& member : assembly.members) {
    const auto& images = member.segmentation->slice_images;
    for (std::size_t i = 0; i < images.size(); ++i) {
      SliceImage& image = stack.slice_images[static_cast<std::size_t>(member.first_slice - low) + i];
      if (image.sop_instance_uid.empty()) image = images[i];
    }
  }
  for (StackedGroup& group : stack.groups)
    group.first_slice -= low;
  return stack;
}

/// The voxels that a lesion was measured on; null when they are not known.
std::pair<const SegmentedLesions*, const LesionVoxels*> voxels_of(const ReportRequest& request,
                                                                  const measure::LesionSource& source) {
  for (const SegmentedLesions& segmentation : *request.segmented) {
    if (segmentation.sop_instance_uid != source.sop_instance_uid) continue;
    for (const LesionVoxels& lesion : segmentation.lesions) {
      if (lesion.number == source.number && lesion.component == source.component)
        return {&segmentation, &lesion};
    }
  }
  return {nullptr, nullptr};
}

}  // namespace

std::vector<LesionStack> lesion_stacks(const ReportRequest& request, const Content& content) {
  if (request.segmented == nullptr) return {};
  std::vector<Assembly> assemblies;
  for (const Group& group : content.groups) {
    const auto [segmentation, voxels] = voxels_of(request, group.lesion->source);
    if (voxels == nullptr) continue;
    Assembly& assembly = assembly_for(*segmentation, voxels->mask.grid, assemblies);
    assembly.stack.groups.push_back({&group, voxels, first_slice_of(assembly, *segmentation)});
  }
  std::vector<LesionStack> stacks;
  for (Assembly& assembly : assemblies)
    stacks.push_back(closed(std::move(assembly)));
  return stacks;
}

}  // namespace oligard::report
