// Numbers, dates and names as the page writes them. No locale.
#pragma once

#include <string>
#include <string_view>

#include "oligard/base/clock.h"
#include "oligard/base/date.h"

namespace oligard::draw {

/// With one digit after the point; never "-0.0".
[[nodiscard]] std::string tenths(double value);
/// To 0.1, without a trailing ".0": "26.4", "5".
[[nodiscard]] std::string trimmed(double value);
/// "+12.5 %", "−30 %"
[[nodiscard]] std::string signed_percent(double percent);
/// "+86 %", "−9 %", "0 %": whole, with a typographic minus.
[[nodiscard]] std::string change(double percent);
/// "−8.8 %": to 0.1.
[[nodiscard]] std::string fine_change(double percent);
/// "8 May 2024"
[[nodiscard]] std::string readable(Date date);
/// "20 Aug 2024 14:05 UTC"
[[nodiscard]] std::string readable(UnixTime time);
/// A DICOM DA value as `readable`; as it stands when it is none.
[[nodiscard]] std::string readable_dicom_date(const std::string& value);
/// "soft_tissue" → "Soft tissue"
[[nodiscard]] std::string titled(std::string_view name);
/// A person's name (VR PN): "Yamada^Tarou^^Dr=山田^太郎" → "Yamada, Tarou, Dr (山田 太郎)".
[[nodiscard]] std::string readable_name(std::string_view person_name);

}  // namespace oligard::draw
