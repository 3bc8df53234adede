// Which objects a time point rests on, and which of a patient's take no part.
#pragma once

#include <vector>

#include "oligard/pipeline/analysis.h"
#include "pipeline/known_maps.h"

namespace oligard::pipeline {

/// Whether a segment or a group of a report is a lesion.
[[nodiscard]] bool states_lesions(const load::TimePointObjects& objects);

/// A measured time point with its evidence. The result goes where the lesions were stated: SEGs with lesions
/// first, then reports.
[[nodiscard]] MeasuredTimePoint described(const load::TimePointObjects& objects, measure::TimePoint measured);

/// Objects of a time point that states no lesion take no part (NO_LESION_LIST).
void set_aside(const load::TimePointObjects& objects, std::vector<load::ObjectOutcome>& outcomes);

/// Registrations between time points become maps of the matcher, and evidence of the later of both; those
/// that join none are ignored (REGISTRATION_NOT_USED).
void use_registrations(std::vector<load::Registration> registrations,
                       const std::vector<RegisteredSpace>& spaces, PatientAnalysis& patient);

}  // namespace oligard::pipeline
