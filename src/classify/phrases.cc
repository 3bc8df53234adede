#include "oligard/classify/phrases.h"

#include <algorithm>
#include <chrono>

namespace oligard::classify {

std::string millimetres(double value) {
  std::string text = fixed(value, 1);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string signed_percent(double value, int decimals) {
  const std::string text = fixed(value, decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return texts().basic.percent((text.front() == '-' || zero ? "" : "+") + text);
}

std::string probability_words(double value) {
  constexpr double kLeast = 0.01;
  constexpr double kMost = 0.99;
  if (value < kLeast) return texts().basic.below(fixed(kLeast, 2));
  return value > kMost ? texts().basic.above(fixed(kMost, 2)) : fixed(value, 2);
}

std::string readable_date(Date date) {
  const std::chrono::year_month_day ymd(date);
  const std::string_view month = texts().basic.months[(static_cast<unsigned>(ymd.month()) + 11) % 12];
  return texts().basic.date(static_cast<int>(static_cast<unsigned>(ymd.day())), month,
                            static_cast<int>(ymd.year()));
}

std::string lesion_name(const match::LesionGraph& graph, match::LesionRef lesion) {
  for (const match::Track& track : graph.tracks) {
    if (std::find(track.lesions.begin(), track.lesions.end(), lesion) == track.lesions.end()) continue;
    int fragments = 0;
    int number = 0;
    for (const match::LesionRef ref : track.lesions) {
      if (ref.timepoint != lesion.timepoint) continue;
      ++fragments;
      if (ref == lesion) number = fragments;
    }
    return fragments > 1 ? track.id + "." + std::to_string(number) : track.id;
  }
  return "?";
}

}  // namespace oligard::classify
