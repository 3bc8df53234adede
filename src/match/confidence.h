// How likely decisions are to be right. The weights are fitted by scripts/fit-confidence on generated
// cohorts.
#pragma once

#include <optional>

#include "oligard/match/lesion_graph.h"

namespace oligard::match {

/// What a link's probability rests on.
struct LinkFeatures {
  double margin = 0;       ///< what the best assignment without it costs more
  double cost = 0;         ///< its own
  double reliability = 0;  ///< of the registration
  LinkKind kind = LinkKind::kSame;
  int skipped = 0;  ///< time points between its ends
};

/// That the link is right, 0…1.
[[nodiscard]] double link_probability(const LinkFeatures& features);

/// That a lesion left alone has no partner. `margin`: what the best assignment that links it costs more.
[[nodiscard]] double unlinked_probability(double margin, double reliability);

/// Why a link is in doubt; empty when probability and reliability are good.
[[nodiscard]] std::optional<Note> doubt_of(const LinkFeatures& features, double probability);

}  // namespace oligard::match
