// One SR data set → a MeasurementReport.
#pragma once

#include <dcmtk/dcmdata/dcdatset.h>

#include "oligard/base/result.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// Reads TID 1500 measurement groups (TID 1410, 1411, 1501) and AIM annotations. `dataset` is UTF-8 and must
/// outlive the call alone; `header` is put into the report unchanged. Errors: SR_NO_CONTENT, SR_TOO_DEEP,
/// SR_TOO_LARGE, SR_NO_MEASUREMENT.
[[nodiscard]] Result<MeasurementReport> read_measurement_report(DcmDataset& dataset, ObjectHeader header);

}  // namespace oligard::load
