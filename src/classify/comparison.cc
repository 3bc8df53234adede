#include "classify/comparison.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "classify/words.h"

namespace oligard::classify {
namespace {

double equivalent_diameter(double volume_mm3) {
  return std::cbrt(6.0 * volume_mm3 / std::numbers::pi);
}

std::optional<double> repeatability_for(double long_mm, const Constants& constants) {
  for (const RepeatabilityClass& size_class : constants.vol_rc) {
    if (long_mm >= size_class.from_mm - constants.eps && long_mm < size_class.to_mm - constants.eps) {
      return size_class.fraction;
    }
  }
  return std::nullopt;
}

/// "Slice thickness unknown, or either > 5 mm, or ratio >= 2" of rule 9.
bool slices_limit_comparison(std::optional<double> a, std::optional<double> b, const Constants& constants) {
  if (!a || !b) return true;
  const double thick = std::max(*a, *b);
  const double thin = std::min(*a, *b);
  return thick > constants.max_slice_mm + constants.eps ||
         thick / thin >= constants.slice_ratio_cap - constants.eps;
}

/// Rule 11, first bullet: the smallest reference is 0 and the lesion is not a node.
std::optional<Verdict> judge_from_zero(const Situation& s) {
  const Confidence confidence = confidence_by_size(s.size(), s.constants(), s.moment().imputed);
  if (s.size() <= 0) return std::nullopt;
  if (s.size_at(*s.last) <= 0) return Verdict{LesionStatus::kReappeared, confidence, {}};
  if (is_progression_of_size(s.size(), 0, s.constants())) {
    return Verdict{LesionStatus::kProgressing, confidence, {}};
  }
  return std::nullopt;
}

/// Rule 11, second and third bullet.
std::optional<Verdict> judge_growth(const Situation& s) {
  const Constants& constants = s.constants();
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_nadir);
  const bool by_volume = volume && is_volume_progression(*volume, constants);
  if (is_progression_of_size(s.size(), s.size_at(*s.nadir), constants)) {
    if (!volume || by_volume) return Verdict{LesionStatus::kProgressing, Confidence::kDefinite, {}};
    const Confidence confidence =
        exceeds_repeatability(*volume, constants) ? Confidence::kProbable : Confidence::kIndeterminate;
    return Verdict{LesionStatus::kProgressing, confidence, {word::kDiscordant}};
  }
  if (!by_volume) return std::nullopt;
  const bool larger = s.size() >= s.size_at(*s.nadir) - constants.eps;
  return Verdict{LesionStatus::kProgressing,
                 larger ? Confidence::kProbable : Confidence::kIndeterminate,
                 {word::kVolumeOnly}};
}

/// Rule 11, last bullet.
void cap_progression(const Situation& s, Verdict& verdict) {
  const Constants& constants = s.constants();
  if (s.moment().cut) {
    verdict.cap(Confidence::kProbable);
    verdict.flags.emplace_back(word::kTruncatedLowerBound);
  }
  const double sure_mm = s.lesion().nodal ? constants.target_node_mm : constants.measurable_nonnodal_mm;
  if (s.size() < sure_mm - constants.eps) verdict.cap(Confidence::kProbable);
  if (s.treated) {
    const int days = days_between(s.lesion().local_therapy->date, s.view.timepoint(s.t).date);
    verdict.cap(days <= constants.local_therapy_window_days ? Confidence::kIndeterminate
                                                            : Confidence::kProbable);
    verdict.flags.emplace_back(word::kLocallyTreated);
  }
  verdict.cap(technique_cap(s, *s.nadir));
}

}  // namespace

std::vector<std::size_t> reference_timepoints(const Situation& s) {
  std::vector<std::size_t> references;
  for (std::size_t r = std::max(s.view.baseline, s.course.first_seen.value_or(s.t)); r < s.t; ++r) {
    const LesionMoment& earlier = s.course.at[r];
    if (!earlier.size_mm || earlier.cut) continue;
    if (s.treated && s.view.timepoint(r).date < s.lesion().local_therapy->date) continue;
    references.push_back(r);
  }
  return references;
}

void find_references(Situation& s) {
  for (const std::size_t r : reference_timepoints(s)) {
    if (!s.base) s.base = r;
    if (!s.nadir || s.size_at(r) <= s.size_at(*s.nadir)) s.nadir = r;
    s.last = r;
    const std::optional<double>& volume = s.course.at[r].volume_mm3;
    if (!volume) continue;
    if (!s.volume_base) s.volume_base = r;
    if (!s.volume_nadir || *volume <= *s.course.at[*s.volume_nadir].volume_mm3) s.volume_nadir = r;
  }
}

