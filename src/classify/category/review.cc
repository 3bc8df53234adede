#include <algorithm>
#include <set>
#include <utility>

#include "oligard/classify/classify.h"
#include "oligard/classify/phrases.h"
#include "oligard/match/reversal.h"

namespace oligard::classify {
namespace {

using match::Alternative;
using match::Decision;
using match::LesionGraph;
using match::LesionRef;
using match::LinkEnds;

/// Links that a decision states and that its alternative states.
struct Doubt {
  std::vector<LinkEnds> now;
  std::vector<LinkEnds> instead;
  double probability = 0;
};

Doubt doubt_of(const LesionGraph& graph, const Decision& decision) {
  const Alternative alternative = match::alternative_of(graph, decision).value_or(Alternative{});
  Doubt doubt{{}, alternative.instead, alternative.probability};
  if (decision.kind == Decision::Kind::kLink) {
    const match::Link& link = graph.links[decision.index];
    doubt.now.push_back({link.from, link.to});
  }
  return doubt;
}

std::vector<LesionRef> lesions_of(const Doubt& doubt) {
  std::set<LesionRef> lesions;
  for (const std::vector<LinkEnds>* links : {&doubt.now, &doubt.instead}) {
    for (const LinkEnds& ends : *links)
      lesions.insert({ends.from, ends.to});
  }
  return {lesions.begin(), lesions.end()};
}

std::string pair_phrase(const LesionGraph& graph, const std::vector<LinkEnds>& links) {
  std::vector<std::string> pairs;
  for (const LinkEnds& ends : links) {
    const auto at = [&](LesionRef ref) {
      return texts().link.placed(lesion_name(graph, ref),
                                 graph.timepoints[static_cast<std::size_t>(ref.timepoint)].id);
    };
    pairs.push_back(texts().link.pair(at(ends.from), at(ends.to)));
  }
  return joined(pairs);
}

std::string conditional(const LesionGraph& graph, const Doubt& doubt, const std::string& change) {
  const LinkTexts& say = texts().link;
  const std::string probability = probability_words(doubt.probability);
  const std::string now = pair_phrase(graph, doubt.now);
  const std::string instead = pair_phrase(graph, doubt.instead);
  if (doubt.instead.empty()) return say.if_not_same(now, probability, change);
  if (doubt.now.empty()) return say.if_same(instead, probability, change);
  return say.if_others(now, instead, probability, change);
}

/// What changes at one time point; nothing when all stays.
std::optional<ReviewReason> changes(const TimePointAssessment& now, const TimePointAssessment& then) {
  ReviewReason reason;
  std::vector<std::string> phrases;
  for (const auto& [name, profile] : now.profiles) {
    const auto other = then.profiles.find(name);
    if (other == then.profiles.end() || other->second.category == profile.category) continue;
    reason.categories.emplace(name, other->second.category);
    phrases.push_back(
        texts().link.category_instead(name, to_string(other->second.category), to_string(profile.category)));
  }
  if (then.recist.overall != now.recist.overall) {
    reason.recist_overall = then.recist.overall;
    phrases.push_back(texts().link.response_instead(then.recist.overall, now.recist.overall));
  }
  if (phrases.empty()) return std::nullopt;
  reason.text = joined(phrases) + ".";
  return reason;
}

void describe(const LesionGraph& graph, const Doubt& doubt, ReviewReason& reason) {
  std::set<std::string> tracks;
  std::set<int> timepoints;
  for (const LesionRef ref : lesions_of(doubt)) {
    const std::string name = lesion_name(graph, ref);
    tracks.insert(name.substr(0, name.find('.')));
    timepoints.insert(ref.timepoint);
  }
  reason.tracks.assign(tracks.begin(), tracks.end());
  for (const int t : timepoints)
    reason.timepoints.push_back(graph.timepoints[static_cast<std::size_t>(t)].id);
  reason.probability = doubt.probability;
  reason.text = conditional(graph, doubt, reason.text);
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
    const Case clinical_case =
        case_from_graph(other, assessment.clinical_case.context, assessment.clinical_case.evaluated_profiles);
    const Result<std::vector<TimePointAssessment>> then = classify_case(clinical_case, rules);
    if (!then) return fail(then);
    const Doubt doubt = doubt_of(assessment.graph, decisions[i]);
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      std::optional<ReviewReason> reason = changes(assessment.timepoints[t], (*then)[t]);
      if (!reason) continue;
      describe(assessment.graph, doubt, *reason);
      assessment.timepoints[t].review.push_back(std::move(*reason));
    }
  }
  for (TimePointAssessment& timepoint : assessment.timepoints)
    sort_likeliest_first(timepoint.review);
  return {};
}

}  // namespace oligard::classify
