// Links that readers state in reports (docs/matching.md, "Reader's word").
#pragma once

#include <set>
#include <string>
#include <vector>

#include "match/node.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::match {

struct ReaderLink {
  LesionRef from;
  LesionRef to;
  LinkKind kind = LinkKind::kSame;

  friend auto operator<=>(const ReaderLink&, const ReaderLink&) = default;
};

struct ReaderWord {
  std::vector<ReaderLink> links;  ///< by from, then to
  std::set<LesionRef> moved;      ///< lesions whose own Tracking UID a reader replaces or gives to another
  std::set<LesionRef> contested;  ///< lesions of which readers state different things: none is followed
};

/// What readers state, given the links that were made so far: a Tracking UID names a track, and a track is
/// followed along `links` to its last time point before the lesion that gets the UID. UIDs of reports count
/// when a person wrote the report, or when they are ones that this program derived, and when they stand at
/// another time point too.
[[nodiscard]] ReaderWord reader_word(const std::vector<measure::TimePoint>& timepoints,
                                     const std::string& patient_key, const std::vector<Link>& links);

}  // namespace oligard::match
