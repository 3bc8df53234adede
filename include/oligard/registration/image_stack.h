// Which received images of a time point make a volume.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "oligard/base/geometry.h"
#include "oligard/base/result.h"
#include "oligard/load/image_slice.h"

namespace oligard::registration {

/// One plane of a stack and where its pixels are.
struct StackPlane {
  std::string path;
  int frame = 0;  ///< as in load::ImagePlane
  Grid grid;      ///< of one slice
};

/// Parallel planes of one series, each position once, ascending along their common normal, no gap beyond 1.5
/// times the usual step.
struct ImageStack {
  std::string modality;
  std::string series_instance_uid;
  std::string frame_of_reference_uid;
  double spacing_mm = 0;  ///< median distance between planes
  std::vector<StackPlane> planes;
};

/// What the lesions of the time point were drawn on; empty = not known.
struct StackWish {
  std::string frame_of_reference_uid;
  std::vector<std::string> series_instance_uids;
};

/// Stacks that can be registered, best first: CT and MR in the wished frame of reference (a PET is registered
/// by the CT that shares it); wished series, then CT, then most planes, then UID. Error when there is none:
/// IMAGE_REGISTRATION_NO_IMAGES, IMAGE_REGISTRATION_MODALITY, IMAGE_REGISTRATION_FEW_SLICES.
[[nodiscard]] Result<std::vector<ImageStack>> stacks_of(std::span<const load::ImageObject> images,
                                                        const StackWish& wish);

}  // namespace oligard::registration
