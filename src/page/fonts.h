// The fonts of the page: these files and no others, so that the page is the same on every machine.
#pragma once

#include <memory>

#include <pango/pangocairo.h>

#include "oligard/base/result.h"

namespace oligard::page {

/// Latin, Greek and Cyrillic of Liberation Sans; Hebrew, Arabic, Armenian and Georgian of DejaVu Sans; Han,
/// kana and Hangul of WenQuanYi Micro Hei.
inline constexpr const char* kFontFamilies = "Liberation Sans, DejaVu Sans, WenQuanYi Micro Hei";

struct FontMapCloser {
  void operator()(PangoFontMap* map) const { g_object_unref(map); }
};
using FontMap = std::unique_ptr<PangoFontMap, FontMapCloser>;

/// One point is one unit. Error PAGE_FONT_MISSING.
[[nodiscard]] Result<FontMap> open_fonts();

}  // namespace oligard::page
