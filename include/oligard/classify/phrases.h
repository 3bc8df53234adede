// Numbers, dates and names as people read them. No locale.
#pragma once

#include <string>

#include "oligard/base/date.h"
#include "oligard/base/text.h"
#include "oligard/classify/texts.h"
#include "oligard/match/lesion_graph.h"

namespace oligard::classify {

/// "14", "14.5": to 0.1, without a trailing ".0".
[[nodiscard]] std::string millimetres(double value);
/// "+57 %", "-12.5 %", with a sign.
[[nodiscard]] std::string signed_percent(double value, int decimals);
/// "0.22", "below 0.01", "above 0.99".
[[nodiscard]] std::string probability_words(double value);
/// "2 Apr 2025", as all sentences write dates.
[[nodiscard]] std::string readable_date(Date date);
/// "L03" of a lesion, "L03.2" where the track has several at that time point; "?" outside of every track.
[[nodiscard]] std::string lesion_name(const match::LesionGraph& graph, match::LesionRef lesion);

}  // namespace oligard::classify
