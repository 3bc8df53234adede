#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <set>

#include "draw/changes/changes.h"
#include "draw/plots/axis.h"
#include "draw/plots/layout.h"
#include "draw/plots/picture.h"
#include "oligard/draw/plots.h"

namespace oligard::draw {
namespace {

constexpr double kAxisWidth = 56;
constexpr double kPlotHeight = 380;
constexpr double kTop = 132;
constexpr double kLeastWidth = 640;
constexpr double kUsualWidth = 900;
constexpr double kWidestBar = 56;
constexpr double kNarrowestBar = 15;
constexpr double kLabelWidth = 130;
constexpr double kLabelAngle = -60;
constexpr double kHorizontalValue = 52;  ///< width of a bar from which its value is written level
constexpr double kBarShare = 0.72;       ///< of the distance from bar to bar
constexpr double kValueSize = 10.5;
constexpr std::size_t kMostBars = 60;
constexpr std::size_t kMostNames = 30;
constexpr double kNewHeight = 40;  ///< per cent that bars without a change seem to have

constexpr std::string_view kCss =
    ".bar{stroke-width:1}\n"
    ".bar.doubtful{fill-opacity:0.35;stroke-dasharray:3 2}\n"
    ".bar.hatched{fill:url(#hatch)}\n"
    ".under{stroke:#ffffff;stroke-width:3.2;fill:none}\n"
    ".five{stroke:#222222;stroke-width:1.4;fill:none}\n"
    ".value{font-size:10.5px;fill:#333333}\n";
constexpr std::string_view kHatch =
    "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/><rect width=\"3\" "
    "height=\"6\" fill=\"#cc79a7\"/></pattern></defs>\n";

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

class Waterfall {
 public:
  Waterfall(const std::string& patient_key, const classify::Assessment& assessment)
      : patient_key_(patient_key),
        assessment_(assessment),
        changes_(changes_of(assessment)),
        left_out_(shorten(changes_.bars)),
        pitch_(pitch_for(changes_.bars.size())),
        axis_(frame(), lowest(), highest(), values_are_level() ? 18 : 52) {}

  std::string draw() {
    draw_header();
    svg_.raw(kHatch);
    axis_.draw(svg_, {100 * assessment_.rules.constants.pd_rel});
    for (std::size_t i = 0; i < changes_.bars.size(); ++i)
      draw_bar(changes_.bars[i], axis_.frame().left + (static_cast<double>(i) + 0.5) * pitch_);
    svg_.shape("rect", {{"class", "frame"},
                        {"x", number(axis_.frame().left)},
                        {"y", number(axis_.frame().top)},
                        {"width", number(axis_.frame().right - axis_.frame().left)},
                        {"height", number(axis_.frame().bottom - axis_.frame().top)}});
    draw_legend();
    return document(width(), bottom_ + kMargin, std::string(axis_css()) + std::string(kCss), svg_.take());
  }

 private:
  static double pitch_for(std::size_t bars) {
    const double n = static_cast<double>(std::max<std::size_t>(bars, 1));
    return std::clamp(kUsualWidth / n, kNarrowestBar, kWidestBar);
  }
  [[nodiscard]] Rect frame() const {
    const double left = kMargin + kAxisWidth;
    const double needed = pitch_ * static_cast<double>(changes_.bars.size());
    return {left, kTop, left + std::max(needed, kLeastWidth), kTop + kPlotHeight};
  }
  [[nodiscard]] double width() const { return axis_.frame().right + kMargin; }
  [[nodiscard]] double lowest() const {
    double low = 0;
    for (const ChangeBar& bar : changes_.bars)
      low = std::min(low, bar.change_pct.value_or(0));
    return low;
  }
  [[nodiscard]] double highest() const {
    double high = kNewHeight;
    for (const ChangeBar& bar : changes_.bars)
      high = std::max(high, bar.change_pct.value_or(0));
    return high;
  }
  [[nodiscard]] bool values_are_level() const { return pitch_ >= kHorizontalValue; }

