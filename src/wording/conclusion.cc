#include <algorithm>
#include <array>
#include <string_view>

#include "oligard/classify/phrases.h"
#include "oligard/classify/words.h"
#include "oligard/wording/wording.h"
#include "wording/story.h"

namespace oligard::wording {
namespace {

struct Told {
  const Story& story;
  const std::string& name;
  const ProfileAssessment& profile;
  std::vector<ToldLesion> progressing;
};

std::string list_of(const Told& told, const std::vector<ToldLesion>& lesions, std::size_t most) {
  std::vector<std::string> parts;
  for (const ToldLesion& lesion : lesions) {
    if (parts.size() < most) parts.push_back(growth_phrase(told.story, lesion));
  }
  return joined(parts, texts().basic.semicolon);
}

std::string list_of(const Told& told) {
  return list_of(told, told.progressing, told.progressing.size());
}

/// Without repetition.
std::vector<std::string> organ_names(const std::vector<ToldLesion>& lesions) {
  std::vector<std::string> parts;
  for (const ToldLesion& lesion : lesions) {
    const std::string organ = in_words(lesion.organ);
    if (std::find(parts.begin(), parts.end(), organ) == parts.end()) parts.push_back(organ);
  }
  return parts;
}

std::string organs_of(const std::vector<ToldLesion>& lesions) {
  return joined(organ_names(lesions));
}

int count_of(const Story& story, std::initializer_list<LesionStatus> statuses) {
  const auto has = [&](const LesionAssessment& assessment) {
    return std::find(statuses.begin(), statuses.end(), assessment.status) != statuses.end();
  };
  return static_cast<int>(told_lesions(story, has).size());
}

std::vector<ToldLesion> possible_progression(const Story& story) {
  return told_lesions(story, [](const LesionAssessment& assessment) {
    return is_progression(assessment.status) && assessment.confidence == Confidence::kIndeterminate;
  });
}

std::vector<ToldLesion> not_evaluable(const Story& story) {
  return told_lesions(story, [](const LesionAssessment& assessment) {
    return assessment.status == LesionStatus::kNotEvaluable;
  });
}

std::string progression_of(const Told& told) {
  return texts().conclusion.progression(told.profile.n_progressing,
                                        texts().basic.assessable_lesions(told.profile.n_assessable),
                                        organs_of(told.progressing), list_of(told));
}

/// "The remaining 6 lesions are stable or regressing; 1 not evaluable."
std::string remaining(const Told& told) {
  const std::vector<ToldLesion> possible = possible_progression(told.story);
  const int controlled = told.profile.n_controlled - static_cast<int>(possible.size());
  const ConclusionTexts& say = texts().conclusion;
  std::string text = controlled > 0 ? say.remaining(controlled) : say.none_controlled();
  if (!possible.empty()) text += say.possible(site_phrases(possible));
  if (told.profile.n_not_evaluable > 0) text += say.not_evaluable(told.profile.n_not_evaluable);
  return text + ".";
}

std::string exceeds(const Told& told) {
  std::vector<std::string> reasons;
  for (const std::string& reason : told.profile.reasons)
    reasons.push_back(in_words(reason));
  return texts().conclusion.exceeds(told.name, joined(reasons));
}

std::string oligoprogression(const Told& told) {
  const std::string start = progression_of(told) + " " + remaining(told) + " ";
  const std::string confidence = to_string(told.profile.confidence.value_or(Confidence::kIndeterminate));
  const ConclusionTexts& say = texts().conclusion;
  if (told.profile.definition_status == word::kComplete) return start + say.compatible(told.name, confidence);
  const bool therapy = told.story.therapy().on.has_value();
  const bool control = had_prior_control(told.story, told.name);
  const Pattern<>& unknown = !therapy && !control ? say.therapy_and_control
                             : therapy            ? say.control
                                                  : say.therapy;
  return start + say.pattern_only(told.name, confidence, unknown());
}

/// The progressing lesions that a step of the category's chain names.
std::vector<ToldLesion> named_by(const Told& told, ReasonCode code) {
  std::vector<ToldLesion> named;
  for (const ToldLesion& lesion : told.progressing) {
    const bool is_named =
        std::any_of(told.profile.chain.begin(), told.profile.chain.end(),
                    [&](const Reason& step) { return step.code == code && step.subject == lesion.id; });
    if (is_named) named.push_back(lesion);
  }
  return named;
}

/// "liver is outside this profile".
std::string organ_outside(const Told& told) {
  const std::vector<std::string> organs = organ_names(named_by(told, word::kOrganOutsideProfile));
  const ConclusionTexts& say = texts().conclusion;
  return organs.size() < 2 ? say.organ_outside(joined(organs)) : say.organs_outside(joined(organs));
}

std::string limit_reason(const Told& told, const std::string& reason) {
  const ConclusionTexts& say = texts().conclusion;
  if (reason == word::kOffTherapy) return say.off_therapy();
  if (reason == word::kNoInitialControl) return say.no_control();
  if (reason == word::kCnsOutsideProfile) return say.cns_outside();
  if (reason == word::kOrganOutsideProfile) return organ_outside(told);
  if (reason == word::kDrifting) return {};
  return in_words(reason);
}

std::string limited_progression(const Told& told) {
  std::vector<std::string> reasons;
  for (const std::string& reason : told.profile.reasons) {
    if (std::string text = limit_reason(told, reason); !text.empty()) reasons.push_back(std::move(text));
  }
  const std::string because = joined(reasons, texts().basic.both);
  return progression_of(told) + " " + texts().conclusion.limited(told.name, because) + remaining(told);
}

std::string polyprogression(const Told& told) {
  std::vector<ToldLesion> sized;
  std::vector<ToldLesion> diffuse;
  std::partition_copy(told.progressing.begin(), told.progressing.end(), std::back_inserter(sized),
                      std::back_inserter(diffuse),
                      [](const ToldLesion& lesion) { return !is_diffuse(*lesion.lesion); });
  const ConclusionTexts& say = texts().conclusion;
  std::string text =
      say.poly(told.profile.n_progressing, texts().basic.assessable_lesions(told.profile.n_assessable),
               texts().basic.organs(told.profile.n_progressing_organs));
  const std::string largest = list_of(told, sized, 3);
  text += largest.empty() ? "." : say.largest(largest);
  if (!diffuse.empty()) text += say.diffuse(site_phrases(diffuse));
  return text + " " + exceeds(told);
}

std::string mixed_response(const Told& told) {
  const int responding = count_of(told.story, {LesionStatus::kRegressing, LesionStatus::kResolved});
  const int stable = count_of(told.story, {LesionStatus::kStable});
  const ConclusionTexts& say = texts().conclusion;
  return say.mixed(say.mixed_progress(told.profile.n_progressing), list_of(told), responding, stable) +
         exceeds(told);
}

std::string response(const Told& told) {
  const int responding = count_of(told.story, {LesionStatus::kRegressing, LesionStatus::kResolved});
  const int stable = count_of(told.story, {LesionStatus::kStable});
  const CaseTimePoint* baseline =
      find_timepoint(told.story.clinical_case, told.story.clinical_case.baseline_timepoint);
  const ConclusionTexts& say = texts().conclusion;
  std::string text = say.response(responding, texts().basic.lesions(told.profile.n_assessable),
                                  baseline == nullptr ? say.the_baseline() : readable_date(baseline->date));
  if (stable > 0) text += say.and_stable(stable);
  if (told.profile.n_not_evaluable > 0) text += say.and_not_evaluable(told.profile.n_not_evaluable);
  return text + ".";
}

std::string stable_disease(const Told& told) {
  const std::vector<ToldLesion> growing = told_lesions(told.story, [](const LesionAssessment& assessment) {
    return std::any_of(assessment.flags.begin(), assessment.flags.end(), [](const std::string& flag) {
      return flag == word::kRelativeOnly || flag == word::kAbsoluteOnly ||
             flag == word::kGrowthBelowThreshold;
    });
  });
  const ConclusionTexts& say = texts().conclusion;
  const std::string lesions = texts().basic.assessable_lesions(told.profile.n_assessable);
  std::string text =
      told.story.now().recist.new_lesion ? say.stable_no_further_new(lesions) : say.stable(lesions);
  if (told.profile.n_not_evaluable > 0)
    text += say.stable_not_evaluable(site_phrases(not_evaluable(told.story)));
  if (!growing.empty()) text += say.stable_growth(site_phrases(growing));
  return text;
}

std::string single_timepoint(const Told& told) {
  const ConclusionTexts& say = texts().conclusion;
  const std::string lesions = texts().basic.lesions(told.profile.n_known);
  if (told.story.now().recist.overall == word::kHistory) return say.before_baseline(lesions);
  const std::vector<ToldLesion> known = told_lesions(told.story, [](const LesionAssessment& assessment) {
    return assessment.status == LesionStatus::kBaseline || assessment.status == LesionStatus::kNotEvaluable;
  });
  std::string text = told.story.t == 0 ? say.first_study(lesions) : say.baseline_study(lesions);
  if (!known.empty()) text += say.in_organs(organs_of(known));
  const RecistAssessment& recist = told.story.now().recist;
  text += recist.target_sum_mm ? say.target_sum(millimetres(*recist.target_sum_mm)) : say.no_target();
  return text + say.no_statement();
}

struct ReasonWords {
  std::string_view reason;
  Pattern<> ConclusionTexts::*words;
};
constexpr std::array<ReasonWords, 4> kIndeterminateReasons = {{
    {word::kPossibleProgression, &ConclusionTexts::possible_progression},
    {word::kTooManyNotEvaluable, &ConclusionTexts::too_many_not_evaluable},
    {word::kDiffuseSubthresholdGrowth, &ConclusionTexts::diffuse_growth},
    {word::kNoAssessableLesion, &ConclusionTexts::no_assessable},
}};

std::vector<ToldLesion> lesions_behind(const Story& story, const std::string& reason) {
  if (reason == word::kPossibleProgression) return possible_progression(story);
  if (reason == word::kTooManyNotEvaluable || reason == word::kNoAssessableLesion)
    return not_evaluable(story);
  return told_lesions(story, [](const LesionAssessment& assessment) {
    return is_controlled(assessment.status) && assessment.from_nadir_pct.value_or(0) > 0;
  });
}

std::string indeterminate(const Told& told) {
  const std::string reason = told.profile.reasons.empty() ? std::string() : told.profile.reasons.front();
  const auto* const found = std::find_if(kIndeterminateReasons.begin(), kIndeterminateReasons.end(),
                                         [&reason](const ReasonWords& row) { return row.reason == reason; });
  const ConclusionTexts& say = texts().conclusion;
  const std::string why = found == kIndeterminateReasons.end() ? in_words(reason) : (say.*found->words)();
  const std::string list = site_phrases(lesions_behind(told.story, reason));
  return say.indeterminate(why, list.empty() ? list : say.indeterminate_list(list));
}

/// What makes the confidence of another category indeterminate.
std::string doubts(const Told& told) {
  if (told.profile.category == Category::kIndeterminate ||
      told.profile.confidence != Confidence::kIndeterminate) {
    return {};
  }
  std::string text;
  const std::vector<std::string>& reasons = told.profile.reasons;
  if (std::find(reasons.begin(), reasons.end(), word::kDrifting) != reasons.end()) {
    text += texts().conclusion.drifting();
  }
  if (told.profile.category_max != told.profile.category) {
    std::vector<ToldLesion> open = possible_progression(told.story);
    for (ToldLesion& lesion : not_evaluable(told.story))
      open.push_back(std::move(lesion));
    const std::string lesions = site_phrases(open);
    text += open.size() == 1 ? texts().conclusion.would_change_one(lesions)
                             : texts().conclusion.would_change(lesions);
  }
  return text;
}

std::string body(const Told& told) {
  switch (told.profile.category) {
    case Category::kSingleTimepoint:
      return single_timepoint(told);
    case Category::kIndeterminate:
      return indeterminate(told);
    case Category::kResponse:
      return response(told);
    case Category::kStable:
      return stable_disease(told);
    case Category::kOligoprogression:
      return oligoprogression(told);
    case Category::kLimitedProgression:
      return limited_progression(told);
    case Category::kMixedResponse:
      return mixed_response(told);
    case Category::kPolyprogression:
      return polyprogression(told);
  }
  return {};
}

}  // namespace

bool had_prior_control(const Story& story, const std::string& profile) {
  if (story.clinical_case.context.initial_control) return *story.clinical_case.context.initial_control;
  for (std::size_t r = 0; r < story.t; ++r) {
    const auto earlier = story.timepoints[r].profiles.find(profile);
    if (earlier == story.timepoints[r].profiles.end()) continue;
    const Category category = earlier->second.category;
    if (category == Category::kStable || category == Category::kResponse) return true;
  }
  return false;
}

std::string conclusion_of(const Story& story, const std::string& profile) {
  const auto found = story.now().profiles.find(profile);
  if (found == story.now().profiles.end()) return {};
  const Told told{story, profile, found->second, told_progressing(story)};
  std::string text = body(told) + doubts(told);
  if (found->second.category != Category::kSingleTimepoint) text += " " + recist_sentence(story);
  text += reader_clause(story);
  if (const std::size_t n = story.now().review.size(); n > 0) {
    text += std::string(texts().conclusion.review_lead) + texts().conclusion.review(static_cast<int>(n));
  }
  return text;
}

}  // namespace oligard::wording
