// RT Structure Set data set → Segmentation.
#pragma once

#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// Each ROI becomes a segment of the ROI's number, on one grid of small pixels (see masks_of). Content date
/// and time are those of the structure set where the object states no others. An ROI without any area, or an
/// organ mask or other ROI that does not fit the grid of the lesions, has an empty mask and says why in
/// `left_out`; a lesion that does not fit refuses the object. `header` is put into the result. Errors:
/// RTSTRUCT_*, FILE_TOO_LARGE.
[[nodiscard]] Result<Segmentation> read_structure_set(DcmItem& dataset, ObjectHeader header,
                                                      const std::vector<SourceRule>& rules,
                                                      const LoadLimits& limits);

}  // namespace oligard::load
