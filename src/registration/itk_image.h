// Coarse volumes as ITK images. Included by sources alone that use ITK.
#pragma once

#include <itkEuler3DTransform.h>
#include <itkImage.h>

#include "oligard/registration/coarse_volume.h"
#include "registration/rigid_map.h"

namespace oligard::registration {

using Image = itk::Image<float, 3>;
using Euler = itk::Euler3DTransform<double>;

/// A copy.
[[nodiscard]] Image::Pointer image_of(const CoarseVolume& volume);
/// Means of 2 × 2 × 2 voxels; axes of fewer than 16 voxels are kept.
[[nodiscard]] Image::Pointer halved(const Image::Pointer& image);

[[nodiscard]] Euler::Pointer transform_of(const RigidMap& map);
[[nodiscard]] RigidMap map_of(const Euler& transform);

}  // namespace oligard::registration
