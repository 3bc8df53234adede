#include "report/write/lesion_numbers.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace oligard::report {
namespace {

constexpr int kSizeDecimals = 1;
constexpr int kRangeDecimals = 2;
constexpr int kVolumeRangeDecimals = 4;
constexpr double kMm3PerCm3 = 1000.0;

using Optional = std::optional<double>;

bool is_known(const Optional& value) {
  return value && std::isfinite(*value);
}

/// A figure of a lesion, as it is written.
struct Figure {
  codes::Entry name;
  codes::Entry uncertainty;
  codes::Entry unit;
  std::string value;
  Optional deviation;  ///< in the unit; empty = not known
};

Optional known_deviation(double value, double per_unit) {
  return std::isfinite(value) && value > 0 ? Optional(value / per_unit) : std::nullopt;
}

/// Those that are known.
std::vector<Figure> figures_of(const measure::Lesion& lesion) {
  std::vector<Figure> figures;
  const auto length = [&figures](const codes::Entry& name, const codes::Entry& uncertainty,
                                 const Optional& value, double deviation) {
    if (is_known(value))
      figures.push_back({name, uncertainty, codes::kMillimetre, decimal_string(*value, kSizeDecimals),
                         known_deviation(deviation, 1.0)});
  };
  const measure::Uncertainty& sd = lesion.uncertainty;
  if (is_known(lesion.volume_mm3))
    figures.push_back({codes::kVolume, codes::kVolumeUncertainty, codes::kCubicCentimetre,
                       cubic_centimetres(*lesion.volume_mm3), known_deviation(sd.volume_mm3, kMm3PerCm3)});
  length(codes::kLongAxis, codes::kLongAxisUncertainty, lesion.long_axis_mm, sd.long_axis_mm);
  length(codes::kShortAxis, codes::kShortAxisUncertainty, lesion.short_axis_mm, sd.short_axis_mm);
  length(codes::kMaxDiameter3d, codes::kMaxDiameter3dUncertainty, lesion.max_3d_diameter_mm,
         sd.max_3d_diameter_mm);
  return figures;
}

/// Never zero: a figure is not exact because its range is small.
std::string range_of(double deviation, const codes::Entry& unit) {
  const bool is_volume = std::string_view(unit.value) == codes::kCubicCentimetre.value;
  const int decimals = is_volume ? kVolumeRangeDecimals : kRangeDecimals;
  return decimal_string(std::max(kRangeInDeviations * deviation, std::pow(10.0, -decimals)), decimals);
}

void write_millimetres(TreeBuilder& tree, const codes::Entry& name, const Optional& value,
                       TreeBuilder::Relationship how = TreeBuilder::kContains) {
  if (is_known(value)) tree.number(how, name, decimal_string(*value, kSizeDecimals), codes::kMillimetre);
}

/// A change in per cent; the value that it refers to below it, or in its place where there is no change.
void write_change(TreeBuilder& tree, const codes::Entry& name, const Optional& change,
                  const codes::Entry& reference_name, const Optional& reference) {
  if (!is_known(change)) return write_millimetres(tree, reference_name, reference);
  tree.number(TreeBuilder::kContains, name, decimal_string(*change, kSizeDecimals), codes::kPercent,
              [&] { write_millimetres(tree, reference_name, reference, TreeBuilder::kInferredFrom); });
}

void write_volume_change(TreeBuilder& tree, const classify::LesionAssessment& said) {
  if (!is_known(said.volume_from_nadir_pct)) return;
  tree.number(TreeBuilder::kContains, codes::kVolumePercentNadir,
              decimal_string(*said.volume_from_nadir_pct, kSizeDecimals), codes::kPercent, [&] {
                if (!is_known(said.volume_nadir_mm3)) return;
                tree.number(TreeBuilder::kInferredFrom, codes::kVolumeNadir,
                            cubic_centimetres(*said.volume_nadir_mm3), codes::kCubicCentimetre);
              });
}

}  // namespace

