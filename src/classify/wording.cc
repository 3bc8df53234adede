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
  return " (" + signed_percent(*assessment.from_nadir_pct, 1) + " vs nadir " +
         fixed(*assessment.nadir_mm, 1) + " mm)";
}

std::string cns_words(CnsMode mode) {
  switch (mode) {
    case CnsMode::kCount:
      return "CNS lesions count like others";
    case CnsMode::kSeparateUnlimited:
      return "CNS lesions are not counted, any number may progress";
    case CnsMode::kExtracranialOnly:
      return "CNS lesions are not counted, and none may progress";
  }
  return {};
}

std::vector<std::string> limits_in_words(const Profile& profile) {
  std::vector<std::string> limits;
  if (profile.max_lesions) limits.push_back("at most " + counted(*profile.max_lesions, "progressing lesion"));
  if (profile.max_organs) limits.push_back("in at most " + counted(*profile.max_organs, "organ"));
  if (profile.max_per_organ)
    limits.push_back("at most " + std::to_string(*profile.max_per_organ) + " in one organ");
  if (profile.max_share) {
    limits.push_back((profile.share_inclusive ? "at most " : "fewer than ") +
                     millimetres(100.0 * *profile.max_share) + " % of the assessable lesions");
  }
  limits.emplace_back("at least one controlled lesion");
  if (!profile.allowed_organs.empty()) {
    std::vector<std::string> organs;
    for (const std::string& organ : profile.allowed_organs)
      organs.push_back(words_of(organ));
    limits.push_back("only in " + joined(organs));
  }
  limits.push_back(cns_words(profile.cns_mode));
  return limits;
}

std::string progression_in_words(const Constants& constants) {
  return "A lesion progresses when its size is at least " + millimetres(100.0 * constants.pd_rel) +
         " % and " + millimetres(constants.pd_abs_mm) + " mm above its nadir, or its volume at least " +
         millimetres(100.0 * constants.vol_pd_rel) + " % above its volume nadir.";
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
  std::string text = lesion_id + " " + words_of(lesion->organ) +
                     (is_target(story, lesion_id) ? ", target" : "") + ": " + to_string(verdict.status);
  if (verdict.size_mm) text += " " + fixed(*verdict.size_mm, 1) + " mm" + change_phrase(verdict);
  if (verdict.confidence != Confidence::kDefinite) text += ", " + to_string(verdict.confidence);
  const ToldLesion told{lesion_id, lesion->organ, lesion, &verdict};
  for (const std::string& flag : verdict.flags)
    text += "; " + flag_phrase(story, told, flag);
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
    std::string part = told.id + " (" + words_of(told.organ);
    if (told.assessment->from_nadir_pct) {
      part += ", " + signed_percent(*told.assessment->from_nadir_pct, 1) + " vs nadir";
    } else if (told.assessment->status == LesionStatus::kNew) {
      part += ", new";
    } else if (told.assessment->status == LesionStatus::kReappeared) {
      part += ", reappeared";
    }
    parts.push_back(part + ")");
  }
  return joined(parts, "; ");
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
  return std::string(kRuleSet) + ", profile " + profile_name + (is_own ? " (user-defined): " : ": ") +
         joined(limits_in_words(profile), "; ") + ". " + progression_in_words(rules.constants) +
         " Source of the profile: " + (profile.source.empty() ? "not stated" : profile.source) +
         (profile.source_verified ? "." : " (not verified).");
}

}  // namespace oligard::classify
