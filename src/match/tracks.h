// Links to tracks, with their names and absences.
#pragma once

#include <string>
#include <vector>

#include "match/history.h"

namespace oligard::match {

/// One track for each family of linked lesions, named L01, L02, … by first time point, organ and place (head
/// first).
[[nodiscard]] std::vector<Track> tracks_of(const std::vector<measure::TimePoint>& timepoints,
                                           const History& history, const std::string& patient_key);

}  // namespace oligard::match
