#include "draw/canvas/canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "draw/canvas/fonts.h"
#include "draw/canvas/svg_markup.h"

namespace oligard::draw {
namespace {

constexpr double kHalo = 2.5;
constexpr double kEdge = 0.6;

int units_of(double points) {
  return static_cast<int>(std::floor(points * PANGO_SCALE));
}

/// Valid UTF-8 in one line: what breaks lines or has no picture becomes a blank.
std::string clean(const std::string& text) {
  const std::unique_ptr<char, decltype(&g_free)> valid(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free);
  std::string result(valid.get());
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return result;
}

PangoAlignment pango_alignment(Align align) {
  return align == Align::kRight    ? PANGO_ALIGN_RIGHT
         : align == Align::kCentre ? PANGO_ALIGN_CENTER
                                   : PANGO_ALIGN_LEFT;
}

}  // namespace

Canvas::Canvas(cairo_t* cairo, PangoFontMap* fonts, SvgMarkup* markup)
    : cairo_(cairo), context_(pango_font_map_create_context(fonts)), markup_(markup) {
  const std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> options(
      cairo_font_options_create(), &cairo_font_options_destroy);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_, options.get());
  pango_context_set_language(context_, pango_language_from_string("en"));
  pango_context_set_base_dir(context_, PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context_, FALSE);
}

Canvas::~Canvas() {
  g_object_unref(context_);
}

Canvas::Layout Canvas::layout(const std::string& text, const TextStyle& style) const {
  Layout layout(pango_layout_new(context_));
  const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
      pango_font_description_new(), &pango_font_description_free);
  pango_font_description_set_family_static(font.get(), kFontFamilies);
  pango_font_description_set_size(font.get(), static_cast<int>(std::lround(style.size * PANGO_SCALE)));
  pango_font_description_set_weight(font.get(), style.is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_auto_dir(layout.get(), FALSE);
  pango_layout_set_alignment(layout.get(), pango_alignment(style.align));
  const std::string cleaned = clean(text);
  pango_layout_set_text(layout.get(), cleaned.data(), static_cast<int>(cleaned.size()));
  return layout;
}

void Canvas::show(PangoLayout* layout, Point at, const TextStyle& style, bool is_upright) {
  if (markup_ != nullptr) {
    write_text(markup_->texts, layout, at, style, is_upright);
    return;
  }
  cairo_save(cairo_);
  cairo_translate(cairo_, at.x, at.y);
  if (is_upright) cairo_rotate(cairo_, -std::numbers::pi / 2);
  cairo_move_to(cairo_, 0, 0);
  if (style.has_halo) {
    pango_cairo_layout_path(cairo_, layout);
    apply({kHalo, kWhite});
    cairo_move_to(cairo_, 0, 0);
  }
  set(style.colour);
  pango_cairo_show_layout(cairo_, layout);
  cairo_restore(cairo_);
}

void Canvas::note(PangoLayout* layout, const std::string& text, double x, double y, const TextStyle& style) {
  PangoRectangle ink{};
  pango_layout_get_extents(layout, &ink, nullptr);
  if (ink.width <= 0) return;
  texts_.push_back({text,
                    {x + points_of(ink.x), y + points_of(ink.y), points_of(ink.width), points_of(ink.height)},
                    style.size,
                    pango_layout_is_ellipsized(layout) != FALSE});
}

double Canvas::line(const std::string& text, double x, double base_line, double width,
                    const TextStyle& style) {
  const Layout shaped = layout(text, style);
  pango_layout_set_single_paragraph_mode(shaped.get(), TRUE);
  pango_layout_set_ellipsize(shaped.get(), PANGO_ELLIPSIZE_END);
  pango_layout_set_width(shaped.get(), units_of(width));
  const double top = base_line - points_of(pango_layout_get_baseline(shaped.get()));
  show(shaped.get(), {x, top}, style, false);
  note(shaped.get(), text, x, top, style);
  PangoRectangle logical{};
  pango_layout_get_extents(shaped.get(), nullptr, &logical);
  return points_of(logical.width);
}

