#include "explain/observations.h"

#include <algorithm>

namespace oligard::explain {
namespace {

const char* name_of(classify::ObservationState state) {
  using classify::ObservationState;
  switch (state) {
    case ObservationState::kMeasured:
      return "measured";
    case ObservationState::kTooSmall:
      return "too small";
    case ObservationState::kAbsent:
      return "absent";
    case ObservationState::kPresent:
      return "present";
    case ObservationState::kIncreasedEquivocal:
      return "increased";
    case ObservationState::kUnequivocalProgression:
      return "unequivocal";
    case ObservationState::kNotEvaluable:
      break;
  }
  return "not evaluable";
}

std::optional<double> volume_of(const classify::Observation& observation) {
  double sum = 0;
  for (const classify::SizePart& part : observation.parts) {
    if (!part.volume_mm3) return std::nullopt;
    sum += *part.volume_mm3;
  }
  return observation.parts.empty() ? std::nullopt : std::optional(sum);
}

/// Of a lesion that the rules do not list yet, too.
std::optional<double> counted_size(const classify::CaseLesion& lesion,
                                   const classify::Observation& observation) {
  if (observation.state != classify::ObservationState::kMeasured) return std::nullopt;
  double sum = 0;
  for (const classify::SizePart& part : observation.parts)
    sum += lesion.nodal ? part.short_mm : part.long_mm;
  return sum;
}

}  // namespace

std::vector<ObservedSize> observed_sizes(const Explanation& explanation, const classify::CaseLesion& lesion) {
  std::vector<ObservedSize> sizes;
  const classify::Case& clinical_case = explanation.derived.clinical_case;
  for (std::size_t t = 0; t < clinical_case.timepoints.size(); ++t) {
    const classify::CaseTimePoint& timepoint = clinical_case.timepoints[t];
    const auto observation = lesion.observations.find(timepoint.id);
    if (observation == lesion.observations.end()) continue;
    ObservedSize& size = sizes.emplace_back();
    size.timepoint = timepoint.id;
    size.date = to_iso(timepoint.date);
    size.state = name_of(observation->second.state);
    const auto& said = explanation.derived.timepoints[t].lesions;
    const auto found = said.find(lesion.id);
    size.size_mm = found == said.end() ? counted_size(lesion, observation->second) : found->second.size_mm;
    size.volume_mm3 = volume_of(observation->second);
    const auto sources = explanation.stated.record.sources.find({lesion.id, timepoint.id});
    if (sources != explanation.stated.record.sources.end()) size.sources = sources->second;
  }
  return sizes;
}

}  // namespace oligard::explain
