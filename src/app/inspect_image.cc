// `oligard inspect` of images.
#include "app/inspect.h"
#include "app/text.h"

namespace oligard::app {

void describe(const load::ImageObject& image, std::ostream& out) {
  print_fact(out, "Modality", image.header.modality.empty() ? "not stated" : image.header.modality);
  if (!image.body_part.empty()) print_fact(out, "Body part", image.body_part);
  print_fact(out, "Frame of reference",
             image.frame_of_reference_uid.empty() ? "not stated" : image.frame_of_reference_uid);
  print_fact(out, "Planes", std::to_string(image.planes.size()));
  if (image.planes.empty()) return;
  const Grid& grid = image.planes.front().grid;
  print_fact(out, "First plane",
             text("%d columns x %d rows of %.4g x %.4g mm at (%.1f, %.1f, %.1f)", grid.columns, grid.rows,
                  grid.column_spacing, grid.row_spacing, grid.origin.x, grid.origin.y, grid.origin.z));
  print_fact(out, "Slice thickness",
             image.slice_thickness_mm > 0 ? text("%.4g mm", image.slice_thickness_mm) : "not stated");
}

}  // namespace oligard::app
