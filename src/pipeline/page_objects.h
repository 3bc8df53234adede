// The page of a time point as the DICOM objects that the settings ask for.
#pragma once

#include <vector>

#include "oligard/pipeline/result_objects.h"

namespace oligard::pipeline {

/// Secondary capture, encapsulated PDF, both or none. The page is a picture of SR-A, which goes out without
/// it: of what fails `writing` is told.
[[nodiscard]] std::vector<report::Document> page_objects(const report::ReportRequest& request,
                                                         const PatientAnalysis& patient,
                                                         const config::Settings& settings,
                                                         const Writing& writing);

}  // namespace oligard::pipeline
