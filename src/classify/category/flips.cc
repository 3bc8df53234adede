#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "classify/category/category.h"
#include "classify/category/drift.h"
#include "classify/status/facts.h"
#include "classify/status/lesion_status.h"
#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using terms::Category;
using terms::Confidence;
using terms::LesionStatus;

/// A reading below it is not tried.
constexpr double kLeastProbability = 0.05;

constexpr const char* kProgresses = "progresses";
constexpr const char* kDoesNotProgress = "does_not_progress";

/// Another reading of one lesion.
struct Reading {
  std::size_t lesion = 0;
  bool progresses = false;
  std::optional<double> probability;
  int order = 0;  ///< of those without a probability
};

bool has_flag(const LesionAssessment& assessment, std::string_view flag) {
  return std::find(assessment.flags.begin(), assessment.flags.end(), flag) != assessment.flags.end();
}

/// P(it truly progressed), by what the status rests on, and that it is the same lesion.
std::optional<double> progression_probability(const LesionAssessment& assessment) {
  const bool by_volume = has_flag(assessment, "volume_only");
  const std::optional<double>& p =
      by_volume ? assessment.doubt.p_volume_growth : assessment.doubt.p_progression;
  if (!p) return std::nullopt;
  return *p * assessment.doubt.p_identity.value_or(1);
}

std::optional<Reading> of_progression(const LesionAssessment& assessment) {
  Reading reading;
  const bool counted = assessment.confidence >= Confidence::kProbable;
  reading.progresses = !counted;
  const bool is_grown = assessment.status == LesionStatus::kProgressing;
  const std::optional<double> p =
      is_grown ? progression_probability(assessment) : assessment.doubt.p_identity;
  if (is_grown || counted) {
    if (p) reading.probability = counted ? 1 - *p : *p;
  }
  if (counted && !reading.probability && assessment.confidence == Confidence::kDefinite) return std::nullopt;
  reading.order = counted ? 2 : 0;
  return reading;
}

/// What else one status may be; nothing when no other reading suggests itself, or a reader has settled it.
std::optional<Reading> other_reading(const LesionAssessment& assessment) {
  if (assessment.reader) return std::nullopt;
  if (is_progression(assessment.status)) return of_progression(assessment);
  Reading reading;
  reading.progresses = true;
  if (assessment.status == LesionStatus::kNotEvaluable) {
    reading.order = 1;
    return reading;
  }
  const bool is_compared =
      assessment.status == LesionStatus::kStable || assessment.status == LesionStatus::kRegressing;
  if (!is_compared || !assessment.doubt.p_progression) return std::nullopt;
  reading.probability = *assessment.doubt.p_progression * assessment.doubt.p_identity.value_or(1);
  return reading;
}

/// Likeliest first; those of unknown probability after them: what is in doubt, what was not seen, the rest.
std::vector<Reading> readings_at(const TimePointAssessment& now, const std::vector<LesionCourse>& courses) {
  std::vector<Reading> readings;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    const auto lesion = now.lesions.find(courses[i].lesion->id);
    if (lesion == now.lesions.end()) continue;
    std::optional<Reading> reading = other_reading(lesion->second);
    if (!reading || reading->probability.value_or(1) < kLeastProbability) continue;
    reading->lesion = i;
    readings.push_back(*reading);
  }
  std::stable_sort(readings.begin(), readings.end(), [](const Reading& x, const Reading& y) {
    return std::pair(-x.probability.value_or(0), x.order) < std::pair(-y.probability.value_or(0), y.order);
  });
  return readings;
}

using Refutation = void (*)(ClinicalContext&);

/// One patient whose lesions and context can be taken otherwise for a moment.
class WhatIf {
 public:
  WhatIf(const Case& clinical_case, const Rules& rules, std::size_t baseline)
      : case_(clinical_case), view_{case_, rules, baseline} {
    for (const CaseLesion& lesion : case_.lesions)
      courses_.push_back(follow_lesion(view_, lesion));
  }