void Canvas::upright(const std::string& text, double x, double bottom, double length,
                     const TextStyle& style) {
  const Layout shaped = layout(text, style);
  pango_layout_set_single_paragraph_mode(shaped.get(), TRUE);
  pango_layout_set_ellipsize(shaped.get(), PANGO_ELLIPSIZE_END);
  pango_layout_set_width(shaped.get(), units_of(length));
  PangoRectangle ink{}, logical{};
  pango_layout_get_extents(shaped.get(), &ink, &logical);
  show(shaped.get(), {x - points_of(logical.height) / 2, bottom}, style, true);
  if (ink.width <= 0) return;
  const double left = x - points_of(logical.height) / 2 + points_of(ink.y);
  texts_.push_back(
      {text,
       {left, bottom - points_of(ink.x + ink.width), points_of(ink.height), points_of(ink.width)},
       style.size,
       pango_layout_is_ellipsized(shaped.get()) != FALSE});
}

double Canvas::paragraph(const std::string& text, const Box& box, const TextStyle& style) {
  const Layout shaped = layout(text, style);
  pango_layout_set_wrap(shaped.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(shaped.get(), units_of(box.width));
  pango_layout_set_height(shaped.get(), units_of(box.height));
  pango_layout_set_ellipsize(shaped.get(), PANGO_ELLIPSIZE_END);
  show(shaped.get(), {box.left, box.top}, style, false);
  note(shaped.get(), text, box.left, box.top, style);
  PangoRectangle logical{};
  pango_layout_get_extents(shaped.get(), nullptr, &logical);
  return points_of(logical.height);
}

double Canvas::width_of(const std::string& text, const TextStyle& style) {
  PangoRectangle logical{};
  pango_layout_get_extents(layout(text, style).get(), nullptr, &logical);
  return points_of(logical.width);
}

double Canvas::height_of(const std::string& text, double width, const TextStyle& style) {
  const Layout shaped = layout(text, style);
  pango_layout_set_wrap(shaped.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(shaped.get(), units_of(width));
  PangoRectangle logical{};
  pango_layout_get_extents(shaped.get(), nullptr, &logical);
  return points_of(logical.height);
}

void Canvas::set(Rgb colour, double opacity) {
  cairo_set_source_rgba(cairo_, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0, opacity);
}

void Canvas::apply(const Stroke& stroke) {
  set(stroke.colour, stroke.opacity);
  cairo_set_line_width(cairo_, stroke.width);
  cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash(cairo_, stroke.dashes.data(), static_cast<int>(stroke.dashes.size()), 0);
  cairo_stroke(cairo_);
  cairo_set_dash(cairo_, nullptr, 0, 0);
}

void Canvas::trace(std::span<const Point> points) {
  cairo_new_path(cairo_);
  for (const Point& point : points)
    cairo_line_to(cairo_, point.x, point.y);
}

void Canvas::fill(const Box& box, Rgb colour, double opacity) {
  set(colour, opacity);
  cairo_rectangle(cairo_, box.left, box.top, box.width, box.height);
  cairo_fill(cairo_);
}

void Canvas::frame(const Box& box, const Stroke& stroke) {
  cairo_new_path(cairo_);
  cairo_rectangle(cairo_, box.left, box.top, box.width, box.height);
  apply(stroke);
}

void Canvas::hatch(const Box& box, Rgb colour, double scale) {
  const double step = 3.2 * scale;
  clip(box);
  for (double x = box.left - box.height; x < box.right(); x += step) {
    const Point stripe[] = {{x, box.bottom()}, {x + box.height, box.top}};
    polyline(stripe, {1.1 * scale, colour});
  }
  unclip();
}

void Canvas::polyline(std::span<const Point> points, const Stroke& stroke) {
  trace(points);
  apply(stroke);
}

void Canvas::polygon(std::span<const Point> points, Rgb colour, double opacity) {
  trace(points);
  cairo_close_path(cairo_);
  set(colour, opacity);
  cairo_fill(cairo_);
}

void Canvas::outline(std::span<const Point> points, const Stroke& stroke) {
  trace(points);
  cairo_close_path(cairo_);
  apply(stroke);
}

void Canvas::circle(Point centre, double radius, const std::optional<Rgb>& filling, const Stroke& stroke) {
  cairo_new_path(cairo_);
  cairo_arc(cairo_, centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
  cairo_close_path(cairo_);
  if (filling) {
    set(*filling);
    cairo_fill_preserve(cairo_);
  }
  apply(stroke);
}

void Canvas::curve(std::span<const Point> points, const std::optional<Rgb>& filling, const Stroke& stroke,
                   double opacity) {
  cairo_new_path(cairo_);
  cairo_move_to(cairo_, points[0].x, points[0].y);
  for (std::size_t i = 1; i + 2 < points.size(); i += 3) {
    cairo_curve_to(cairo_, points[i].x, points[i].y, points[i + 1].x, points[i + 1].y, points[i + 2].x,
                   points[i + 2].y);
  }
  cairo_close_path(cairo_);
  if (filling) {
    set(*filling, opacity);
    cairo_fill_preserve(cairo_);
  }
  apply(stroke);
}

void Canvas::ellipse(Point centre, double half_x, double half_y, const std::optional<Rgb>& filling,
                     const Stroke& stroke, double opacity) {
  constexpr double kArm = 0.5522847498;  // of the cubic that is nearest to a quarter of a circle
  std::vector<Point> points = {{centre.x + half_x, centre.y}};
  for (Point from{1, 0}; points.size() < 13; from = {-from.y, from.x}) {
    const Point to{-from.y, from.x};
    for (const Point& p : {Point{from.x + kArm * to.x, from.y + kArm * to.y},
                           Point{to.x + kArm * from.x, to.y + kArm * from.y}, to})
      points.push_back({centre.x + half_x * p.x, centre.y + half_y * p.y});
  }
  curve(points, filling, stroke, opacity);
}

void Canvas::way(Point from, Point to, const Stroke& stroke) {
  const double middle = (from.x + to.x) / 2;
  cairo_new_path(cairo_);
  cairo_move_to(cairo_, from.x, from.y);
  cairo_curve_to(cairo_, middle, from.y, middle, to.y, to.x, to.y);
  apply(stroke);
}

void Canvas::image(const KeySlice& slice, const Box& box) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, slice.columns, slice.rows);
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
    cairo_surface_flush(surface);
    unsigned char* bytes = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int row = 0; row < slice.rows; ++row) {
      auto* pixels = reinterpret_cast<std::uint32_t*>(bytes + static_cast<std::ptrdiff_t>(row) * stride);
      for (int column = 0; column < slice.columns; ++column) {
        const std::uint32_t grey = slice.grey[static_cast<std::size_t>(row) * slice.columns + column];
        pixels[column] = grey << 16U | grey << 8U | grey;
      }
    }
    cairo_surface_mark_dirty(surface);
    cairo_save(cairo_);
    cairo_rectangle(cairo_, box.left, box.top, box.width, box.height);
    cairo_clip(cairo_);
    cairo_translate(cairo_, box.left, box.top);
    cairo_scale(cairo_, box.width / slice.columns, box.height / slice.rows);
    cairo_set_source_surface(cairo_, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo_), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo_), CAIRO_EXTEND_PAD);
    cairo_paint(cairo_);
    cairo_restore(cairo_);
  }
  cairo_surface_destroy(surface);
}

