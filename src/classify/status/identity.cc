#include "classify/status/identity.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace oligard::classify {
namespace {

using terms::LesionStatus;

using match::LesionGraph;
using match::LesionRef;

/// What the graph says of one track: from time point and to time point → the least probability.
struct Evidence {
  std::map<std::pair<int, int>, double> steps;
  std::map<std::pair<int, int>, double> alone;  ///< of lesions without a partner
};

void keep_least(std::map<std::pair<int, int>, double>& least, std::pair<int, int> step, double probability) {
  const auto [entry, inserted] = least.emplace(step, probability);
  if (!inserted) entry->second = std::min(entry->second, probability);
}

std::vector<Evidence> evidence_of(const LesionGraph& graph) {
  std::map<LesionRef, std::size_t> track_of;
  for (std::size_t i = 0; i < graph.tracks.size(); ++i) {
    for (const LesionRef ref : graph.tracks[i].lesions)
      track_of.emplace(ref, i);
  }
  std::vector<Evidence> evidence(graph.tracks.size());
  for (const match::Link& link : graph.links) {
    const auto track = track_of.find(link.from);
    if (track == track_of.end()) continue;
    keep_least(evidence[track->second].steps, {link.from.timepoint, link.to.timepoint}, link.probability);
  }
  for (const match::Unlinked& unlinked : graph.unlinked) {
    const auto track = track_of.find(unlinked.lesion);
    if (track == track_of.end()) continue;
    keep_least(evidence[track->second].alone, {unlinked.lesion.timepoint, unlinked.timepoint},
               unlinked.probability);
  }
  return evidence;
}

/// Links from time point `from` to `to`.
std::optional<double> same_lesion(const Evidence& evidence, int from, int to) {
  std::optional<double> product;
  for (const auto& [step, probability] : evidence.steps) {
    if (step.first >= from && step.second <= to) product = product.value_or(1) * probability;
  }
  return product;
}

/// No partner at the other time points: earlier ones than `t` of what is seen there first, or `t` of what was
/// seen before.
std::optional<double> no_partner(const Evidence& evidence, int t, bool is_new) {
  std::optional<double> least;
  for (const auto& [step, probability] : evidence.alone) {
    const bool concerns = is_new ? step.first == t && step.second < t : step.first < t && step.second == t;
    if (concerns) least = std::min(least.value_or(1), probability);
  }
  return least;
}

bool is_seen_at(const match::Track& track, int t) {
  return std::any_of(track.lesions.begin(), track.lesions.end(),
                     [t](LesionRef ref) { return ref.timepoint == t; });
}

}  // namespace

void fill_identities(Assessment& assessment) {
  const std::vector<Evidence> evidence = evidence_of(assessment.graph);
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const match::Track& track = assessment.graph.tracks[i];
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      const auto found = assessment.timepoints[t].lesions.find(track.id);
      if (found == assessment.timepoints[t].lesions.end()) continue;
      LesionAssessment& lesion = found->second;
      const int now = static_cast<int>(t);
      const bool is_new = lesion.status == LesionStatus::kNew;
      const bool is_gone = lesion.status == LesionStatus::kResolved && !is_seen_at(track, now);
      if (is_new || is_gone) {
        lesion.doubt.p_identity = no_partner(evidence[i], now, is_new);
      } else if (lesion.status == LesionStatus::kReappeared) {
        lesion.doubt.p_identity = same_lesion(evidence[i], 0, now);
      } else if (!lesion.nadir_timepoint.empty()) {
        const auto nadir = timepoint_index(assessment.clinical_case, lesion.nadir_timepoint);
        lesion.doubt.p_identity = same_lesion(evidence[i], static_cast<int>(nadir.value_or(t)), now);
      }
    }
  }
}

}  // namespace oligard::classify
