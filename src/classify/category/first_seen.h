// Since when a lesion and a patient are flagged: docs/clinical-rules.md, "First seen".
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

/// PROGRESSING, NEW or REAPPEARED with definite or probable confidence after the baseline.
[[nodiscard]] bool is_flagged(const CaseView& view, const LesionCourse& course, std::size_t t);

/// First time point of the unbroken run of flags that ends at t; empty unless flagged at t. A time point at
/// which the lesion is not evaluable neither begins nor breaks a run.
[[nodiscard]] std::optional<std::size_t> flagged_since(const CaseView& view, const LesionCourse& course,
                                                       std::size_t t);

/// The first flag up to t.
[[nodiscard]] std::optional<std::size_t> first_flag(const CaseView& view, const LesionCourse& course,
                                                    std::size_t t);

/// Where the finding that is flagged at t stood in doubt before its first flag: the start of the unbroken run
/// of progression at any confidence, or the first sight of a new lesion that was equivocal then and is
/// confirmed by t (clinical-rules 2.6). A lesion that was imaged for the first time is no finding of
/// progression, then or later.
[[nodiscard]] std::optional<std::size_t> in_hindsight(const CaseView& view, const LesionCourse& course,
                                                      std::size_t t);

/// Fills `first_seen` of every time point. The rest of `all` is there already.
void fill_first_seen(const CaseView& view, const std::vector<LesionCourse>& courses,
                     std::vector<TimePointAssessment>& all);

}  // namespace oligard::classify
