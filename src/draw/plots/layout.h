// Where the panels of the lesion plot lie, in pixels.
#pragma once

#include "draw/canvas/canvas.h"
#include "draw/plots/scene.h"

namespace oligard::draw {

/// Panels side by side on one scale that all of the scene fits.
struct Layout {
  explicit Layout(const Scene& scene);

  [[nodiscard]] Box panel(std::size_t t) const;
  [[nodiscard]] Point place(std::size_t t, double x_mm, double z_mm) const;
  /// Width of all panels.
  [[nodiscard]] double width() const;

  double px_per_mm = 1;
  double panel_width = 0, panel_height = 0;
  double panel_top = 0;  ///< to be set: below the headings

 private:
  std::size_t panels_;
  double left_mm_ = 0, top_mm_ = 0;
};

}  // namespace oligard::draw
