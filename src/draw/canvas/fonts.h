// The fonts of the page: these files and no others, so that the page is the same on every machine.
#pragma once

#include <pango/pangocairo.h>

#include "oligard/base/result.h"

namespace oligard::draw {

/// Latin, Greek and Cyrillic of Liberation Sans; Hebrew, Arabic, Armenian and Georgian of DejaVu Sans; Han,
/// kana and Hangul of WenQuanYi Micro Hei.
inline constexpr const char* kFontFamilies = "Liberation Sans, DejaVu Sans, WenQuanYi Micro Hei";

/// One point is one unit. Opened once in the life of the process: Pango 1.50 keeps what belongs to a font map
/// for good. Not thread-safe. Error PAGE_FONT_MISSING.
[[nodiscard]] Result<PangoFontMap*> fonts();

}  // namespace oligard::draw
