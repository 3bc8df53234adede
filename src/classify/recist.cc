#include "classify/recist.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "classify/targets.h"
#include "classify/words.h"

namespace oligard::classify {
namespace {

bool contains(const std::vector<std::size_t>& values, std::size_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool at_least_probable(const LesionAssessment& assessment) {
  return assessment.confidence >= Confidence::kProbable;
}

/// Smallest complete sum from baseline to t-1 (2.4).
std::optional<double> nadir_sum(const CaseView& view, const std::vector<LesionCourse>& courses,
                                const std::vector<std::size_t>& targets, std::size_t t) {
  std::optional<double> nadir;
  for (std::size_t r = view.baseline; r < t; ++r) {
    const TargetSum sum = target_sum(courses, targets, r);
    if (sum.complete && (!nadir || *sum.sum_mm < *nadir)) nadir = sum.sum_mm;
  }
  return nadir;
}

/// Gone in the sense of a complete response: absent, or a node below 10 mm.
bool is_gone(const LesionCourse& course, std::size_t t, const Constants& constants) {
  const LesionMoment& moment = course.at[t];
  if (moment.cut || !moment.size_mm) return false;
  if (!course.lesion->nodal) return *moment.size_mm <= 0;
  return *moment.size_mm < constants.pathological_node_mm - constants.eps;
}

bool all_gone(const CaseView& view, const std::vector<LesionCourse>& courses,
              const std::vector<std::size_t>& which, std::size_t t) {
  return std::all_of(which.begin(), which.end(),
                     [&](std::size_t i) { return is_gone(courses[i], t, view.constants()); });
}

/// 2.4, and the lower bound of 2.8 for an incomplete sum.
std::optional<std::string> target_response(const CaseView& view, const std::vector<LesionCourse>& courses,
                                           const std::vector<std::size_t>& targets, std::size_t t,
                                           const RecistAssessment& figures) {
  if (targets.empty()) return std::nullopt;
  if (all_gone(view, courses, targets, t)) return word::kCr;
  const bool comparable = figures.target_sum_mm && figures.nadir_sum_mm;
  if (comparable && is_progression_of_size(*figures.target_sum_mm, *figures.nadir_sum_mm, view.constants())) {
    return word::kPd;
  }
  if (!figures.sum_complete || !figures.baseline_sum_mm) return word::kNe;
  const bool partial = shrank_by_share(*figures.target_sum_mm, *figures.baseline_sum_mm,
                                       view.constants().pr_rel, view.constants().eps);
  return partial ? word::kPr : word::kSd;
}

/// 2.5, in the order PD, NE, CR, NON_CR_NON_PD.
std::optional<std::string> non_target_response(const CaseView& view, const std::vector<LesionCourse>& courses,
                                               const std::vector<std::size_t>& non_targets, std::size_t t) {
  if (non_targets.empty()) return std::nullopt;
  bool any_unequivocal = false;
  bool any_not_evaluable = false;
  bool any_left = false;
  for (const std::size_t i : non_targets) {
    const LesionAssessment* assessment = courses[i].assessment(t);
    any_unequivocal = any_unequivocal || is_unequivocal(view, courses[i], t);
    any_not_evaluable =
        any_not_evaluable || assessment == nullptr || assessment->status == LesionStatus::kNotEvaluable;
    any_left = any_left || (exists_at(courses[i], t) && !is_gone(courses[i], t, view.constants()));
  }
  if (any_unequivocal) return word::kPd;
  if (any_not_evaluable) return word::kNe;
  return any_left ? word::kNonCrNonPd : word::kCr;
}

/// 2.6: what makes an equivocal new lesion unequivocal later.
bool is_confirmed_at(const CaseView& view, const LesionCourse& course, std::size_t t) {
  const Constants& constants = view.constants();
  const LesionAssessment* assessment = course.assessment(t);
  if (assessment == nullptr) return false;
  const bool grows =
      assessment->status == LesionStatus::kProgressing || assessment->status == LesionStatus::kReappeared;
  if (grows && at_least_probable(*assessment)) return true;
  if (!course.at[t].size_mm || course.lesion->kind == "blastic_bone") return false;
  const double limit = course.lesion->nodal ? constants.new_node_definite_mm : constants.new_definite_mm;
  return *course.at[t].size_mm >= limit - constants.eps;
}

void fill_new_lesions(const CaseView& view, const std::vector<LesionCourse>& courses, std::size_t t,
                      RecistAssessment& recist) {
  std::optional<std::size_t> backdated;
  for (const LesionCourse& course : courses) {
    const NewLesion found = new_lesion_at(view, course, t);
    recist.new_lesion = recist.new_lesion || found.counts;
    if (found.counts && found.backdated) backdated = std::min(backdated.value_or(t), *course.first_seen);
  }
  if (backdated) recist.new_lesion_backdated_to = view.timepoint(*backdated).id;
}

bool any_sure_progression(const std::vector<LesionCourse>& courses, std::size_t t) {
  return std::any_of(courses.begin(), courses.end(), [t](const LesionCourse& course) {
    const LesionAssessment* assessment = course.assessment(t);
    return assessment != nullptr && is_progression(assessment->status) && at_least_probable(*assessment);
  });
}

/// The last overall response other than NE before t; empty when there is none.
std::string last_response(const CaseView& view, const std::vector<RecistAssessment>& earlier) {
  for (std::size_t r = earlier.size(); r-- > view.baseline + 1;) {
    if (earlier[r].overall != word::kNe) return earlier[r].overall;
  }
  return {};
}

/// The order of 2.9, best first.
constexpr std::array<std::string_view, 6> kBestFirst = {"CR", "PR", "SD", "NON_CR_NON_PD", "PD", "NE"};

std::size_t rank_of(std::string_view response) {
  return static_cast<std::size_t>(std::find(kBestFirst.begin(), kBestFirst.end(), response) -
                                  kBestFirst.begin());
}

/// 2.9: the best response up to and including the first progression. A backdated new lesion makes its first
/// sight the first progression; stable disease counts from `sd_min_days` after baseline.
std::string best_response(const CaseView& view, const std::vector<RecistAssessment>& so_far) {
  const std::size_t now = so_far.size() - 1;
  std::set<std::string> backdated;
  for (const RecistAssessment& recist : so_far) {
    if (recist.new_lesion_backdated_to) backdated.insert(*recist.new_lesion_backdated_to);
  }
  std::string best = word::kNe;
  for (std::size_t r = view.baseline + 1; r <= now; ++r) {
    std::string response = backdated.contains(view.timepoint(r).id) ? word::kPd : so_far[r].overall;
    const int days = days_between(view.timepoint(view.baseline).date, view.timepoint(r).date);
    const bool stable = response == word::kSd || response == word::kNonCrNonPd;
    if (stable && days < view.constants().sd_min_days) response = word::kNe;
    if (rank_of(response) < rank_of(best)) best = response;
    if (response == word::kPd) break;
  }
  return best;
}

/// Sums and percentages; an incomplete sum has percentages only as the lower bound of a progression.
void fill_sums(const CaseView& view, const std::vector<LesionCourse>& courses,
               const std::vector<std::size_t>& targets, std::size_t t, RecistAssessment& recist) {
  const TargetSum sum = target_sum(courses, targets, t);
  recist.target_sum_mm = sum.sum_mm;
  recist.sum_complete = sum.complete;
  const TargetSum baseline = target_sum(courses, targets, view.baseline);
  if (baseline.complete) recist.baseline_sum_mm = baseline.sum_mm;
  if (t > view.baseline) recist.nadir_sum_mm = nadir_sum(view, courses, targets, t);
}

void fill_percentages(RecistAssessment& recist) {
  if (!recist.target_sum_mm) return;
  if (!recist.sum_complete && recist.target_response != word::kPd) return;
  const double sum = *recist.target_sum_mm;
  if (recist.baseline_sum_mm) recist.from_baseline_pct = percent_change(sum, *recist.baseline_sum_mm);
  if (recist.nadir_sum_mm) recist.from_nadir_pct = percent_change(sum, *recist.nadir_sum_mm);
}

bool any_target_treated(const CaseView& view, const std::vector<LesionCourse>& courses,
                        const std::vector<std::size_t>& targets, std::size_t t) {
  return std::any_of(targets.begin(), targets.end(),
                     [&](std::size_t i) { return is_treated(view, *courses[i].lesion, t); });
}

RecistAssessment assess(const CaseView& view, const std::vector<LesionCourse>& courses,
                        const RecistRoles& roles, std::size_t t,
                        const std::vector<RecistAssessment>& earlier) {
  RecistAssessment recist;
  if (t < view.baseline) {
    recist.overall = word::kHistory;
    return recist;
  }
  for (const std::size_t i : roles.targets)
    recist.target_ids.push_back(courses[i].lesion->id);
  recist.target_locally_treated = any_target_treated(view, courses, roles.targets, t);
  fill_sums(view, courses, roles.targets, t, recist);
  if (t == view.baseline) {
    recist.overall = word::kBaseline;
    return recist;
  }
  recist.target_response = target_response(view, courses, roles.targets, t, recist);
  fill_percentages(recist);
  recist.non_target_response = non_target_response(view, courses, roles.non_targets, t);
  fill_new_lesions(view, courses, t, recist);
  recist.overall = overall_response(recist.target_response, recist.non_target_response, recist.new_lesion);
  // 2.6: after an overall complete response any sure progression is progression of the patient.
  if (last_response(view, earlier) == word::kCr && any_sure_progression(courses, t))
    recist.overall = word::kPd;
  return recist;
}

/// One row of Table 1; an empty word stands for "whatever".
struct TableRow {
  std::string_view target;
  std::string_view non_target;
  std::string_view overall;
};
/// Progression and new lesions are decided before; "none" = the patient has no such lesions.
constexpr std::array<TableRow, 12> kTable = {{
    {"CR", "CR", "CR"},
    {"CR", "none", "CR"},
    {"CR", "NON_CR_NON_PD", "PR"},
    {"CR", "NE", "PR"},
    {"PR", "", "PR"},
    {"SD", "", "SD"},
    {"NE", "", "NE"},
    {"none", "CR", "CR"},
    {"none", "NON_CR_NON_PD", "NON_CR_NON_PD"},
    {"none", "NE", "NE"},
    {"none", "none", "NE"},
    {"", "", "NE"},
}};

}  // namespace

RecistRoles recist_roles(const CaseView& view, const std::vector<LesionCourse>& courses) {
  RecistRoles roles{select_targets(view, courses), {}};
  for (std::size_t i = 0; i < courses.size(); ++i) {
    const LesionAssessment* assessment = courses[i].assessment(view.baseline);
    const bool known = assessment != nullptr && (assessment->status == LesionStatus::kBaseline ||
                                                 assessment->status == LesionStatus::kNotEvaluable);
    if (known && !contains(roles.targets, i)) roles.non_targets.push_back(i);
  }
  return roles;
}

TargetSum target_sum(const std::vector<LesionCourse>& courses, const std::vector<std::size_t>& targets,
                     std::size_t t) {
  TargetSum sum{std::nullopt, !targets.empty()};
  for (const std::size_t i : targets) {
    const LesionMoment& moment = courses[i].at[t];
    if (!moment.size_mm || moment.cut) sum.complete = false;
    if (moment.size_mm) sum.sum_mm = round_tenth(sum.sum_mm.value_or(0) + *moment.size_mm);
  }
  return sum;
}

bool is_unequivocal(const CaseView& view, const LesionCourse& course, std::size_t t) {
  const Observation* seen = observation_at(view, *course.lesion, t);
  return seen != nullptr &&
         (seen->state == ObservationState::kUnequivocalProgression || seen->reader_unequivocal_progression);
}

NewLesion new_lesion_at(const CaseView& view, const LesionCourse& course, std::size_t t) {
  if (!course.first_seen || *course.first_seen <= view.baseline || !exists_at(course, t)) return {};
  const LesionAssessment& first = *course.assessment(*course.first_seen);
  // A lesion that registration could not look for before may have been there.
  if (first.status != LesionStatus::kNew) return {};
  const bool first_imaged =
      std::find(first.flags.begin(), first.flags.end(), word::kFirstImaged) != first.flags.end();
  if (at_least_probable(first) || first_imaged) return {true, false};
  for (std::size_t r = *course.first_seen + 1; r <= t; ++r) {
    if (is_confirmed_at(view, course, r)) return {true, true};
  }
  return {};
}

std::string overall_response(const std::optional<std::string>& target,
                             const std::optional<std::string>& non_target, bool new_lesion) {
  if (target == word::kPd || non_target == word::kPd || new_lesion) return word::kPd;
  const std::string have_target = target.value_or("none");
  const std::string have_non_target = non_target.value_or("none");
  const auto row = std::find_if(kTable.begin(), kTable.end(), [&](const TableRow& candidate) {
    return (candidate.target.empty() || candidate.target == have_target) &&
           (candidate.non_target.empty() || candidate.non_target == have_non_target);
  });
  return std::string(row->overall);
}

std::vector<RecistAssessment> recist_course(const CaseView& view, const std::vector<LesionCourse>& courses) {
  const RecistRoles roles = recist_roles(view, courses);
  std::vector<RecistAssessment> all;
  for (std::size_t t = 0; t < view.size(); ++t) {
    RecistAssessment recist = assess(view, courses, roles, t, all);
    all.push_back(std::move(recist));
    if (t > view.baseline) all.back().best_overall_unconfirmed = best_response(view, all);
  }
  return all;
}

}  // namespace oligard::classify
