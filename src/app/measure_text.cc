#include "app/measure_text.h"

#include <cmath>

#include "app/text.h"
#include "app/text_table.h"
#include "oligard/base/text.h"
#include "oligard/measure/definitions.h"

namespace oligard::app {
namespace {

std::string figure(const std::optional<double>& value, double uncertainty, double unit, int decimals) {
  if (!value) return "-";
  return text("%.*f \xC2\xB1 %.*f", decimals, *value / unit, decimals, uncertainty / unit);
}

/// Small volumes with more digits.
int volume_decimals(const std::optional<double>& volume_mm3) {
  return volume_mm3 && *volume_mm3 < 10000 ? 3 : 1;
}

std::string remarks(const measure::Lesion& lesion) {
  std::string all;
  const auto add = [&all](const std::string& remark) { append(all, "; ", remark); };
  if (lesion.truncated) add("cut by the border");
  if (lesion.missing_slices) add("slice missing");
  if (lesion.nodal) add("node: short axis counts");
  if (!lesion.axial) add("planes not axial");
  if (lesion.weighted_volume_mm3)
    add(text("weighted %.*f ml", volume_decimals(lesion.volume_mm3), *lesion.weighted_volume_mm3 / 1000));
  return all;
}

void print_lesions(const Measured& measured, std::ostream& out, const Layout& layout) {
  using Align = TextTable::Align;
  TextTable table({{"seg.", Align::kRight},
                   {"part", Align::kRight},
                   {"label", Align::kLeft, 8},
                   {"organ", Align::kLeft, 6},
                   {"volume ml", Align::kRight},
                   {"long mm", Align::kRight},
                   {"short mm", Align::kRight},
                   {"3-D mm", Align::kRight},
                   {"remarks", Align::kLeft, 7}});
  for (const measure::Lesion& lesion : measured.lesions) {
    const measure::Uncertainty& sd = lesion.uncertainty;
    const std::string organ = lesion.organ + (lesion.laterality.empty() ? "" : " " + lesion.laterality);
    table.add_row({std::to_string(lesion.source.number),
                   lesion.source.component == 0 ? "-" : std::to_string(lesion.source.component),
                   lesion.source.label, organ.empty() ? "-" : organ,
                   figure(lesion.volume_mm3, sd.volume_mm3, 1000, volume_decimals(lesion.volume_mm3)),
                   figure(lesion.long_axis_mm, sd.long_axis_mm, 1, 1),
                   figure(lesion.short_axis_mm, sd.short_axis_mm, 1, 1),
                   figure(lesion.max_3d_diameter_mm, sd.max_3d_diameter_mm, 1, 1), remarks(lesion)});
  }
  table.print(out, layout);
}

void print_total(const Measured& measured, std::ostream& out) {
  double volume = 0;
  for (const measure::Lesion& lesion : measured.lesions)
    volume += lesion.volume_mm3.value_or(0);
  out << text("\n  %zu lesion%s, %.3f ml in all\n", measured.lesions.size(),
              measured.lesions.size() == 1 ? "" : "s", volume / 1000);
}

/// Segments that were not measured, one line each kind.
void print_others(const Measured& measured, std::ostream& out, const Layout& layout) {
  for (const load::SegmentRole role : {load::SegmentRole::kOrgan, load::SegmentRole::kOther}) {
    std::string names;
    for (const load::Segment& segment : measured.segmentation.segments) {
      if (segment.role != role) continue;
      append(names, ", ",
             std::to_string(segment.number) + " " + printable(segment.label) +
                 text(" (%.3f ml)", volume_mm3(segment.mask) / 1000));
    }
    const char* title = role == load::SegmentRole::kOrgan ? "organs" : "neither lesion nor organ";
    if (!names.empty()) out << layout.faint("  " + std::string(title) + ": " + names) << "\n";
  }
}

std::string object_line(const load::Segmentation& segmentation) {
  const Grid& grid = segmentation.grid;
  const std::string& description = segmentation.header.series_description;
  return (description.empty() ? std::string("Segmentation") : "\"" + printable(description) + "\"") +
         (segmentation.header.study_date ? " of " + to_iso(*segmentation.header.study_date) : std::string()) +
         text(": %d columns x %d rows x %d slices, %.4g x %.4g x %.4g mm", grid.columns, grid.rows,
              grid.slices, grid.column_spacing, grid.row_spacing, grid.slice_spacing) +
         (grid.is_regular() ? "" : " (uneven slices)");
}

bool measures_all(const Measured& measured) {
  for (const measure::Lesion& lesion : measured.lesions)
    for (const load::Segment& segment : measured.segmentation.segments)
      if (segment.number == lesion.source.number && segment.role != load::SegmentRole::kLesion) return true;
  return false;
}

}  // namespace

void print_measured_text(const Measured& measured, std::ostream& out, const Layout& layout) {
  out << layout.bold(object_line(measured.segmentation)) << "\n"
      << layout.faint("  definitions " + std::string(measure::kMeasurementDefinitions) + ", boundary rule " +
                      measured.convention + "; \xC2\xB1 is one standard deviation")
      << "\n\n";
  if (measured.lesions.empty()) {
    out << "  no segment is a lesion; --all-segments measures every segment, oligard inspect says what they "
           "are\n";
  } else {
    print_lesions(measured, out, layout);
    print_total(measured, out);
  }
  if (!measures_all(measured)) print_others(measured, out, layout);
}

}  // namespace oligard::app
