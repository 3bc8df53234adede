#include "draw/plots/style.h"

#include <string_view>

#include "draw/plots/svg.h"

namespace oligard::draw {

std::string hex(classify::Rgb colour) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const std::uint8_t channel : {colour.red, colour.green, colour.blue}) {
    text += kDigits[channel >> 4U];
    text += kDigits[channel & 15U];
  }
  return text;
}

std::string css_of(const classify::StatusLook& look) {
  std::string css = "fill:" + (look.fill ? hex(*look.fill) : "none") + ";stroke:" + hex(look.edge);
  if (look.edge_width != 1) css += ";stroke-width:" + number(look.edge_width);
  if (look.is_dashed) css += ";stroke-dasharray:2 2";
  return css;
}

}  // namespace oligard::draw
