// `oligard inspect` of an RT Structure Set.
#include <set>

#include "app/inspect.h"
#include "app/text.h"
#include "oligard/load/components.h"

namespace oligard::app {
namespace {

double volume_cm3(const Mask& mask) {
  double volume = 0;
  for (const Run& run : mask.runs)
    volume +=
        run.length * mask.grid.column_spacing * mask.grid.row_spacing * mask.grid.slice_height(run.slice);
  return volume / 1000;
}

std::size_t section_count(const Mask& mask) {
  std::set<std::int32_t> slices;
  for (const Run& run : mask.runs)
    slices.insert(run.slice);
  return slices.size();
}

}  // namespace

void describe_structure_set(const load::Segmentation& structures, std::ostream& out) {
  const Grid& grid = structures.grid;
  out << text("  Planes             %d, %s%.4g mm apart, normal (%.4g, %.4g, %.4g)\n", grid.slices,
              grid.is_regular() ? "" : "irregular, by median ", grid.slice_spacing, grid.slice_direction.x,
              grid.slice_direction.y, grid.slice_direction.z)
      << text("  Pixels taken       %.4g mm\n", grid.column_spacing) << "  Source series      "
      << (structures.source_series_uid.empty() ? "not stated" : structures.source_series_uid) << "\n";
  if (structures.missing_slices) out << "  Some planes between have no contour\n";
  out << text("\n  %4s  %-28s %-7s %-14s %8s %12s %6s\n", "ROI", "name", "role", "organ", "sections",
              "volume cm3", "parts");
  for (const load::Segment& roi : structures.segments) {
    out << text("  %4d  %-28.28s %-7s %-14s %8zu %12.3f %6zu", roi.number, roi.label.c_str(),
                load::name_of(roi.role), roi.organ.empty() ? "-" : roi.organ.c_str(), section_count(roi.mask),
                volume_cm3(roi.mask), load::connected_components(roi.mask).size())
        << (roi.left_out.empty() ? "" : "  left out: " + roi.left_out) << "\n";
  }
}

}  // namespace oligard::app
