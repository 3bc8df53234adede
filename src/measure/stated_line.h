// A reader's line in patient space.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "measure/images.h"
#include "oligard/load/measurement_report.h"
#include "oligard/load/segmentation.h"
#include "oligard/measure/lesion.h"

namespace oligard::measure {

struct PlacedLine {
  Axis axis;                ///< pixel coordinates on `image`; 0 when there is none
  bool fits_length = true;  ///< the line is as long as the number says, within 5 % or 1 mm
  std::string frame_of_reference_uid;
  std::string image_series_uid;
  std::string image_class_uid;  ///< the image it was drawn on, empty when not known
  std::string image_uid;
  int image_frame = 0;
  double slice_spacing_mm = 0;  ///< 0 = not known
  bool axial = true;
};

/// Where the line lies: on an image of the time point, in patient space, or on a segmentation's slice of the
/// same image, if the line there has the stated length. Empty when nothing tells.
[[nodiscard]] std::optional<PlacedLine> place_line(const load::StatedNumber& number, const Images& images,
                                                   std::span<const load::Segmentation> segmentations);

/// The middle of what is drawn: the mean of the regions' middles, in one frame of reference.
struct PlacedMiddle {
  Vec3 point_mm;
  std::string frame_of_reference_uid;
};

/// Regions in patient space or on an image of the time point; those of other frames of reference than the
/// first are left out. Empty when none can be placed.
[[nodiscard]] std::optional<PlacedMiddle> place_regions(std::span<const load::StatedRegion> regions,
                                                        const Images& images);

}  // namespace oligard::measure
