#include "load/sr/units.h"

#include <string_view>

namespace oligard::load {
namespace {

struct KnownUnit {
  std::string_view value;
  LengthUnit unit;
};

constexpr KnownUnit kUnits[] = {
    {"mm", {1, 1}},           {"cm", {1, 10}},    {"m", {1, 1000}},       {"um", {1, 1e-3}},
    {"\xC2\xB5m", {1, 1e-3}},  // micro sign
    {"\xCE\xBCm", {1, 1e-3}},  // Greek mu
    {"mm2", {2, 1}},          {"cm2", {2, 100}},  {"um2", {2, 1e-6}},     {"mm\xC2\xB2", {2, 1}},
    {"mm3", {3, 1}},          {"cm3", {3, 1000}}, {"mm\xC2\xB3", {3, 1}}, {"cm\xC2\xB3", {3, 1000}},
    {"ml", {3, 1000}},        {"mL", {3, 1000}},  {"cc", {3, 1000}},      {"l", {3, 1e6}},
    {"L", {3, 1e6}},          {"um3", {3, 1e-9}},
};

}  // namespace

std::optional<LengthUnit> length_unit(const Code& unit) {
  const std::string& value = unit.value.empty() ? unit.meaning : unit.value;
  for (const KnownUnit& known : kUnits)
    if (known.value == value) return known.unit;
  return std::nullopt;
}

bool is_unitless(const Code& unit) {
  return unit.value == "1";
}

}  // namespace oligard::load