void Canvas::swatch(const Box& box, const terms::StatusLook& look) {
  if (look.fill) fill(box, *look.fill);
  frame(box, edge_of(look, kEdge));
}

void Canvas::dot(Point centre, double radius, const terms::StatusLook& look) {
  circle(centre, radius, look.fill.value_or(kWhite), edge_of(look, kEdge));
}

void Canvas::hint(const Box& box, const std::string& text) {
  if (markup_ != nullptr) write_hint(markup_->hints, box, clean(text));
}

void Canvas::hint(Point from, Point to, const std::string& text) {
  if (markup_ != nullptr) write_hint(markup_->hints, from, to, clean(text));
}

void Canvas::clip(const Box& box) {
  cairo_save(cairo_);
  cairo_new_path(cairo_);
  cairo_rectangle(cairo_, box.left, box.top, box.width, box.height);
  cairo_clip(cairo_);
}

void Canvas::unclip() {
  cairo_restore(cairo_);
}

std::vector<double> spread(std::vector<double> sorted, double gap, double low, double high) {
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sorted[i] = std::max(sorted[i], low);
    if (i > 0) sorted[i] = std::max(sorted[i], sorted[i - 1] + gap);
  }
  double limit = high;
  for (std::size_t i = sorted.size(); i-- > 0;) {
    sorted[i] = std::min(sorted[i], limit);
    limit = sorted[i] - gap;
  }
  return sorted;
}

double points_of(int pango_units) {
  return static_cast<double>(pango_units) / PANGO_SCALE;
}

Stroke edge_of(const terms::StatusLook& look, double scale) {
  return {scale * look.edge_width, look.edge,
          look.is_dashed ? std::vector<double>{2 * scale, 2 * scale} : std::vector<double>{}};
}

}  // namespace oligard::draw
