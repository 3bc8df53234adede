#include "oligard/classify/wording.h"

#include <algorithm>

#include "classify/phrases.h"
#include "classify/reason_text.h"
#include "classify/sentences.h"
#include "classify/words.h"

namespace oligard::classify {
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

std::string cns_words(CnsMode mode) {
  switch (mode) {
    case CnsMode::kCount:
      return texts().rule.cns_counted();
    case CnsMode::kSeparateUnlimited:
      return texts().rule.cns_any();
    case CnsMode::kExtracranialOnly:
      return texts().rule.cns_none();
  }
  return {};
}

std::vector<std::string> limits_in_words(const Profile& profile) {
  std::vector<std::string> limits;
  const RuleTexts& say = texts().rule;
  if (profile.max_lesions)
    limits.push_back(say.most_lesions(texts().basic.progressing_lesions(*profile.max_lesions)));
  if (profile.max_organs) limits.push_back(say.most_organs(texts().basic.organs(*profile.max_organs)));
  if (profile.max_per_organ) limits.push_back(say.most_per_organ(*profile.max_per_organ));
  if (profile.max_share) {
    const std::string share = millimetres(100.0 * *profile.max_share);
    limits.push_back(profile.share_inclusive ? say.most_share(share) : say.below_share(share));
  }
  limits.push_back(say.one_controlled());
  if (!profile.allowed_organs.empty()) {
    std::vector<std::string> organs;
    for (const std::string& organ : profile.allowed_organs)
      organs.push_back(words_of(organ));
    limits.push_back(say.only_in(joined(organs)));
  }
  limits.push_back(cns_words(profile.cns_mode));
  return limits;
}

std::string progression_in_words(const Constants& constants) {
  return texts().rule.progression(millimetres(100.0 * constants.pd_rel), millimetres(constants.pd_abs_mm),
                                  millimetres(100.0 * constants.vol_pd_rel));
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
      say.status(lesion_id, words_of(lesion->organ),
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
    parts.push_back(say.progressing(told.id, words_of(told.organ), change));
  }
  return joined(parts, texts().basic.semicolon);
}

std::vector<std::string> caveats(const Assessment& assessment, std::size_t timepoint) {
  if (timepoint >= assessment.timepoints.size()) return {};
  return caveats_of(story_of(assessment, timepoint));
}

std::string rule_in_words(const std::string& profile_name, const Rules& rules) {
  const auto found = rules.profiles.find(profile_name);
  if (found == rules.profiles.end()) return {};
  const Profile& profile = found->second;
  const bool is_own = !built_in_profiles().contains(profile_name);
  const RuleTexts& say = texts().rule;
  return say.rule(std::string_view(kRuleSet), profile_name, is_own ? say.own_profile() : std::string(),
                  joined(limits_in_words(profile), texts().basic.semicolon),
                  progression_in_words(rules.constants),
                  profile.source.empty() ? say.no_source() : profile.source,
                  profile.source_verified ? std::string() : say.not_verified());
}

}  // namespace oligard::classify