  void draw_header() {
    svg_.text(kMargin, 34, "title",
              clipped("Change from nadir, patient " + patient_key_, width() - 2 * kMargin, kTitleSize));
    svg_.text(kMargin, 54, "small", "Research software, not verified by a physician.");
    if (changes_.dates.empty()) return;
    const std::size_t last = assessment_.timepoints.size() - 1;
    const std::string category = category_line(assessment_, last);
    const auto& profiles = assessment_.clinical_case.evaluated_profiles;
    std::string text = changes_.dates.back().timepoint + ", " + changes_.dates.back().date + ": " + category;
    if (!category.empty()) text += " (profile " + profiles.front() + "); ";
    text += recist_line(assessment_.timepoints[last].recist);
    double y = 60;
    for (const std::string& line : wrapped(text, width() - 2 * kMargin, kTextSize))
      svg_.text(kMargin, y += kLineHeight, "line", line);
    if (const std::size_t n = assessment_.timepoints[last].review.size(); n > 0) {
      svg_.text(kMargin, y + kLineHeight, "alert",
                "Needs review: " + std::to_string(n) + (n == 1 ? " link" : " links") + " in doubt");
    }
  }

  void draw_bar(const ChangeBar& bar, double middle) {
    used_.insert(bar.style);
    any_doubt_ = any_doubt_ || bar.is_doubtful;
    const double end = axis_.y(bar.change_pct.value_or(kNewHeight));
    const double zero = axis_.y(0);
    const double top = std::min(zero, end);
    const std::string look = "bar " + std::string(bar.style->name) + (bar.change_pct ? "" : " hatched") +
                             (bar.is_doubtful ? " doubtful" : "");
    svg_.shape("rect",
               {{"class", look},
                {"x", number(middle - kBarShare * pitch_ / 2)},
                {"y", number(top)},
                {"width", number(kBarShare * pitch_)},
                {"height", number(std::max(std::abs(zero - end), 0.8))}},
               title(bar));
    draw_five_mm(bar, middle);
    draw_value(bar, middle, end);
    svg_.turned_text(middle + 4, axis_.frame().bottom + 12, kLabelAngle,
                     bar.is_important ? "label strong" : "label", clipped(bar.label, kLabelWidth, kLabelSize),
                     "end");
  }

  /// Where the lesion is `pd_abs_mm` above its nadir; empty where that is out of the picture.
  [[nodiscard]] std::optional<double> five_mm(const ChangeBar& bar) const {
    if (!bar.change_pct || *bar.change_pct <= 0 || !bar.nadir_mm || *bar.nadir_mm <= 0) return std::nullopt;
    const double percent = 100 * assessment_.rules.constants.pd_abs_mm / *bar.nadir_mm;
    if (!axis_.is_within(percent)) return std::nullopt;
    return axis_.y(percent);
  }

  void draw_five_mm(const ChangeBar& bar, double middle) {
    const std::optional<double> at = five_mm(bar);
    if (!at) return;
    any_five_ = true;
    const double half = kBarShare * pitch_ / 2 + std::min(2.0, (1 - kBarShare) * pitch_ / 4);
    const std::string path = "M" + number(middle - half) + " " + number(*at) + "h" + number(2 * half);
    svg_.shape("path", {{"class", "under"}, {"d", path}});
    svg_.shape("path", {{"class", "five"}, {"d", path}});
  }

