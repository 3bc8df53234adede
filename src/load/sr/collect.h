// Where measurements stand in a content tree.
#pragma once

#include <vector>

#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// All measurement groups (TID 1410, 1411, 1501) and AIM annotations, in order. A group within a group is one
/// of its own that takes what identifies the lesion from the outer one. Elsewhere (TID 1400 and 300 in the
/// findings of a report) a size counts that is drawn, with what stands below it; a section that holds one
/// size of a kind is one group. Derived measurements, image libraries and previous findings are passed over.
[[nodiscard]] std::vector<PriorMeasurement> collect_groups(const ContentItem& root,
                                                           bool with_own_codes = false);

}  // namespace oligard::load