  [[nodiscard]] const std::vector<LesionCourse>& courses() const { return courses_; }

  Category with(const Reading& reading, const RecistAssessment& recist, const Profile& profile,
                std::size_t t) {
    std::optional<LesionAssessment>& here = courses_[reading.lesion].at[t].assessment;
    const LesionStatus status = here->status;
    const Confidence confidence = here->confidence;
    here->status = reading.progresses ? LesionStatus::kProgressing : LesionStatus::kStable;
    here->confidence = Confidence::kDefinite;
    const Category category = category_at(view_, courses_, recist, drift_at(view_, courses_, t), profile, t);
    here->status = status;
    here->confidence = confidence;
    return category;
  }

  /// With an input that is not known taken as "no".
  Category refuted(Refutation refutation, const RecistAssessment& recist, const Profile& profile,
                   std::size_t t) {
    const ClinicalContext known = case_.context;
    refutation(case_.context);
    const Category category = category_at(view_, courses_, recist, drift_at(view_, courses_, t), profile, t);
    case_.context = known;
    return category;
  }

 private:
  Case case_;
  CaseView view_;
  std::vector<LesionCourse> courses_;
};

struct Input {
  const char* name;
  ReasonCode code;  // of the step that asks for it
  Refutation refute;
};
constexpr std::array<Input, 2> kInputs = {{
    {"on_systemic_therapy", "systemic_therapy",
     [](ClinicalContext& context) {
       context.on_systemic_therapy = false;
       context.systemic_therapy.reset();
     }},
    {"initial_control", "initial_control", [](ClinicalContext& context) { context.initial_control = false; }},
}};

bool is_unknown(const ProfileAssessment& assessment, ReasonCode code) {
  return std::any_of(assessment.chain.begin(), assessment.chain.end(), [code](const Reason& step) {
    return step.code == code && step.outcome == ReasonOutcome::kUnknown;
  });
}

/// What is not known of the patient, where the definition rests on it.
void try_context(WhatIf& what_if, const TimePointAssessment& now, const Profile& profile, std::size_t t,
                 ProfileAssessment& assessment) {
  for (const Input& input : kInputs) {
    if (!is_unknown(assessment, input.code)) continue;
    const Category category = what_if.refuted(input.refute, now.recist, profile, t);
    if (category != assessment.category)
      assessment.flips.push_back({input.name, "false", category, std::nullopt});
  }
}

void try_lesions(WhatIf& what_if, const TimePointAssessment& now, const Profile& profile, std::size_t t,
                 ProfileAssessment& assessment) {
  const std::vector<Reading> readings = readings_at(now, what_if.courses());
  const std::size_t tried = std::min(readings.size(), kMaxReadingsTried);
  assessment.readings_not_tried = readings.size() - tried;
  for (std::size_t i = 0; i < tried; ++i) {
    const Category category = what_if.with(readings[i], now.recist, profile, t);
    if (category == assessment.category) continue;
    assessment.flips.push_back({what_if.courses()[readings[i].lesion].lesion->id,
                                readings[i].progresses ? kProgresses : kDoesNotProgress, category,
                                readings[i].probability});
  }
}

}  // namespace

void find_flips(const Case& clinical_case, const Rules& rules,
                std::vector<TimePointAssessment>& assessments) {
  const std::size_t baseline = timepoint_index(clinical_case, clinical_case.baseline_timepoint).value_or(0);
  WhatIf what_if(clinical_case, rules, baseline);
  for (std::size_t t = baseline + 1; t < assessments.size(); ++t) {
    for (auto& [name, assessment] : assessments[t].profiles) {
      const Profile& profile = rules.profiles.at(name);
      try_lesions(what_if, assessments[t], profile, t, assessment);
      try_context(what_if, assessments[t], profile, t, assessment);
    }
  }
}

}  // namespace oligard::classify
