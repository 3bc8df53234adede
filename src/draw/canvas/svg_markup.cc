#include "draw/canvas/svg_markup.h"

#include <array>
#include <cmath>
#include <map>

#include "draw/canvas/figures.h"

namespace oligard::draw {
namespace {

/// Families with the widths of the one that Pango measured.
constexpr const char* kFamilies = "'Liberation Sans',Arial,Helvetica,sans-serif";
/// Properties that Cairo writes with their initial values, more than half of a shape.
constexpr std::array<std::string_view, 7> kInitial = {
    "stroke-linecap:butt;", "stroke-miterlimit:10;", "stroke-opacity:1;", "fill-opacity:1;",
    "fill-rule:nonzero;",   "stroke:none;",          " style=\" \""};
constexpr double kReach = 6;  ///< width of what the pointer meets of a line

std::string escaped(const std::string& text) {
  std::string valid = text;
  for (const char* not_xml : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = valid.find(not_xml); at != std::string::npos; at = valid.find(not_xml, at))
      valid.replace(at, 3, "?");
  }
  const std::unique_ptr<char, decltype(&g_free)> markup(
      g_markup_escape_text(valid.data(), static_cast<gssize>(valid.size())), &g_free);
  return markup.get();
}

std::string number(double value) {
  return trimmed(std::isfinite(value) ? value : 0);
}

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + value + "\"";
}

std::string hex(Rgb colour) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const std::uint8_t channel : {colour.red, colour.green, colour.blue}) {
    text += kDigits[channel >> 4U];
    text += kDigits[channel & 15U];
  }
  return text;
}

/// In reading order; what was cut off is its ellipsis.
std::string shown_text(PangoLayout* layout, const PangoLayoutLine* line) {
  std::map<int, std::string> parts;
  for (const GSList* run = line->runs; run != nullptr; run = run->next) {
    const PangoItem* item = static_cast<const PangoGlyphItem*>(run->data)->item;
    const bool is_ellipsis = (item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0;
    parts[item->offset] =
        is_ellipsis ? "\u2026" : std::string(pango_layout_get_text(layout) + item->offset, item->length);
  }
  std::string text;
  for (const auto& [offset, part] : parts)
    text += part;
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string place(Point at, bool is_upright) {
  const std::string x = number(at.x), y = number(at.y);
  return attribute("x", x) + attribute("y", y) +
         (is_upright ? attribute("transform", "rotate(-90 " + x + " " + y + ")") : "");
}

std::string titled_element(const std::string& element, const std::string& attributes,
                           const std::string& text) {
  return "<" + element + attributes + "><title>" + escaped(text) + "</title></" + element + ">\n";
}

}  // namespace

void write_text(std::string& markup, PangoLayout* layout, Point at, const TextStyle& style, bool is_upright) {
  const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> line(
      pango_layout_get_iter(layout), &pango_layout_iter_free);
  do {
    PangoRectangle logical{};
    pango_layout_iter_get_line_extents(line.get(), nullptr, &logical);
    const std::string text = shown_text(layout, pango_layout_iter_get_line_readonly(line.get()));
    if (text.empty()) continue;
    const double along = points_of(logical.x);
    const double down = points_of(pango_layout_iter_get_baseline(line.get()));
    const Point start = is_upright ? Point{at.x + down, at.y - along} : Point{at.x + along, at.y + down};
    markup += "<text" + place(start, is_upright) + attribute("font-size", number(style.size)) +
              attribute("textLength", number(points_of(logical.width))) +
              attribute("fill", hex(style.colour)) + (style.is_bold ? attribute("font-weight", "bold") : "") +
              (style.has_halo ? attribute("class", "halo") : "") + ">" + escaped(text) + "</text>\n";
  } while (pango_layout_iter_next_line(line.get()) != FALSE);
}

void write_hint(std::string& markup, const Box& box, const std::string& text) {
  markup +=
      titled_element("rect",
                     attribute("x", number(box.left)) + attribute("y", number(box.top)) +
                         attribute("width", number(box.width)) + attribute("height", number(box.height)),
                     text);
}

void write_hint(std::string& markup, Point from, Point to, const std::string& text) {
  const std::string middle = number((from.x + to.x) / 2);
  const std::string start = number(from.y), end = number(to.y);
  markup += titled_element("path",
                           attribute("d", "M" + number(from.x) + " " + start + "C" + middle + " " + start +
                                              " " + middle + " " + end + " " + number(to.x) + " " + end),
                           text);
}

std::string svg_document(std::string shapes, const SvgMarkup& markup) {
  // Cairo numbers its surfaces over the life of the process.
  constexpr std::string_view kSurface = "<g id=\"surface";
  if (const std::size_t at = shapes.find(kSurface); at != std::string::npos)
    shapes.erase(at + 2, shapes.find('>', at) - at - 2);
  for (const std::string_view initial : kInitial) {
    for (std::size_t at = shapes.find(initial); at != std::string::npos; at = shapes.find(initial, at))
      shapes.erase(at, initial.size());
  }
  shapes.resize(shapes.rfind("</svg>"));
  shapes += "<style>.hints{fill:none;pointer-events:all}.hints path{stroke-width:" + number(kReach) +
            ";pointer-events:stroke}.halo{paint-order:stroke;stroke:#ffffff;stroke-width:2.5px;"
            "stroke-linejoin:round}</style>\n<g class=\"hints\">\n";
  shapes += markup.hints;
  shapes += "</g>\n<g font-family=\"" + std::string(kFamilies) + "\">\n" + markup.texts + "</g>\n</svg>\n";
  return shapes;
}

}  // namespace oligard::draw
