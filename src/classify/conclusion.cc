#include <algorithm>
#include <array>
#include <string_view>

#include "classify/facts.h"
#include "classify/phrases.h"
#include "classify/sentences.h"
#include "classify/words.h"
#include "oligard/classify/wording.h"

namespace oligard::classify {
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
  return joined(parts, "; ");
}

std::string list_of(const Told& told) {
  return list_of(told, told.progressing, told.progressing.size());
}

std::string ids_of(const std::vector<ToldLesion>& lesions) {
  std::vector<std::string> parts;
  parts.reserve(lesions.size());
  for (const ToldLesion& lesion : lesions) {
    parts.push_back(lesion.id + " (" + words_of(lesion.organ) + ")");
  }
  return joined(parts);
}

std::string organs_of(const std::vector<ToldLesion>& lesions) {
  std::vector<std::string> parts;
  for (const ToldLesion& lesion : lesions) {
    const std::string organ = words_of(lesion.organ);
    if (std::find(parts.begin(), parts.end(), organ) == parts.end()) parts.push_back(organ);
  }
  return joined(parts);
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
  const std::string what = told.profile.n_assessable == 1 ? " assessable lesion (" : " assessable lesions (";
  return "Progression of " + std::to_string(told.profile.n_progressing) + " of " +
         std::to_string(told.profile.n_assessable) + what + organs_of(told.progressing) +
         "): " + list_of(told) + ".";
}

/// "The remaining 6 lesions are stable or regressing; 1 not evaluable."
std::string remaining(const Told& told) {
  const std::vector<ToldLesion> possible = possible_progression(told.story);
  const int controlled = told.profile.n_controlled - static_cast<int>(possible.size());
  std::string text =
      controlled == 1 ? "The remaining lesion is stable or regressing"
                      : "The remaining " + std::to_string(controlled) + " lesions are stable or regressing";
  if (controlled <= 0) text = "No lesion is stable or regressing for certain";
  if (!possible.empty()) text += "; possible progression of " + ids_of(possible);
  if (told.profile.n_not_evaluable > 0)
    text += "; " + std::to_string(told.profile.n_not_evaluable) + " not evaluable";
  return text + ".";
}

std::string exceeds(const Told& told) {
  std::vector<std::string> reasons;
  for (const std::string& reason : told.profile.reasons)
    reasons.push_back(words_of(reason));
  return "Exceeds profile " + told.name + " (" + joined(reasons) + ").";
}

std::string oligoprogression(const Told& told) {
  const std::string start = progression_of(told) + " " + remaining(told) + " ";
  const std::string confidence = to_string(told.profile.confidence.value_or(Confidence::kIndeterminate));
  if (told.profile.definition_status == word::kComplete) {
    return start + "In a patient on systemic therapy with prior disease control this is compatible with " +
           "oligoprogression (profile " + told.name + ", confidence " + confidence + ").";
  }
  const bool therapy = told.story.therapy().on.has_value();
  const bool control = had_prior_control(told.story, told.name);
  const std::string known = !therapy && !control
                                ? "systemic therapy and prior disease control, which are not known to "
                                  "the software."
                            : therapy ? "prior disease control, which is not known to the software."
                                      : "systemic therapy, which is not known to the software.";
  return start + "Imaging pattern of limited progression; it meets the numeric limits of profile " +
         told.name + " (confidence " + confidence + "). Whether this is oligoprogression depends on " + known;
}

/// The progressing lesions that a step of the category's chain names.
std::vector<ToldLesion> named_by(const Told& told, std::string_view code) {
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
  const std::string organs = organs_of(named_by(told, word::kOrganOutsideProfile));
  return organs + (organs.find(',') == std::string::npos ? " is" : " are") + " outside this profile";
}

std::string limit_reason(const Told& told, const std::string& reason) {
  if (reason == word::kOffTherapy) {
    return "no systemic therapy was reported at the time of imaging (oligorecurrence pattern)";
  }
  if (reason == word::kNoInitialControl) return "no prior disease control was reported";
  if (reason == word::kCnsOutsideProfile) return "progressing CNS lesions are outside this profile";
  if (reason == word::kOrganOutsideProfile) return organ_outside(told);
  if (reason == word::kDrifting) return {};
  return words_of(reason);
}

std::string limited_progression(const Told& told) {
  std::vector<std::string> reasons;
  for (const std::string& reason : told.profile.reasons) {
    if (std::string text = limit_reason(told, reason); !text.empty()) reasons.push_back(std::move(text));
  }
  return progression_of(told) + " The number meets profile " + told.name +
         ", but it is not classified as oligoprogression because " + joined(reasons, " and ") + ". " +
         remaining(told);
}

