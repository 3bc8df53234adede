// A row of a table of codes. base/code.h is the value that is read and written.
#pragma once

#include "oligard/base/code.h"

namespace oligard::terms::codes {

struct Entry {
  const char* value;
  const char* scheme;
  const char* meaning;

  [[nodiscard]] Code code() const { return {value, scheme, meaning}; }
};

/// Designator of this program's private coding scheme.
inline constexpr const char* kOwnScheme = "99OLIGARD";

constexpr Entry own(const char* value, const char* meaning) {
  return {value, kOwnScheme, meaning};
}

}  // namespace oligard::terms::codes
