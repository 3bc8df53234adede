// What a report with our codes says where a reader may change it, and what its record says that we wrote.
#pragma once

#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// Fills `free_texts`, `states` and `original` of a report whose groups are read. The record's container
/// WRITTEN_REC is in docs/conformance.md, "The record".
void read_written(const ContentItem& root, MeasurementReport& report);

}  // namespace oligard::load
