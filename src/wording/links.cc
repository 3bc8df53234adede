#include <algorithm>

#include "oligard/classify/classify.h"
#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {
namespace {

using namespace classify;

using match::LesionGraph;
using match::LesionRef;

constexpr std::size_t kMaxReviewSentences = 5;

std::string placed_name(const LesionGraph& graph, LesionRef ref) {
  return texts().link.placed(lesion_name(graph, ref),
                             graph.timepoints[static_cast<std::size_t>(ref.timepoint)].id);
}

std::string pair_phrase(const LesionGraph& graph, const std::vector<match::LinkEnds>& links) {
  std::vector<std::string> pairs;
  for (const match::LinkEnds& ends : links)
    pairs.push_back(texts().link.pair(placed_name(graph, ends.from), placed_name(graph, ends.to)));
  return joined(pairs);
}

std::string sentence_on(const LesionGraph& graph, const match::Link& link) {
  const LinkTexts& say = texts().link;
  std::string text = say.linked(placed_name(graph, link.from), placed_name(graph, link.to),
                                probability_words(link.probability));
  if (link.doubt) text += say.doubt(note_text(*link.doubt));
  if (link.alternative) {
    const std::string instead = pair_phrase(graph, link.alternative->instead);
    const std::string probability = probability_words(link.alternative->probability);
    text += instead.empty() ? say.else_two(probability) : say.else_one(instead, probability);
  }
  return text + ".";
}

std::string sentence_on(const LesionGraph& graph, const match::Unlinked& unlinked) {
  const LinkTexts& say = texts().link;
  std::string text = say.no_partner(placed_name(graph, unlinked.lesion),
                                    graph.timepoints[static_cast<std::size_t>(unlinked.timepoint)].id,
                                    probability_words(unlinked.probability));
  if (unlinked.alternative) {
    const std::string instead = pair_phrase(graph, unlinked.alternative->instead);
    if (!instead.empty()) text += say.else_one(instead, probability_words(unlinked.alternative->probability));
  }
  return text + ".";
}

}  // namespace

std::vector<std::string> link_doubts(const LesionGraph& graph, std::size_t timepoint,
                                     const std::string& track) {
  const auto found = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                  [&](const match::Track& candidate) { return candidate.id == track; });
  if (found == graph.tracks.end()) return {};
  const auto concerns = [&](LesionRef ref) {
    return ref.timepoint <= static_cast<int>(timepoint) &&
           std::find(found->lesions.begin(), found->lesions.end(), ref) != found->lesions.end();
  };
  std::vector<std::string> sentences;
  for (const match::Link& link : graph.links) {
    if (link.ambiguous && concerns(link.from) && concerns(link.to))
      sentences.push_back(sentence_on(graph, link));
  }
  for (const match::Unlinked& unlinked : graph.unlinked) {
    if (unlinked.ambiguous && concerns(unlinked.lesion) && unlinked.timepoint <= static_cast<int>(timepoint))
      sentences.push_back(sentence_on(graph, unlinked));
  }
  return sentences;
}

bool is_about_links(std::string_view text) {
  return text.starts_with(texts().link.in_doubt_lead) || text.starts_with(texts().link.lineage_lead) ||
         text.starts_with(texts().conclusion.review_lead);
}

std::string lineage_sentence(const LesionGraph& graph, const match::LineageEvent& event) {
  const auto named = [&graph](const std::vector<LesionRef>& lesions) {
    std::vector<std::string> names;
    for (const LesionRef ref : lesions)
      names.push_back(lesion_name(graph, ref));
    const auto t = static_cast<std::size_t>(lesions.front().timepoint);
    return texts().link.placed(joined(names, texts().basic.both), graph.timepoints[t].id);
  };
  const bool is_split = event.kind == match::LinkKind::kSplit;
  const std::string from = named(event.from);
  const std::string to = named(event.to);
  return is_split ? texts().link.split(from, to) : texts().link.merged(from, to);
}

std::vector<std::string> lineage_sentences(const LesionGraph& graph, std::size_t timepoint,
                                           const std::string& track) {
  std::vector<std::string> sentences;
  const auto found = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                  [&](const match::Track& candidate) { return candidate.id == track; });
  if (found == graph.tracks.end()) return sentences;
  for (const match::LineageEvent& event : match::lineage_of(graph, *found, timepoint))
    sentences.push_back(lineage_sentence(graph, event));
  return sentences;
}

std::string review_sentence(const LesionGraph& graph, const TimePointAssessment& now,
                            const ReviewReason& reason) {
  const LinkTexts& say = texts().link;
  std::vector<std::string> changes;
  for (const auto& [profile, category] : reason.categories)
    changes.push_back(
        say.category_instead(profile, to_string(category), to_string(now.profiles.at(profile).category)));
  if (reason.recist_overall)
    changes.push_back(say.response_instead(*reason.recist_overall, now.recist.overall));
  const std::string change = joined(changes) + ".";
  const std::string probability = probability_words(reason.probability);
  const std::string linked = pair_phrase(graph, reason.links);
  if (reason.instead.empty()) return say.if_not_same(linked, probability, change);
  const std::string instead = pair_phrase(graph, reason.instead);
  if (reason.links.empty()) return say.if_same(instead, probability, change);
  return say.if_others(linked, instead, probability, change);
}

std::vector<std::string> review_sentences(const Assessment& assessment, std::size_t timepoint) {
  std::vector<std::string> sentences;
  if (timepoint >= assessment.timepoints.size()) return sentences;
  const TimePointAssessment& now = assessment.timepoints[timepoint];
  const std::size_t shown = std::min(now.review.size(), kMaxReviewSentences);
  for (std::size_t i = 0; i < shown; ++i)
    sentences.push_back(review_sentence(assessment.graph, now, now.review[i]));
  if (shown < now.review.size()) sentences.push_back(texts().link.more(now.review.size() - shown));
  return sentences;
}

std::vector<std::string> warnings(const Assessment& assessment, std::size_t timepoint) {
  std::vector<std::string> sentences;
  for (const Note& note : assessment.graph.warnings)
    sentences.push_back(note_text(note));
  for (std::string& warning : context_warnings(assessment.clinical_case, assessment.rules.constants))
    sentences.push_back(std::move(warning));
  if (timepoint >= assessment.timepoints.size()) return sentences;
  const std::size_t untried = assessment.timepoints[timepoint].doubts_not_tried;
  if (untried > 0) {
    sentences.push_back(
        texts().link.not_tried(texts().link.untried(static_cast<int>(untried)), kMaxDoubtsTried));
  }
  return sentences;
}

}  // namespace oligard::wording
