#include "classify/category/category_tally.h"

#include <algorithm>

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

bool counts(const LesionAssessment& assessment, Scenario scenario) {
  switch (scenario) {
    case Scenario::kMin:
      return assessment.confidence == Confidence::kDefinite;
    case Scenario::kBase:
      return assessment.confidence >= Confidence::kProbable;
    case Scenario::kMax:
      break;
  }
  return true;
}

void add_progressing(const LesionCourse& course, const Profile& profile, Tally& tally) {
  tally.progressing.push_back(&course);
  if (profile.cns_mode == CnsMode::kCount || !is_cns(*course.lesion)) tally.counted.push_back(&course);
}

}  // namespace

Tally tally_at(const std::vector<LesionCourse>& courses, std::size_t t, const Profile& profile,
               Scenario scenario) {
  Tally tally;
  for (const LesionCourse& course : courses) {
    const LesionAssessment* assessment = course.assessment(t);
    if (assessment == nullptr) continue;
    const LesionStatus status = assessment->status;
    const bool progression = is_progression(status);
    const bool unseen = status == LesionStatus::kNotEvaluable;
    if ((progression && counts(*assessment, scenario)) || (unseen && scenario == Scenario::kMax)) {
      add_progressing(course, profile, tally);
    } else if (unseen) {
      ++tally.not_evaluable;
    } else if (progression || is_controlled(status)) {
      ++tally.controlled;
      if (is_controlled(status) && status != LesionStatus::kStable) ++tally.responding;
      if (progression && assessment->confidence == Confidence::kIndeterminate) ++tally.possible;
    }
  }
  return tally;
}

std::vector<std::pair<std::string_view, int>> by_organ(const std::vector<const LesionCourse*>& lesions) {
  std::vector<std::pair<std::string_view, int>> organs;
  for (const LesionCourse* course : lesions) {
    const std::string_view organ = organ_site(*course->lesion);
    const auto known = std::find_if(organs.begin(), organs.end(),
                                    [organ](const auto& entry) { return entry.first == organ; });
    if (known == organs.end()) {
      organs.emplace_back(organ, 1);
    } else {
      ++known->second;
    }
  }
  return organs;
}

int most_in_one_organ(const std::vector<const LesionCourse*>& lesions) {
  int most = 0;
  for (const auto& [organ, count] : by_organ(lesions))
    most = std::max(most, count);
  return most;
}

void fill_counts(const Tally& tally, ProfileAssessment& assessment) {
  assessment.n_progressing = tally.n_progressing();
  assessment.n_progressing_counted = static_cast<int>(tally.counted.size());
  assessment.n_progressing_cns =
      static_cast<int>(std::count_if(tally.progressing.begin(), tally.progressing.end(),
                                     [](const LesionCourse* course) { return is_cns(*course->lesion); }));
  assessment.n_progressing_organs = static_cast<int>(by_organ(tally.progressing).size());
  assessment.max_progressing_in_one_organ = most_in_one_organ(tally.counted);
  assessment.n_assessable = tally.assessable();
  assessment.n_not_evaluable = tally.not_evaluable;
  assessment.n_controlled = tally.controlled;
  if (tally.assessable() > 0) assessment.share_pct = 100.0 * tally.n_progressing() / tally.assessable();
}

}  // namespace oligard::classify
