// Voxels of lesions, kept for what is drawn of them.
#pragma once

#include <vector>

#include "oligard/load/segmentation.h"
#include "oligard/report/result_documents.h"

namespace oligard::pipeline {

/// Those of segmentations; structure sets are passed over, since the columns and rows of theirs are no
/// image's.
[[nodiscard]] std::vector<report::SegmentedLesions> segmented_lesions(
    const std::vector<load::Segmentation>& segmentations);

}  // namespace oligard::pipeline
