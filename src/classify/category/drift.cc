#include "classify/category/drift.h"

#include <algorithm>
#include <optional>

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

bool takes_part(const LesionCourse& course, std::size_t t) {
  const LesionAssessment* assessment = course.assessment(t);
  if (assessment == nullptr || !course.at[t].size_mm || course.at[t].cut) return false;
  const bool possible = assessment->status == LesionStatus::kProgressing &&
                        assessment->confidence == Confidence::kIndeterminate;
  return is_controlled(assessment->status) || possible;
}

/// Empty when a lesion has no full size at r.
std::optional<double> sum_at(const std::vector<const LesionCourse*>& which, std::size_t r) {
  double sum = 0;
  for (const LesionCourse* course : which) {
    const LesionMoment& moment = course->at[r];
    if (!moment.assessment || !moment.size_mm || moment.cut) return std::nullopt;
    sum += *moment.size_mm;
  }
  return round_tenth(sum);
}

}  // namespace

std::optional<Drift> drift_at(const CaseView& view, const std::vector<LesionCourse>& courses, std::size_t t) {
  std::vector<const LesionCourse*> which;
  for (const LesionCourse& course : courses) {
    if (takes_part(course, t)) which.push_back(&course);
  }
  if (which.empty()) return std::nullopt;
  std::optional<Drift> drift;
  for (std::size_t r = view.baseline; r < t; ++r) {
    const std::optional<double> sum = sum_at(which, r);
    if (sum && (!drift || *sum <= drift->smallest_mm))
      drift = Drift{static_cast<int>(which.size()), 0, *sum, r};
  }
  if (drift) drift->sum_mm = *sum_at(which, t);
  return drift;
}

}  // namespace oligard::classify
