// The reconstruction's centre: patients lie near it, so it tells the shift between two scans roughly.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "oligard/load/image_slice.h"
#include "oligard/load/segmentation.h"

namespace oligard::measure {

/// x and y of the centre of the full image matrix, z 0. Of the images of the frame of reference that the
/// lesion lists were drawn on, else of the lesion lists' own grids, else of the organ masks'. A grid counts
/// when its planes are axial within 20 degrees and it has at least 128 columns and rows and 200 mm of each:
/// smaller ones were cropped around what they show. Empty when none counts or two are more than 30 mm apart.
[[nodiscard]] std::optional<Vec3> field_of_view_centre(std::span<const load::Segmentation> segmentations,
                                                       std::span<const load::ImageObject> images,
                                                       const std::string& frame_of_reference_uid);

}  // namespace oligard::measure
