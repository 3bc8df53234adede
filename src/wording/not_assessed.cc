// What a time point leaves open, in sentences: clinical-rules section 6, habit 3.
#include <algorithm>
#include <array>
#include <map>

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"
#include "wording/story.h"

namespace oligard::wording {
namespace {

using Sentences = std::vector<std::string>;

constexpr std::array<const char*, 6> kRegions = {"brain", "neck", "chest", "abdomen", "pelvis", "extremity"};

std::string flags_in_words(const Story& story, const ToldLesion& lesion) {
  std::vector<std::string> phrases;
  for (const std::string& flag : lesion.assessment->flags)
    phrases.push_back(flag_phrase(story, lesion, flag));
  return joined(phrases, texts().basic.semicolon);
}

/// Lesions by a phrase, phrases in the order of their first lesion.
class ByPhrase {
 public:
  void add(const std::string& phrase, const ToldLesion& lesion) {
    const auto [place, is_new] = places_.emplace(phrase, groups_.size());
    if (is_new) groups_.emplace_back(phrase, std::vector<ToldLesion>());
    groups_[place->second].second.push_back(lesion);
  }
  [[nodiscard]] const auto& groups() const { return groups_; }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<std::pair<std::string, std::vector<ToldLesion>>> groups_;
};

/// Regions in which `is_in` holds, from head to foot.
template <class IsIn>
std::string regions_where(IsIn is_in) {
  std::vector<std::string> found;
  for (const char* region : kRegions)
    if (is_in(region)) found.emplace_back(region);
  return joined(found);
}

void add_regions(const Story& story, Sentences& sentences) {
  const CaseTimePoint& timepoint = story.clinical_case.timepoints[story.t];
  const NotAssessedTexts& say = texts().not_assessed;
  const auto is_covered = [&timepoint](const char* region) { return timepoint.coverage.contains(region); };
  if (timepoint.coverage_known) {
    const std::string missing = regions_where([&](const char* region) { return !is_covered(region); });
    if (!missing.empty()) sentences.push_back(say.not_imaged(missing));
    return;
  }
  const std::string covered = regions_where(is_covered);
  const std::string brain = is_covered("brain") ? "" : say.brain_included();
  sentences.push_back(covered.empty() ? say.regions_unknown(brain) : say.imaged_in_part(covered, brain));
}

void add_not_evaluable(const Story& story, Sentences& sentences) {
  ByPhrase by_reason;
  for (const ToldLesion& lesion : told_lesions(story, [](const LesionAssessment& assessment) {
         return assessment.status == LesionStatus::kNotEvaluable;
       })) {
    by_reason.add(flags_in_words(story, lesion), lesion);
  }
  for (const auto& [reason, lesions] : by_reason.groups()) {
    const NotAssessedTexts& say = texts().not_assessed;
    sentences.push_back(say.not_evaluable(reason.empty() ? say.no_reason() : reason, site_phrases(lesions)));
  }
}

void add_uncounted(const Story& story, Sentences& sentences) {
  const std::vector<ToldLesion> possible = told_lesions(story, [](const LesionAssessment& assessment) {
    return is_progression(assessment.status) && assessment.confidence == Confidence::kIndeterminate;
  });
  if (!possible.empty())
    sentences.push_back(texts().not_assessed.possible_progression(site_phrases(possible)));
  const std::vector<ToldLesion> treated = told_lesions(
      story, [](const LesionAssessment& assessment) { return assessment.status == LesionStatus::kTreated; });
  if (!treated.empty()) sentences.push_back(texts().not_assessed.treated(site_phrases(treated)));
}

void add_incomplete_sum(const Story& story, Sentences& sentences) {
  const RecistAssessment& recist = story.now().recist;
  if (recist.target_ids.empty() || recist.sum_complete) return;
  const std::vector<ToldLesion> missing = told_lesions(story, [](const LesionAssessment& assessment) {
    return assessment.status == LesionStatus::kNotEvaluable;
  });
  std::vector<std::string> ids;
  for (const ToldLesion& lesion : missing) {
    if (std::find(recist.target_ids.begin(), recist.target_ids.end(), lesion.id) != recist.target_ids.end())
      ids.push_back(lesion.id);
  }
  const NotAssessedTexts& say = texts().not_assessed;
  sentences.push_back(say.sum_incomplete(ids.empty() ? std::string() : say.sum_missing(joined(ids))));
}

void add_context(const Story& story, Sentences& sentences) {
  const ClinicalContext& context = story.clinical_case.context;
  const ContextInputs& inputs = story.now().inputs;
  const NotAssessedTexts& say = texts().not_assessed;
  if (!story.therapy().on) sentences.push_back(say.therapy_unknown());
  const std::vector<std::string>& profiles = story.clinical_case.evaluated_profiles;
  const bool is_known =
      context.initial_control || (!profiles.empty() && had_prior_control(story, profiles.front()));
  if (!is_known) sentences.push_back(say.control_unknown());
  std::vector<std::string> unknown;
  if (!inputs.history_polymetastatic.value) unknown.push_back(say.polymetastatic());
  if (!inputs.history_oligometastatic.value) unknown.push_back(say.oligometastatic());
  if (!inputs.months_primary_to_oligometastatic.value) unknown.push_back(say.months());
  if (!unknown.empty()) sentences.push_back(say.history_unknown(joined(unknown)));
  const CaseTimePoint* baseline = find_timepoint(story.clinical_case, story.clinical_case.baseline_timepoint);
  const std::string& baseline_source = story.clinical_case.baseline_source;
  const bool is_assumed =
      baseline_source.empty() ? !context.baseline_timepoint : baseline_source == source::kAssumed;
  if (is_assumed && baseline != nullptr)
    sentences.push_back(say.baseline_assumed(readable_date(baseline->date)));
}

}  // namespace

std::vector<std::string> remarks(const Assessment& assessment, std::size_t timepoint) {
  if (timepoint >= assessment.timepoints.size()) return {};
  const Story story{assessment.clinical_case, assessment.timepoints, timepoint};
  ByPhrase by_phrase;
  for (const ToldLesion& lesion : told_lesions(
           story, [](const LesionAssessment& told) { return told.status != LesionStatus::kNotEvaluable; })) {
    for (const std::string& flag : lesion.assessment->flags)
      by_phrase.add(flag_phrase(story, lesion, flag), lesion);
  }
  Sentences lines;
  for (const auto& [phrase, lesions] : by_phrase.groups()) {
    std::vector<std::string> ids;
    for (const ToldLesion& lesion : lesions)
      ids.push_back(lesion.id);
    lines.push_back(texts().not_assessed.remark(phrase, joined(ids)));
  }
  return lines;
}

std::vector<std::string> not_assessed(const Assessment& assessment, std::size_t timepoint) {
  if (timepoint >= assessment.timepoints.size()) return {};
  const Story story{assessment.clinical_case, assessment.timepoints, timepoint};
  Sentences sentences;
  add_regions(story, sentences);
  add_not_evaluable(story, sentences);
  add_uncounted(story, sentences);
  add_incomplete_sum(story, sentences);
  add_context(story, sentences);
  return sentences;
}

}  // namespace oligard::wording
