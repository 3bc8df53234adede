// `oligard inspect` of images, and of objects that are not used.
#include "app/inspect.h"
#include "app/text.h"

namespace oligard::app {

void describe(const load::ImageObject& image, std::ostream& out) {
  out << "  Planes             " << image.planes.size() << "\n";
  if (image.planes.empty()) return;
  const Grid& grid = image.planes.front().grid;
  out << text("  First plane        %d columns x %d rows, %.4g x %.4g mm, slice thickness %.4g mm\n",
              grid.columns, grid.rows, grid.column_spacing, grid.row_spacing, image.slice_thickness_mm);
}

void describe(const load::IgnoredObject& ignored, std::ostream& out) {
  out << "  Not used: " << ignored.code << ": " << ignored.reason << "\n";
}

}  // namespace oligard::app
