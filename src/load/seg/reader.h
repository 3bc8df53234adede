// Segmentation and Label Map Segmentation data set → Segmentation.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdatset.h>

#include "load/bytes/prescan.h"
#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// BINARY, FRACTIONAL (a voxel counts from the rule's share of Maximum Fractional Value on) and LABELMAP.
/// `dataset` need hold no per-frame groups and no native Pixel Data: these are read from the file as `layout`
/// says. `header` is put into the result. Errors: SEG_*, FILE_TOO_LARGE.
[[nodiscard]] Result<Segmentation> read_segmentation(DcmDataset& dataset, const std::filesystem::path& path,
                                                     const DataSetLayout& layout,
                                                     const std::string& transfer_syntax_uid,
                                                     ObjectHeader header,
                                                     const std::vector<SourceRule>& rules,
                                                     const LoadLimits& limits);

}  // namespace oligard::load
