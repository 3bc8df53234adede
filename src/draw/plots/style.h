// The looks of oligard/classify/status_look.h as CSS.
#pragma once

#include <string>

#include "oligard/classify/status_look.h"

namespace oligard::draw {

/// "#d55e00"
[[nodiscard]] std::string hex(classify::Rgb colour);
/// Of shapes: "fill:#d55e00;stroke:#7a3600".
[[nodiscard]] std::string css_of(const classify::StatusLook& look);

}  // namespace oligard::draw
