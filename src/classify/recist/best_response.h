// The best overall response so far: clinical-rules 2.9.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classify/status/chain.h"
#include "classify/status/facts.h"

namespace oligard::classify {

/// The best unconfirmed response up to and including the first progression. A backdated new lesion makes its
/// first sight the first progression; stable disease counts from `sd_min_days` after baseline. `so_far` ends
/// with the time point that is asked about.
[[nodiscard]] std::string best_response(const CaseView& view, const std::vector<RecistAssessment>& so_far,
                                        Chain& chain);

/// The best response where confirmation is required (2.7, Table 3), up to and including the first
/// progression: CR or PR when the next evaluable responses, at least `confirm_min_days` later, are no worse;
/// else SD from `sd_min_days` on, else PD or NE. Disease after a CR is taken as if the CR had been true.
[[nodiscard]] std::string confirmed_response(const CaseView& view,
                                             const std::vector<RecistAssessment>& so_far);

/// The same word, for as long as the program runs; empty when it is no response of 2.7.
[[nodiscard]] std::string_view response_word(const std::string& response);

}  // namespace oligard::classify
