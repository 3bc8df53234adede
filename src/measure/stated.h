// Readers' numbers: joined to measured lesions, or lesions of their own.
#pragma once

#include <span>
#include <vector>

#include "measure/images.h"
#include "oligard/load/measurement_report.h"
#include "oligard/load/segmentation.h"
#include "oligard/measure/lesion.h"

namespace oligard::measure {

/// Adds what the reports state to `lesions`: by segment reference, tracking UID, then position (the middle of
/// a stated line inside a lesion or within 5 mm of its boundary). A group with a size that fits no lesion
/// becomes a lesion of kind kReport. Our own results, and groups without a size or that say "absent", are
/// passed over. Reports are taken in order of SOP Instance UID.
void add_stated(std::span<const load::MeasurementReport> reports,
                std::span<const load::Segmentation> segmentations, const Images& images,
                std::vector<Lesion>& lesions);

}  // namespace oligard::measure
