#include "classify/status/comparison.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

using terms::Confidence;
using terms::LesionStatus;

constexpr RuleNumber kRule9 = "3.4/9";
constexpr RuleNumber kRule11 = "3.4/11";
constexpr RuleNumber kRule13 = "3.4/13";
constexpr RuleNumber kRule14 = "3.4/14";

double equivalent_diameter(double volume_mm3) {
  return std::cbrt(6.0 * volume_mm3 / std::numbers::pi);
}

/// Size now against that at an earlier time point.
Reason size_step(const Situation& s, RuleNumber rule, ReasonCode code, Comparison test, std::size_t reference,
                 const Limit& limit) {
  return since(compared(rule, code, test, s.size(), s.size_at(reference), limit, unit::kMm), reference);
}

Reason volume_step(RuleNumber rule, ReasonCode code, Comparison test, const VolumeChange& change,
                   const Limit& limit) {
  return since(compared(rule, code, test, change.now_mm3, change.reference_mm3, limit, unit::kMm3),
               change.reference);
}

Limit growth_limit(const VolumeChange& change) {
  return {"vol_rc", change.repeatability};
}

Limit fall_limit(const VolumeChange& change) {
  return {"vol_rc", -change.repeatability};
}

Reason grown_by(const Situation& s) {
  return size_step(s, kRule11, "size_from_nadir_mm", Comparison::kDifferenceAtLeast, *s.nadir,
                   limit_of(s.constants(), &Constants::pd_abs_mm));
}

Reason grown_by_share(const Situation& s) {
  return size_step(s, kRule11, "size_from_nadir_change", Comparison::kChangeAtLeast, *s.nadir,
                   limit_of(s.constants(), &Constants::pd_rel));
}

/// D+ of rule 11: both limits, from nadir.
bool is_size_progression(const Situation& s) {
  const bool absolute = s.chain.test(grown_by(s));
  const bool relative = s.chain.test(grown_by_share(s));
  return absolute && relative;
}

/// V+ of rule 11.
bool is_volume_progression(const Situation& s, const VolumeChange& change) {
  if (!s.chain.test(volume_step(kRule11, "volume_from_nadir_change", Comparison::kChangeAtLeast, change,
                                limit_of(s.constants(), &Constants::vol_pd_rel)))) {
    return false;
  }
  return s.chain.test(
      since(compared(kRule11, "equivalent_diameter_from_nadir_mm", Comparison::kDifferenceAtLeast,
                     equivalent_diameter(change.now_mm3), equivalent_diameter(change.reference_mm3),
                     limit_of(s.constants(), &Constants::vol_min_abs_eqdiam_mm), unit::kMm),
            change.reference));
}

/// RC+ of rule 11.
Reason beyond_repeatability(RuleNumber rule, const VolumeChange& change) {
  return volume_step(rule, "volume_growth_beyond_repeatability", Comparison::kChangeAtLeast, change,
                     growth_limit(change));
}

/// Why the volume is left out although it was measured.
void explain_missing_volume(const Situation& s) {
  if (!s.volume_nadir || !s.moment().volume_mm3) return;
  Reason step =
      since(compared(kRule11, "volume_reference_long_mm", Comparison::kAtLeast, s.size_at(*s.volume_nadir),
                     std::nullopt, limit_of(s.constants(), &Constants::vol_min_ref_long_mm), unit::kMm),
            *s.volume_nadir);
  if (!holds(step, s.constants().eps)) s.chain.condition(false, std::move(step));
}

/// Rule 11, first bullet: gone at the last reference, and there again.
std::optional<Verdict> judge_reappearance(const Situation& s) {
  if (s.size() <= 0) return std::nullopt;
  const bool gone = s.size_at(*s.last) <= 0;
  s.chain.condition(gone, since(named(kRule11, "absent_at_last_reference"), *s.last));
  if (!gone) return std::nullopt;
  return Verdict{LesionStatus::kReappeared, confidence_by_size(s, kRule11), "reappeared"};
}

/// Rule 11, second and third bullet.
std::optional<Verdict> judge_growth(const Situation& s, bool by_size) {
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_nadir);
  if (!volume) explain_missing_volume(s);
  const bool by_volume = volume && is_volume_progression(s, *volume);
  constexpr LesionStatus kProgressing = LesionStatus::kProgressing;
  if (by_size && !volume) return Verdict{kProgressing, Confidence::kDefinite, "growth_by_size"};
  if (by_size && by_volume) return Verdict{kProgressing, Confidence::kDefinite, "growth_by_size_and_volume"};
  if (by_size) {
    const bool real = s.chain.test(beyond_repeatability(kRule11, *volume));
    return Verdict{kProgressing,
                   real ? Confidence::kProbable : Confidence::kIndeterminate,
                   "growth_by_size_not_volume",
                   {word::kDiscordant}};
  }
  if (!by_volume) return std::nullopt;
  const bool larger = s.chain.test(
      size_step(s, kRule11, "size_not_below_nadir", Comparison::kDifferenceAtLeast, *s.nadir, {}));
  return Verdict{kProgressing,
                 larger ? Confidence::kProbable : Confidence::kIndeterminate,
                 "growth_by_volume",
                 {word::kVolumeOnly}};
}

