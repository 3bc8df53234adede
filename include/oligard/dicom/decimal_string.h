// Numbers as Decimal String (VR DS, PS3.5 6.2).
#pragma once

#include <string>

namespace oligard::dicom {

/// The shortest text that reads back as `value`, or, when that exceeds the 16 characters of DS, the most
/// precise one that fits. Independent of the locale. `value` is finite.
[[nodiscard]] std::string decimal_string(double value);

}  // namespace oligard::dicom
