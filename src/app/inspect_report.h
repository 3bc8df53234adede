// What a report says, for `oligard inspect`.
#pragma once

#include "oligard/load/measurement_report.h"

namespace oligard::app {

/// Prints title, template and every measurement group to standard output.
void print_report(const load::MeasurementReport& report);

}  // namespace oligard::app
