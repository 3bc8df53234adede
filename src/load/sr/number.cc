#include "load/sr/number.h"

#include <algorithm>
#include <cmath>

#include "load/sr/line.h"
#include "load/sr/units.h"

namespace oligard::load {
namespace {

constexpr const char* kAssumedUnit = "unit code 1 on a length";
constexpr double kSameLength = 0.005;

/// Power of the length that the number of a concept is; 0 when it is no size.
int power_of(Concept kind) {
  switch (kind) {
    case Concept::kLongAxis:
    case Concept::kMajorAxis:
    case Concept::kDiameter:
    case Concept::kLength:
    case Concept::kDistance:
    case Concept::kShortAxis:
    case Concept::kMinorAxis:
    case Concept::kMaxDiameter3d:
      return 1;
    case Concept::kVolume:
    case Concept::kVoxelSumVolume:
    case Concept::kEstimatedVolume:
      return 3;
    default:
      return 0;
  }
}

LineAxis axis_of(Concept kind) {
  return kind == Concept::kShortAxis || kind == Concept::kMinorAxis ? LineAxis::kShort : LineAxis::kLong;
}

/// The points of POINT items two by two, in their order; nothing for another number of points than wanted.
std::vector<StatedLine> lines_of_points(const std::vector<ContentItem>& items, std::size_t wanted) {
  std::vector<const ContentItem*> points;
  for (const ContentItem& item : items)
    if (is_graphic(item) && item.graphic_type == "POINT") points.push_back(&item);
  std::vector<StatedLine> lines;
  if (points.size() != 2 * wanted) return lines;
  for (std::size_t i = 0; i < points.size(); i += 2)
    if (const auto line = line_between(*points[i], *points[i + 1])) lines.push_back(*line);
  return lines.size() == wanted ? lines : std::vector<StatedLine>();
}

std::optional<StatedLine> line_below(const ContentItem& number, LineAxis axis) {
  for (const ContentItem& child : number.children)
    if (std::optional<StatedLine> line = line_of(child, axis)) return line;
  const std::vector<StatedLine> lines = lines_of_points(number.children, 1);
  return lines.empty() ? std::nullopt : std::optional<StatedLine>(lines.front());
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

bool is_size(Concept kind) {
  return power_of(kind) > 0;
}

void GroupNumbers::add(const ContentItem& item) {
  const Concept kind = concept_of(item.name);
  const int power = power_of(kind);
  if (!item.number) {
    if (power > 0) said_instead_ = std::max(said_instead_, statement_of_qualifier(item.qualifier));
    return;
  }
  StatedNumber number;
  number.concept_name = item.name;
  number.line = line_below(item, axis_of(kind));
  const std::optional<LengthUnit> unit = length_unit(item.unit);
  number.value = *item.number * (unit ? unit->factor : 1.0);
  number.unit = unit ? unit_name(unit->power) : item.unit.value;
  const bool may_be_to_elsewhere = kind == Concept::kDistance && !number.line;
  const bool usable = power > 0 && number.value >= 0 && !has_statistic(item) && !may_be_to_elsewhere;
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

void GroupNumbers::take_first(std::optional<StatedNumber>& number, std::initializer_list<Concept> kinds,
                              PriorMeasurement& measurement) {
  for (const Concept kind : kinds)
    if (!number) number = take_largest(kind, measurement);
}

/// A line of the group belongs to the only length, or, of two lines, the longer to the long axis.
void GroupNumbers::draw(PriorMeasurement& measurement) const {
  std::optional<StatedNumber>& long_axis = measurement.long_axis;
  std::optional<StatedNumber>& short_axis = measurement.short_axis;
  std::vector<StatedLine> lines;
  int drawings = 0;
  for (const ContentItem& item : graphics_) {
    const auto of_long = line_of(item, LineAxis::kLong);
    const auto of_short = line_of(item, LineAxis::kShort);
    if (!of_long || !of_short) continue;
    ++drawings;
    lines.push_back(*of_long);
    if (length_of(*of_short) < length_of(*of_long)) lines.push_back(*of_short);
  }
  if (lines.empty()) lines = lines_of_points(graphics_, long_axis && short_axis ? 2 : 1);
  if (long_axis && short_axis && lines.size() == 2) {
    if (length_of(lines[0]) < length_of(lines[1])) std::swap(lines[0], lines[1]);
    if (!long_axis->line) long_axis->line = lines[0];
    if (!short_axis->line) short_axis->line = lines[1];
  } else if (long_axis && !long_axis->line && (lines.size() == 1 || drawings == 1)) {
    long_axis->line = lines.front();
  } else if (short_axis && !long_axis && !short_axis->line && lines.size() == 1) {
    short_axis->line = lines.front();
  }
}

void GroupNumbers::settle(PriorMeasurement& measurement) {
  take_first(
      measurement.long_axis,
      {Concept::kLongAxis, Concept::kMajorAxis, Concept::kDiameter, Concept::kLength, Concept::kDistance},
      measurement);
  take_first(measurement.short_axis, {Concept::kShortAxis, Concept::kMinorAxis}, measurement);
  take_first(measurement.volume, {Concept::kVolume, Concept::kVoxelSumVolume, Concept::kEstimatedVolume},
             measurement);
  take_first(measurement.max_3d_diameter, {Concept::kMaxDiameter3d}, measurement);
  if (measurement.long_axis && measurement.short_axis &&
      measurement.short_axis->value > measurement.long_axis->value)
    std::swap(measurement.long_axis, measurement.short_axis);
  draw(measurement);
  for (Candidate& left : candidates_)
    others_.push_back(std::move(left.number));
  measurement.others = std::move(others_);
  candidates_.clear();
}

}  // namespace oligard::load
