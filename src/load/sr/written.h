// What a report with our codes says where a reader may change it, and what its record says that we wrote.
#pragma once

#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// Fills `free_texts`, `states` and `original` of a report whose groups are read.
void read_written(DcmItem& dataset, const ContentItem& root, MeasurementReport& report);

}  // namespace oligard::load
