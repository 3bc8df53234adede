#include "oligard/dicom/decimal_string.h"

#include <array>
#include <charconv>

namespace oligard::dicom {

std::string decimal_string(double value) {
  constexpr std::size_t kMaxLength = 16;
  if (value == 0) return "0";
  std::array<char, 64> buffer{};
  auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string shortest(buffer.data(), written.ptr);
  for (int digits = 15; shortest.size() > kMaxLength && digits > 0; --digits) {
    written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general,
                            digits);
    shortest.assign(buffer.data(), written.ptr);
  }
  return shortest;
}

}  // namespace oligard::dicom
