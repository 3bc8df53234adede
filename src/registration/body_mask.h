// What of a volume is the patient.
#pragma once

#include "oligard/registration/coarse_volume.h"

namespace oligard::registration {

/// Sets `body`: voxels brighter than `threshold`, parted from the table by an erosion of one voxel, of them
/// the largest part that hangs together, its holes filled slice by slice. False when none is left.
[[nodiscard]] bool find_body(CoarseVolume& volume, float threshold);

}  // namespace oligard::registration
