// `oligard inspect` of a SEG.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "app/inspect.h"
#include "app/text.h"
#include "app/text_table.h"
#include "oligard/load/components.h"

namespace oligard::app {
namespace {

const char* name_of(load::SegmentEvidence evidence) {
  switch (evidence) {
    case load::SegmentEvidence::kNone:
      return "";
    case load::SegmentEvidence::kSourceRule:
      return "source rule";
    case load::SegmentEvidence::kCategoryCode:
      return "category";
    case load::SegmentEvidence::kTypeCode:
      return "type";
    case load::SegmentEvidence::kRegionCode:
      return "region";
    case load::SegmentEvidence::kLabel:
      return "label";
    case load::SegmentEvidence::kInterpretedType:
      return "interpreted type";
  }
  return "";
}

std::string meaning_of(const Code& code) {
  if (code.empty()) return "-";
  return code.meaning.empty() ? code.value + ", " + code.scheme : code.meaning;
}

std::string plane_of(const Grid& grid) {
  const Vec3& normal = grid.slice_direction;
  const double largest = std::max({std::abs(normal.x), std::abs(normal.y), std::abs(normal.z)});
  const char* name = largest == std::abs(normal.z)   ? "axial"
                     : largest == std::abs(normal.y) ? "coronal"
                                                     : "sagittal";
  const double angle = std::acos(std::min(1.0, largest)) * 180 / std::numbers::pi;
  return angle < 0.5 ? std::string(name) : text("%s, tilted by %.0f degrees", name, angle);
}

std::string slices_of(const Grid& grid) {
  if (grid.is_regular()) return text("%.4g mm apart", grid.slice_spacing);
  const auto& heights = grid.table->heights_mm;
  const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
  return text("not evenly spaced: %.4g to %.4g mm each", *low, *high);
}

std::string source_of(const load::Segmentation& segmentation) {
  if (segmentation.source_series_uid.empty()) return "not stated";
  std::set<std::string> drawn_on;
  for (const load::InstanceReference& image : segmentation.slice_images)
    if (!image.sop_instance_uid.empty()) drawn_on.insert(image.sop_instance_uid);
  return segmentation.source_series_uid +
         text(" (%zu images named, %zu drawn on)", segmentation.source_images.size(), drawn_on.size());
}

void print_segments(const load::Segmentation& segmentation, std::ostream& out, const Layout& layout) {
  using Align = TextTable::Align;
  TextTable table({{"no.", Align::kRight},
                   {"label", Align::kLeft, 8},
                   {"role", Align::kLeft, 6},
                   {"organ", Align::kLeft, 5},
                   {"type code", Align::kLeft, 9},
                   {"voxels", Align::kRight},
                   {"ml", Align::kRight},
                   {"parts", Align::kRight}});
  for (const load::Segment& segment : segmentation.segments) {
    const std::string organ = segment.laterality.empty() || segment.organ.empty()
                                  ? segment.organ
                                  : segment.organ + " " + segment.laterality;
    table.add_row({std::to_string(segment.number), segment.label,
                   with_evidence(load::name_of(segment.role), segment.role_evidence),
                   with_evidence(organ, segment.organ_evidence), meaning_of(segment.type),
                   std::to_string(voxel_count(segment.mask)), text("%.3f", volume_mm3(segment.mask) / 1000),
                   std::to_string(load::connected_components(segment.mask).size())});
  }
  out << "\n";
  table.print(out, layout);
  out << "\n  Roles and organs stand with what they were taken from: a code of the segment, its label, or a "
         "source rule.\n";
}

}  // namespace

std::string with_evidence(const std::string& value, load::SegmentEvidence evidence) {
  if (value.empty()) return "-";
  const std::string by = name_of(evidence);
  return by.empty() ? value : value + " (" + by + ")";
}

void describe(const load::Segmentation& segmentation, std::ostream& out, const Layout& layout) {
  const Grid& grid = segmentation.grid;
  print_fact(out, "Segmentation type",
             segmentation.segmentation_type +
                 (segmentation.fractional_type.empty() ? "" : ", " + segmentation.fractional_type));
  print_fact(out, "Frame of reference", segmentation.frame_of_reference_uid);
  print_fact(out, "Planes",
             text("%d columns x %d rows of %.4g x %.4g mm, ", grid.columns, grid.rows, grid.column_spacing,
                  grid.row_spacing) +
                 plane_of(grid));
  print_fact(
      out, "Slices",
      text("%d, ", grid.slices) + slices_of(grid) +
          (segmentation.slice_thickness_mm > 0 ? text(", %.4g mm thick", segmentation.slice_thickness_mm)
                                               : std::string(", thickness not stated")));
  if (segmentation.missing_slices)
    print_fact(out, "",
               "some slices between the first and the last have no frame: taken as empty, see "
               "measurement-definitions.md");
  print_fact(out, "Source series", source_of(segmentation));
  if (!segmentation.rule.name.empty()) print_fact(out, "Source rule", segmentation.rule.name);
  print_segments(segmentation, out, layout);
}

}  // namespace oligard::app
