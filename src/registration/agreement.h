// How well two volumes lie over each other under a map.
#pragma once

#include <functional>

#include "oligard/registration/coarse_volume.h"

namespace oligard::registration {

struct Overlay {
  double common_share = 0;           ///< of the smaller body: what both volumes show
  double common_mm3 = 0;             ///< of the first body: what both volumes show
  double dice = 0;                   ///< of the bodies within what both show
  double correlation = 0;            ///< Pearson, of values inside both bodies
  double correlation_of_either = 0;  ///< of values inside the first or the second body
};

using PlaceMap = std::function<Vec3(const Vec3&)>;

/// Looks at every `step`-th voxel along each axis of `from`.
[[nodiscard]] Overlay overlay(const CoarseVolume& from, const CoarseVolume& to, const PlaceMap& map,
                              int step = 2);

/// Mean of the places of body voxels.
[[nodiscard]] Vec3 body_centre(const CoarseVolume& volume);

/// The volume with its columns in reverse order: the patient left for right.
[[nodiscard]] CoarseVolume mirrored(const CoarseVolume& volume);

/// Bone and what is within two voxels of it, as `body`; values between soft tissue and bone. Of a CT.
[[nodiscard]] CoarseVolume bones_of(const CoarseVolume& volume);

/// Voxels of `body`.
[[nodiscard]] double body_voxels(const CoarseVolume& volume);

/// True when the place lies within `margin_mm` of the volume.
[[nodiscard]] bool shows(const CoarseVolume& volume, const Vec3& place, double margin_mm);

}  // namespace oligard::registration
