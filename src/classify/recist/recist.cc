#include "classify/recist/recist.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "classify/recist/best_response.h"
#include "classify/recist/targets.h"
#include "classify/status/chain.h"
#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

bool contains(const std::vector<std::size_t>& values, std::size_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool at_least_probable(const LesionAssessment& assessment) {
  return assessment.confidence >= Confidence::kProbable;
}

struct SumNadir {
  double sum_mm = 0;
  std::size_t timepoint = 0;
};

/// Smallest complete sum from baseline to t-1, the latest of equals (2.4).
std::optional<SumNadir> nadir_sum(const CaseView& view, const std::vector<LesionCourse>& courses,
                                  const std::vector<std::size_t>& targets, std::size_t t) {
  std::optional<SumNadir> nadir;
  for (std::size_t r = view.baseline; r < t; ++r) {
    const TargetSum sum = target_sum(courses, targets, r);
    if (sum.complete && (!nadir || *sum.sum_mm <= nadir->sum_mm)) nadir = SumNadir{*sum.sum_mm, r};
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

/// What is judged: one time point of the patient, its sums, and where the steps go.
struct Judged {
  const CaseView& view;
  const std::vector<LesionCourse>& courses;
  const RecistRoles& roles;
  std::size_t t = 0;
  Chain& chain;
  std::optional<SumNadir> nadir{};

  [[nodiscard]] const Constants& constants() const { return view.constants(); }
};

/// 2.4/1. Counts the targets that are gone.
bool all_targets_gone(const Judged& j) {
  const auto gone = std::count_if(j.roles.targets.begin(), j.roles.targets.end(),
                                  [&](std::size_t i) { return is_gone(j.courses[i], j.t, j.constants()); });
  return j.chain.test(compared("2.4/1", "targets_gone", Comparison::kAtLeast, static_cast<double>(gone),
                               std::nullopt, {"", static_cast<double>(j.roles.targets.size())},
                               unit::kLesions));
}

RuleNumber sum_rule(const RecistAssessment& figures) {
  return figures.sum_complete ? RuleNumber("2.4/2") : RuleNumber("2.8");
}

/// 2.4/2, and for an incomplete sum the lower bound of 2.8.
bool sum_progresses(const Judged& j, const RecistAssessment& figures) {
  if (!figures.target_sum_mm || !j.nadir) return false;
  const RuleNumber rule = sum_rule(figures);
  const auto step = [&](ReasonCode code, Comparison test, double Constants::*limit) {
    return since(compared(rule, code, test, *figures.target_sum_mm, j.nadir->sum_mm,
                          limit_of(j.constants(), limit), unit::kMm),
                 j.nadir->timepoint);
  };
  const bool relative =
      j.chain.test(step("sum_from_nadir_change", Comparison::kChangeAtLeast, &Constants::pd_rel));
  const bool absolute =
      j.chain.test(step("sum_from_nadir_mm", Comparison::kDifferenceAtLeast, &Constants::pd_abs_mm));
  return relative && absolute;
}

/// 2.4/3.
bool sum_responds(const Judged& j, const RecistAssessment& figures) {
  return j.chain.test(
      since(compared("2.4/3", "sum_from_baseline_change", Comparison::kChangeAtMost, *figures.target_sum_mm,
                     *figures.baseline_sum_mm, limit_of(j.constants(), &Constants::pr_rel), unit::kMm),
            j.view.baseline));
}

const char* decide_target(const Judged& j, RuleNumber rule, const char* response) {
  j.chain.decide(named(rule, "target_response"), response);
  return response;
}

/// 2.4 in its order, and 2.8.
std::optional<std::string> target_response(const Judged& j, const RecistAssessment& figures) {
  if (j.roles.targets.empty()) return std::nullopt;
  if (all_targets_gone(j)) return decide_target(j, "2.4/1", word::kCr);
  if (sum_progresses(j, figures)) return decide_target(j, sum_rule(figures), word::kPd);
  if (!figures.sum_complete || !figures.baseline_sum_mm) return decide_target(j, "2.8", word::kNe);
  if (sum_responds(j, figures)) return decide_target(j, "2.4/3", word::kPr);
  return decide_target(j, "2.4/4", word::kSd);
}

/// What each target adds to the sum (2.3), and what is missing.
void state_sum(const Judged& j, const RecistAssessment& figures) {
  for (const std::size_t i : j.roles.targets) {
    const LesionMoment& moment = j.courses[i].at[j.t];
    Reason step = figure("2.3", "target_diameter", moment.size_mm, unit::kMm);
    if (!moment.size_mm) step.code = "target_without_size";
    if (moment.size_mm && moment.cut) step.code = "target_lower_bound";
    step.subject = j.courses[i].lesion->id;
    j.chain.state(std::move(step));
    if (is_treated(j.view, *j.courses[i].lesion, j.t))
      j.chain.state(named("2.8", "target_locally_treated", j.courses[i].lesion->id));
  }
  if (j.roles.targets.empty()) return;
  const ReasonCode sum =
      figures.sum_complete ? ReasonCode("target_sum") : ReasonCode("target_sum_incomplete");
  j.chain.state(figure("2.3", sum, figures.target_sum_mm, unit::kMm));
}

/// What one non-target alone would give (2.5), and its name in the chain.
struct NonTarget {
  const char* response;
  ReasonCode code;
};
constexpr std::array<NonTarget, 4> kNonTargetOrder = {{
    {word::kPd, "non_target_unequivocal_progression"},
    {word::kNe, "non_target_not_evaluable"},
    {word::kCr, "non_target_gone"},
    {word::kNonCrNonPd, "non_target_persists"},
}};

/// Index into kNonTargetOrder.
std::size_t judge_non_target(const Judged& j, const LesionCourse& course) {
  const LesionAssessment* assessment = course.assessment(j.t);
  if (is_unequivocal(j.view, course, j.t)) return 0;
  if (assessment == nullptr || assessment->status == LesionStatus::kNotEvaluable) return 1;
  return exists_at(course, j.t) && !is_gone(course, j.t, j.constants()) ? 3 : 2;
}

/// 2.5, in the order PD, NE, CR, NON_CR_NON_PD. The chain names the lesions that decide.
std::optional<std::string> non_target_response(const Judged& j) {
  if (j.roles.non_targets.empty()) return std::nullopt;
  std::array<std::vector<const LesionCourse*>, kNonTargetOrder.size()> found;
  for (const std::size_t i : j.roles.non_targets)
    found[judge_non_target(j, j.courses[i])].push_back(&j.courses[i]);
  constexpr std::size_t kGone = 2;
  std::size_t decisive = 0;
  // CR needs all of them to be gone: any that persists decides.
  while (found[decisive].empty() || (decisive == kGone && !found[kGone + 1].empty()))
    ++decisive;
  const NonTarget& row = kNonTargetOrder[decisive];
  for (const LesionCourse* course : found[decisive]) {
    Reason step = figure("2.5", row.code, course->at[j.t].size_mm, unit::kMm);
    step.subject = course->lesion->id;
    j.chain.state(std::move(step));
  }
  j.chain.decide(named("2.5", "non_target_response"), row.response);
  return row.response;
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

void fill_new_lesions(const Judged& j, RecistAssessment& recist) {
  std::optional<std::size_t> backdated;
  for (const LesionCourse& course : j.courses) {
    const NewLesion found = new_lesion_at(j.view, course, j.t);
    if (!found.counts) continue;
    recist.new_lesion = true;
    Reason step = figure("2.6", found.code, course.at[found.since].size_mm, unit::kMm);
    step.value_timepoint = static_cast<std::int32_t>(found.since);
    step.subject = course.lesion->id;
    j.chain.condition(true, since(std::move(step), *course.first_seen));
    if (found.backdated) backdated = std::min(backdated.value_or(j.t), *course.first_seen);
  }
  if (backdated) recist.new_lesion_backdated_to = j.view.timepoint(*backdated).id;
}

/// The lesion that progresses for certain, else null.
const LesionCourse* find_sure_progression(const std::vector<LesionCourse>& courses, std::size_t t) {
  const auto found = std::find_if(courses.begin(), courses.end(), [t](const LesionCourse& course) {
    const LesionAssessment* assessment = course.assessment(t);
    return assessment != nullptr && is_progression(assessment->status) && at_least_probable(*assessment);
  });
  return found == courses.end() ? nullptr : &*found;
}

/// The last time point before t with an overall response other than NE.
std::optional<std::size_t> last_response(const CaseView& view, const std::vector<RecistAssessment>& earlier) {
  for (std::size_t r = earlier.size(); r-- > view.baseline + 1;) {
    if (earlier[r].overall != word::kNe) return r;
  }
  return std::nullopt;
}

/// 2.6: after an overall complete response any sure progression is progression of the patient.
bool progresses_after_complete_response(const Judged& j, const std::vector<RecistAssessment>& earlier) {
  const std::optional<std::size_t> last = last_response(j.view, earlier);
  if (!last || earlier[*last].overall != word::kCr) return false;
  const LesionCourse* course = find_sure_progression(j.courses, j.t);
  if (course == nullptr) return false;
  return j.chain.condition(
      true, since(named("2.6", "progression_after_complete_response", course->lesion->id), *last));
}

/// Sums and percentages; an incomplete sum has percentages only as the lower bound of a progression.
void fill_sums(const Judged& j, RecistAssessment& recist) {
  const TargetSum sum = target_sum(j.courses, j.roles.targets, j.t);
  recist.target_sum_mm = sum.sum_mm;
  recist.sum_complete = sum.complete;
  const TargetSum baseline = target_sum(j.courses, j.roles.targets, j.view.baseline);
  if (baseline.complete) recist.baseline_sum_mm = baseline.sum_mm;
  if (j.nadir) recist.nadir_sum_mm = j.nadir->sum_mm;
  state_sum(j, recist);
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

/// 2.7, and the rule of 2.6 for a patient who had a complete response.
void fill_overall(const Judged& j, const std::vector<RecistAssessment>& earlier, RecistAssessment& recist) {
  recist.overall = overall_response(recist.target_response, recist.non_target_response, recist.new_lesion);
  ReasonCode code = recist.target_response ? ReasonCode("table_1") : ReasonCode("table_2");
  RuleNumber rule = "2.7";
  if (progresses_after_complete_response(j, earlier)) {
    recist.overall = word::kPd;
    code = "progression_after_complete_response";
    rule = "2.6";
  }
  j.chain.decide(
      named(rule, code,
            "target " + recist.target_response.value_or("none") + ", non-target " +
                recist.non_target_response.value_or("none") + ", new " + (recist.new_lesion ? "yes" : "no")),
      response_word(recist.overall));
}

RecistAssessment assess(const CaseView& view, const std::vector<LesionCourse>& courses,
                        const RecistRoles& roles, std::size_t t,
                        const std::vector<RecistAssessment>& earlier) {
  RecistAssessment recist;
  Chain chain(&recist.chain, view.constants().eps);
  if (t < view.baseline) {
    recist.overall = word::kHistory;
    chain.decide(named("2.2", "before_baseline"), word::kHistory);
    return recist;
  }
  Judged j{.view = view, .courses = courses, .roles = roles, .t = t, .chain = chain};
  if (t > view.baseline) j.nadir = nadir_sum(view, courses, roles.targets, t);
  for (const std::size_t i : roles.targets)
    recist.target_ids.push_back(courses[i].lesion->id);
  recist.target_locally_treated = any_target_treated(view, courses, roles.targets, t);
  fill_sums(j, recist);
  if (t == view.baseline) {
    recist.overall = word::kBaseline;
    chain.decide(named("2.2", "at_baseline"), word::kBaseline);
    return recist;
  }
  recist.target_response = target_response(j, recist);
  fill_percentages(recist);
  recist.non_target_response = non_target_response(j);
  fill_new_lesions(j, recist);
  fill_overall(j, earlier, recist);
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
  if (const ReaderStatus* said = reader_status_at(view, *course.lesion, t))
    return is_progression(said->status);
  const Observation* seen = observation_at(view, *course.lesion, t);
  return seen != nullptr &&
         (seen->state == ObservationState::kUnequivocalProgression || seen->reader_unequivocal_progression);
}

NewLesion new_lesion_at(const CaseView& view, const LesionCourse& course, std::size_t t) {
  if (!course.first_seen || !exists_at(course, t)) return {};
  for (std::size_t r = view.baseline + 1; r <= t; ++r) {
    const ReaderStatus* said = reader_status_at(view, *course.lesion, r);
    if (said != nullptr && said->status == LesionStatus::kNew)
      return {true, false, "new_lesion_unequivocal", r};
  }
  if (*course.first_seen <= view.baseline) return {};
  const std::size_t first_seen = *course.first_seen;
  const LesionAssessment& first = *course.assessment(first_seen);
  // A lesion that registration could not look for before may have been there.
  if (first.status != LesionStatus::kNew) return {};
  const bool first_imaged =
      std::find(first.flags.begin(), first.flags.end(), word::kFirstImaged) != first.flags.end();
  if (at_least_probable(first)) return {true, false, "new_lesion_unequivocal", first_seen};
  if (first_imaged) return {true, false, "new_lesion_first_imaged", first_seen};
  for (std::size_t r = first_seen + 1; r <= t; ++r) {
    if (is_confirmed_at(view, course, r)) return {true, true, "new_lesion_confirmed_later", r};
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
  all.reserve(view.size());
  for (std::size_t t = 0; t < view.size(); ++t) {
    RecistAssessment recist = assess(view, courses, roles, t, all);
    all.push_back(std::move(recist));
    if (t <= view.baseline) continue;
    Chain chain(&all.back().chain, view.constants().eps);
    all.back().best_overall_unconfirmed = best_response(view, all, chain);
    all.back().best_overall_confirmed = confirmed_response(view, all);
  }
  return all;
}

}  // namespace oligard::classify
