// Change of each lesion from its nadir, one bar each: the waterfall of the page and of `analyze --plot`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "draw/canvas/canvas.h"
#include "draw/canvas/phrases.h"
#include "draw/changes/changes.h"
#include "oligard/draw/page.h"

namespace oligard::draw {

struct WaterfallStyle {
  double text = kSmallestText;  ///< size, to which lengths are proportional
  double widest_pitch = 30;     ///< from bar to bar, at the smallest text as the next three
  double names = 24;            ///< height of names
  double values = 26;           ///< height of upright values
  bool has_labels = false;      ///< "L36 bone", else "L36"
  std::optional<double> most_pct =
      std::nullopt;       ///< bars beyond are cut; without, the axis is logarithmic above +100 %
  double limit_pct = 20;  ///< growth from which a lesion may progress
  std::optional<double> rise_mm = std::nullopt;  ///< a tick on each bar where it is so much above its nadir
};

struct WaterfallWords {
  std::string_view new_bar = "new";  ///< value of a bar without a change, where names are short
  std::string_view no_size = "no size";
  Pattern<"size"> size = "{size} mm";
  Pattern<"change", "nadir"> from_nadir = "{change} from {nadir} mm";
};

/// What of a waterfall was drawn.
struct WaterfallDrawn {
  bool has_rises = false;
  bool is_logarithmic = false;
};

/// In the box from its top on; names at its bottom. A bar without a change is hatched, one in doubt pale.
WaterfallDrawn draw_waterfall(Canvas& canvas, const std::vector<ChangeBar>& bars, const WaterfallStyle& style,
                              const WaterfallWords& words, const Box& box);

}  // namespace oligard::draw