/// Rule 11, last bullet: local therapy before the growth.
void cap_after_local_therapy(const Situation& s, Verdict& verdict) {
  const int days = days_between(s.lesion().local_therapy->date, s.view.timepoint(s.t).date);
  const Limit window = limit_of(s.constants(), &Constants::local_therapy_window_days);
  const auto step = [&](ReasonCode code, Comparison test) {
    return compared(kRule11, code, test, days, std::nullopt, window, unit::kDays);
  };
  if (!s.chain.cap_if_holds(verdict.confidence, Confidence::kIndeterminate,
                            step("cap_recent_local_therapy", Comparison::kAtMost))) {
    s.chain.cap(verdict.confidence, Confidence::kProbable,
                step("cap_earlier_local_therapy", Comparison::kAbove));
  }
  verdict.flags.emplace_back(word::kLocallyTreated);
}

/// Rule 11, last bullet.
void cap_progression(const Situation& s, Verdict& verdict) {
  if (s.moment().cut) {
    s.chain.cap(verdict.confidence, Confidence::kProbable, named(kRule11, "cap_truncated_lower_bound"));
    verdict.flags.emplace_back(word::kTruncatedLowerBound);
  }
  const Limit sure = limit_of(
      s.constants(), s.lesion().nodal ? &Constants::target_node_mm : &Constants::measurable_nonnodal_mm);
  s.chain.cap_if_holds(
      verdict.confidence, Confidence::kProbable,
      compared(kRule11, "cap_small_lesion", Comparison::kBelow, s.size(), std::nullopt, sure, unit::kMm));
  if (s.treated) cap_after_local_therapy(s, verdict);
  cap_by_technique(s, *s.nadir, verdict);
}

/// Rule 9: another modality, or one that is not known.
void cap_by_modality(const Situation& s, std::size_t reference, Verdict& verdict) {
  const std::string now = modality_at(s.view, s.lesion(), s.t);
  const std::string then = modality_at(s.view, s.lesion(), reference);
  if (now == then && !now.empty()) return;
  const bool unknown = now.empty() || then.empty();
  Reason reason = unknown ? named(kRule9, "cap_modality_unknown")
                          : named(kRule9, "cap_modality_differs", then + " -> " + now);
  s.chain.cap(verdict.confidence, unknown ? Confidence::kProbable : Confidence::kIndeterminate,
              since(std::move(reason), reference));
}

/// Rule 9: "slice thickness unknown, or either > 5 mm, or ratio >= 2".
void cap_by_slices(const Situation& s, std::size_t reference, Verdict& verdict) {
  const std::optional<double> now = slice_thickness_at(s.view, s.lesion(), s.t);
  const std::optional<double> then = slice_thickness_at(s.view, s.lesion(), reference);
  if (!now || !then) {
    s.chain.cap(verdict.confidence, Confidence::kProbable,
                since(named(kRule9, "cap_slice_thickness_unknown"), reference));
    return;
  }
  const double thick = std::max(*now, *then);
  s.chain.cap_if_holds(verdict.confidence, Confidence::kProbable,
                       since(compared(kRule9, "cap_slice_thickness", Comparison::kAbove, thick, std::nullopt,
                                      limit_of(s.constants(), &Constants::max_slice_mm), unit::kMm),
                             reference));
  s.chain.cap_if_holds(
      verdict.confidence, Confidence::kProbable,
      since(compared(kRule9, "cap_slice_ratio", Comparison::kRatioAtLeast, thick, std::min(*now, *then),
                     limit_of(s.constants(), &Constants::slice_ratio_cap), unit::kMm),
            reference));
}

