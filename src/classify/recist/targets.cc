#include "classify/recist/targets.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace oligard::classify {
namespace {

using terms::LesionStatus;

/// What 2.2 asks of a candidate beside being measurable.
bool is_candidate(const CaseView& view, const LesionCourse& course) {
  const CaseLesion& lesion = *course.lesion;
  const bool treated_before =
      lesion.local_therapy && lesion.local_therapy->date < view.timepoint(view.baseline).date;
  const ReaderStatus* said = reader_status_at(view, lesion, view.baseline);
  if (said != nullptr && said->status != LesionStatus::kBaseline) return false;
  return lesion.recist_role != RecistRole::kNonTarget && !course.at[view.baseline].cut && !treated_before &&
         is_measurable(view, course);
}

double baseline_size(const CaseView& view, const LesionCourse& course) {
  return course.at[view.baseline].size_mm.value_or(0);
}

/// Round k takes the k-th largest lesion of each organ, largest first, until there are enough.
std::vector<std::size_t> pick_by_rounds(const CaseView& view, const std::vector<LesionCourse>& courses,
                                        const std::vector<std::size_t>& by_size) {
  std::map<std::string_view, int> rank_in_organ;
  std::vector<std::vector<std::size_t>> rounds(
      static_cast<std::size_t>(view.constants().max_targets_per_organ));
  for (const std::size_t i : by_size) {
    const int rank = rank_in_organ[organ_site(*courses[i].lesion)]++;
    if (rank < view.constants().max_targets_per_organ) rounds[static_cast<std::size_t>(rank)].push_back(i);
  }
  std::vector<std::size_t> targets;
  for (const std::vector<std::size_t>& round : rounds) {
    for (const std::size_t i : round) {
      if (targets.size() < static_cast<std::size_t>(view.constants().max_targets)) targets.push_back(i);
    }
  }
  return targets;
}

}  // namespace

bool is_measurable(const CaseView& view, const LesionCourse& course) {
  const CaseLesion& lesion = *course.lesion;
  const Constants& constants = view.constants();
  const Observation* seen = observation_at(view, lesion, view.baseline);
  if (seen == nullptr || seen->state != ObservationState::kMeasured) return false;
  if (is_diffuse(lesion) || lesion.kind == "blastic_bone") return false;
  const double size = baseline_size(view, course);
  if (lesion.nodal) return size >= constants.target_node_mm - constants.eps;
  const double thickness = slice_thickness_at(view, lesion, view.baseline).value_or(0);
  const double limit = thickness > constants.max_slice_mm + constants.eps ? 2.0 * thickness : 0.0;
  return size >= std::max(constants.measurable_nonnodal_mm, limit) - constants.eps;
}

std::vector<std::size_t> select_targets(const CaseView& view, const std::vector<LesionCourse>& courses) {
  const auto by_id = [&courses](std::size_t a, std::size_t b) {
    return courses[a].lesion->id < courses[b].lesion->id;
  };
  std::vector<std::size_t> targets;
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    if (courses[i].lesion->recist_role == RecistRole::kTarget) targets.push_back(i);
    if (is_candidate(view, courses[i])) candidates.push_back(i);
  }
  if (targets.empty()) {
    std::sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
      const double size_a = baseline_size(view, courses[a]);
      const double size_b = baseline_size(view, courses[b]);
      return size_a != size_b ? size_a > size_b : by_id(a, b);
    });
    targets = pick_by_rounds(view, courses, candidates);
  }
  std::sort(targets.begin(), targets.end(), by_id);
  return targets;
}

}  // namespace oligard::classify
