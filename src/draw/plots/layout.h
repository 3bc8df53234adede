// Where the panels lie, in pixels.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draw/plots/labels.h"
#include "draw/plots/scene.h"

namespace oligard::draw {

inline constexpr double kMargin = 24;
inline constexpr double kPanelGap = 44;
inline constexpr double kLineHeight = 16;

/// Width of a text of the sans-serif family at a font size, estimated.
[[nodiscard]] double text_width(std::string_view text, double font_size);

/// Lines that fit a width, broken at blanks, but not before a per cent sign.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, double width, double font_size);

class Layout {
 public:
  explicit Layout(const Scene& scene);

  [[nodiscard]] double width() const { return width_; }
  [[nodiscard]] double panel_width() const { return panel_width_; }
  [[nodiscard]] Rect panel(std::size_t t) const;
  [[nodiscard]] double px_per_mm() const { return scale_; }
  [[nodiscard]] double x(std::size_t t, double x_mm) const {
    return panel(t).left + (x_mm - left_mm_) * scale_;
  }
  [[nodiscard]] double y(double z_mm) const { return panel_top_ + (top_mm_ - z_mm) * scale_; }
  [[nodiscard]] double header_top() const { return header_top_; }
  /// Rows of lesions without a place under the panels.
  [[nodiscard]] double strip_top() const { return panel_top_ + panel_height_ + 2 * kLineHeight; }
  [[nodiscard]] int strip_columns() const;
  [[nodiscard]] double legend_top() const { return legend_top_; }

 private:
  void choose_scale(const Scene& scene);

  double left_mm_ = 0, top_mm_ = 0;
  double scale_ = 1;
  double panel_width_ = 0, panel_height_ = 0;
  double width_ = 0, header_top_ = 0, panel_top_ = 0, legend_top_ = 0;
};

inline constexpr double kStripCellWidth = 72;
inline constexpr double kStripCellHeight = 18;

}  // namespace oligard::draw
