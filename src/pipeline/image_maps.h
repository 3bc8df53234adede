// Maps between time points from their images.
#pragma once

#include "oligard/config/settings.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::pipeline {

/// Registers the images of pairs of time points as [matching] image_registration says and appends what came
/// out to the patient's maps, what did not to its notes. Pairs: each time point with the two latest earlier
/// ones that have images. A pair is judged by what was known at its later time point, and pairs are taken in
/// order of it: a later time point changes nothing. No new pair begins once the budget is spent.
void add_image_maps(PatientAnalysis& patient, const config::Settings& settings,
                    const PairProgress& registering);

}  // namespace oligard::pipeline
