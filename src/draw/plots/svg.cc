#include "draw/plots/svg.h"

#include <array>
#include <charconv>
#include <cmath>

namespace oligard::draw {
namespace {

/// Length of the UTF-8 sequence at the start of `text`; 0 when there is none that XML allows.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return lead >= 0x20 || lead == '\t' || lead == '\n' ? 1 : 0;
  const std::size_t length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : 2;
  if (lead < 0xC2 || lead >= 0xF5 || text.size() < length) return 0;
  unsigned value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return 0;
    value = (value << 6U) | (next & 0x3FU);
  }
  const bool is_overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool is_forbidden =
      (value >= 0xD800 && value < 0xE000) || value > 0x10FFFF || (value & 0xFFFEU) == 0xFFFE;
  return is_overlong || is_forbidden ? 0 : length;
}

}  // namespace

std::string number(double value) {
  if (!std::isfinite(value)) return "0";
  std::array<char, 400> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 1);
  if (error != std::errc()) return "0";
  std::string text(buffer.data(), end);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      result += '?';
      text.remove_prefix(1);
      continue;
    }
    switch (text[0]) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return result;
}

void SvgWriter::begin(std::string_view element, Attributes attributes) {
  out_ += '<';
  out_ += element;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"" + escaped(value) + "\"";
  }
}

void SvgWriter::open(std::string_view element, Attributes attributes) {
  begin(element, attributes);
  out_ += ">\n";
}

void SvgWriter::close(std::string_view element) {
  out_ += "</";
  out_ += element;
  out_ += ">\n";
}

void SvgWriter::shape(std::string_view element, Attributes attributes, std::string_view title) {
  begin(element, attributes);
  if (title.empty()) {
    out_ += "/>\n";
    return;
  }
  out_ += "><title>" + escaped(title) + "</title>";
  close(element);
}

void SvgWriter::text(double x, double y, std::string_view css_class, std::string_view content,
                     std::string_view anchor) {
  begin("text", {{"x", number(x)},
                 {"y", number(y)},
                 {"class", std::string(css_class)},
                 {"text-anchor", std::string(anchor)}});
  out_ += ">" + escaped(content);
  close("text");
}

void SvgWriter::turned_text(double x, double y, double degrees, std::string_view css_class,
                            std::string_view content, std::string_view anchor) {
  begin("text",
        {{"class", std::string(css_class)},
         {"text-anchor", std::string(anchor)},
         {"transform", "translate(" + number(x) + " " + number(y) + ") rotate(" + number(degrees) + ")"}});
  out_ += ">" + escaped(content);
  close("text");
}

}  // namespace oligard::draw
