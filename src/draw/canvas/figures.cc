#include "draw/canvas/figures.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

#include "oligard/base/text.h"
#include "oligard/classify/phrases.h"

namespace oligard::draw {
namespace {

constexpr std::string_view kMinus = "\u2212";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       start = end + 1, end = text.find(separator, start))
    parts.emplace_back(text.substr(start, end - start));
  parts.emplace_back(text.substr(start));
  return parts;
}

/// The components of one group that are not empty.
std::string joined_components(std::string_view group, std::string_view separator) {
  std::string name;
  for (const std::string& component : split(group, '^')) {
    const std::size_t first = component.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    const std::size_t last = component.find_last_not_of(' ');
    name += (name.empty() ? "" : std::string(separator)) + component.substr(first, last - first + 1);
  }
  return name;
}

std::string with_minus(const std::string& text) {
  return text.starts_with('-') ? std::string(kMinus) + text.substr(1) : text;
}

}  // namespace

std::string tenths(double value) {
  return with_minus(fixed(value, 1));
}

std::string trimmed(double value) {
  const std::string text = fixed(value, 1);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

std::string signed_percent(double percent) {
  return (percent > 0 ? "+" : "") + with_minus(trimmed(percent)) + " %";
}

std::string change(double percent) {
  if (!std::isfinite(percent)) return "?";
  const double whole = std::round(percent);
  return (whole > 0 ? "+" : "") + with_minus(fixed(whole, 0)) + " %";
}

std::string fine_change(double percent) {
  const std::string text = tenths(percent);
  return (percent > 0 && text != "0.0" ? "+" : "") + text + " %";
}

std::string readable(Date date) {
  return classify::readable_date(date);
}

std::string readable(UnixTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d UTC", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()));
  return readable(Date(day)) + text.data();
}

std::string readable_dicom_date(const std::string& value) {
  const Result<Date> date = parse_dicom_date(value);
  return date ? readable(*date) : value;
}

std::string titled(std::string_view name) {
  std::string text = in_words(name);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string readable_name(std::string_view person_name) {
  const std::vector<std::string> groups = split(person_name, '=');
  std::string name = joined_components(groups[0], ", ");
  for (std::size_t i = 1; i < groups.size(); ++i) {
    const std::string other = joined_components(groups[i], " ");
    if (other.empty()) continue;
    name += name.empty() ? other : " (" + other + ")";
  }
  return name;
}

}  // namespace oligard::draw
