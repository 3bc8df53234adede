#include "oligard/classify/classify.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "classify/category/category.h"
#include "classify/category/drift.h"
#include "classify/category/estro_eortc.h"
#include "classify/category/first_seen.h"
#include "classify/context/context_inputs.h"
#include "classify/recist/irecist.h"
#include "classify/recist/recist.h"
#include "classify/status/identity.h"
#include "classify/status/lesion_status.h"
#include "classify/status/reader_feedback.h"

namespace oligard::classify {
namespace {

using terms::Category;

Status check_timepoints(const Case& clinical_case) {
  const std::vector<CaseTimePoint>& timepoints = clinical_case.timepoints;
  if (timepoints.empty()) {
    return fail(ErrorKind::kInvalidInput, "CASE_NO_TIMEPOINT", "the case has no time point");
  }
  std::set<std::string> ids;
  for (std::size_t t = 0; t < timepoints.size(); ++t) {
    if (!ids.insert(timepoints[t].id).second) {
      return fail(ErrorKind::kInvalidInput, "CASE_UNORDERED",
                  "two time points have the id " + timepoints[t].id);
    }
    if (t > 0 && timepoints[t - 1].date >= timepoints[t].date) {
      return fail(ErrorKind::kInvalidInput, "CASE_UNORDERED",
                  "time point " + timepoints[t].id + " is not later than the one before it");
    }
  }
  return {};
}

bool is_valid_size(const CaseLesion& lesion, const SizePart& part) {
  const double counted = lesion.nodal ? part.short_mm : part.long_mm;
  const bool sizes = std::isfinite(part.long_mm) && std::isfinite(part.short_mm) && part.long_mm >= 0 &&
                     part.short_mm >= 0 && counted > 0;
  return sizes && (!part.volume_mm3 || (std::isfinite(*part.volume_mm3) && *part.volume_mm3 > 0));
}

Status check_observation(const CaseLesion& lesion, const std::string& timepoint,
                         const Observation& observation) {
  const bool thickness_ok = !observation.slice_thickness_mm || *observation.slice_thickness_mm > 0;
  const bool sizes_ok =
      std::all_of(observation.parts.begin(), observation.parts.end(),
                  [&lesion](const SizePart& part) { return is_valid_size(lesion, part); }) &&
      (observation.state != ObservationState::kMeasured || !observation.parts.empty());
  if (sizes_ok && thickness_ok) return {};
  return fail(ErrorKind::kInvalidInput, "CASE_INVALID_SIZE",
              "lesion " + lesion.id + " at " + timepoint + " has no usable size or slice thickness");
}

Status check_lesions(const Case& clinical_case) {
  std::set<std::string> timepoints;
  for (const CaseTimePoint& timepoint : clinical_case.timepoints) {
    timepoints.insert(timepoint.id);
    if (timepoint.slice_thickness_mm && !(*timepoint.slice_thickness_mm > 0)) {
      return fail(ErrorKind::kInvalidInput, "CASE_INVALID_SIZE",
                  "the slice thickness of time point " + timepoint.id + " is not above 0");
    }
  }
  std::set<std::string> ids;
  for (const CaseLesion& lesion : clinical_case.lesions) {
    if (!ids.insert(lesion.id).second) {
      return fail(ErrorKind::kInvalidInput, "CASE_DUPLICATE_LESION", "two lesions have the id " + lesion.id);
    }
    for (const auto& [timepoint, said] : lesion.reader_status) {
      if (timepoints.contains(timepoint)) continue;
      return fail(
          ErrorKind::kInvalidInput, "CASE_UNKNOWN_TIMEPOINT",
          "a reader states the status of lesion " + lesion.id + " at the unknown time point " + timepoint);
    }
    for (const auto& [timepoint, observation] : lesion.observations) {
      if (!timepoints.contains(timepoint)) {
        return fail(ErrorKind::kInvalidInput, "CASE_UNKNOWN_TIMEPOINT",
                    "lesion " + lesion.id + " is observed at the unknown time point " + timepoint);
      }
      if (Status status = check_observation(lesion, timepoint, observation); !status) return status;
    }
  }
  return {};
}

Status check_profiles(const Case& clinical_case, const Rules& rules) {
  for (const std::string& name : clinical_case.evaluated_profiles) {
    if (!rules.profiles.contains(name)) {
      return fail(ErrorKind::kInvalidInput, "CASE_UNKNOWN_PROFILE", "there is no profile named " + name);
    }
  }
  return {};
}

/// The baseline named by the case, else the first time point.
Result<std::size_t> baseline_of(const Case& clinical_case) {
  if (clinical_case.baseline_timepoint.empty()) return std::size_t{0};
  if (const auto named = timepoint_index(clinical_case, clinical_case.baseline_timepoint)) return *named;
  return fail(ErrorKind::kInvalidInput, "CASE_NO_BASELINE",
              "the baseline " + clinical_case.baseline_timepoint + " is not one of the time points");
}

Result<std::size_t> check(const Case& clinical_case, const Rules& rules) {
  if (const Status status = check_timepoints(clinical_case); !status) return fail(status);
  if (const Status status = check_lesions(clinical_case); !status) return fail(status);
  if (const Status status = check_profiles(clinical_case, rules); !status) return fail(status);
  return baseline_of(clinical_case);
}

/// By id, so that no chain depends on the order of the lesions.
std::vector<LesionCourse> follow_lesions(const CaseView& view) {
  std::vector<const CaseLesion*> lesions;
  for (const CaseLesion& lesion : view.clinical_case.lesions)
    lesions.push_back(&lesion);
  std::sort(lesions.begin(), lesions.end(),
            [](const CaseLesion* a, const CaseLesion* b) { return a->id < b->id; });
  std::vector<LesionCourse> courses;
  courses.reserve(lesions.size());
  for (const CaseLesion* lesion : lesions)
    courses.push_back(follow_lesion(view, *lesion));
  return courses;
}

void fill_profiles(const CaseView& view, const std::vector<LesionCourse>& courses,
                   const std::vector<RecistAssessment>& recist, std::vector<TimePointAssessment>& all) {
  std::vector<std::optional<Drift>> drifts(view.size());
  for (std::size_t t = view.baseline + 1; t < view.size(); ++t)
    drifts[t] = drift_at(view, courses, t);
  for (const std::string& name : view.clinical_case.evaluated_profiles) {
    std::vector<ProfileAssessment> course =
        profile_course(view, courses, recist, drifts, view.rules.profiles.at(name));
    for (std::size_t t = 0; t < all.size(); ++t)
      all[t].profiles.insert_or_assign(name, std::move(course[t]));
  }
}

void fill_estro_eortc(const CaseView& view, const std::vector<LesionCourse>& courses,
                      std::vector<TimePointAssessment>& all) {
  if (view.clinical_case.evaluated_profiles.empty()) return;
  const std::string& first = view.clinical_case.evaluated_profiles.front();
  for (std::size_t t = view.baseline + 1; t < all.size(); ++t) {
    const Category category = all[t].profiles.at(first).category;
    Chain chain(&all[t].estro_eortc_chain, view.constants().eps);
    all[t].estro_eortc_state = explain_estro_eortc(view, estro_answers(view, courses, category, t), chain);
  }
}

void fill_irecist(const CaseView& view, const std::vector<LesionCourse>& courses,
                  const std::vector<RecistAssessment>& recist, std::vector<TimePointAssessment>& all) {
  if (!view.clinical_case.context.uses_irecist()) return;
  std::vector<ImmuneResponse> course = irecist_course(view, courses, recist);
  for (std::size_t t = 0; t < all.size(); ++t) {
    all[t].irecist_configured = true;
    all[t].irecist = std::move(course[t].response);
    all[t].irecist_flags = std::move(course[t].flags);
    all[t].irecist_chain = std::move(course[t].chain);
  }
}

/// Last of all: the courses are left without their assessments.
void move_lesions(std::vector<LesionCourse>& courses, std::size_t t, TimePointAssessment& assessment) {
  for (LesionCourse& course : courses) {
    if (!course.at[t].assessment) continue;
    assessment.lesions.emplace_hint(assessment.lesions.end(), course.lesion->id,
                                    *std::move(course.at[t].assessment));
  }
}

}  // namespace

bool is_unchanged_profile(const Rules& rules, const std::string& name) {
  const auto usual = built_in_profiles().find(name);
  const auto given = rules.profiles.find(name);
  return usual != built_in_profiles().end() && given != rules.profiles.end() &&
         usual->second == given->second;
}

Result<std::vector<TimePointAssessment>> classify_case(const Case& clinical_case, const Rules& rules) {
  const Result<std::size_t> baseline = check(clinical_case, rules);
  if (!baseline) return fail(baseline);
  const CaseView view{clinical_case, rules, *baseline};
  std::vector<LesionCourse> courses = follow_lesions(view);
  std::vector<RecistAssessment> recist = recist_course(view, courses);
  std::vector<TimePointAssessment> all(view.size());
  fill_profiles(view, courses, recist, all);
  fill_estro_eortc(view, courses, all);
  for (std::size_t t = 0; t < all.size(); ++t)
    all[t].inputs = context_inputs(view, courses, all, t);
  fill_irecist(view, courses, recist, all);
  for (std::size_t t = 0; t < view.size(); ++t) {
    all[t].timepoint = view.timepoint(t).id;
    all[t].recist = std::move(recist[t]);
  }
  fill_first_seen(view, courses, all);
  for (std::size_t t = 0; t < view.size(); ++t)
    move_lesions(courses, t, all[t]);
  return all;
}

Result<Assessment> assess(match::LesionGraph graph, const ClinicalContext& context,
                          const std::vector<std::string>& profiles, const Rules& rules) {
  Case clinical_case = case_from_graph(graph, context, profiles, rules);
  Result<std::vector<TimePointAssessment>> timepoints = classify_case(clinical_case, rules);
  if (!timepoints) return fail(timepoints);
  warn_of_statuses_not_followed(*timepoints, clinical_case);
  Assessment assessment{std::move(graph), std::move(clinical_case), *std::move(timepoints), rules};
  fill_identities(assessment);
  find_flips(assessment.clinical_case, rules, assessment.timepoints);
  if (Status reviewed = review_doubts(assessment, rules); !reviewed) return fail(reviewed);
  return assessment;
}

}  // namespace oligard::classify
