// Values of a case as case files write them.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "oligard/classify/case.h"

namespace oligard::classify {

inline constexpr auto kObservationStates = std::to_array<std::pair<std::string_view, ObservationState>>({
    {"measured", ObservationState::kMeasured},
    {"too_small", ObservationState::kTooSmall},
    {"absent", ObservationState::kAbsent},
    {"present", ObservationState::kPresent},
    {"increased_equivocal", ObservationState::kIncreasedEquivocal},
    {"unequivocal_progression", ObservationState::kUnequivocalProgression},
    {"not_evaluable", ObservationState::kNotEvaluable},
});
inline constexpr auto kRoles = std::to_array<std::pair<std::string_view, RecistRole>>({
    {"auto", RecistRole::kAuto},
    {"target", RecistRole::kTarget},
    {"non_target", RecistRole::kNonTarget},
});

template <class Table>
[[nodiscard]] std::optional<typename Table::value_type::second_type> value_named(const Table& table,
                                                                                 std::string_view name) {
  for (const auto& [word, value] : table)
    if (word == name) return value;
  return std::nullopt;
}

/// The table has every value.
template <class Table>
[[nodiscard]] std::string_view name_in(const Table& table, typename Table::value_type::second_type value) {
  return std::find_if(table.begin(), table.end(), [value](const auto& row) { return row.second == value; })
      ->first;
}

}  // namespace oligard::classify
