// What readers changed in copies of our results.
#pragma once

#include <span>

#include "measure/images.h"
#include "oligard/load/measurement_report.h"
#include "oligard/load/segmentation.h"
#include "oligard/measure/time_point.h"

namespace oligard::measure {

/// Fills `copies` and `changes` of `point`, whose lesions add_stated has made.
void read_reader_copies(std::span<const load::MeasurementReport> reports,
                        std::span<const load::Segmentation> segmentations, const Images& images,
                        TimePoint& point);

}  // namespace oligard::measure