std::string polyprogression(const Told& told) {
  std::vector<ToldLesion> sized;
  std::vector<ToldLesion> diffuse;
  std::partition_copy(told.progressing.begin(), told.progressing.end(), std::back_inserter(sized),
                      std::back_inserter(diffuse),
                      [](const ToldLesion& lesion) { return !is_diffuse(*lesion.lesion); });
  std::string text = "Progression of " + std::to_string(told.profile.n_progressing) + " of " +
                     counted(told.profile.n_assessable, "assessable lesion") + " in " +
                     counted(told.profile.n_progressing_organs, "organ");
  const std::string largest = list_of(told, sized, 3);
  text += largest.empty() ? "." : ": " + largest + ".";
  if (!diffuse.empty()) text += " Progression of non-measurable disease: " + ids_of(diffuse) + ".";
  return text + " " + exceeds(told);
}

std::string mixed_response(const Told& told) {
  const int responding = count_of(told.story, {LesionStatus::kRegressing, LesionStatus::kResolved});
  const int stable = count_of(told.story, {LesionStatus::kStable});
  return "Mixed response: " + counted(told.profile.n_progressing, "lesion") +
         (told.profile.n_progressing == 1 ? " progresses (" : " progress (") + list_of(told) + "), " +
         std::to_string(responding) + " regress or have resolved, " + std::to_string(stable) +
         " are stable. " + exceeds(told);
}

std::string response(const Told& told) {
  const int responding = count_of(told.story, {LesionStatus::kRegressing, LesionStatus::kResolved});
  const int stable = count_of(told.story, {LesionStatus::kStable});
  const CaseTimePoint* baseline =
      find_timepoint(told.story.clinical_case, told.story.clinical_case.baseline_timepoint);
  std::string text = "No progressing lesion. " + std::to_string(responding) + " of " +
                     counted(told.profile.n_assessable, "lesion") + " at least 30 % smaller than on " +
                     (baseline == nullptr ? "the baseline" : readable_date(baseline->date)) + " or resolved";
  if (stable > 0) text += ", " + std::to_string(stable) + " stable";
  if (told.profile.n_not_evaluable > 0)
    text += ", " + std::to_string(told.profile.n_not_evaluable) + " not evaluable";
  return text + ".";
}

std::string stable_disease(const Told& told) {
  const std::vector<ToldLesion> growing = told_lesions(told.story, [](const LesionAssessment& assessment) {
    return std::any_of(assessment.flags.begin(), assessment.flags.end(), [](const std::string& flag) {
      return flag == word::kRelativeOnly || flag == word::kAbsoluteOnly ||
             flag == word::kGrowthBelowThreshold;
    });
  });
  std::string text = "No progressing lesion among " +
                     counted(told.profile.n_assessable, "assessable lesion") +
                     (told.story.now().recist.new_lesion ? "; no further new lesion." : "; no new lesion.");
  if (told.profile.n_not_evaluable > 0) text += " Not evaluable: " + ids_of(not_evaluable(told.story)) + ".";
  if (!growing.empty()) text += " Growth below the threshold in " + ids_of(growing) + ".";
  return text;
}

std::string single_timepoint(const Told& told) {
  if (told.story.now().recist.overall == word::kHistory) {
    return "Study before the baseline: " + counted(told.profile.n_known, "lesion") +
           ". No statement on progression is made.";
  }
  const std::vector<ToldLesion> known = told_lesions(told.story, [](const LesionAssessment& assessment) {
    return assessment.status == LesionStatus::kBaseline || assessment.status == LesionStatus::kNotEvaluable;
  });
  std::string text = (told.story.t == 0 ? "First available study: " : "Baseline study: ") +
                     counted(told.profile.n_known, "lesion");
  if (!known.empty()) text += " in " + organs_of(known);
  const RecistAssessment& recist = told.story.now().recist;
  text += recist.target_sum_mm ? "; target sum " + millimetres(*recist.target_sum_mm) + " mm."
                               : "; no target lesion.";
  return text + " No statement on progression is possible.";
}

struct ReasonWords {
  std::string_view reason;
  std::string_view words;
};
constexpr std::array<ReasonWords, 4> kIndeterminateReasons = {{
    {word::kPossibleProgression, "possible progression that cannot be confirmed on this study"},
    {word::kTooManyNotEvaluable, "more than half of the known lesions could not be evaluated"},
    {word::kDiffuseSubthresholdGrowth,
     "small growth of several lesions that together reach the progression threshold although no single "
     "lesion does"},
    {word::kNoAssessableLesion, "no lesion could be compared"},
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
  std::string text = "Indeterminate: ";
  text += found == kIndeterminateReasons.end() ? words_of(reason) : std::string(found->words);
  const std::string list = ids_of(lesions_behind(told.story, reason));
  if (!list.empty()) text += "; " + list;
  return text + ". Short-interval follow-up or reader review is suggested.";
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
    text += " The other lesions together have grown by the progression threshold.";
  }
  if (told.profile.category_max != told.profile.category) {
    std::vector<ToldLesion> open = possible_progression(told.story);
    for (ToldLesion& lesion : not_evaluable(told.story))
      open.push_back(std::move(lesion));
    text +=
        " The category would change if " + ids_of(open) + (open.size() == 1 ? " progresses." : " progress.");
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
    text += kReviewPhrase + counted(static_cast<int>(n), "link") + " in doubt would change it.";
  }
  return text;
}

}  // namespace oligard::classify
