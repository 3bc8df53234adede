// `oligard inspect` of a SEG.
#include "app/inspect.h"
#include "app/text.h"
#include "oligard/load/components.h"

namespace oligard::app {

void describe(const load::Segmentation& seg, std::ostream& out) {
  const Grid& grid = seg.grid;
  out << "  Type               " << seg.segmentation_type
      << (seg.fractional_type.empty() ? "" : ", " + seg.fractional_type) << "\n"
      << text("  Grid               %d columns x %d rows x %d slices, %.4g x %.4g x %.4g mm\n", grid.columns,
              grid.rows, grid.slices, grid.column_spacing, grid.row_spacing, grid.slice_spacing)
      << "  Source series      " << (seg.source_series_uid.empty() ? "not stated" : seg.source_series_uid)
      << "\n";
  if (!grid.is_regular()) out << "  Slices lie at unequal distances or are shifted sideways\n";
  if (seg.missing_slices) out << "  Slices are missing inside the grid\n";
  out << text("\n  %4s  %-28s %-7s %-14s %10s %6s\n", "no.", "label", "role", "organ", "voxels", "parts");
  for (const load::Segment& segment : seg.segments) {
    out << text("  %4d  %-28.28s %-7s %-14s %10lld %6zu\n", segment.number, segment.label.c_str(),
                load::name_of(segment.role), segment.organ.empty() ? "-" : segment.organ.c_str(),
                static_cast<long long>(voxel_count(segment.mask)),
                load::connected_components(segment.mask).size());
  }
}

}  // namespace oligard::app
