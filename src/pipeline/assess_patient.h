// The assess job: everything known of one patient → results that are not recorded yet.
#pragma once

#include <string>

#include "oligard/base/clock.h"
#include "oligard/base/metrics.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/store.h"

namespace oligard::pipeline {

/// Re-assesses every time point whose inputs changed, oldest first, and records its results with one delivery
/// a destination. Time points whose result exists are left alone.
[[nodiscard]] Status assess_patient(const std::string& patient_key, const config::Settings& settings,
                                    store::Store& store, const Clock& clock, metrics::Registry& metrics,
                                    const std::string& program_version);

}  // namespace oligard::pipeline
