// Units of measured values → millimetres and their powers.
#pragma once

#include <optional>

#include "oligard/base/code.h"

namespace oligard::load {

/// Power of the length a unit measures, and how many mm, mm2 or mm3 one of it is.
struct LengthUnit {
  int power = 1;
  double factor = 1;
};

/// mm, cm, m, um, squares and cubes of them, ml, l. Empty for anything else: pixels, percent, inches.
[[nodiscard]] std::optional<LengthUnit> length_unit(const Code& unit);

/// UCUM "1".
[[nodiscard]] bool is_unitless(const Code& unit);

}  // namespace oligard::load
