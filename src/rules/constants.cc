#include "oligard/rules/constants.h"

#include <charconv>
#include <cmath>

namespace oligard::rules {
namespace {

/// The first may not exceed the second.
struct OrderedPair {
  const char* low_name;
  double Constants::*low;
  const char* high_name;
  double Constants::*high;
};
constexpr std::array<OrderedPair, 2> kOrderedPairs = {{
    {"new_probable_mm", &Constants::new_probable_mm, "new_definite_mm", &Constants::new_definite_mm},
    {"pathological_node_mm", &Constants::pathological_node_mm, "target_node_mm", &Constants::target_node_mm},
}};
constexpr double kWidestMm = 1e9;
constexpr double kLargestFraction = 100;

std::string as_text(double value) {
  return text_of(value);
}
std::string as_text(int value) {
  return std::to_string(value);
}

template <class T>
std::optional<ConstantProblem> out_of_range(const Constants& constants, const NamedConstant<T>& constant) {
  const T value = constants.*constant.member;
  if (value >= constant.min && value <= constant.max) return std::nullopt;
  return ConstantProblem{constant.name,
                         "must be between " + as_text(constant.min) + " and " + as_text(constant.max)};
}

std::optional<ConstantProblem> unordered_classes(const std::vector<RepeatabilityClass>& classes) {
  double end = 0;
  for (const RepeatabilityClass& row : classes) {
    const bool is_in_order = row.from_mm >= end && row.to_mm > row.from_mm && row.to_mm <= kWidestMm;
    if (!is_in_order)
      return ConstantProblem{"vol_rc", "must have size classes in order, without overlap, up to 1e9 mm"};
    if (!(row.fraction > 0 && row.fraction <= kLargestFraction))
      return ConstantProblem{"vol_rc", "must have fractions above 0 and up to 100"};
    end = row.to_mm;
  }
  return std::nullopt;
}

template <class T>
void add_change(const Constants& constants, const NamedConstant<T>& constant,
                std::vector<ChangedConstant>& changed) {
  const T value = constants.*constant.member;
  const T usual = Constants{}.*constant.member;
  if (value != usual) changed.push_back({constant.name, as_text(value), as_text(usual)});
}

}  // namespace

std::optional<ConstantProblem> problem_of(const Constants& constants) {
  for (const NamedConstant<double>& constant : kRealConstants)
    if (auto problem = out_of_range(constants, constant)) return problem;
  for (const NamedConstant<int>& constant : kCountConstants)
    if (auto problem = out_of_range(constants, constant)) return problem;
  if (auto problem = unordered_classes(constants.vol_rc)) return problem;
  for (const OrderedPair& pair : kOrderedPairs)
    if (constants.*pair.low > constants.*pair.high)
      return ConstantProblem{pair.low_name, std::string("must not exceed ") + pair.high_name};
  if (constants.max_targets_per_organ > constants.max_targets)
    return ConstantProblem{"max_targets_per_organ", "must not exceed max_targets"};
  return std::nullopt;
}

std::vector<ChangedConstant> changed_constants(const Constants& constants) {
  std::vector<ChangedConstant> changed;
  for (const NamedConstant<double>& constant : kRealConstants)
    add_change(constants, constant, changed);
  for (const NamedConstant<int>& constant : kCountConstants)
    add_change(constants, constant, changed);
  const Constants usual;
  if (constants.vol_rc != usual.vol_rc)
    changed.push_back({"vol_rc", text_of(constants.vol_rc), text_of(usual.vol_rc)});
  return changed;
}

std::string text_of(double value) {
  std::array<char, 40> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

std::string text_of(const std::vector<RepeatabilityClass>& classes) {
  std::string text = "[";
  for (const RepeatabilityClass& row : classes) {
    text += (text.size() > 1 ? ", [" : "[") + text_of(row.from_mm) + ", " + text_of(row.to_mm) + ", " +
            text_of(row.fraction) + "]";
  }
  return text + "]";
}

}  // namespace oligard::rules
