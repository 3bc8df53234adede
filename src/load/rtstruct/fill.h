// ROIs that were drawn on some slices only and stand for those between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "load/rtstruct/planes.h"
#include "load/rtstruct/polygon_raster.h"

namespace oligard::load {

/// Pixels of one ROI by slice, in the numbering of the ContourSlices; a regular stack goes on beyond both
/// ends.
using Sections = std::map<std::int32_t, std::vector<RasterRun>>;

/// Fills the slices that an ROI of at least three sections stands for by its own distance between sections,
/// the median: from the nearest section, half-way from the lower. Only across distances of at most 1.25 times
/// the median, and between sections that cover half of the smaller one in common; any other distance is a
/// gap. Stops once `max_runs` are exceeded.
void fill_between(Sections& sections, const ContourSlices& slices, std::size_t max_runs);

}  // namespace oligard::load
