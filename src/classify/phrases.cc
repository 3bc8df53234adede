#include "classify/phrases.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace oligard::classify {

std::string fixed(double value, int decimals) {
  std::array<char, 400> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  if (error != std::errc()) return "?";
  std::string text(buffer.data(), end);
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  if (zero && text.front() == '-') text.erase(0, 1);
  return text;
}

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

std::string words_of(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

const CaseTimePoint* find_timepoint(const Case& clinical_case, const std::string& id) {
  const std::optional<std::size_t> t = timepoint_index(clinical_case, id);
  return t ? &clinical_case.timepoints[*t] : nullptr;
}

const CaseLesion* find_lesion(const Case& clinical_case, const std::string& id) {
  const auto found = std::find_if(clinical_case.lesions.begin(), clinical_case.lesions.end(),
                                  [&id](const CaseLesion& lesion) { return lesion.id == id; });
  return found == clinical_case.lesions.end() ? nullptr : &*found;
}

}  // namespace oligard::classify
