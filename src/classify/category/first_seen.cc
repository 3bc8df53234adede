#include "classify/category/first_seen.h"

#include <algorithm>
#include <string>

#include "classify/recist/recist.h"
#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

using Index = std::optional<std::size_t>;

bool is_not_evaluable(const LesionCourse& course, std::size_t t) {
  const LesionAssessment* assessment = course.assessment(t);
  return assessment != nullptr && assessment->status == LesionStatus::kNotEvaluable;
}

/// Progression at any confidence, unless it only tells that the place was imaged for the first time.
bool is_suspected(const CaseView& view, const LesionCourse& course, std::size_t t) {
  const LesionAssessment* assessment = course.assessment(t);
  if (assessment == nullptr || t <= view.baseline || !is_progression(assessment->status)) return false;
  const std::vector<std::string>& flags = assessment->flags;
  return std::find(flags.begin(), flags.end(), word::kFirstImaged) == flags.end();
}

/// First of the time points that hold, going back from t; those not evaluable are passed over.
template <class Holds>
Index start_of_run(const CaseView& view, const LesionCourse& course, std::size_t t, Holds holds) {
  Index start;
  for (std::size_t r = t + 1; r-- > view.baseline + 1;) {
    if (holds(view, course, r)) {
      start = r;
    } else if (!is_not_evaluable(course, r)) {
      break;
    }
  }
  return start;
}

Index earlier_of(Index a, Index b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

Index index_of(const std::vector<TimePointAssessment>& all, const std::string& timepoint) {
  const auto found = std::find_if(
      all.begin(), all.end(),
      [&timepoint](const TimePointAssessment& assessment) { return assessment.timepoint == timepoint; });
  return found == all.end() ? Index() : Index(static_cast<std::size_t>(found - all.begin()));
}

/// What is known of the patient up to a time point.
struct Milestones {
  std::map<std::string, std::size_t> flagged;  ///< by profile
  Index recist_pd;
  Index recist_pd_in_hindsight;
};

void advance(const std::vector<TimePointAssessment>& all, std::size_t t, Milestones& milestones) {
  for (const auto& [name, profile] : all[t].profiles)
    if (is_progression(profile.category)) milestones.flagged.emplace(name, t);
  const RecistAssessment& recist = all[t].recist;
  if (recist.overall == word::kPd && !milestones.recist_pd) milestones.recist_pd = t;
  if (recist.new_lesion_backdated_to) {
    milestones.recist_pd_in_hindsight =
        earlier_of(milestones.recist_pd_in_hindsight, index_of(all, *recist.new_lesion_backdated_to));
  }
}

void fill_lead(const CaseView& view, const Milestones& milestones, Index hindsight,
               const std::string& profile, ProgressionLead& lead) {
  const auto id = [&view](std::size_t t) { return view.timepoint(t).id; };
  const Index pd = milestones.recist_pd;
  if (pd) lead.recist_pd = id(*pd);
  if (pd && milestones.recist_pd_in_hindsight && *milestones.recist_pd_in_hindsight < *pd)
    lead.recist_pd_in_hindsight = id(*milestones.recist_pd_in_hindsight);
  const auto flagged = milestones.flagged.find(profile);
  if (flagged == milestones.flagged.end()) return;
  lead.first_flagged = id(flagged->second);
  if (hindsight && *hindsight < flagged->second) lead.in_hindsight = id(*hindsight);
  if (pd) lead.lead_days = days_between(view.timepoint(flagged->second).date, view.timepoint(*pd).date);
}

/// The lesions flagged at t; returns the earliest time point at which one of them stood in doubt.
Index fill_lesions(const CaseView& view, const std::vector<LesionCourse>& courses, std::size_t t,
                   TimePointAssessment& assessment) {
  Index earliest;
  for (const LesionCourse& course : courses) {
    const Index since = flagged_since(view, course, t);
    if (!since) continue;
    const Index hindsight = in_hindsight(view, course, t);
    FirstSeen& seen = assessment.first_seen.lesions[course.lesion->id];
    seen.flagged_since = view.timepoint(*since).id;
    seen.first_flagged = view.timepoint(*first_flag(view, course, t)).id;
    if (hindsight) seen.in_hindsight = view.timepoint(*hindsight).id;
    earliest = earlier_of(earliest, hindsight);
  }
  return earliest;
}

}  // namespace

bool is_flagged(const CaseView& view, const LesionCourse& course, std::size_t t) {
  const LesionAssessment* assessment = course.assessment(t);
  return assessment != nullptr && t > view.baseline && is_progression(assessment->status) &&
         assessment->confidence >= Confidence::kProbable;
}

Index flagged_since(const CaseView& view, const LesionCourse& course, std::size_t t) {
  if (!is_flagged(view, course, t)) return std::nullopt;
  return start_of_run(view, course, t, is_flagged);
}

Index first_flag(const CaseView& view, const LesionCourse& course, std::size_t t) {
  for (std::size_t r = view.baseline + 1; r <= t; ++r)
    if (is_flagged(view, course, r)) return r;
  return std::nullopt;
}

Index in_hindsight(const CaseView& view, const LesionCourse& course, std::size_t t) {
  if (!is_flagged(view, course, t)) return std::nullopt;
  Index start = start_of_run(view, course, t, is_suspected);
  const NewLesion found = new_lesion_at(view, course, t);
  if (found.counts && found.backdated) start = earlier_of(start, course.first_seen);
  return start && *start < *first_flag(view, course, t) ? start : std::nullopt;
}

void fill_first_seen(const CaseView& view, const std::vector<LesionCourse>& courses,
                     std::vector<TimePointAssessment>& all) {
  Milestones milestones;
  for (std::size_t t = view.baseline + 1; t < all.size(); ++t) {
    advance(all, t, milestones);
    const Index hindsight = fill_lesions(view, courses, t, all[t]);
    for (const std::string& name : view.clinical_case.evaluated_profiles)
      fill_lead(view, milestones, hindsight, name, all[t].first_seen.profiles[name]);
  }
}

}  // namespace oligard::classify