/// Rule 9: the diameter may not reflect viable tumour.
void cap_by_border(const Situation& s, Verdict& verdict) {
  if (s.lesion().flags.contains("cavitating")) {
    s.chain.cap(verdict.confidence, Confidence::kProbable, named(kRule9, "cap_cavitating"));
  }
  if (s.lesion().flags.contains("necrotic")) {
    s.chain.cap(verdict.confidence, Confidence::kProbable, named(kRule9, "cap_necrotic"));
  }
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

void cap_by_technique(const Situation& s, std::size_t reference, Verdict& verdict) {
  cap_by_modality(s, reference, verdict);
  cap_by_slices(s, reference, verdict);
  cap_by_border(s, verdict);
  if (s.course.at[reference].imputed) {
    s.chain.cap(verdict.confidence, Confidence::kProbable,
                since(named(kRule9, "cap_too_small_reference"), reference));
  }
}

std::optional<double> repeatability_for(double long_mm, const Constants& constants) {
  for (const RepeatabilityClass& size_class : constants.vol_rc) {
    if (long_mm >= size_class.from_mm - constants.eps && long_mm < size_class.to_mm - constants.eps) {
      return size_class.fraction;
    }
  }
  return std::nullopt;
}

std::optional<VolumeChange> volume_change(const Situation& s, std::optional<std::size_t> reference) {
  if (!reference || !s.moment().volume_mm3) return std::nullopt;
  const double long_mm = s.size_at(*reference);
  if (long_mm < s.constants().vol_min_ref_long_mm - s.constants().eps) return std::nullopt;
  const std::optional<double> repeatability = repeatability_for(long_mm, s.constants());
  const double reference_mm3 = *s.course.at[*reference].volume_mm3;
  if (!repeatability || reference_mm3 <= 0) return std::nullopt;
  return VolumeChange{*reference, *s.moment().volume_mm3, reference_mm3, *repeatability};
}

std::optional<Verdict> judge_progression(const Situation& s) {
  const bool from_zero = s.size_at(*s.nadir) <= 0 && !s.lesion().nodal;
  std::optional<Verdict> verdict = from_zero ? judge_reappearance(s) : std::nullopt;
  if (!verdict) {
    const bool by_size = is_size_progression(s);
    if (from_zero && by_size) {
      verdict = Verdict{LesionStatus::kProgressing, confidence_by_size(s, kRule11), "growth_from_absence"};
    } else {
      verdict = judge_growth(s, by_size);
    }
  }
  if (verdict) cap_progression(s, *verdict);
  return verdict;
}

void cap_subthreshold_growth(const Situation& s, Verdict& verdict) {
  const auto flag = [&](const char* word, ReasonCode code) {
    s.chain.cap(verdict.confidence, Confidence::kProbable, named(kRule13, code));
    verdict.flags.emplace_back(word);
  };
  const double eps = s.constants().eps;
  const bool relative = holds(grown_by_share(s), eps);
  const bool absolute = holds(grown_by(s), eps);
  if (relative && !absolute) flag(word::kRelativeOnly, "cap_relative_only");
  if (absolute && !relative) flag(word::kAbsoluteOnly, "cap_absolute_only");
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_nadir);
  if (volume && s.chain.test(beyond_repeatability(kRule13, *volume)))
    flag(word::kGrowthBelowThreshold, "cap_growth_below_threshold");
}

std::optional<Verdict> judge_regression(const Situation& s) {
  const bool by_size = s.chain.test(size_step(s, kRule14, "size_from_base_change", Comparison::kChangeAtMost,
                                              *s.base, limit_of(s.constants(), &Constants::pr_rel)));
  const std::optional<VolumeChange> volume = volume_change(s, s.volume_base);
  const bool by_volume =
      volume && s.chain.test(volume_step(kRule14, "volume_from_base_change", Comparison::kChangeAtMost,
                                         *volume, limit_of(s.constants(), &Constants::vol_pr_rel)));
  if (!by_size && !by_volume) return std::nullopt;
  Verdict verdict{LesionStatus::kRegressing, Confidence::kDefinite, "regression_by_size"};
  if (by_volume)
    verdict.code = by_size ? ReasonCode("regression_by_size_and_volume") : ReasonCode("regression_by_volume");
  if (!by_size) {
    verdict.confidence = Confidence::kProbable;
    verdict.flags.emplace_back(word::kVolumeOnly);
  } else if (volume && !by_volume) {
    const bool real = s.chain.test(volume_step(kRule14, "volume_fall_beyond_repeatability",
                                               Comparison::kChangeAtMost, *volume, fall_limit(*volume)));
    verdict.code = "regression_by_size_not_volume";
    verdict.confidence = real ? Confidence::kProbable : Confidence::kIndeterminate;
  }
  verdict.rule = kRule14;
  cap_by_technique(s, *s.base, verdict);
  return verdict;
}

Confidence confidence_by_size(const Situation& s, RuleNumber rule) {
  if (s.moment().imputed) {
    s.chain.condition(true, named(rule, "too_small_to_measure"));
    return Confidence::kIndeterminate;
  }
  const auto reaches = [&](ReasonCode code, double Constants::*limit) {
    return s.chain.test(compared(rule, code, Comparison::kAtLeast, s.size(), std::nullopt,
                                 limit_of(s.constants(), limit), unit::kMm));
  };
  if (reaches("new_size_definite", &Constants::new_definite_mm)) return Confidence::kDefinite;
  const bool probable = reaches("new_size_probable", &Constants::new_probable_mm);
  return probable ? Confidence::kProbable : Confidence::kIndeterminate;
}

}  // namespace oligard::classify
