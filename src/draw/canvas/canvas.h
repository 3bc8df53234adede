// What every picture is drawn with: shapes, and texts that never leave their place.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <pango/pangocairo.h>

#include "oligard/draw/page.h"
#include "oligard/terms/status_look.h"

namespace oligard::draw {

using terms::Rgb;

inline constexpr Rgb kInk = {0x1c, 0x1c, 0x1c};
inline constexpr Rgb kGrey = {0x55, 0x55, 0x55};
inline constexpr Rgb kFaint = {0xb8, 0xb8, 0xb8};
inline constexpr Rgb kPale = {0xec, 0xec, 0xec};
inline constexpr Rgb kWhite = {0xff, 0xff, 0xff};
inline constexpr Rgb kAlert = {0xa6, 0x1b, 0x00};

enum class Align { kLeft, kCentre, kRight };

struct TextStyle {
  double size = 8;
  bool is_bold = false;
  Rgb colour = kInk;
  Align align = Align::kLeft;
  bool has_halo = false;  ///< white around it, for texts on shapes
};

struct Stroke {
  double width = 0.7;
  Rgb colour = kInk;
  std::vector<double> dashes = {};
  double opacity = 1;
};

/// In points.
struct Point {
  double x = 0, y = 0;
};

/// Elements that an SVG has beside the shapes of Cairo, which would make outlines of its texts.
struct SvgMarkup {
  std::string hints;  ///< what viewers show under the pointer
  std::string texts;
};

/// Draws on one surface and notes every text. Does not own the surface; not thread-safe.
class Canvas {
 public:
  /// With `markup` texts are laid out and written to it, not drawn; hints are left out without.
  Canvas(cairo_t* cairo, PangoFontMap* fonts, SvgMarkup* markup = nullptr);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  /// One line on a base line, within `width` from `x` on, aligned in it; what has no room becomes an
  /// ellipsis. Returns the width of what was drawn.
  double line(const std::string& text, double x, double base_line, double width, const TextStyle& style);
  /// Up from its place, turned by 90 degrees against the clock; the reading direction is upwards.
  void upright(const std::string& text, double x, double bottom, double length, const TextStyle& style);
  /// Wrapped within the box from its top on; an ellipsis ends what does not fit. Returns the height.
  double paragraph(const std::string& text, const Box& box, const TextStyle& style);
  [[nodiscard]] double width_of(const std::string& text, const TextStyle& style);
  [[nodiscard]] double height_of(const std::string& text, double width, const TextStyle& style);

  void fill(const Box& box, Rgb colour, double opacity = 1);
  void frame(const Box& box, const Stroke& stroke);
  /// Filled with stripes; for what has no value.
  void hatch(const Box& box, Rgb colour, double scale = 1);
  void polyline(std::span<const Point> points, const Stroke& stroke);
  void polygon(std::span<const Point> points, Rgb colour, double opacity = 1);
  void outline(std::span<const Point> points, const Stroke& stroke);
  void circle(Point centre, double radius, const std::optional<Rgb>& filling, const Stroke& stroke);
  /// A closed curve through cubic segments: start, then three points each.
  void curve(std::span<const Point> points, const std::optional<Rgb>& filling, const Stroke& stroke,
             double opacity = 1);
  void ellipse(Point centre, double half_x, double half_y, const std::optional<Rgb>& filling,
               const Stroke& stroke, double opacity = 1);
  /// One cubic segment that leaves and arrives level.
  void way(Point from, Point to, const Stroke& stroke);
  void image(const KeySlice& slice, const Box& box);
  /// Shapes with the look of a status.
  void swatch(const Box& box, const terms::StatusLook& look);
  void dot(Point centre, double radius, const terms::StatusLook& look);
  /// A text for the pointer on a box, or near a way.
  void hint(const Box& box, const std::string& text);
  void hint(Point from, Point to, const std::string& text);

  /// What is drawn between is cut at the box.
  void clip(const Box& box);
  void unclip();

  [[nodiscard]] const std::vector<PlacedText>& texts() const { return texts_; }

 private:
  struct LayoutCloser {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  using Layout = std::unique_ptr<PangoLayout, LayoutCloser>;

  [[nodiscard]] Layout layout(const std::string& text, const TextStyle& style) const;
  void show(PangoLayout* layout, Point at, const TextStyle& style, bool is_upright);
  void note(PangoLayout* layout, const std::string& text, double x, double y, const TextStyle& style);
  void set(Rgb colour, double opacity = 1);
  void apply(const Stroke& stroke);
  void trace(std::span<const Point> points);

  cairo_t* cairo_;
  PangoContext* context_;
  SvgMarkup* markup_;
  std::vector<PlacedText> texts_;
};

/// Keeps order; moves values apart to `gap`, within [low, high] as far as there is room.
[[nodiscard]] std::vector<double> spread(std::vector<double> sorted, double gap, double low, double high);

[[nodiscard]] double points_of(int pango_units);

/// The edge of a shape with this look, `scale` wide where the look has no width of its own.
[[nodiscard]] Stroke edge_of(const terms::StatusLook& look, double scale);

}  // namespace oligard::draw
