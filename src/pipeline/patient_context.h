// What is known of a patient beside the images: of the settings, and of the context that came with it.
#pragma once

#include "oligard/pipeline/analysis.h"

namespace oligard::pipeline {

/// Sets `context` and `context_text`; `error` where the context cannot be read (CONTEXT_INVALID).
void read_context(PatientAnalysis& patient, const config::Settings& settings,
                  const ContextSource& context_of);

/// The baseline by its date: ids count time points, and earlier ones are assessed without later ones. A date
/// after all studies may still come. Sets `error` (CASE_NO_BASELINE) when it is no time point.
void settle_baseline(PatientAnalysis& patient);

}  // namespace oligard::pipeline
