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
  return (text.front() == '-' || zero ? "" : "+") + text + " %";
}

std::string probability_words(double value) {
  if (value < 0.01) return "below 0.01";
  return value > 0.99 ? "above 0.99" : fixed(value, 2);
}

std::string readable_date(Date date) {
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day ymd(date);
  return std::to_string(static_cast<unsigned>(ymd.day())) + " " +
         kMonths[(static_cast<unsigned>(ymd.month()) + 11) % 12] + " " +
         std::to_string(static_cast<int>(ymd.year()));
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

std::string counted(int n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
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
