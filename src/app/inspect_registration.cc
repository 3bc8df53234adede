// `oligard inspect` of a registration.
#include <algorithm>
#include <cmath>

#include "app/inspect.h"
#include "app/text.h"

namespace oligard::app {
namespace {

void describe_source(const load::RegisteredSource& source, std::ostream& out) {
  out << "      from frame       "
      << (source.frame_of_reference_uid.empty() ? "of the images named"
                                                : printable(source.frame_of_reference_uid))
      << "\n";
  if (!source.images.empty()) out << "      for              " << source.images.size() << " images of it\n";
  if (!source.method.empty()) out << "      found by         " << printable(source.method.meaning) << "\n";
}

void describe_map(const char* name, const AffineMap& map, std::ostream& out) {
  out << text("      %-16s rotation %.2f degrees, translation (%.2f, %.2f, %.2f) mm\n", name,
              rotation_degrees(map), map.translation.x, map.translation.y, map.translation.z);
}

void describe_grid(const load::DeformationGrid& deformation, std::ostream& out) {
  const Grid& grid = deformation.grid;
  double longest = 0;
  std::size_t undefined = 0;
  for (const std::array<float, 3>& offset : deformation.offsets_mm) {
    const double length = norm(Vec3{offset[0], offset[1], offset[2]});
    if (std::isnan(length))
      ++undefined;
    else
      longest = std::max(longest, length);
  }
  out << text("      %-16s %d x %d x %d points, %.4g x %.4g x %.4g mm, longest offset %.2f mm\n",
              "deformation", grid.columns, grid.rows, grid.slices, grid.column_spacing, grid.row_spacing,
              grid.slice_spacing, longest);
  if (undefined > 0) out << "      undefined at     " << undefined << " points\n";
}

}  // namespace

void describe(const load::Registration& registration, std::ostream& out) {
  print_fact(out, "Registered frame", registration.frame_of_reference_uid);
  out << "\n";
  int number = 0;
  for (const load::MatrixRegistration& item : registration.matrices) {
    out << "  " << ++number << ". " << load::name_of(item.type)
        << ", from the source to the registered frame";
    if (item.matrix_count > 1) out << ", of " << item.matrix_count << " matrices";
    out << "\n";
    describe_source(item.source, out);
    describe_map("transform", item.transform, out);
  }
  for (const load::DeformableRegistration& item : registration.deformations) {
    out << "  " << ++number << ". deformable, from the registered frame to the source\n";
    describe_source(item.source, out);
    if (item.pre) describe_map("before", *item.pre, out);
    if (item.grid) describe_grid(*item.grid, out);
    if (item.post) describe_map("after", *item.post, out);
  }
}

}  // namespace oligard::app
