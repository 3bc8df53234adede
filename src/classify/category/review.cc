#include <algorithm>
#include <set>
#include <utility>

#include "oligard/classify/classify.h"
#include "oligard/match/reversal.h"

namespace oligard::classify {
namespace {

using match::Alternative;
using match::Decision;
using match::LesionGraph;
using match::LesionRef;
using match::LinkEnds;

std::vector<LesionRef> lesions_of(const ReviewReason& reason) {
  std::set<LesionRef> lesions;
  for (const std::vector<LinkEnds>* links : {&reason.links, &reason.instead}) {
    for (const LinkEnds& ends : *links)
      lesions.insert({ends.from, ends.to});
  }
  return {lesions.begin(), lesions.end()};
}

/// The decision and its alternative, without what would change.
ReviewReason doubt_of(const LesionGraph& graph, const Decision& decision) {
  Alternative alternative = match::alternative_of(graph, decision).value_or(Alternative{});
  ReviewReason reason;
  reason.instead = std::move(alternative.instead);
  reason.probability = alternative.probability;
  if (decision.kind == Decision::Kind::kLink) {
    const match::Link& link = graph.links[decision.index];
    reason.links.push_back({link.from, link.to});
  }
  std::set<std::string> tracks;
  std::set<int> timepoints;
  for (const LesionRef ref : lesions_of(reason)) {
    for (const match::Track& track : graph.tracks)
      if (std::find(track.lesions.begin(), track.lesions.end(), ref) != track.lesions.end())
        tracks.insert(track.id);
    timepoints.insert(ref.timepoint);
  }
  reason.tracks.assign(tracks.begin(), tracks.end());
  for (const int t : timepoints)
    reason.timepoints.push_back(graph.timepoints[static_cast<std::size_t>(t)].id);
  return reason;
}

/// Adds what changes at one time point; false when all stays.
bool add_changes(const TimePointAssessment& now, const TimePointAssessment& then, ReviewReason& reason) {
  for (const auto& [name, profile] : now.profiles) {
    const auto other = then.profiles.find(name);
    if (other == then.profiles.end() || other->second.category == profile.category) continue;
    reason.categories.emplace(name, other->second.category);
  }
  if (then.recist.overall != now.recist.overall) reason.recist_overall = then.recist.overall;
  return !reason.categories.empty() || reason.recist_overall.has_value();
}

void sort_likeliest_first(std::vector<ReviewReason>& reasons) {
  std::stable_sort(reasons.begin(), reasons.end(), [](const ReviewReason& x, const ReviewReason& y) {
    return x.probability > y.probability;
  });
}

}  // namespace

Status review_doubts(Assessment& assessment, const Rules& rules) {
  const std::vector<Decision> decisions = match::ambiguous_decisions(assessment.graph);
  const std::size_t tried = std::min(decisions.size(), kMaxDoubtsTried);
  for (TimePointAssessment& timepoint : assessment.timepoints)
    timepoint.doubts_not_tried = decisions.size() - tried;
  LesionGraph other;
  if (tried > 0) other.timepoints = assessment.graph.timepoints;
  for (std::size_t i = 0; i < tried; ++i) {
    Result<match::Linkage> linkage = match::with_decision_reversed(assessment.graph, decisions[i]);
    if (!linkage) return fail(linkage);
    other.links = std::move(linkage->links);
    other.tracks = std::move(linkage->tracks);
    const Case clinical_case = case_from_graph(other, assessment.clinical_case.context,
                                               assessment.clinical_case.evaluated_profiles, rules);
    const Result<std::vector<TimePointAssessment>> then = classify_case(clinical_case, rules);
    if (!then) return fail(then);
    const ReviewReason doubt = doubt_of(assessment.graph, decisions[i]);
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      ReviewReason reason = doubt;
      if (add_changes(assessment.timepoints[t], (*then)[t], reason))
        assessment.timepoints[t].review.push_back(std::move(reason));
    }
  }
  for (TimePointAssessment& timepoint : assessment.timepoints)
    sort_likeliest_first(timepoint.review);
  return {};
}

}  // namespace oligard::classify
