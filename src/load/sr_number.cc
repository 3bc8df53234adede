#include "load/sr_number.h"

#include <algorithm>
#include <cmath>

#include "load/sr_line.h"
#include "load/sr_units.h"

namespace oligard::load {
namespace {

constexpr const char* kAssumedUnit = "unit code 1 on a length";
constexpr double kSameLength = 0.005;

/// Power of the length that the number of a concept is; 0 when it is no size.
int power_of(Concept kind) {
  switch (kind) {
    case Concept::kLongAxis:
    case Concept::kDiameter:
    case Concept::kLength:
    case Concept::kShortAxis:
      return 1;
    case Concept::kVolume:
    case Concept::kVoxelSumVolume:
      return 3;
    default:
      return 0;
  }
}

std::optional<StatedLine> line_below(const ContentItem& number, LineAxis axis) {
  for (const ContentItem& child : number.children)
    if (std::optional<StatedLine> line = line_of(child, axis)) return line;
  return std::nullopt;
}

bool has_statistic(const ContentItem& number) {
  return std::any_of(number.children.begin(), number.children.end(), [](const ContentItem& child) {
    return concept_of(child.name) == Concept::kDerivation && is_statistic(child.code);
  });
}

std::string unit_name(int power) {
  return power == 1 ? "mm" : "mm" + std::to_string(power);
}

/// A length whose unit is "1" is in mm unless it is just the pixel distance of its line.
bool is_plausibly_mm(const StatedNumber& number) {
  if (!number.line || number.value <= 0) return false;
  const double drawn = length_of(*number.line);
  const bool same = std::abs(number.value - drawn) <= kSameLength * number.value;
  return number.line->in_patient_space == same;
}

}  // namespace

void GroupNumbers::add(const ContentItem& item) {
  if (!item.number) return;
  const Concept kind = concept_of(item.name);
  const int power = power_of(kind);
  StatedNumber number;
  number.concept_name = item.name;
  number.line = line_below(item, kind == Concept::kShortAxis ? LineAxis::kShort : LineAxis::kLong);
  const std::optional<LengthUnit> unit = length_unit(item.unit);
  number.value = *item.number * (unit ? unit->factor : 1.0);
  number.unit = unit ? unit_name(unit->power) : item.unit.value;
  const bool usable = power > 0 && number.value >= 0 && !has_statistic(item);
  if (usable && unit && unit->power == power)
    candidates_.push_back({kind, std::move(number), false});
  else if (usable && power == 1 && is_unitless(item.unit) && is_plausibly_mm(number))
    candidates_.push_back({kind, std::move(number), true});
  else
    others_.push_back(std::move(number));
}

std::optional<StatedNumber> GroupNumbers::take_largest(Concept kind, PriorMeasurement& measurement) {
  auto best = candidates_.end();
  for (auto it = candidates_.begin(); it != candidates_.end(); ++it)
    if (it->kind == kind && (best == candidates_.end() || it->number.value > best->number.value)) best = it;
  if (best == candidates_.end()) return std::nullopt;
  StatedNumber number = std::move(best->number);
  if (best->unit_assumed) {
    measurement.units_assumed = kAssumedUnit;
    number.unit = "mm";
  }
  candidates_.erase(best);
  return number;
}

void GroupNumbers::settle(PriorMeasurement& measurement) {
  for (const Concept kind : {Concept::kLongAxis, Concept::kDiameter, Concept::kLength})
    if (!measurement.long_axis) measurement.long_axis = take_largest(kind, measurement);
  measurement.short_axis = take_largest(Concept::kShortAxis, measurement);
  measurement.volume = take_largest(Concept::kVolume, measurement);
  if (!measurement.volume) measurement.volume = take_largest(Concept::kVoxelSumVolume, measurement);
  if (measurement.long_axis && !measurement.long_axis->line && group_lines_.size() == 1)
    measurement.long_axis->line = group_lines_.front();
  for (Candidate& left : candidates_)
    others_.push_back(std::move(left.number));
  measurement.others = std::move(others_);
  candidates_.clear();
}

}  // namespace oligard::load
