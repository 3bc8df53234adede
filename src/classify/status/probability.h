// How sure a change of size is, beside what the rules say: docs/clinical-rules.md, "Probabilities".
#pragma once

#include <optional>

#include "oligard/classify/rules.h"

namespace oligard::classify {

/// A measured size and the standard deviation that its mask and its reader leave.
struct UncertainSize {
  double value = 0;
  double sd = 0;
};

/// A diameter in mm; `mask_sd_mm` is what digitisation leaves, `Constants::size_cv` what readers do.
[[nodiscard]] UncertainSize uncertain_diameter(double size_mm, double mask_sd_mm, const Constants& constants);
/// A volume in mm³. `repeatability`: the share of `vol_rc`, 2.77 coefficients of variation (QIBA).
[[nodiscard]] UncertainSize uncertain_volume(double volume_mm3, double mask_sd_mm3, double repeatability);

/// P(true `now` > true `reference`), both normal and independent.
[[nodiscard]] double probability_of_growth(const UncertainSize& now, const UncertainSize& reference);

/// P(true `now` exceeds true `reference` by `pd_rel` and by `pd_abs_mm`). To 1e-4.
[[nodiscard]] double probability_of_progression(const UncertainSize& now, const UncertainSize& reference,
                                                const Constants& constants);

}  // namespace oligard::classify
