// ITK's demons: what a rigid map leaves, breathing, organs, weight, as a field of displacements.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "oligard/registration/coarse_volume.h"
#include "registration/rigid_map.h"

namespace oligard::registration {

/// Displacements at voxel centres of a regular grid, columns first, then rows, then slices.
struct OffsetField {
  Grid grid;
  std::vector<std::array<float, 3>> offsets_mm;

  /// Trilinear; beyond the outer voxel centres that of the nearest place inside.
  [[nodiscard]] Vec3 at(const Vec3& point) const;
};

/// x ↦ rigid(x + field(x)) takes places of `from` to `to`, both of one modality, on a grid of twice the voxel
/// size of `from`. One thread; equal input gives equal bits. Nothing when ITK gives up.
[[nodiscard]] std::optional<OffsetField> refine(const CoarseVolume& from, const CoarseVolume& to,
                                                const RigidMap& rigid);

}  // namespace oligard::registration