Confidence technique_cap(const Situation& s, std::size_t reference) {
  const std::string now = modality_at(s.view, s.lesion(), s.t);
  const std::string then = modality_at(s.view, s.lesion(), reference);
  if (!now.empty() && !then.empty() && now != then) return Confidence::kIndeterminate;
  const bool unknown_modality = now.empty() || then.empty();
  const bool slices =
      slices_limit_comparison(slice_thickness_at(s.view, s.lesion(), s.t),
                              slice_thickness_at(s.view, s.lesion(), reference), s.constants());
  const bool uncertain_border =
      s.lesion().flags.contains("cavitating") || s.lesion().flags.contains("necrotic");
  const bool limited = unknown_modality || slices || uncertain_border || s.course.at[reference].imputed;
  return limited ? Confidence::kProbable : Confidence::kDefinite;
}

std::optional<VolumeChange> volume_change(const Situation& s, std::optional<std::size_t> reference) {
  if (!reference || !s.moment().volume_mm3) return std::nullopt;
  const double long_mm = s.size_at(*reference);
  if (long_mm < s.constants().vol_min_ref_long_mm - s.constants().eps) return std::nullopt;
  const std::optional<double> repeatability = repeatability_for(long_mm, s.constants());
  const double reference_mm3 = *s.course.at[*reference].volume_mm3;
  if (!repeatability || reference_mm3 <= 0) return std::nullopt;
  return VolumeChange{*s.moment().volume_mm3, reference_mm3, *repeatability};
}

bool is_volume_progression(const VolumeChange& change, const Constants& constants) {
  return grew_by_share(change.now_mm3, change.reference_mm3, constants.vol_pd_rel, constants.eps) &&
         grew_by(equivalent_diameter(change.now_mm3), equivalent_diameter(change.reference_mm3),
                 constants.vol_min_abs_eqdiam_mm, constants.eps);
}

bool exceeds_repeatability(const VolumeChange& change, const Constants& constants) {
  return grew_by_share(change.now_mm3, change.reference_mm3, change.repeatability, constants.eps);
}

std::optional<Verdict> judge_progression(const Situation& s) {
  const bool from_zero = s.size_at(*s.nadir) <= 0 && !s.lesion().nodal;
  std::optional<Verdict> verdict = from_zero ? judge_from_zero(s) : std::nullopt;
  if (!verdict) verdict = judge_growth(s);
  if (verdict) cap_progression(s, *verdict);
  return verdict;
}

std::vector<std::string> subthreshold_flags(const Situation& s) {
  const Constants& constants = s.constants();
  const double nadir = s.size_at(*s.nadir);
  const bool relative = grew_by_share(s.size(), nadir, constants.pd_rel, constants.eps);
  const bool absolute = grew_by(s.size(), nadir, constants.pd_abs_mm, constants.eps);
  std::vector<std::string> flags;
  if (relative && !absolute) flags.emplace_back(word::kRelativeOnly);
  if (absolute && !relative) flags.emplace_back(word::kAbsoluteOnly);
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_nadir);
  if (volume && exceeds_repeatability(*volume, constants) && !is_volume_progression(*volume, constants)) {
    flags.emplace_back(word::kGrowthBelowThreshold);
  }
  return flags;
}

std::optional<Verdict> judge_regression(const Situation& s) {
  const Constants& constants = s.constants();
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_base);
  const bool by_volume =
      volume && shrank_by_share(volume->now_mm3, volume->reference_mm3, constants.vol_pr_rel, constants.eps);
  Verdict verdict{LesionStatus::kRegressing, Confidence::kDefinite, {}};
  if (shrank_by_share(s.size(), s.size_at(*s.base), constants.pr_rel, constants.eps)) {
    if (volume && !by_volume) {
      const bool real =
          shrank_by_share(volume->now_mm3, volume->reference_mm3, -volume->repeatability, constants.eps);
      verdict.confidence = real ? Confidence::kProbable : Confidence::kIndeterminate;
    }
  } else if (by_volume) {
    verdict.confidence = Confidence::kProbable;
    verdict.flags.emplace_back(word::kVolumeOnly);
  } else {
    return std::nullopt;
  }
  verdict.cap(technique_cap(s, *s.base));
  return verdict;
}

Confidence confidence_by_size(double size_mm, const Constants& constants, bool imputed) {
  if (imputed) return Confidence::kIndeterminate;
  if (size_mm >= constants.new_definite_mm - constants.eps) return Confidence::kDefinite;
  if (size_mm >= constants.new_probable_mm - constants.eps) return Confidence::kProbable;
  return Confidence::kIndeterminate;
}

}  // namespace oligard::classify
