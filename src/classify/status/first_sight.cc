#include "classify/status/first_sight.h"

#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

/// The last earlier time point that imaged the place for certain; else the last that may have.
std::optional<std::size_t> last_covering(const Situation& s) {
  std::optional<std::size_t> possible;
  for (std::size_t r = s.t; r-- > 0;) {
    const Imaged place = imaged(s.view, s.lesion(), r);
    if (place == Imaged::kYes) return r;
    if (place == Imaged::kUnknown && !possible) possible = r;
  }
  return possible;
}

/// Rule 5: slices of the last earlier look through which the lesion may have been missed.
void cap_new_by_prior_slices(const Situation& s, std::size_t prior, Verdict& verdict) {
  const Constants& constants = s.constants();
  const std::optional<double> thickness = s.view.timepoint(prior).slice_thickness_mm;
  if (thickness && *thickness <= constants.max_slice_mm + constants.eps) return;
  bool limited = !thickness;
  if (thickness) {
    limited = s.chain.cap_if_holds(verdict.confidence, Confidence::kProbable,
                                   since(compared("3.4/5", "cap_below_twice_prior_slice", Comparison::kBelow,
                                                  s.size(), std::nullopt, {"", 2.0 * *thickness}, unit::kMm),
                                         prior));
  } else {
    s.chain.cap(verdict.confidence, Confidence::kProbable,
                since(named("3.4/5", "cap_prior_slice_thickness_unknown"), prior));
  }
  if (limited) verdict.flags.emplace_back("near_prior_detection_limit");
}

/// Rule 5: another modality than the last earlier look, or one that is not known.
void cap_new_by_prior_modality(const Situation& s, std::size_t prior, Verdict& verdict) {
  const std::string now = modality_at(s.view, s.lesion(), s.t);
  const std::string& then = s.view.timepoint(prior).modality;
  if (now.empty() || then.empty()) {
    s.chain.cap(verdict.confidence, Confidence::kProbable,
                since(named("3.4/5", "cap_prior_modality_unknown"), prior));
  } else if (now != then) {
    s.chain.cap(verdict.confidence, Confidence::kIndeterminate,
                since(named("3.4/5", "cap_prior_modality_differs", then + " -> " + now), prior));
  }
}

/// Rule 5: it is not sure that the last earlier look could have shown the place.
void cap_new_by_prior_view(const Situation& s, std::size_t prior, Verdict& verdict) {
  if (imaged(s.view, s.lesion(), prior) == Imaged::kUnknown) {
    s.chain.cap(verdict.confidence, Confidence::kProbable,
                since(named("3.4/5", "cap_prior_coverage_unknown"), prior));
    verdict.flags.emplace_back("prior_coverage_unknown");
  }
  const Observation* earlier = observation_at(s.view, s.lesion(), prior);
  if (earlier != nullptr && earlier->state == ObservationState::kNotEvaluable) {
    s.chain.cap(verdict.confidence, Confidence::kIndeterminate,
                since(named("3.4/5", "cap_prior_not_evaluable"), prior));
    verdict.flags.emplace_back("prior_not_evaluable");
  }
}

/// Rule 5: a node that was measured before, below the size that counts.
void explain_earlier_node(const Situation& s) {
  if (!s.lesion().nodal) return;
  for (std::size_t r = s.t; r-- > 0;) {
    if (!s.course.at[r].size_mm || *s.course.at[r].size_mm <= 0) continue;
    Reason step =
        compared("3.4/1", "node_below_pathological", Comparison::kBelow, *s.course.at[r].size_mm,
                 std::nullopt, limit_of(s.constants(), &Constants::pathological_node_mm), unit::kMm);
    step.value_timepoint = static_cast<std::int32_t>(r);
    s.chain.test(std::move(step));
    return;
  }
}

/// Rule 5, by size.
Confidence new_confidence(const Situation& s) {
  if (!s.lesion().nodal) return confidence_by_size(s, "3.4/5");
  const bool sure =
      s.chain.test(compared("3.4/5", "new_node_definite", Comparison::kAtLeast, s.size(), std::nullopt,
                            limit_of(s.constants(), &Constants::new_node_definite_mm), unit::kMm));
  return sure ? Confidence::kDefinite : Confidence::kIndeterminate;
}

}  // namespace

std::optional<Verdict> first_seen_here(const Situation& s) {
  if (s.t != *s.course.first_seen) return std::nullopt;
  explain_earlier_node(s);
  Verdict verdict{LesionStatus::kNew, new_confidence(s), "first_seen"};
  if (s.lesion().kind == "blastic_bone") {
    s.chain.cap(verdict.confidence, Confidence::kIndeterminate, named("3.4/5", "cap_possible_flare"));
    verdict.flags.emplace_back(word::kPossibleFlare);
  }
  const std::optional<std::size_t> prior = last_covering(s);
  if (prior) {
    cap_new_by_prior_slices(s, *prior, verdict);
    cap_new_by_prior_modality(s, *prior, verdict);
    cap_new_by_prior_view(s, *prior, verdict);
  } else {
    s.chain.cap(verdict.confidence, Confidence::kIndeterminate, named("3.4/5", "cap_first_imaged"));
    verdict.flags.emplace_back(word::kFirstImaged);
  }
  return verdict;
}

}  // namespace oligard::classify
