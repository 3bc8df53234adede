#include "oligard/base/date.h"

#include <array>
#include <cstdio>

namespace oligard {
namespace {

Result<Date> from_digits(std::string_view digits, std::string_view original) {
  int parts[3] = {0, 0, 0};
  const std::array<std::pair<std::size_t, std::size_t>, 3> fields{{{0, 4}, {4, 2}, {6, 2}}};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const char c : digits.substr(fields[i].first, fields[i].second)) {
      if (c < '0' || c > '9') {
        return fail(ErrorKind::kInvalidInput, "DATE_INVALID", "not a date of the form YYYYMMDD");
      }
      parts[i] = parts[i] * 10 + (c - '0');
    }
  }
  const std::chrono::year_month_day date{std::chrono::year(parts[0]),
                                         std::chrono::month(static_cast<unsigned>(parts[1])),
                                         std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (!date.ok() || parts[0] < 1) {
    return fail(ErrorKind::kInvalidInput, "DATE_INVALID",
                "no such day in the calendar: " + std::string(original));
  }
  return Date(date);
}

}  // namespace

Result<Date> parse_dicom_date(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0'))
    text.remove_suffix(1);
  if (text.size() != 8)
    return fail(ErrorKind::kInvalidInput, "DATE_INVALID", "not a date of the form YYYYMMDD");
  return from_digits(text, text);
}

Result<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return fail(ErrorKind::kInvalidInput, "DATE_INVALID", "not a date of the form YYYY-MM-DD");
  }
  const std::string digits =
      std::string(text.substr(0, 4)) + std::string(text.substr(5, 2)) + std::string(text.substr(8, 2));
  return from_digits(digits, text);
}

std::string to_iso(Date date) {
  const std::chrono::year_month_day ymd(date);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return text.data();
}

std::string to_dicom(Date date) {
  std::string iso = to_iso(date);
  std::erase(iso, '-');
  return iso;
}

}  // namespace oligard
