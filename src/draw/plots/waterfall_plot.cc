#include <algorithm>
#include <cmath>
#include <set>

#include "draw/canvas/figures.h"
#include "draw/canvas/legend.h"
#include "draw/changes/waterfall.h"
#include "draw/plots/picture.h"
#include "oligard/base/text.h"

namespace oligard::draw {
namespace {

constexpr double kPlotHeight = 390;  ///< without names and values
constexpr double kLeastWidth = 700, kUsualWidth = 960;
constexpr double kNarrowestBar = 15, kWidestBar = 56;
constexpr double kAxisWidth = 50;
constexpr double kScale = kLabelSize / kSmallestText;
constexpr double kMostNames = 84, kValues = 36;  ///< heights at the smallest text
constexpr std::size_t kMostBars = 60;
constexpr std::size_t kMostWithoutBar = 30;

/// Leaves out controlled lesions beyond `kMostBars`, the smallest changes last in order first.
std::size_t shorten(std::vector<ChangeBar>& bars) {
  std::size_t left_out = 0;
  for (std::size_t i = bars.size(); i-- > 0 && bars.size() > kMostBars;) {
    if (bars[i].is_important) continue;
    bars.erase(bars.begin() + static_cast<std::ptrdiff_t>(i));
    ++left_out;
  }
  return left_out;
}

std::string names_without_bar(const PlotWords& words, const std::vector<std::string>& names) {
  if (names.size() <= kMostWithoutBar) return names.empty() ? "" : words.without_bar(joined(names));
  const std::vector<std::string> first(names.begin(), names.begin() + kMostWithoutBar);
  return words.more_without_bar(joined(first), names.size() - kMostWithoutBar);
}

std::string explanation(const PlotWords& words, const std::vector<ChangeBar>& bars,
                        const WaterfallDrawn& drawn, const classify::Constants& constants,
                        std::size_t left_out) {
  if (bars.empty()) return std::string(words.no_bars);
  std::string text =
      words.waterfall_note(signed_percent(100 * constants.pd_rel), trimmed(constants.pd_abs_mm));
  if (std::any_of(bars.begin(), bars.end(), [](const ChangeBar& bar) { return bar.is_doubtful; }))
    text += words.pale;
  if (drawn.is_logarithmic) text += words.logarithmic;
  if (left_out > 0) text += words.left_out(static_cast<int>(left_out));
  return text;
}

}  // namespace

Extent draw_waterfall_plot(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
                           const classify::Assessment& assessment) {
  Changes changes = changes_of(assessment);
  const std::size_t left_out = shorten(changes.bars);
  const classify::Constants& constants = assessment.rules.constants;
  const auto n = static_cast<double>(changes.bars.size());
  const double inner = std::max(
      {kLeastWidth, std::min(kUsualWidth, kAxisWidth + kWidestBar * n), kAxisWidth + kNarrowestBar * n});
  const double bottom = draw_heading(canvas, words.waterfall_title(patient_key), words, assessment, inner);
  double longest = 0;
  std::set<const terms::StatusLook*> used;
  for (const ChangeBar& bar : changes.bars) {
    longest = std::max(longest, canvas.width_of(bar.label, {kLabelSize, bar.is_important}) + 1);
    used.insert(bar.style);
  }
  const WaterfallStyle style{.text = kLabelSize,
                             .widest_pitch = kWidestBar / kScale,
                             .names = std::min(longest / kScale + 3, kMostNames),
                             .values = kValues,
                             .has_labels = true,
                             .limit_pct = 100 * constants.pd_rel,
                             .rise_mm = constants.pd_abs_mm};
  const Box box{kMargin, bottom + 8, inner, kPlotHeight + style.names * kScale};
  const WaterfallDrawn drawn = draw_waterfall(canvas, changes.bars, style, words.waterfall, box);

  Legend legend(canvas, {kMargin, box.bottom() + 12, inner, kWordSize}, kWordSize, false);
  legend.statuses(used);
  if (drawn.has_rises) legend.sample({1.4, kInk}, words.rise(trimmed(constants.pd_abs_mm)));
  legend.note(explanation(words, changes.bars, drawn, constants, left_out));
  legend.note(names_without_bar(words, changes.without_size));
  return {inner + 2 * kMargin, legend.bottom() + kMargin};
}

}  // namespace oligard::draw
