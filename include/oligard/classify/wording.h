// Sentences of clinical-rules section 4, in one place, for report and terminal.
#pragma once

#include <string>
#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"

namespace oligard::classify {

/// The paragraph for one time point under one profile; names no patient.
[[nodiscard]] std::string conclusion(const Assessment& assessment, std::size_t timepoint,
                                     const std::string& profile);

/// One sentence on one lesion, e.g. "L03 liver, target: PROGRESSING 26.1 mm (+30.5 % vs nadir 20.0 mm)".
[[nodiscard]] std::string lesion_sentence(const Assessment& assessment, std::size_t timepoint,
                                          const std::string& lesion_id);

/// "L03 (liver, +30.5 % vs nadir); …": the progressing lesions, largest growth first; empty when none.
[[nodiscard]] std::string progressing_lesions(const Assessment& assessment, std::size_t timepoint);

/// The mandatory caveats, in order.
[[nodiscard]] std::vector<std::string> caveats(const Assessment& assessment, std::size_t timepoint);

/// The rule and thresholds of a profile in words, with the rule set's name.
[[nodiscard]] std::string rule_in_words(const std::string& profile_name, const Rules& rules);

}  // namespace oligard::classify
