// Links to tracks, with their names and absences.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "match/history.h"
#include "match/reader_word.h"

namespace oligard::match {

/// The Tracking UID of a track that begins with `lesion` and adopts none.
[[nodiscard]] std::string derived_uid(const measure::Lesion& lesion, const std::string& patient_key);

/// One track for each family of linked lesions, named L01, L02, … by first time point, organ and place (head
/// first). The Tracking UIDs of lesions that a reader `moved` name no track.
[[nodiscard]] std::vector<Track> tracks_of(const std::vector<measure::TimePoint>& timepoints,
                                           const History& history, const std::string& patient_key,
                                           const std::set<LesionRef>& moved);

}  // namespace oligard::match
