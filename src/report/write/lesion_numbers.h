// The numbers of one measurement group of SR-A, in the order of TID 1419, and how uncertain they are.
#pragma once

#include <optional>
#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/report/result_documents.h"
#include "report/write/tree_builder.h"

namespace oligard::report {

/// Standard deviations in a stated range: 95 % of a normal distribution lie within.
inline constexpr double kRangeInDeviations = 1.96;

/// Volume, axes and 3-D diameter; as `kProperties` each with its range below it (TID 310), where that is
/// known.
void write_measured_numbers(TreeBuilder& tree, const measure::Lesion& lesion, UncertaintyForm form);

/// The ranges as numbers of their own.
void write_uncertainties(TreeBuilder& tree, const measure::Lesion& lesion);

/// The diameter that RECIST counts, and changes with what they refer to below them.
void write_changes(TreeBuilder& tree, const classify::LesionAssessment& said);

/// Whether a figure of the lesion has a known uncertainty.
[[nodiscard]] bool has_uncertainty(const measure::Lesion& lesion);

/// TID 310 of the number whose children are being written; nothing for an unknown standard deviation, which
/// is in the unit.
void write_range(TreeBuilder& tree, std::optional<double> deviation, const codes::Entry& unit);

/// Of a sum of independent figures; empty when one of them is not known (0).
[[nodiscard]] std::optional<double> deviation_of_sum(const std::vector<double>& deviations);
[[nodiscard]] std::optional<double> cubic_centimetres_of(std::optional<double> mm3);

/// A volume as SR-A states it, in cm3: to 0.1 mm3, never 0.
[[nodiscard]] std::string cubic_centimetres(double volume_mm3);

/// Standard deviation of the target sum of a time point; empty unless that of each target is known.
[[nodiscard]] std::optional<double> sum_deviation_mm(const classify::Assessment& assessment,
                                                     std::size_t timepoint);

}  // namespace oligard::report
