// `oligard inspect` of an RT Structure Set.
#include <set>

#include "app/inspect.h"
#include "app/text.h"
#include "app/text_table.h"
#include "oligard/load/components.h"

namespace oligard::app {
namespace {

std::size_t section_count(const Mask& mask) {
  std::set<std::int32_t> slices;
  for (const Run& run : mask.runs)
    slices.insert(run.slice);
  return slices.size();
}

}  // namespace

void describe_structure_set(const load::Segmentation& structures, std::ostream& out, const Layout& layout) {
  const Grid& grid = structures.grid;
  print_fact(out, "Frame of reference", structures.frame_of_reference_uid);
  print_fact(out, "Planes",
             text("%d, %s%.4g mm apart, normal (%.4g, %.4g, %.4g)", grid.slices,
                  grid.is_regular() ? "" : "irregular, by median ", grid.slice_spacing,
                  grid.slice_direction.x, grid.slice_direction.y, grid.slice_direction.z));
  print_fact(out, "Pixels taken", text("%.4g mm", grid.column_spacing));
  print_fact(out, "Source series",
             structures.source_series_uid.empty() ? "not stated" : structures.source_series_uid);
  if (structures.missing_slices) print_fact(out, "", "some planes between have no contour");
  using Align = TextTable::Align;
  TextTable table({{"ROI", Align::kRight},
                   {"name", Align::kLeft, 8},
                   {"role", Align::kLeft, 6},
                   {"organ", Align::kLeft, 5},
                   {"sections", Align::kRight},
                   {"ml", Align::kRight},
                   {"parts", Align::kRight},
                   {"", Align::kLeft, 8}});
  for (const load::Segment& roi : structures.segments) {
    table.add_row({std::to_string(roi.number), roi.label,
                   with_evidence(load::name_of(roi.role), roi.role_evidence),
                   with_evidence(roi.organ, roi.organ_evidence), std::to_string(section_count(roi.mask)),
                   text("%.3f", volume_mm3(roi.mask) / 1000),
                   std::to_string(load::connected_components(roi.mask).size()),
                   roi.left_out.empty() ? "" : "left out: " + roi.left_out});
  }
  out << "\n";
  table.print(out, layout);
}

}  // namespace oligard::app
