// Lesions of one segmentation, with the images it was drawn on.
#pragma once

#include <vector>

#include "measure/images.h"
#include "oligard/measure/measure.h"

namespace oligard::measure {

/// As measure_segmentation; a lesion that reaches an end of `stack` is truncated. Null = coverage unknown.
[[nodiscard]] Result<std::vector<Lesion>> measure_segmentation(const load::Segmentation& segmentation,
                                                               const MeasureOptions& options,
                                                               const Stack* stack);

}  // namespace oligard::measure
