// The best overall response so far: clinical-rules 2.9.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classify/chain.h"
#include "classify/facts.h"

namespace oligard::classify {

/// The best unconfirmed response up to and including the first progression. A backdated new lesion makes its
/// first sight the first progression; stable disease counts from `sd_min_days` after baseline. `so_far` ends
/// with the time point that is asked about.
[[nodiscard]] std::string best_response(const CaseView& view, const std::vector<RecistAssessment>& so_far,
                                        Chain& chain);

/// The same word, for as long as the program runs; empty when it is no response of 2.7.
[[nodiscard]] std::string_view response_word(const std::string& response);

}  // namespace oligard::classify
