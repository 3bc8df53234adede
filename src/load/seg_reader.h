// Segmentation and Label Map Segmentation data set → Segmentation.
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdatset.h>

#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// BINARY, FRACTIONAL (a voxel counts from half of Maximum Fractional Value on) and LABELMAP. `dataset` must
/// stay readable during the call alone; its Pixel Data may still be in the file. `header` is put into the
/// result. Errors: SEG_*, FILE_TOO_LARGE.
[[nodiscard]] Result<Segmentation> read_segmentation(DcmDataset& dataset,
                                                     const std::string& transfer_syntax_uid,
                                                     ObjectHeader header,
                                                     const std::vector<SourceRule>& rules,
                                                     const LoadLimits& limits);

}  // namespace oligard::load
