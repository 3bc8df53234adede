#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "classify/recist/baseline_choice.h"
#include "classify/status/facts.h"
#include "classify/status/lesion_context.h"
#include "classify/status/reader_feedback.h"
#include "oligard/classify/classify.h"
#include "oligard/classify/words.h"
#include "oligard/terms/organs.h"

namespace oligard::classify {
namespace {

constexpr std::array<std::string_view, 3> kBoneOrgans = {"bone", "vertebra", "spine"};

std::string region_of(std::string_view organ) {
  const terms::Organ* known = terms::organ_by_name(organ);
  return known == nullptr ? std::string() : std::string(known->region);
}

/// The value that most of the track's lesions have; of equals the one seen latest.
template <class Value>
Value majority(const std::vector<Value>& oldest_first, Value otherwise) {
  std::map<Value, std::size_t> counts;
  for (const Value& value : oldest_first)
    ++counts[value];
  Value best = otherwise;
  std::size_t most = 0;
  for (auto value = oldest_first.rbegin(); value != oldest_first.rend(); ++value) {
    if (counts[*value] <= most) continue;
    most = counts[*value];
    best = *value;
  }
  return best;
}

/// Masks cannot tell blastic from lytic bone: a measured bone lesion is taken to have a measurable
/// soft-tissue part.
std::string kind_of(std::string_view organ) {
  const bool bone = std::find(kBoneOrgans.begin(), kBoneOrgans.end(), organ) != kBoneOrgans.end();
  return bone ? "lytic_soft_tissue" : "solid";
}

bool is_positive(const std::optional<double>& value) {
  return value && std::isfinite(*value) && *value > 0;
}

/// A fragment with numbers; a mask on which no axis can be drawn is below resolution and counts as
/// `too_small_mm`.
std::optional<SizePart> part_of(const measure::Lesion& lesion, bool nodal, const Constants& constants) {
  const bool sized = is_positive(nodal ? lesion.short_axis_mm : lesion.long_axis_mm);
  SizePart part;
  if (is_positive(lesion.volume_mm3)) part.volume_mm3 = std::max(0.1, round_tenth(*lesion.volume_mm3));
  if (sized) {
    if (is_positive(lesion.long_axis_mm)) part.long_mm = std::max(0.1, round_tenth(*lesion.long_axis_mm));
    if (is_positive(lesion.short_axis_mm)) part.short_mm = std::max(0.1, round_tenth(*lesion.short_axis_mm));
    const measure::Uncertainty& sd = lesion.uncertainty;
    if (is_positive(sd.long_axis_mm)) part.long_sd_mm = sd.long_axis_mm;
    if (is_positive(sd.short_axis_mm)) part.short_sd_mm = sd.short_axis_mm;
    if (is_positive(sd.volume_mm3)) part.volume_sd_mm3 = sd.volume_mm3;
    return part;
  }
  if (lesion.voxel_count == 0 || lesion.long_axis_mm) return std::nullopt;
  part.long_mm = part.short_mm = constants.too_small_mm;
  return part;
}

Observation observation_of(const std::vector<const measure::Lesion*>& fragments, bool nodal,
                           const Constants& constants) {
  Observation observation;
  bool all_too_small = true;
  for (const measure::Lesion* lesion : fragments) {
    const std::optional<SizePart> part = part_of(*lesion, nodal, constants);
    observation.truncated = observation.truncated || lesion->truncated;
    if (!part) {
      observation.state = ObservationState::kPresent;
      observation.parts.clear();
      return observation;
    }
    all_too_small = all_too_small && !is_positive(nodal ? lesion->short_axis_mm : lesion->long_axis_mm);
    observation.parts.push_back(*part);
  }
  if (!all_too_small) return observation;
  observation.state = ObservationState::kTooSmall;
  observation.parts.clear();
  return observation;
}

ObservationState state_of(Statement statement) {
  switch (statement) {
    case Statement::kNone:
      break;
    case Statement::kPresent:
      return ObservationState::kPresent;
    case Statement::kAbsent:
      return ObservationState::kAbsent;
    case Statement::kTooSmall:
      return ObservationState::kTooSmall;
    case Statement::kNotEvaluable:
      return ObservationState::kNotEvaluable;
    case Statement::kIncreasedEquivocal:
      return ObservationState::kIncreasedEquivocal;
    case Statement::kUnequivocalProgression:
      return ObservationState::kUnequivocalProgression;
  }
  return ObservationState::kPresent;
}

bool is_same_source(const measure::LesionSource& a, const measure::LesionSource& b) {
  return a.sop_instance_uid == b.sop_instance_uid && a.number == b.number && a.component == b.component;
}

/// The first statement about the track: on one of its lesions, or under a Tracking UID that they carry.
const measure::ReaderSays* statement_on(const match::LesionGraph& graph, const match::Track& track,
                                        std::size_t t) {
  for (const measure::ReaderSays& statement : graph.timepoints[t].says) {
    if (statement.statement == Statement::kNone) continue;
    for (const match::LesionRef& ref : track.lesions) {
      const measure::Lesion& lesion = graph.lesion(ref);
      const bool is_here = statement.lesion && ref.timepoint == static_cast<int>(t) &&
                           is_same_source(*statement.lesion, lesion.source);
      const bool is_named = !statement.tracking_uid.empty() && statement.tracking_uid == lesion.tracking_uid;
      if (is_here || (is_named && !statement.lesion)) return &statement;
    }
  }
  return nullptr;
}

/// A measured size stays; a statement adds to it, or stands where nothing was measured.
void add_statement(Statement statement, bool is_seen, Observation& observation) {
  const bool is_progression = statement == Statement::kUnequivocalProgression;
  observation.reader_unequivocal_progression = observation.reader_unequivocal_progression || is_progression;
  if (is_seen && observation.state == ObservationState::kMeasured) return;
  observation.state = state_of(statement);
  observation.not_evaluable_reason.clear();
  if (statement == Statement::kNotEvaluable) observation.not_evaluable_reason = word::kReader;
}

void add_region(const std::string& organ, std::set<std::string>& regions) {
  if (std::string region = region_of(organ); !region.empty()) regions.insert(std::move(region));
}

/// The regions are those that were imaged at least in part. Whether others were is not known, so they decide
/// nothing; the place of each lesion does (`place_imaged`).
CaseTimePoint timepoint_of(const measure::TimePoint& timepoint) {
  CaseTimePoint result;
  result.id = timepoint.id;
  result.date = timepoint.date;
  result.modality = timepoint.modality;
  if (timepoint.slice_thickness_mm > 0) result.slice_thickness_mm = timepoint.slice_thickness_mm;
  result.coverage.insert(timepoint.regions.begin(), timepoint.regions.end());
  for (const measure::Organ& organ : timepoint.organs)
    add_region(organ.name, result.coverage);
  for (const measure::Lesion& lesion : timepoint.lesions)
    add_region(lesion.organ, result.coverage);
  result.coverage_known = false;
  result.segmentation_exhaustive = timepoint.segmentation_exhaustive;
  return result;
}

/// What a time point without a lesion of the track says.
void add_absence(const measure::TimePoint& timepoint, match::Absence absence, CaseLesion& lesion) {
  Observation observation;
  observation.state = ObservationState::kNotEvaluable;
  switch (absence) {
    case match::Absence::kNotAssessable:
      observation.not_evaluable_reason = word::kRegistrationFailed;
      break;
    case match::Absence::kOutsideCoverage:
      observation.not_evaluable_reason = word::kOutsideCoverage;
      lesion.place_imaged[timepoint.id] = false;
      break;
    case match::Absence::kMaybeOutside:
      return;
    case match::Absence::kUnlinked:
      if (timepoint.coverage) lesion.place_imaged[timepoint.id] = true;
      return;
  }
  lesion.observations.emplace(timepoint.id, std::move(observation));
}

void place_lesion(const match::LesionGraph& graph, const match::Track& track, CaseLesion& lesion) {
  std::vector<std::string> organs;
  std::vector<bool> nodal;
  for (const match::LesionRef& ref : track.lesions) {
    const measure::Lesion& seen = graph.lesion(ref);
    if (!seen.organ.empty()) organs.push_back(seen.organ);
    nodal.push_back(seen.nodal);
  }
  const std::string organ = majority<std::string>(organs, "unknown");
  lesion.nodal = majority<bool>(nodal, false);
  lesion.region = region_of(organ);
  lesion.organ = lesion.nodal ? std::string(terms::kLymphNode) : organ;
  lesion.kind = lesion.nodal ? "solid" : kind_of(organ);
}

using Links = std::vector<const match::Link*>;

/// Links over a time point between.
Links gap_links(const match::LesionGraph& graph) {
  Links gaps;
  for (const match::Link& link : graph.links) {
    if (link.to.timepoint - link.from.timepoint > 1) gaps.push_back(&link);
  }
  return gaps;
}

/// A fragment that was seen before and after, but not now: the others are not the whole family.
bool misses_fragment(const Links& gaps, const match::Track& track, int t) {
  return std::any_of(gaps.begin(), gaps.end(), [&](const match::Link* link) {
    return link->from.timepoint < t && t < link->to.timepoint &&
           std::find(track.lesions.begin(), track.lesions.end(), link->from) != track.lesions.end();
  });
}

CaseLesion lesion_of(const match::LesionGraph& graph, const Links& gaps, const match::Track& track,
                     const Constants& constants) {
  CaseLesion lesion;
  lesion.id = track.id;
  place_lesion(graph, track, lesion);
  for (std::size_t t = 0; t < graph.timepoints.size(); ++t) {
    std::vector<const measure::Lesion*> fragments;
    for (const match::LesionRef& ref : track.lesions) {
      if (ref.timepoint == static_cast<int>(t)) fragments.push_back(&graph.lesion(ref));
    }
    const measure::TimePoint& timepoint = graph.timepoints[t];
    const measure::ReaderSays* statement = statement_on(graph, track, t);
    if (!fragments.empty()) {
      Observation observation = observation_of(fragments, lesion.nodal, constants);
      const bool is_partial = t < track.partial.size() && track.partial[t];
      if (is_partial || misses_fragment(gaps, track, static_cast<int>(t))) observation.truncated = true;
      if (statement != nullptr) add_statement(statement->statement, true, observation);
      lesion.observations.emplace(timepoint.id, std::move(observation));
      continue;
    }
    const match::Absence absence = t < track.absence.size() ? track.absence[t] : match::Absence::kUnlinked;
    if (statement == nullptr) {
      add_absence(timepoint, absence, lesion);
      continue;
    }
    add_statement(statement->statement, false, lesion.observations[timepoint.id]);
    if (absence == match::Absence::kUnlinked && timepoint.coverage) lesion.place_imaged[timepoint.id] = true;
  }
  return lesion;
}

}  // namespace

Case case_from_graph(const match::LesionGraph& graph, const ClinicalContext& context,
                     const std::vector<std::string>& profiles, const Rules& rules) {
  Case result;
  result.context = context;
  result.evaluated_profiles = profiles;
  for (const measure::TimePoint& timepoint : graph.timepoints)
    result.timepoints.push_back(timepoint_of(timepoint));
  const Links gaps = gap_links(graph);
  for (const match::Track& track : graph.tracks)
    result.lesions.push_back(lesion_of(graph, gaps, track, rules.constants));
  result.warnings = context.warnings;
  if (result.timepoints.empty()) return result;
  BaselineChoice baseline = choose_baseline(graph, context);
  result.baseline_timepoint = std::move(baseline.timepoint);
  result.baseline_source = std::move(baseline.source);
  std::move(baseline.warnings.begin(), baseline.warnings.end(), std::back_inserter(result.warnings));
  add_lesion_context(graph, result);
  add_reader_feedback(graph, result);
  return result;
}

}  // namespace oligard::classify
