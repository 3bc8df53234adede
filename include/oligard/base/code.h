// A coded concept: what DICOM calls a Code Sequence item (PS3.3 section 8).
#pragma once

#include <string>

namespace oligard {

/// Two codes are the same concept when value and scheme agree; the meaning is text for people.
struct Code {
  std::string value;
  std::string scheme;
  std::string meaning;

  [[nodiscard]] bool empty() const { return value.empty(); }
  friend bool operator==(const Code& a, const Code& b) { return a.value == b.value && a.scheme == b.scheme; }
};

}  // namespace oligard
