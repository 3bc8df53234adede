// Calendar dates of studies. No time zone: DICOM dates are local to the scanner, and only days between them
// count.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "oligard/base/result.h"

namespace oligard {

using Date = std::chrono::sys_days;

/// DICOM DA value, "YYYYMMDD"; trailing spaces are allowed. Error DATE_INVALID.
[[nodiscard]] Result<Date> parse_dicom_date(std::string_view text);

/// "YYYY-MM-DD". Error DATE_INVALID.
[[nodiscard]] Result<Date> parse_iso_date(std::string_view text);

[[nodiscard]] std::string to_iso(Date date);
[[nodiscard]] std::string to_dicom(Date date);

/// Days from a to b, negative when b is earlier.
[[nodiscard]] inline int days_between(Date a, Date b) {
  return static_cast<int>((b - a).count());
}

}  // namespace oligard
