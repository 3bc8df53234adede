#include <algorithm>

#include "oligard/classify/phrases.h"
#include "oligard/classify/words.h"
#include "oligard/wording/wording.h"
#include "wording/story.h"
#include "wording/why.h"

namespace oligard::wording {
namespace {

Story story_of(const Assessment& assessment, std::size_t timepoint) {
  return {assessment.clinical_case, assessment.timepoints, timepoint};
}

bool is_target(const Story& story, const std::string& lesion_id) {
  const std::vector<std::string>& targets = story.now().recist.target_ids;
  return std::find(targets.begin(), targets.end(), lesion_id) != targets.end();
}

std::string change_phrase(const LesionAssessment& assessment) {
  if (!assessment.nadir_mm || !assessment.from_nadir_pct) return {};
  return texts().lesion.from_nadir(signed_percent(*assessment.from_nadir_pct, 1),
                                   fixed(*assessment.nadir_mm, 1));
}

}  // namespace

std::string conclusion(const Assessment& assessment, std::size_t timepoint, const std::string& profile) {
  if (timepoint >= assessment.timepoints.size()) return {};
  return conclusion_of(story_of(assessment, timepoint), profile);
}

std::string lesion_sentence(const Assessment& assessment, std::size_t timepoint,
                            const std::string& lesion_id) {
  if (timepoint >= assessment.timepoints.size()) return {};
  const Story story = story_of(assessment, timepoint);
  const auto found = story.now().lesions.find(lesion_id);
  const CaseLesion* lesion = find_lesion(story.clinical_case, lesion_id);
  if (found == story.now().lesions.end() || lesion == nullptr) return {};
  const LesionAssessment& verdict = found->second;
  const LesionTexts& say = texts().lesion;
  std::string text =
      say.status(lesion_id, in_words(lesion->organ),
                 is_target(story, lesion_id) ? say.target() : std::string(), to_string(verdict.status));
  if (verdict.size_mm) text += say.size(fixed(*verdict.size_mm, 1)) + change_phrase(verdict);
  if (verdict.confidence != Confidence::kDefinite) text += say.confidence(to_string(verdict.confidence));
  const ToldLesion told{lesion_id, lesion->organ, lesion, &verdict};
  for (const std::string& flag : verdict.flags)
    text += say.remark(flag_phrase(story, told, flag));
  return text;
}

std::string why_lesion(const Assessment& assessment, std::size_t timepoint, const std::string& lesion_id) {
  if (timepoint >= assessment.timepoints.size()) return {};
  const Story story = story_of(assessment, timepoint);
  const auto found = story.now().lesions.find(lesion_id);
  return found == story.now().lesions.end() ? std::string() : why_lesion(story, found->second);
}

std::string why_recist(const Assessment& assessment, std::size_t timepoint) {
  if (timepoint >= assessment.timepoints.size()) return {};
  return why_recist(story_of(assessment, timepoint));
}

std::string why_category(const Assessment& assessment, std::size_t timepoint, const std::string& profile) {
  if (timepoint >= assessment.timepoints.size()) return {};
  return why_category(story_of(assessment, timepoint), profile);
}

std::string progressing_lesions(const Assessment& assessment, std::size_t timepoint) {
  if (timepoint >= assessment.timepoints.size()) return {};
  std::vector<std::string> parts;
  for (const ToldLesion& told : told_progressing(story_of(assessment, timepoint))) {
    const LesionTexts& say = texts().lesion;
    std::string change;
    if (told.assessment->from_nadir_pct) {
      change = say.change_from_nadir(signed_percent(*told.assessment->from_nadir_pct, 1));
    } else if (told.assessment->status == LesionStatus::kNew) {
      change = say.change_new();
    } else if (told.assessment->status == LesionStatus::kReappeared) {
      change = say.change_reappeared();
    }
    parts.push_back(say.progressing(told.id, in_words(told.organ), change));
  }
  return joined(parts, texts().basic.semicolon);
}

std::vector<std::string> caveats(const Assessment& assessment, std::size_t timepoint) {
  if (timepoint >= assessment.timepoints.size()) return {};
  return caveats_of(story_of(assessment, timepoint));
}

}  // namespace oligard::wording