  /// Beyond the end of the bar, and beyond its tick where they would touch. Where bars are narrow, growth
  /// below the limit has none.
  void draw_value(const ChangeBar& bar, double middle, double end) {
    const double change = bar.change_pct.value_or(0);
    const bool is_small = bar.change_pct && change >= 0 && change < 100 * assessment_.rules.constants.pd_rel;
    if (is_small && !bar.is_important && !values_are_level()) return;
    const std::string text = value(bar);
    const bool is_down = bar.change_pct.value_or(1) < 0;
    const double length = values_are_level() ? kValueSize + 2 : text_width(text, kValueSize) + 4;
    const std::optional<double> tick = five_mm(bar);
    if (tick && *tick <= end && *tick > end - length - 6) end = *tick;
    if (values_are_level()) {
      svg_.text(middle, is_down ? end + 13 : end - 5, "value", text, "middle");
    } else {
      svg_.turned_text(middle + 4, is_down ? end + 5 : end - 5, -90, "value", text,
                       is_down ? "end" : "start");
    }
  }

  /// "+151 %"; "12 mm" of a new one.
  [[nodiscard]] static std::string value(const ChangeBar& bar) {
    if (bar.change_pct) return signed_percent(std::round(*bar.change_pct));
    return bar.size_mm ? number(*bar.size_mm) + " mm" : "no size";
  }

  [[nodiscard]] static std::string title(const ChangeBar& bar) {
    std::string text = bar.label + ": " + std::string(bar.style->words);
    if (bar.size_mm) text += ", " + number(*bar.size_mm) + " mm";
    if (bar.nadir_mm && bar.change_pct)
      text += ", " + signed_percent(*bar.change_pct) + " from " + number(*bar.nadir_mm) + " mm";
    return text;
  }

  void draw_legend() {
    double widest = 0;
    for (const ChangeBar& bar : changes_.bars)
      widest = std::max(widest, text_width(clipped(bar.label, kLabelWidth, kLabelSize), kLabelSize));
    const double label_height = widest * std::sin(-kLabelAngle * std::numbers::pi / 180);
    Legend legend(svg_, kMargin, width() - kMargin, axis_.frame().bottom + 40 + label_height);
    legend.swatches(used_);
    if (any_five_)
      legend.sample("five", "+" + number(assessment_.rules.constants.pd_abs_mm) + " mm of this lesion");
    legend.note(explanation());
    if (const std::string names = names_without_bar(); !names.empty()) legend.note(names);
    bottom_ = legend.y();
  }

  [[nodiscard]] std::string explanation() const {
    const auto& constants = assessment_.rules.constants;
    if (changes_.bars.empty()) return "There is no lesion to compare with an earlier date.";
    std::string text =
        "Each bar is a lesion now, against its smallest earlier size (nadir). It progresses by size when "
        "the bar reaches both the dashed line (" +
        signed_percent(100 * constants.pd_rel) + ") and its own black tick (+" + number(constants.pd_abs_mm) +
        " mm); a small lesion may pass the one without the other. "
        "Volume can decide otherwise. Hatched: new or reappeared, there is no nadir; its height means "
        "nothing.";
    if (any_doubt_) text += " Pale with a dashed outline: may progress, indeterminate.";
    if (axis_.high() > 100) text += " Above +100 % the scale is logarithmic.";
    if (left_out_ > 0) text += " " + std::to_string(left_out_) + " controlled lesions are left out.";
    return text;
  }

  [[nodiscard]] std::string names_without_bar() const {
    const std::vector<std::string>& names = changes_.without_size;
    if (names.empty()) return {};
    std::string text = "No bar, because not evaluable, treated or without a size to compare: ";
    for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i)
      text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > kMostNames) text += " and " + std::to_string(names.size() - kMostNames) + " more";
    return text + ".";
  }

  const std::string& patient_key_;
  const classify::Assessment& assessment_;
  Changes changes_;
  std::size_t left_out_;
  double pitch_;
  PercentAxis axis_;
  SvgWriter svg_;
  std::set<const classify::StatusLook*> used_;
  double bottom_ = 0;
  bool any_five_ = false, any_doubt_ = false;
};

}  // namespace

std::string waterfall_plot(const std::string& patient_key, const classify::Assessment& assessment) {
  return Waterfall(patient_key, assessment).draw();
}

}  // namespace oligard::draw