void write_measured_numbers(TreeBuilder& tree, const measure::Lesion& lesion, UncertaintyForm form) {
  for (const Figure& figure : figures_of(lesion)) {
    tree.number(TreeBuilder::kContains, figure.name, figure.value, figure.unit, [&] {
      if (form == UncertaintyForm::kProperties) write_range(tree, figure.deviation, figure.unit);
    });
  }
}

void write_uncertainties(TreeBuilder& tree, const measure::Lesion& lesion) {
  for (const Figure& figure : figures_of(lesion)) {
    if (figure.deviation)
      tree.number(TreeBuilder::kContains, figure.uncertainty, range_of(*figure.deviation, figure.unit),
                  figure.unit);
  }
}

bool has_uncertainty(const measure::Lesion& lesion) {
  const std::vector<Figure> figures = figures_of(lesion);
  return std::any_of(figures.begin(), figures.end(),
                     [](const Figure& figure) { return figure.deviation.has_value(); });
}

void write_range(TreeBuilder& tree, Optional deviation, const codes::Entry& unit) {
  if (deviation) tree.number(TreeBuilder::kProperties, codes::kUncertainty, range_of(*deviation, unit), unit);
}

Optional deviation_of_sum(const std::vector<double>& deviations) {
  double variance = 0;
  for (const double deviation : deviations) {
    if (!std::isfinite(deviation) || deviation <= 0) return std::nullopt;
    variance += deviation * deviation;
  }
  return deviations.empty() ? std::nullopt : Optional(std::sqrt(variance));
}

Optional cubic_centimetres_of(Optional mm3) {
  return mm3 ? Optional(*mm3 / kMm3PerCm3) : std::nullopt;
}

std::string cubic_centimetres(double volume_mm3) {
  const double tenths = std::max(1.0, std::round(volume_mm3 * 10.0));
  return decimal_string(tenths / 10.0 / kMm3PerCm3, 4);
}

Optional sum_deviation_mm(const classify::Assessment& assessment, std::size_t timepoint) {
  const classify::TimePointAssessment& said = assessment.timepoints[timepoint];
  if (!said.recist.sum_complete) return std::nullopt;
  std::vector<double> deviations;
  for (const std::string& target : said.recist.target_ids) {
    const auto judged = said.lesions.find(target);
    if (judged == said.lesions.end() || !judged->second.size_mm) return std::nullopt;
    if (*judged->second.size_mm == 0) continue;
    const auto& lesions = assessment.clinical_case.lesions;
    const auto lesion = std::find_if(lesions.begin(), lesions.end(),
                                     [&](const classify::CaseLesion& entry) { return entry.id == target; });
    if (lesion == lesions.end()) return std::nullopt;
    const auto seen = lesion->observations.find(said.timepoint);
    if (seen == lesion->observations.end() || seen->second.parts.empty()) return std::nullopt;
    for (const classify::SizePart& part : seen->second.parts)
      deviations.push_back((lesion->nodal ? part.short_sd_mm : part.long_sd_mm).value_or(0));
  }
  return deviation_of_sum(deviations);
}

void write_changes(TreeBuilder& tree, const classify::LesionAssessment& said) {
  write_millimetres(tree, codes::kDiameter, said.size_mm);
  write_change(tree, codes::kPercentNadir, said.from_nadir_pct, codes::kDiameterNadir, said.nadir_mm);
  write_change(tree, codes::kPercentBaseline, said.from_baseline_pct, codes::kDiameterBaseline,
               said.baseline_mm);
  write_change(tree, codes::kPercentPrior, said.from_previous_pct, codes::kDiameterPrior, said.previous_mm);
  if (said.size_mm && said.nadir_mm)
    write_millimetres(tree, codes::kAbsoluteNadir, *said.size_mm - *said.nadir_mm);
  write_volume_change(tree, said);
}

}  // namespace oligard::report
