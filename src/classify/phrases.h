// Numbers, dates and names as people read them. No locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/date.h"
#include "oligard/classify/case.h"
#include "oligard/classify/texts.h"
#include "oligard/classify/wording.h"

namespace oligard::classify {

/// With exactly `decimals` digits after the point; never "-0".
[[nodiscard]] std::string fixed(double value, int decimals);
/// "14", "14.5": to 0.1, without a trailing ".0".
[[nodiscard]] std::string millimetres(double value);
/// "+57 %", "-12.5 %", with a sign.
[[nodiscard]] std::string signed_percent(double value, int decimals);
/// "0.22", "below 0.01", "above 0.99".
[[nodiscard]] std::string probability_words(double value);
/// "soft_tissue" → "soft tissue".
[[nodiscard]] std::string words_of(std::string_view name);
/// "a, b, c".
[[nodiscard]] std::string joined(const std::vector<std::string>& parts,
                                 std::string_view separator = texts().basic.comma);
/// Null when the case has no such time point or lesion.
[[nodiscard]] const CaseTimePoint* find_timepoint(const Case& clinical_case, const std::string& id);
[[nodiscard]] const CaseLesion* find_lesion(const Case& clinical_case, const std::string& id);

}  // namespace oligard::classify
